"""An uploaded file back as a workbook: every cell as it came, those that were found odd coloured and explained.

Sheets, rows and columns are those of the file. Nothing in it is a formula: text that begins with ``=`` stays text, a
formula of the file is shown by the value stored beside it. The workbook is written row by row, never held whole.
"""

import csv
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import openpyxl
import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from core.domain.finding import LEVELS
from core.domain.validation import quote
from core.errors import InvalidTable
from core.intake.apostrophes import RISKY
from core.intake.cell_notes import CellNote
from core.intake.found import FoundTable
from core.intake.sheet_cells import LAST_ROW
from core.intake.workbook_safety import look_at_workbook
from core.intake.xml_text import NOT_IN_XML, xml_text

FINDINGS = "Findings"
"""Sheet that lists every note; named otherwise where the file has a sheet of this name."""

COLOURS = {"error": "F4B6B0", "question": "FBE3A6", "note": "D6E4F0"}
LONGEST_CELL = 32_000
LONGEST_COMMENT = 2_000
MOST_COMMENTS = 5_000
"""Cells with a comment; more are coloured and listed, but a workbook with more comments opens slowly or not at all."""

AUTHOR = "Refugee Aid Planner"
LONGEST_SHEET_NAME = 31
ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")
SEPARATORS = (",", ";", "\t", "|")
_NOT_PLAIN = re.compile(f"{RISKY.pattern}|^#|{NOT_IN_XML.pattern}")
"""Text that must be typed as text: it could be a formula, an error value such as #N/A, or no text of a workbook."""

_FILLS = {level: PatternFill("solid", fgColor=colour) for level, colour in COLOURS.items()}
_NOT_IN_A_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))

Rows = Iterator[Sequence[Any]]


def annotated_workbook(name: str, data: bytes, notes: Sequence[CellNote], found: Sequence[FoundTable] = ()) -> bytes:
    """The file as an XLSX workbook with notes on its cells.

    Parameters
    ----------
    name
        Name of the file.
    data
        The whole file: XLSX or delimited text. Others are written from ``found``.
    notes
        What to say; several notes on a cell share one comment, the worst gives the colour. A note on a row is put on
        its first cell, one on a sheet on the first cell of all. One that names no sheet of the file is only listed.
    found
        The tables found in the file, for formats that are not read here; also read where given for text, so that
        separator and encoding are those that the tables were read with.

    Raises
    ------
    InvalidTable
        If the file is neither, cannot be opened safely, or has more rows than a sheet holds.
    """
    book = Workbook(write_only=True)
    names: list[str] = []
    comments = 0
    try:
        for sheet, rows in _sheets(name, data, found):
            own = _by_cell([note for note in notes if note.sheet == sheet or not note.sheet])
            title = _title(sheet or name, names)
            names.append(title)
            comments = _write(book.create_sheet(title), rows, own, comments)
    except InvalidTable:
        # a sheet that is begun holds a file open until it is closed
        for begun in book.worksheets:
            begun.close()
        raise
    _list_notes(book.create_sheet(_title(FINDINGS, names)), notes)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheets(name: str, data: bytes, found: Sequence[FoundTable]) -> Iterator[tuple[str, Rows]]:
    if data.startswith(b"PK\x03\x04") and name.lower().endswith((".xlsx", ".xlsm")):
        yield from _workbook_sheets(name, data)
    elif found and not _is_text(data):
        yield from ((table.sheet, _found_rows(table)) for table in found)
    elif _is_text(data):
        yield "", _text_rows(data)
    else:
        raise InvalidTable(
            f"{quote(name)} is neither a workbook nor text, so that it cannot be given back with notes.",
            hint="Save it as .xlsx or as CSV.",
        )


def _workbook_sheets(name: str, data: bytes) -> Iterator[tuple[str, Rows]]:
    fault = look_at_workbook(name, data).fault
    if fault is not None:
        raise InvalidTable(fault.message, [fault], fault.suggestion)
    with warnings.catch_warnings():
        # openpyxl warns of styles and extensions it leaves out; none of them holds a cell
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # openpyxl meets damaged files with whatever its XML and number parsing raise
            raise _damaged(name, error) from error
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            yield sheet.title, _sheet_rows(name, sheet)


def _sheet_rows(name: str, sheet: Any) -> Rows:
    try:
        yield from sheet.iter_rows(max_row=LAST_ROW, values_only=True)
    except Exception as error:  # as above: cells are read only when they are asked for
        raise _damaged(name, error) from error


def _damaged(name: str, error: Exception) -> InvalidTable:
    words = f"{quote(name)} is damaged, so that it cannot be given back with notes: {quote(error)}."
    return InvalidTable(words, hint="Open it in a spreadsheet and save it again as .xlsx.")


def _is_text(data: bytes) -> bool:
    return data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" not in data[:100_000]


def _text_rows(data: bytes) -> Rows:
    text = _decoded(data)
    start = text[:20_000]
    counts = {sign: start.count(sign) for sign in SEPARATORS}
    separator = max(SEPARATORS, key=counts.__getitem__)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise InvalidTable(
            f"The text cannot be parted into cells: {quote(error)}.",
            hint="Look for a double quote that is never closed.",
        ) from error


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", errors="replace")


