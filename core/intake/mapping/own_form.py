"""Tables in our own form: they are taken as they are, and checked as they are."""

import pandas as pd

from core.domain.finding import Finding
from core.domain.schemas import OPERATION_TABLES
from core.intake.found import FoundTable
from core.intake.mapping.apply import column_kind
from core.intake.mapping.numbers import convert_numbers
from core.intake.recognition import table_by_name, tables_by_columns

EXPLANATIONS = ("columns", "read me", "readme", "findings")
"""Sheets of our own workbooks that explain and hold no table."""
MOSTLY = 0.5
"""Share of the columns that must be ours before a table with our name, which lacks a column, is taken for our form."""


def explains(found: FoundTable) -> bool:
    """Whether it is a sheet of our own workbooks that holds no table."""
    return found.sheet.strip().lower() in EXPLANATIONS


def own_table(found: FoundTable, alone: bool) -> str | None:
    """The table of ours that a found one is, column by column; None where its columns must be mapped.

    Parameters
    ----------
    alone
        Whether it is the only table of its file, which may then be named after it.
    """
    if not found.has_header:
        return None
    columns = set(map(str, found.cells.columns))
    stem = found.file.rpartition(".")[0] or found.file
    named = (table_by_name(found.sheet) if found.sheet else None) or (table_by_name(stem) if alone else None)
    whole = [name for name, schema in OPERATION_TABLES.items() if set(schema.required_names()) <= columns]
    if named is not None:
        ours = columns & set(OPERATION_TABLES[named].column_names())
        return named if named in whole or len(ours) > MOSTLY * len(columns) else None
    likely = tables_by_columns(list(columns)) if whole else []
    # a list of camps with dated counts is two tables, and columns must say which cell goes where
    return likely[0] if len(likely) == 1 and not {"camps", "population"} <= set(whole) else None


def own_rows(table: str, found: FoundTable) -> tuple[pd.DataFrame, list[Finding]]:
    """Rows of a table in our own form.

    Only what a spreadsheet of another country does to such a file when it saves it is undone: decimal commas that the
    file proves. The apostrophe that guards text is taken off where text is read, once.
    """
    cells = found.cells
    if table == "settings" and "value" in cells:
        # a template lists every key, and one left blank is not asked to be erased
        cells = cells.dropna(subset=["value"])
    findings: list[Finding] = []
    if found.decimal == ",":
        cells = cells.copy()
        for column in cells.columns:
            if column_kind(table, str(column)) in ("number", "count"):
                cells[column], new = convert_numbers(
                    cells[column], table, str(column), is_count=False, decimal=",", asks=False
                )
                findings += new
    return cells, findings
