"""Sheets of an XLS workbook (Excel 97 to 2003) to grids, by xlrd, which keeps error cells apart from blank ones."""

import io
from collections.abc import Iterator
from typing import Any

import xlrd

from core.domain.finding import Finding
from core.domain.validation import quote
from core.intake.cell_text import cell_text
from core.intake.found.allowance import Allowance
from core.intake.found.grid import Grid, Merged
from core.intake.found.sheet import SheetRows
from core.intake.limits import LARGEST_OLD_WORKBOOK, MOST_MERGED, MOST_SHEET_CELLS


def read_xls(place: str, data: bytes, allowance: Allowance) -> Iterator[tuple[str, Grid | Finding]]:
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
    if len(data) > LARGEST_OLD_WORKBOOK:
        most = f"{LARGEST_OLD_WORKBOOK / 1e6:,.0f} MB"
        words = f"The file has {len(data) / 1e6:,.0f} MB; XLS workbooks are read up to {most}."
        yield "", Finding("error", place, None, None, "too_large", words, "Save it as .xlsx or CSV.")
        return
    try:
        # what xlrd prints of odd files is for its makers
        book = xlrd.open_workbook(
            file_contents=data, logfile=io.StringIO(), formatting_info=True, on_demand=True, ragged_rows=True
        )
        for position, title in enumerate(book.sheet_names()):
            sheet = book.sheet_by_index(position)
            grid = _sheet(f"{place}, {title}", sheet, book.datemode, allowance)
            book.unload_sheet(position)
            if grid is not None:
                yield title, grid
    except Exception as error:  # xlrd meets damaged files with whatever its unpacking raises
        locked = "encrypted" in str(error)
        words = "The workbook is locked with a password."
        if not locked:
            words = f"The workbook cannot be read: {quote(type(error).__name__)}, {quote(error)}."
        suggestion = "Save it without a password." if locked else "Open it in a spreadsheet and save it as .xlsx."
        yield "", Finding("error", place, None, None, "not_a_table", words, suggestion)


def _sheet(place: str, sheet: Any, datemode: int, allowance: Allowance) -> Grid | Finding | None:
    rows = SheetRows(place)
    for number in range(sheet.nrows):
        allowance.cells -= sheet.row_len(number)
        if allowance.cells < 0:
            words = f"The workbook has more than {MOST_SHEET_CELLS:,} cells."
            return Finding("error", place, number + 1, None, "too_large", words, "Split it, or use CSV.")
        texts: list[str | None] = []
        for position, (kind, value) in enumerate(
            zip(sheet.row_types(number), sheet.row_values(number), strict=True), start=1
        ):
            text, wrong = _text(kind, value, datemode)
            if wrong:
                rows.unread(number + 1, position, wrong)
            texts.append(text)
        rows.add(number + 1, texts)
    merged = tuple(
        Merged(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells[:MOST_MERGED]
    )
    hidden = ("The sheet is hidden in the workbook.",) if sheet.visibility else ()
    return rows.grid(merged, hidden)


def _text(kind: int, value: Any, datemode: int) -> tuple[str | None, str]:
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None, ""
    if kind == xlrd.XL_CELL_ERROR:
        return cell_text(xlrd.error_text_from_code.get(value, value), is_error=True)
    if kind == xlrd.XL_CELL_BOOLEAN:
        return cell_text(bool(value))
    if kind == xlrd.XL_CELL_DATE:
        try:
            moment = xlrd.xldate_as_datetime(value, datemode)
        except (ValueError, OverflowError):
            return None, f"{quote(value)}, which is no date"
        # a number below 1 is a time of day
        return cell_text(moment.time() if 0 <= value < 1 else moment)
    return cell_text(value)
