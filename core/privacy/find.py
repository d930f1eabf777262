"""Find what tells of single persons in a found table, before anything of it is kept."""

from collections.abc import Collection
from dataclasses import replace
from itertools import chain

from core.intake.found import FoundTable
from core.privacy.by_header import by_header
from core.privacy.column_values import ColumnValues, column_values
from core.privacy.free_text import free_text
from core.privacy.header_words import words_of
from core.privacy.home_places import home_places, names_sites
from core.privacy.person_names import person_names
from core.privacy.personal_data import PersonalData, PersonalKind
from core.privacy.phones import phones
from core.privacy.rows_about import RowsAbout, rows_about
from core.privacy.small_counts import small_counts
from core.privacy.sure_patterns import header_tells_of_a_person, sure_patterns


def find_personal_data(found: FoundTable, known_places: Collection[str] = ()) -> tuple[PersonalData, ...]:
    """Every column of a found table that holds personal data or small counts.

    Forms that only personal data have (addresses, numbers with check digits) are sought in every row; what a column is
    by its look is judged from an even sample of its different values. Headers are read in English, French, Spanish and
    Arabic, HXL tags with them.

    Parameters
    ----------
    known_places
        Names of camps and other places that are known already.

    Returns
    -------
    tuple of PersonalData
        At most one per column and kind, in the order of the columns; no value of the data is in it.
    """
    columns = [
        column_values(name, found.cells[name], has_header=found.has_header, tag=found.hxl.get(name, ""))
        for name in found.cells.columns
    ]
    places = frozenset(words_of(place) for place in known_places)
    rows = rows_about(columns, found.decimal)
    listed = [one for column in columns for one in _in_column(column, rows, places)]
    sites = names_sites(columns)
    if not rows.persons and not sites and any(one.kind is PersonalKind.NAME for one in listed):
        # who is named has a row: births and homes are looked for as in a table of persons
        rows = RowsAbout(True, False, "other columns name persons")
        listed = [one for column in columns for one in _in_column(column, rows, places)]
    told = {one.kind for one in listed}
    persons = bool(told & {PersonalKind.NAME, PersonalKind.NUMBER, PersonalKind.BIRTH, PersonalKind.PHONE})
    listed += home_places(
        found.cells, columns, rows, found.decimal, has_persons=persons and not sites and not rows.groups
    )
    listed += small_counts(columns, rows, found.decimal)
    return _in_order(found, listed)


def _in_column(column: ColumnValues, rows: RowsAbout, places: frozenset[str]) -> list[PersonalData]:
    if not column.filled:
        return []
    sure = sure_patterns(column)
    listed = [one for one in (phones(column), person_names(column, rows, places), free_text(column)) if one is not None]
    return list(chain(sure, listed, by_header(column, rows)))


def _in_order(found: FoundTable, listed: list[PersonalData]) -> tuple[PersonalData, ...]:
    """One per column and kind, the one with the most cells, columns as in the file."""
    best: dict[tuple[str, PersonalKind], PersonalData] = {}
    for one in listed:
        key = (one.column, one.kind)
        if key not in best or one.cells > best[key].cells:
            best[key] = one
    place = {name: position for position, name in enumerate(found.cells.columns, start=1)}
    kinds = list(PersonalKind)
    ordered = sorted(best.values(), key=lambda one: (place[one.column], kinds.index(one.kind)))
    return tuple(
        replace(one, shown_column=f"column {place[one.column]}") if header_tells_of_a_person(one.column) else one
        for one in ordered
    )
