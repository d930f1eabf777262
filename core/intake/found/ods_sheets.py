"""Sheets of an ODS workbook to grids, streamed from its XML; formulas are never evaluated.

Read here and not by a library: those that are fast turn error cells into blanks and build every cell that a sheet
claims to repeat, which lets a file of two kilobytes take all memory.
"""

import io
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator

from core.domain.finding import Finding
from core.domain.validation import quote
from core.intake.found.allowance import Allowance
from core.intake.found.grid import Grid, Merged
from core.intake.found.sheet import SheetRows
from core.intake.limits import MOST_COLUMNS, MOST_MERGED, MOST_SHEET_CELLS
from core.intake.workbook_safety import look_at_workbook

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def read_ods(place: str, data: bytes, allowance: Allowance) -> Iterator[tuple[str, Grid | Finding]]:
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
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "META-INF/manifest.xml" in archive.namelist() and b"encryption-data" in archive.read(
                "META-INF/manifest.xml"
            ):
                words = "The workbook is locked with a password."
                yield "", Finding("error", place, None, None, "not_a_table", words, "Save it without a password.")
                return
            with archive.open("content.xml") as stream:
                yield from _sheets(place, ET.iterparse(stream, events=("start", "end")), allowance)
    except Exception as error:  # a damaged archive or XML is met in many ways
        words = f"The workbook cannot be read: {quote(type(error).__name__)}, {quote(error)}."
        suggestion = "Open it in a spreadsheet and save it again."
        yield "", Finding("error", place, None, None, "not_a_table", words, suggestion)


def _sheets(
    place: str, events: Iterator[tuple[str, ET.Element]], allowance: Allowance
) -> Iterator[tuple[str, Grid | Finding]]:
    sheet: _OdsSheet | None = None
    for event, element in events:
        if event == "start":
            if element.tag == f"{_TABLE}table" and sheet is None:
                title = element.get(f"{_TABLE}name", "")
                sheet = _OdsSheet(SheetRows(f"{place}, {title}"), title)
        elif sheet is not None and element.tag == f"{_TABLE}table-row":
            sheet.add_row(element, allowance)
            element.clear()
        elif sheet is not None and element.tag == f"{_TABLE}table" and element.get(f"{_TABLE}name", "") == sheet.title:
            element.clear()
            grid = sheet.too_large or sheet.rows.grid(tuple(sheet.merged), ())
            if grid is not None:
                yield sheet.title, grid
            sheet = None


class _OdsSheet:
    """A sheet while its rows come by."""

    def __init__(self, rows: SheetRows, title: str) -> None:
        self.rows = rows
        self.title = title
        self.next_row = 1
        self.merged: list[Merged] = []
        self.too_large: Finding | None = None

    def add_row(self, element: ET.Element, allowance: Allowance) -> None:
        """Keep one row as often as the sheet repeats it."""
        times = _count(element, "number-rows-repeated")
        first, self.next_row = self.next_row, self.next_row + times
        cells = self._cells(element, first)
        if self.too_large is not None or not any(cell is not None for cell in cells):
            return
        allowance.cells -= times * len(cells)
        if allowance.cells < 0:
            words = f"The workbook has more than {MOST_SHEET_CELLS:,} cells."
            suggestion = "Split it, or use CSV."
            self.too_large = Finding("error", self.rows.place, first, None, "too_large", words, suggestion)
            return
        for row in range(first, first + times):
            self.rows.add(row, list(cells))

    def _cells(self, element: ET.Element, row: int) -> list[str | None]:
        cells: list[str | None] = []
        column = 1
        for cell in element:
            if cell.tag not in _CELLS:
                continue
            times = _count(cell, "number-columns-repeated")
            text = self._text(cell, row, column)
            if text is not None:
                # one past the limit is enough to see that the sheet is too wide
                last = min(column + times - 1, MOST_COLUMNS + 1)
                cells += [None] * (min(column - 1, MOST_COLUMNS) - len(cells))
                cells += [text] * (last - len(cells))
            wide, high = _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned")
            if (wide > 1 or high > 1) and len(self.merged) < MOST_MERGED:
                self.merged.append(Merged(row, column, row + high - 1, column + wide - 1))
            column += times
        return cells

    def _text(self, cell: ET.Element, row: int, column: int) -> str | None:
        kind = cell.get(f"{_OFFICE}value-type")
        shown = "\n".join("".join(line.itertext()) for line in cell.findall(f"{_TEXT}p"))
        if cell.get(f"{_CALC}value-type") == "error" or (
            cell.get(f"{_TABLE}formula") and shown.startswith(("#", "Err:"))
        ):
            self.rows.unread(row, column, f"the error value {quote(shown)}")
            return None
        if kind in ("float", "percentage", "currency"):
            return (cell.get(f"{_OFFICE}value") or shown).removesuffix(".0") or None
        if kind == "date":
            day, _, time = (cell.get(f"{_OFFICE}date-value") or shown).partition("T")
            return (f"{day} {time}" if time.strip("0:.") else day) or None
        if kind == "boolean":
            return cell.get(f"{_OFFICE}boolean-value") or shown or None
        if kind is None and not shown and cell.get(f"{_TABLE}formula"):
            self.rows.without_value(row, column)
        return cell.get(f"{_OFFICE}string-value") or shown or None


def _count(element: ET.Element, name: str) -> int:
    """A count of repeated or merged cells; anything odd is 1."""
    text = element.get(f"{_TABLE}{name}", "1")
    return int(text) if text.isascii() and text.isdigit() and int(text[:9]) > 0 and len(text) < 10 else 1