def _found_rows(table: FoundTable) -> Rows:
    """Rows of a found table at the rows they have in the file, blank ones between them."""
    columns = list(table.cells.columns)
    at = [table.positions.get(column, position) for position, column in enumerate(columns, start=1)]
    width = max(at, default=0)

    def placed(values: Iterable[Any]) -> list[Any]:
        row: list[Any] = [None] * width
        for position, value in zip(at, values, strict=True):
            row[position - 1] = None if pd.isna(value) else value
        return row

    numbers = (table.cells.index.to_numpy() + 2).tolist()
    written = 0
    header_row = max(1, (numbers[0] if numbers else 2) - 1) if table.has_header else 0
    for row, values in zip(numbers, table.cells.itertuples(index=False, name=None), strict=True):
        for number in range(written + 1, row):
            yield placed(columns) if number == header_row else []
        yield placed(values)
        written = row
    if not numbers and table.has_header:
        yield placed(columns)


def _by_cell(notes: Sequence[CellNote]) -> dict[int, dict[int, list[CellNote]]]:
    """Notes by row and column; what is about a row or a sheet stands at its first cell."""
    by_row: dict[int, dict[int, list[CellNote]]] = {}
    for note in notes:
        by_row.setdefault(note.row or 1, {}).setdefault(note.column_position or 1, []).append(note)
    return by_row


def _write(sheet: Any, rows: Rows, notes: dict[int, dict[int, list[CellNote]]], comments: int) -> int:
    """Write one sheet; returns the number of comments so far."""
    last = max(notes, default=0)
    number = 0
    for number, values in enumerate(rows, start=1):
        if number > LAST_ROW:
            raise InvalidTable(
                f"The file has more than {LAST_ROW:,} rows, the most that a sheet holds.", hint="Split the file."
            )
        own = notes.get(number)
        row = [_plain(sheet, value) for value in values]
        if own:
            row += [None] * (max(own) - len(row))
            for position, about in own.items():
                row[position - 1] = _noted(sheet, row[position - 1], about, comments < MOST_COMMENTS)
                comments += 1
        sheet.append(row)
    # notes below the last row that holds anything, as on a row whose cells are all blank
    for missing in range(number + 1, last + 1):
        row = []
        for position, about in sorted(notes.get(missing, {}).items()):
            row += [None] * (position - len(row))
            row[position - 1] = _noted(sheet, None, about, comments < MOST_COMMENTS)
            comments += 1
        sheet.append(row)
    return comments


def _plain(sheet: Any, value: Any) -> Any:
    """A value that a spreadsheet takes as it is; text that could be a formula is typed as text."""
    if not isinstance(value, str):
        return value
    if not value:
        return None
    text = value[:LONGEST_CELL]
    return _text_cell(sheet, text) if _NOT_PLAIN.search(text) else text


def _text_cell(sheet: Any, text: str) -> Cell:
    cell = WriteOnlyCell(sheet, value=None)
    cell.value = xml_text(text)[:LONGEST_CELL]
    cell.data_type = "s"
    if RISKY.match(text):
        cell.quotePrefix = True
    return cell


def _noted(sheet: Any, value: Any, about: Sequence[CellNote], with_comment: bool) -> Cell:
    if isinstance(value, Cell):
        cell = value
    elif isinstance(value, str):
        cell = _text_cell(sheet, value)
    else:
        cell = WriteOnlyCell(sheet, value=value)
    worst = min(about, key=lambda note: LEVELS.index(note.level))
    cell.fill = _FILLS[worst.level]
    if with_comment:
        words = xml_text("\n\n".join(note.text for note in about))
        shown = words if len(words) <= LONGEST_COMMENT else words[: LONGEST_COMMENT - 1] + "…"
        cell.comment = Comment(shown, AUTHOR, height=40 + 18 * (1 + len(shown) // 45 + shown.count("\n")), width=340)
    return cell


def _list_notes(sheet: Any, notes: Sequence[CellNote]) -> None:
    sheet.append(["sheet", "row", "column", "level", "finding"])
    order = sorted(notes, key=lambda note: (LEVELS.index(note.level), note.sheet, note.row or 0))
    for note in order:
        column = openpyxl.utils.get_column_letter(note.column_position) if note.column_position else None
        level = WriteOnlyCell(sheet, value=note.level)
        level.fill = _FILLS[note.level]
        sheet.append([_plain(sheet, note.sheet), note.row, column, level, _text_cell(sheet, note.text)])


def _title(name: str, taken: Sequence[str]) -> str:
    """A sheet's name as a workbook takes it: short, without signs that are not allowed, and its own."""
    plain = NOT_IN_XML.sub("", name).translate(_NOT_IN_A_SHEET_NAME).strip("' ")[:LONGEST_SHEET_NAME] or "Sheet"
    known = {title.casefold() for title in taken}
    title, number = plain, 2
    while title.casefold() in known:
        ending = f" ({number})"
        title, number = plain[: LONGEST_SHEET_NAME - len(ending)] + ending, number + 1
    return title
