"""Columns of a found table by the names a provider gives them: headers first, HXL tags where headers fail."""

import re
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from core.domain.hxl_tag import HxlTag, parse_hxl
from core.domain.plain_words import plain_letters
from core.intake.found import FoundTable

Roles = Mapping[str, tuple[str, ...]]
"""What a column is to us, and the headers and HXL tags it is published under."""

BLANKS = ("", "NA", "N/A", "NULL", "#N/A")
"""Cells by which published tables say that nothing is known."""

LEAST = 0.6
"""How surely a table is of a kind whose needed columns it has, and nothing else of it."""


def plain(header: str) -> str:
    """A header without capitals, accents, spaces, signs and a leading ``#``, which is no tag unless it parses as one.

    Examples
    --------
    >>> plain("#Admin Level"), plain("admin_level"), plain("P-Code")
    ('adminlevel', 'adminlevel', 'pcode')
    """
    return re.sub(r"[\W_]+", "", plain_letters(str(header)))


def columns_of(found: FoundTable, roles: Roles) -> dict[str, str]:
    """Role to the column of the table that has it; roles that no column has are left out."""
    if not found.has_header and not found.hxl:
        return {}
    headers: dict[str, str] = {}
    if found.has_header:
        for column in found.cells.columns:
            headers.setdefault(plain(column), column)
    tags: dict[HxlTag | None, str] = {}
    for column, tag in found.hxl.items():
        tags.setdefault(parse_hxl(tag), column)
    located = {}
    for role, names in roles.items():
        places = [tags.get(parse_hxl(name)) if name.startswith("#") else headers.get(plain(name)) for name in names]
        column = next((place for place in places if place is not None), None)
        if column is not None:
            located[role] = column
    return located


def fit(located: Mapping[str, str], needed: Iterable[str], usual: Iterable[str] = ()) -> float:
    """How surely a table is of a kind, 0 to 1: 0 if a needed role is missing, more the more of the usual are there."""
    if not set(needed) <= set(located):
        return 0.0
    usual = list(usual)
    return LEAST + (1 - LEAST) * (sum(role in located for role in usual) / len(usual) if usual else 1.0)


def text_cells(found: FoundTable, column: str | None) -> pd.Series:
    """Cells of a column, trimmed, every way of writing a blank as missing; all missing where there is no column."""
    if column is None:
        return pd.Series(pd.NA, index=found.cells.index, dtype="str")
    cells = found.cells[column].astype("str").str.strip()
    return cells.mask(cells.isin(BLANKS))


def numbers(found: FoundTable, column: str | None) -> pd.Series:
    """Cells of a column as numbers; those that are blank or no numbers are missing."""
    values = pd.to_numeric(number_text(found, column), errors="coerce").astype(float)
    return values.where(np.isfinite(values))


def number_text(found: FoundTable, column: str | None) -> pd.Series:
    """Cells of a column as they came, but with a point for the decimal mark of the file."""
    cells = text_cells(found, column)
    return cells.str.replace(",", ".", regex=False) if found.decimal == "," else cells


def as_text(values: pd.Series) -> pd.Series:
    """Numbers as text that reads back to the same number, whole ones without a point; missing where missing."""
    whole = values.notna() & values.eq(values.round()) & values.abs().lt(2**53)
    text = values.astype("str").where(values.notna())
    return text.where(~whole, values.where(whole, 0).astype("int64").astype("str"))


def days(found: FoundTable, column: str | None) -> pd.Series:
    """Days of cells such as ``2010-11-30T00:00:00`` as ``2010-11-30``; other text stays as it is, to be refused."""
    cells = text_cells(found, column)
    return cells.str.slice(0, 10).where(cells.str.match(r"\d{4}-\d{2}-\d{2}(?:[T ]|$)", na=False), cells)
