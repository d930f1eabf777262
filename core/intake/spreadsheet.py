"""Sheets of an XLSX workbook to text cells.

Formulas are never evaluated: only the values stored beside them are read. Links to other files are not followed.
"""

import io
import warnings
from collections.abc import Iterator
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
from openpyxl.utils import get_column_letter

from core.domain.finding import Finding
from core.domain.validation import quote
from core.intake.cell_text import cell_text
from core.intake.csv_text import repeated_columns
from core.intake.limits import MOST_COLUMNS, MOST_FINDINGS, MOST_SHEET_CELLS
from core.intake.workbook_safety import look_at_workbook

LAST_ROW = 1_048_576
"""Last row of a sheet; a file that names a later one is broken or hostile."""


def read_workbook(name: str, data: bytes) -> tuple[dict[str, pd.DataFrame], list[Finding]]:
    """Every sheet that has a header row.

    Parameters
    ----------
    name
        Name of the file, for the findings.
    data
        The whole file.

    Returns
    -------
    tuple
        Sheet name to text cells (index: the sheet's row - 2); and the findings. A sheet with an error is left out.
    """
    looked = look_at_workbook(name, data)
    if looked.fault is not None:
        return {}, [looked.fault]
    sheets: dict[str, pd.DataFrame] = {}
    findings: list[Finding] = []
    budget = MOST_SHEET_CELLS
    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and extensions it leaves out; none of them holds a cell
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            formulas = (
                openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
                if looked.has_formulas
                else None
            )
            for sheet in book.worksheets:
                uncounted = formula_cells(formulas[sheet.title]) if formulas else set()
                table, faults, used = _sheet(sheet, uncounted, budget)
                budget -= used
                findings += faults
                if table is not None and not faults:
                    sheets[sheet.title] = table
    except Exception as error:  # openpyxl meets hostile files with whatever its XML and number parsing raise
        words = f"The workbook cannot be read: {quote(type(error).__name__)}, {quote(error)}."
        return {}, [_error(name, None, None, "not_a_table", words, "Open it in a spreadsheet and save it again.")]
    return sheets, findings


def _error(name: str, row: int | None, column: str | None, rule: str, message: str, suggestion: str) -> Finding:
    return Finding("error", name, row, column, rule, message, suggestion)


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


def _sheet(sheet: Any, formulas: set[tuple[int, int]], budget: int) -> tuple[pd.DataFrame | None, list[Finding], int]:
    """One sheet as text cells, None where it has no rows at all; its faults; and how many cells it has."""
    title = sheet.title
    rows = sheet_rows(sheet)
    number, first = next(rows, (0, ()))
    if not first:
        return None, [], 0
    if number != 1:
        words = f"Row 1 is blank; the names of the columns are expected there, not in row {number}."
        return None, [_error(title, 1, None, "header", words, "Delete what stands above the header.")], 0
    header, bad_header = zip(*(text_of(cell) for cell in first), strict=True)
    names = [(cell or "").strip() for cell in header]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        words = f"The sheet has {len(names):,} columns; at most {MOST_COLUMNS} are read."
        return None, [_error(title, 1, None, "too_large", words, "Leave out columns that are not needed.")], 0
    faults = repeated_columns(title, names)
    if any(bad_header):
        faults.append(_error(title, 1, None, "header", "A column's name is an error value.", "Write the name."))
    width = len(names)
    cells: list[list[str | None]] = []
    at: list[int] = []
    seen: dict[str, int] = {}
    for number, row in rows:
        if (len(cells) + 1) * max(width, 1) > budget:
            words = f"The workbook has more than {MOST_SHEET_CELLS:,} cells."
            return None, [_error(title, number, None, "too_large", words, "Split it, or use CSV.")], 0
        texts: list[str | None] = [None] * width
        for position, cell in enumerate(row[: MOST_COLUMNS + 1]):
            text, wrong = text_of(cell)
            place = (number, position + 1)
            where = f"{get_column_letter(position + 1)}{number}"
            if text is None and place in formulas:
                faults += once(
                    seen,
                    _error(
                        title,
                        number,
                        names[position] if position < width else None,
                        "formula_without_value",
                        f"Cell {where} holds a formula whose value was never stored.",
                        "Open it in a spreadsheet and save it, or replace the formula by its value.",
                    ),
                )
            elif wrong:
                column = names[position] if position < width else None
                words = f"Cell {where} holds {wrong}."
                faults += once(seen, _error(title, number, column, "cell", words, "Write the value, or empty it."))
            elif text is not None and (position >= width or not names[position]):
                words = f"Cell {where} holds “{quote(text)}”, but its column has no name in row 1."
                faults += once(
                    seen, _error(title, number, None, "unnamed_column", words, "Name the column, or empty the cell.")
                )
            elif position < width:
                texts[position] = text
        cells.append(texts)
        at.append(number - 2)
    named = [position for position, column in enumerate(names) if column]
    table = pd.DataFrame(cells, columns=range(width), index=pd.Index(at, dtype="int64")).astype("str")
    table = table.iloc[:, named]
    table.columns = pd.Index([names[position] for position in named], dtype="str")
    return table.replace("", np.nan).dropna(how="all"), faults, (len(cells) + 1) * width


def text_of(cell: Any) -> tuple[str | None, str]:
    """A cell as text, and what is wrong with it."""
    return cell_text(cell.value, is_error=getattr(cell, "data_type", "") == "e")


def once(seen: dict[str, int], finding: Finding) -> list[Finding]:
    """The finding, unless its rule was already reported often in this sheet."""
    seen[finding.rule] = seen.get(finding.rule, 0) + 1
    return [finding] if seen[finding.rule] <= MOST_FINDINGS else []
