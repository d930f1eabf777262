"""Sheets of an XLSX workbook to grids, by openpyxl; formulas are never evaluated, their stored values are read."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
from openpyxl.utils import range_boundaries

from core.domain.finding import Finding
from core.domain.validation import quote
from core.intake.found.allowance import Allowance
from core.intake.found.grid import Grid, Merged
from core.intake.found.sheet import SheetRows
from core.intake.limits import MOST_COLUMNS, MOST_MERGED, MOST_SHEET_CELLS
from core.intake.sheet_cells import formula_cells, sheet_rows, text_of
from core.intake.workbook_safety import look_at_workbook

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


def read_xlsx(place: str, data: bytes, allowance: Allowance) -> Iterator[tuple[str, Grid | Finding]]:
    """Name and grid of each sheet that holds anything, or what stands against reading it.

    Parameters
    ----------
    place
        Name of the file, for the findings.
    data
        The whole file.
    allowance
        What it may cost.
    """
    looked = look_at_workbook(place, data, allowance.marks, allowance.unpacked)
    allowance.marks -= looked.marks
    allowance.unpacked -= looked.unpacked
    if looked.fault is not None:
        yield "", looked.fault
        return
    with warnings.catch_warnings():
        # openpyxl warns of styles and extensions it leaves out; none of them holds a cell
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            formulas = (
                openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
                if looked.has_formulas
                else None
            )
            for sheet in book.worksheets:
                if not hasattr(sheet, "iter_rows"):
                    continue  # a chart has a sheet of its own
                uncounted = formula_cells(formulas[sheet.title]) if formulas else set()
                grid = _sheet(f"{place}, {sheet.title}", sheet, uncounted, _merged(data, sheet), allowance)
                if grid is not None:
                    yield sheet.title, grid
        except Exception as error:  # openpyxl meets hostile files with whatever its XML and number parsing raise
            words = f"The workbook cannot be read: {quote(type(error).__name__)}, {quote(error)}."
            suggestion = "Open it in a spreadsheet and save it again."
            yield "", Finding("error", place, None, None, "not_a_table", words, suggestion)


def _sheet(
    place: str, sheet: Any, formulas: set[tuple[int, int]], merged: tuple[Merged, ...], allowance: Allowance
) -> Grid | Finding | None:
    rows = SheetRows(place)
    for number, row in sheet_rows(sheet):
        texts: list[str | None] = []
        for position, cell in enumerate(row, start=1):
            text, wrong = text_of(cell)
            if wrong:
                rows.unread(number, position, wrong)
            elif text is None and (number, position) in formulas:
                rows.without_value(number, position)
            texts.append(text)
        rows.add(number, texts)
        allowance.cells -= min(len(texts), MOST_COLUMNS)
        if allowance.cells < 0:
            words = f"The workbook has more than {MOST_SHEET_CELLS:,} cells."
            return Finding("error", place, number, None, "too_large", words, "Split it, or use CSV.")
    hidden = () if sheet.sheet_state == "visible" else ("The sheet is hidden in the workbook.",)
    return rows.grid(merged, hidden)


def _merged(data: bytes, sheet: Any) -> tuple[Merged, ...]:
    """Merged cells of a sheet, which openpyxl does not give while it streams."""
    found: list[Merged] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(sheet._worksheet_path) as part:
        tail = b""
        while (chunk := part.read(1 << 20)) and len(found) < MOST_MERGED:
            window = tail + chunk
            end = 0
            for match in _MERGE.finditer(window):
                left, top, right, bottom = range_boundaries(match[1].decode())
                if None not in (left, top, right, bottom):
                    found.append(Merged(int(top or 1), int(left or 1), int(bottom or 1), int(right or 1)))
                end = match.end()
            tail = window[max(end, len(window) - 200) :]
    return tuple(found[:MOST_MERGED])
