"""Counts so small that they point to single persons: cells under ten in columns or rows that part people."""

from collections.abc import Sequence

import numpy as np

from core.domain.sensitivity import SMALL_COUNT
from core.privacy import header_phrases as said
from core.privacy.column_values import ColumnValues
from core.privacy.header_words import says
from core.privacy.personal_data import PersonalData, PersonalKind
from core.privacy.rows_about import RowsAbout, counts_people

WHOLE = 0.9
_TAGGED = ("#affected", "#population", "#inneed", "#reached", "#targeted", "#beneficiary")
_PARTS = ("+f", "+m", "+infants", "+children", "+adolescents", "+adults", "+elderly", "+disabled", "+pregnant", "+age")


def small_counts(columns: Sequence[ColumnValues], rows: RowsAbout, decimal: str) -> list[PersonalData]:
    """Columns with small counts; none where rows are persons or households, whose numbers are all small."""
    if rows.persons:
        return []
    found = []
    for column in columns:
        of_group = counts_a_group(column)
        if not of_group and not (rows.groups and counts_people(column, decimal)):
            continue
        numbers = column.numbers(decimal)
        known = numbers[~np.isnan(numbers)]
        if not len(known) or np.mean(known == np.round(known)) < WHOLE or (known < 0).any() or known.max() <= 1:
            continue
        cells = column.cells((numbers > 0) & (numbers < SMALL_COUNT))
        if cells:
            what = (
                "It counts a group of people" if of_group else "It counts people, and its rows part them by sex or age"
            )
            why = f"{what}; some cells are under {SMALL_COUNT}."
            found.append(PersonalData(column.name, PersonalKind.SMALL, why, cells))
    return found


def counts_a_group(column: ColumnValues) -> bool:
    """Whether a column counts a part of the people, by its header or tag."""
    if not column.filled or column.number_share < 0.5:
        return False
    if column.tag.startswith(_TAGGED):
        attributes = ["+" + part for part in column.tag.split("+")[1:]]
        return any(a in _PARTS or a.startswith("+age") for a in attributes)
    return says(column.words, said.GROUPS) and not says(column.words, said.NOT_COUNTS)
