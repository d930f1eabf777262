"""Phone numbers without a plus sign: by their header, or because numbering plans know nearly all of them.

Numbering plans: Google's libphonenumber.
"""

from core.privacy import header_phrases as said
from core.privacy.column_values import ColumnValues
from core.privacy.header_words import says
from core.privacy.personal_data import PersonalData, PersonalKind

DIALLED = r"^\(?[0+]?[\d(][\d ()./-]{5,18}\d(\.0)?$"
NATIONAL = r"^0[1-9]([ ./-]?\d){7,9}$"
INTERNATIONAL = r"^(00)?[1-9]\d{9,14}(\.0)?$"
MOST = 0.8
KNOWN_SHARE = 0.6
"""Of numbers drawn by lot, at most a fifth is in a numbering plan."""
LOOKED_UP = 200
FEWEST = 3


def phones(column: ColumnValues) -> PersonalData | None:
    """Whether a column holds phone numbers that have no plus sign."""
    if says(column.words, said.PHONES) or "+phone" in column.tag:
        cells = column.cells(column.matches(DIALLED))
        if cells >= 0.5 * column.filled:
            return PersonalData(column.name, PersonalKind.PHONE, "Its header speaks of phones.", cells)
        return None
    if says(column.words, said.NOT_COUNTS) or column.filled < FEWEST or column.distinct_share < 0.5:
        return None
    national = column.matches(NATIONAL)
    if column.cells(national) >= MOST * column.filled:
        why = "Its cells have the form of phone numbers without a country code."
        return PersonalData(column.name, PersonalKind.PHONE, why, column.cells(national))
    dialled = column.matches(INTERNATIONAL)
    if column.cells(dialled) >= MOST * column.filled and _known_share(column) >= KNOWN_SHARE:
        why = "Its cells are numbers of phones by the numbering plans of countries."
        return PersonalData(column.name, PersonalKind.PHONE, why, column.cells(dialled))
    return None


def _known_share(column: ColumnValues) -> float:
    step = max(1, len(column.sample) // LOOKED_UP)
    asked = column.sample[::step]
    return sum(_is_known(value) for value in asked) / len(asked)


def _is_known(value: str) -> bool:
    import phonenumbers

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(f"+{value.removesuffix('.0').removeprefix('00')}"))
    except phonenumbers.NumberParseException:
        return False
