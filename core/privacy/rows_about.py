"""Whether the rows of a found table are persons or households, or places and groups."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.privacy import header_phrases as said
from core.privacy.column_values import ColumnValues
from core.privacy.header_words import says, words_of

OLDEST = 120
LARGEST_HOUSEHOLD = 50
"""More people than this in a row are no household."""


@dataclass(frozen=True)
class RowsAbout:
    """What the rows of a table are.

    Attributes
    ----------
    persons
        Whether each is a person or a household.
    groups
        Whether each counts a part of the people by sex or age.
    counted
        Whether a column counts people.
    why
        By what it was seen, as a part of a sentence.
    """

    persons: bool
    groups: bool
    why: str
    counted: bool = False


def rows_about(columns: Sequence[ColumnValues], decimal: str) -> RowsAbout:
    """What the rows of a table are, by its columns together."""
    sex = any(has_sex(column) for column in columns)
    age = any(_has_age(column, decimal) for column in columns)
    bands = any(has_age_bands(column) for column in columns)
    counted = any(counts_people(column, decimal) for column in columns)
    household = any(_is_of_household(column) for column in columns)
    if counted and (sex or bands):
        return RowsAbout(False, True, "rows count people by sex or age", counted)
    if household and not counted:
        return RowsAbout(True, False, "a row is a household or a person")
    if (sex or age) and not counted:
        return RowsAbout(True, False, f"a row has {' and '.join(['a sex'] * sex + ['an age'] * age)}")
    return RowsAbout(False, False, "", counted)


def has_sex(column: ColumnValues) -> bool:
    """Whether a column says the sex of whom its row is about."""
    if not says(column.words, said.SEX) and "+sex" not in column.tag and "+gender" not in column.tag:
        return False
    known = sum(words_of(value) in said.SEXES for value in column.sample)
    return 0 < len(column.sample) <= 12 and known >= 0.5 * len(column.sample)


def has_age_bands(column: ColumnValues) -> bool:
    """Whether a column holds ranges of age such as 5-11 or 60+."""
    return (
        says(column.words, _BANDS) and column.filled > 0 and column.share(r"^\d{1,3} ?([-–+]|to|a)|all|unknown") > 0.5
    )


_BANDS = (" age range ", " age group ", " agegroup ", " age ", " tranche d age ", " grupo de edad ", " rango de edad ")


def _has_age(column: ColumnValues, decimal: str) -> bool:
    if not says(column.words, said.AGE) or "percent" in column.words or not column.filled:
        return False
    numbers = column.numbers(decimal)
    known = numbers[~np.isnan(numbers)]
    return len(known) >= 0.8 * len(numbers) > 0 and bool(((known >= 0) & (known <= OLDEST)).all())


def _is_of_household(column: ColumnValues) -> bool:
    return says(column.words, said.HOUSEHOLDS) and column.filled > 0


_NO_COUNTS = (*said.NOT_COUNTS, *said.NUMBERS, *said.PHONES, *said.HOUSEHOLDS)
"""A case number counts nobody."""


def counts_people(column: ColumnValues, decimal: str) -> bool:
    """Whether a column counts more people than a household has."""
    if column.tag.startswith(("#affected", "#population", "#inneed", "#reached", "#targeted")):
        tagged = True
    else:
        tagged = says(column.words, said.COUNTS) and not says(column.words, _NO_COUNTS)
    if not tagged or not column.filled or column.number_share < 0.8:
        return False
    numbers = column.numbers(decimal)
    return bool(np.nanmax(numbers, initial=0) > LARGEST_HOUSEHOLD)
