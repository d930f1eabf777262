"""What headers say beyond doubt and values only confirm: registration numbers, births, sensitive traits."""

import re

import numpy as np

from core.privacy import header_phrases as said
from core.privacy.column_values import ColumnValues
from core.privacy.header_words import says
from core.privacy.personal_data import PersonalData, PersonalKind
from core.privacy.rows_about import RowsAbout

SHORTEST_NUMBER = 4
YEAR = re.compile(r"(?<!\d)(19[1-9]\d|20[0-4]\d)(?!\d)")
BORN_BEFORE = 1990
GENERATIONS_YEARS = 20


def by_header(column: ColumnValues, rows: RowsAbout) -> list[PersonalData]:
    """What the header of a column and its values together say."""
    if not column.filled:
        return []
    found = (_number(column), _birth(column, rows), _sensitive(column, rows))
    return [one for one in found if one is not None]


def _number(column: ColumnValues) -> PersonalData | None:
    if not says(column.words, said.NUMBERS) and not ("+id" in column.tag and column.tag.startswith("#beneficiary")):
        return None
    with_digit = column.matches(r"\d")
    long_enough = np.median([len(value) for value in column.sample]) >= SHORTEST_NUMBER
    if long_enough and column.cells(with_digit) >= 0.5 * column.filled and column.distinct_share >= 0.3:
        why = "Its header speaks of numbers of persons: of registration, identity, account or device."
        return PersonalData(column.name, PersonalKind.NUMBER, why, column.cells(with_digit))
    return None


def _birth(column: ColumnValues, rows: RowsAbout) -> PersonalData | None:
    if says(column.words, said.BIRTHS) or "+birth" in column.tag:
        with_digit = column.cells(column.matches(r"\d"))
        dated = column.matches(r"\d{4}|\d[/.-]\d").any() and not says(column.words, said.RATES)
        if dated and with_digit >= 0.5 * column.filled:
            return PersonalData(column.name, PersonalKind.BIRTH, "Its header speaks of births.", with_digit)
    elif rows.persons and not says(column.words, said.NUMBERS) and _spreads_over_generations(column):
        why = f"Its dates spread over generations, and {rows.why}."
        return PersonalData(column.name, PersonalKind.BIRTH, why, column.filled)
    return None


def _spreads_over_generations(column: ColumnValues) -> bool:
    years = [int(found.group()) for value in column.sample if (found := YEAR.search(value))]
    if len(years) < 0.8 * len(column.sample) or column.share(r"\d[/. -]\d") < 0.8:
        return False
    low, high = np.percentile(years, [10, 90])
    return bool(low < BORN_BEFORE and high - low >= GENERATIONS_YEARS)


def _sensitive(column: ColumnValues, rows: RowsAbout) -> PersonalData | None:
    if not says(column.words, said.SENSITIVE) or (rows.counted and not rows.persons):
        return None  # cases by disease, people by religion: groups, not persons
    if column.number_share > 0.5:
        flags = column.share(r"^[01](\.0)?$") > 0.95
        if not (flags and rows.persons):
            return None  # numbers of people or shares of them
    why = "Its header speaks of health, protection, religion or ethnicity, and its cells say it row by row."
    return PersonalData(column.name, PersonalKind.SENSITIVE, why, column.filled)
