"""Names of persons, told apart from names of places, bodies and things."""

from collections.abc import Set

from core.privacy import header_phrases as said
from core.privacy.column_values import ColumnValues
from core.privacy.given_names import GIVEN_NAMES
from core.privacy.header_words import says, words_of
from core.privacy.personal_data import PersonalData, PersonalKind
from core.privacy.rows_about import RowsAbout

_PERSONS = (*said.PERSONS, *said.FOCAL_POINTS)
_ANSWERS = frozenset((*said.SEXES, *said.ANSWERS))
LIKE_NAMES = 0.25
"""Share of different values that begin with a given name, in a column that a header or its neighbours point to."""
LIKE_NAMES_ALONE = 0.5
"""The same where nothing points to persons; lists of camps and towns stay far below."""
LIKE_NAMES_WITHOUT_HEADER = 0.3
"""The same for words in pairs in a file that has no header: nobody says they are places, and asking costs little."""
FEWEST_ALONE = 4
LEAST_DISTINCT = 0.5
LONGEST_NAME_WORDS = 6
MOST_KNOWN_PLACES = 0.3


def person_names(column: ColumnValues, rows: RowsAbout, known_places: Set[str] = frozenset()) -> PersonalData | None:
    """Whether a column holds names of persons.

    Parameters
    ----------
    known_places
        Names of places in the form of ``header_words.words_of``; a column that holds them is one of places.
    """
    if not column.filled or not column.is_text or _only_answers(column):
        return None
    tagged = column.tag.startswith(("#contact", "#beneficiary")) and "+name" in column.tag
    if tagged or says(column.words, said.NAMES):
        why = "Its header speaks of names of persons."
    elif _is_elsewhere(column) or _share_of_places(column, known_places) > MOST_KNOWN_PLACES:
        return None
    else:
        why = _by_look(column, rows)
    return PersonalData(column.name, PersonalKind.NAME, why, column.filled) if why else None


def _by_look(column: ColumnValues, rows: RowsAbout) -> str:
    """Why a column looks like names of persons; blank where it does not."""
    like = _like_names_share(column)
    varied = column.distinct_share >= LEAST_DISTINCT
    bare = says(column.words, said.BARE_NAME)
    if says(column.words, _PERSONS) and (like >= LIKE_NAMES or (varied and _has_two_words(column))):
        return "Its header speaks of a person, and its cells look like names."
    if rows.persons and varied and (like >= LIKE_NAMES or (bare and _is_short(column))):
        return f"Its cells look like names, and {rows.why}."
    alone = varied and column.filled >= FEWEST_ALONE and _is_short(column) and (bare or _has_two_words(column))
    enough = LIKE_NAMES_ALONE if column.words else LIKE_NAMES_WITHOUT_HEADER
    return (
        "Many of its cells begin with a given name, and its header names nothing else."
        if alone and like >= enough
        else ""
    )


def _only_answers(column: ColumnValues) -> bool:
    return len(column.values) <= 40 and all(words_of(value) in _ANSWERS for value in column.sample)


def _is_elsewhere(column: ColumnValues) -> bool:
    """Whether header or tag say that the column names a place, a body or a thing."""
    tagged = column.tag.startswith(("#adm", "#loc", "#country", "#region", "#org", "#item", "#geo", "#sector", "#meta"))
    is_focal_point = says(column.words, said.FOCAL_POINTS)
    return tagged or says(column.words, said.BODIES if is_focal_point else said.NOT_PERSONS)


def _share_of_places(column: ColumnValues, known: Set[str]) -> float:
    if not known:
        return 0.0
    return sum(words_of(value) in known for value in column.sample) / len(column.sample)


def _like_names_share(column: ColumnValues) -> float:
    """Share of the sample of which one of the first two words is a given name."""
    return sum(_begins_with_a_name(value) for value in column.sample) / len(column.sample)


def _begins_with_a_name(value: str) -> bool:
    if says(words_of(value), said.OF_PLACES):
        return False
    words = words_of(value).split()
    return 0 < len(words) <= LONGEST_NAME_WORDS and any(word in GIVEN_NAMES for word in words[:2])


def _has_two_words(column: ColumnValues) -> bool:
    return sum(2 <= len(value.split()) <= LONGEST_NAME_WORDS for value in column.sample) >= 0.5 * len(column.sample)


def _is_short(column: ColumnValues) -> bool:
    return sum(len(value.split()) <= LONGEST_NAME_WORDS for value in column.sample) >= 0.9 * len(column.sample)
