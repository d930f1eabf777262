"""Coordinates of homes, told apart from coordinates of camps and depots."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.privacy import header_phrases as said
from core.privacy.column_values import ColumnValues
from core.privacy.header_words import says
from core.privacy.personal_data import PersonalData, PersonalKind
from core.privacy.rows_about import RowsAbout

EXACT = r"[.,]\d{4}"
"""Four decimals of a degree are about 11 m."""
GEOPOINT = r"^-?\d{1,2}\.\d{4,}[ ,;]+-?\d{1,3}\.\d{4,}([ ,;]+-?[\d.]+){0,2}$"
"""Latitude and longitude in one cell, height and accuracy behind, as forms of interviews write it."""
LEAST_EXACT = 0.5
LEAST_DISTINCT = 0.9
FEWEST_CROWDED = 30
CROWDED_DEGREES = 0.3
"""So many exact points that lie so near each other are houses; camps and depots lie farther apart."""


def home_places(
    cells: pd.DataFrame, columns: Sequence[ColumnValues], rows: RowsAbout, decimal: str, *, has_persons: bool
) -> list[PersonalData]:
    """Columns with coordinates of homes.

    Parameters
    ----------
    has_persons
        Whether other columns hold personal data.
    """
    points = [column for column in columns if column.filled and column.share(GEOPOINT) > LEAST_EXACT]
    found = [
        _home(column, rows)
        for column in points
        if column.distinct_share >= LEAST_DISTINCT and (rows.persons or has_persons or _interviews(columns))
    ]
    latitude = [c for c in columns if _is_axis(c, said.LATITUDE, "#geo+lat", 90, decimal)]
    longitude = [c for c in columns if _is_axis(c, said.LONGITUDE, "#geo+lon", 180, decimal)]
    for lat, lon in zip(latitude, longitude, strict=False):
        if not _are_exact_and_different(cells, lat, lon):
            continue
        if rows.persons or has_persons or _interviews(columns) or _crowded(lat, lon, columns, decimal):
            found += [_home(lat, rows), _home(lon, rows)]
    return found


def _home(column: ColumnValues, rows: RowsAbout) -> PersonalData:
    why = rows.why if rows.persons else "its points differ on every row, as those of houses do"
    return PersonalData(
        column.name,
        PersonalKind.HOME,
        f"It has coordinates to a few metres, and {why}.",
        column.cells(column.matches(EXACT)),
    )


def _is_axis(column: ColumnValues, wanted: Sequence[str], tag: str, most: int, decimal: str) -> bool:
    if not column.filled or not (says(column.words, wanted) or column.tag.startswith(tag)):
        return False
    numbers = column.numbers(decimal)
    known = numbers[~np.isnan(numbers)]
    return len(known) >= 0.8 * len(numbers) and bool((np.abs(known) <= most).all())


def _are_exact_and_different(cells: pd.DataFrame, lat: ColumnValues, lon: ColumnValues) -> bool:
    if min(lat.share(EXACT), lon.share(EXACT)) < LEAST_EXACT:
        return False
    pairs = cells[[lat.name, lon.name]].dropna()
    return len(pairs) > 0 and len(pairs.drop_duplicates()) >= LEAST_DISTINCT * len(pairs)


def _interviews(columns: Sequence[ColumnValues]) -> bool:
    """Whether rows are interviews and none of them names a site."""
    asked = sum(says(column.words, said.INTERVIEWS) for column in columns)
    return asked > 0 and not names_sites(columns)


def names_sites(columns: Sequence[ColumnValues]) -> bool:
    """Whether a column names a site of its own on most rows."""
    tags = ("#loc", "#adm")
    return any(
        c.filled and c.is_text and c.distinct_share > 0.5 and (says(c.words, _OF_SITES) or c.tag.startswith(tags))
        for c in columns
    )


_OF_THINGS = (" sub ", " group ", " unit ", " source ", " point ", " area ")
_OF_SITES = tuple(phrase for phrase in said.NOT_PERSONS if phrase not in _OF_THINGS)


def _crowded(lat: ColumnValues, lon: ColumnValues, columns: Sequence[ColumnValues], decimal: str) -> bool:
    named = any(c.filled and c.is_text and says(c.words, said.BARE_NAME) for c in columns)
    if lat.filled < FEWEST_CROWDED or named or names_sites(columns):
        return False
    spans = [np.nanmax(axis.numbers(decimal)) - np.nanmin(axis.numbers(decimal)) for axis in (lat, lon)]
    return max(spans) < CROWDED_DEGREES
