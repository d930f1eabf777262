"""Columns that are no column of ours and are carried along: found by what their names say."""

import re
import unicodedata

import pandas as pd

from core.domain.schemas import OPERATION_TABLES

OURS = ("count_answer", "as_reported", "count_reason")
"""Columns that the product itself carries along."""


def plain(name: str) -> str:
    """A column's name as letters and digits, without accents, capitals and HXL signs.

    Examples
    --------
    >>> plain("adminLevel"), plain("Reporting_Monthly"), plain("Période")
    ('adminlevel', 'reportingmonthly', 'periode')
    """
    letters = unicodedata.normalize("NFKD", name).casefold()
    return re.sub(r"[\W_]+", "", "".join(c for c in letters if not unicodedata.combining(c)))


def carried_columns(name: str, table: pd.DataFrame) -> dict[str, str]:
    """Carried columns of a table that hold anything: plain name to name."""
    declared = set(OPERATION_TABLES[name].column_names()) | set(OURS)
    return {plain(str(c)): str(c) for c in table.columns if c not in declared and table[c].notna().any()}


def numbers(cells: pd.Series) -> pd.Series:
    """Cells as numbers, shape as given; NaN where one is none."""
    return pd.to_numeric(cells, errors="coerce").astype("float64")
