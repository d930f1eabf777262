"""Cells of an XLSX sheet: its rows, which cells hold formulas, and each cell as text."""

from collections.abc import Iterator
from typing import Any

from core.intake.cell_text import cell_text
from core.intake.limits import MOST_COLUMNS

LAST_ROW = 1_048_576
"""Last row of a sheet; a file that names a later one is broken or hostile."""


def formula_cells(sheet: Any) -> set[tuple[int, int]]:
    """Row and column of every cell that holds a formula."""
    return {
        (cell.row, cell.column)
        for row in sheet.iter_rows(max_row=LAST_ROW)
        for cell in row[:MOST_COLUMNS]
        if getattr(cell, "data_type", None) == "f"
    }


def sheet_rows(sheet: Any) -> Iterator[tuple[int, tuple]]:
    """Rows of a sheet that hold anything, with their number."""
    # a stored size is only a claim; forgetting it makes openpyxl read what is there
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_row=LAST_ROW), start=1):
        if any(cell.value is not None for cell in row):
            yield number, row


def text_of(cell: Any) -> tuple[str | None, str]:
    """A cell as text, and what is wrong with it."""
    return cell_text(cell.value, is_error=getattr(cell, "data_type", "") == "e")
