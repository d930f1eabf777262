"""Bytes of a CSV file to text cells, or a clear reason why not, with the row."""

import csv
import io
from collections import Counter
from dataclasses import replace

import pandas as pd
import pyarrow as pa

from core.domain.finding import Finding
from core.domain.tabular import text_rows
from core.domain.validation import quote
from core.intake.limits import LARGEST_FILE, MOST_COLUMNS, MOST_FINDINGS, MOST_ROWS

SIGNATURES = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a zip archive or a spreadsheet",
    b"PK\x05\x06": "an empty zip archive",
    b"\xd0\xcf\x11\xe0": "an old Office document (.xls, .doc)",
    b"MZ": "a Windows program",
    b"\x7fELF": "a program",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"PAR1": "a parquet file",
    b"SQLite format 3\x00": "a database",
    b"{\\rtf": "an RTF document",
}
"""First bytes of files that are often given a wrong ending."""

AS_CSV = "Open it in a spreadsheet and save it as “CSV UTF-8 (comma delimited)”, or as .xlsx."


def looks_like(data: bytes) -> str | None:
    """What a file really is, in words, where its first bytes tell."""
    for signature, words in SIGNATURES.items():
        if data.startswith(signature) and (signature != b"MZ" or b"\x00" in data[:512]):
            return words
    start = data[:200].lstrip().lower()
    return "a web page" if start.startswith((b"<!doctype html", b"<html")) else None


def read_csv_text(name: str, data: bytes) -> tuple[pd.DataFrame | None, list[Finding]]:
    """One table from the bytes of a CSV file.

    Parameters
    ----------
    name
        Name of the table or file, for the findings.
    data
        The whole file.

    Returns
    -------
    tuple
        Text cells with the file's row - 2 as index, None where an error makes the file unreadable as a whole; and the
        findings. Where there are findings of level error the table lacks the rows they name.
    """
    text, fault = _decoded(name, data)
    if fault is not None or text is None:
        return None, [fault] if fault else []
    columns, faults = _header(name, text)
    if faults:
        return None, faults
    widths: dict[int, int] = {}
    try:
        # read from the first byte again, because rows are counted from there
        table = text_rows(text, columns, widths.__setitem__)
    except pa.ArrowInvalid as error:
        return None, [_error(name, None, "not_a_table", f"The file is not a table of rows: {quote(error)}.", AS_CSV)]
    if len(table) > MOST_ROWS:
        words = f"The table has {len(table):,} rows; at most {MOST_ROWS:,} are read."
        return None, [_error(name, None, "too_large", words, "Split it into several files.")]
    faults = _ragged(name, widths, len(columns))
    return _without_unnamed(name, table, faults)


def _error(name: str, row: int | None, rule: str, message: str, suggestion: str, column: str | None = None) -> Finding:
    return Finding("error", name, row, column, rule, message, suggestion)


def _decoded(name: str, data: bytes) -> tuple[bytes | None, Finding | None]:
    """UTF-8 bytes without byte order mark, or what stands against reading them as text."""
    if len(data) > LARGEST_FILE:
        words = f"The file has {len(data) / 1e6:,.0f} MB; at most {LARGEST_FILE / 1e6:,.0f} MB are read."
        return None, _error(name, None, "too_large", words, "Split it into several files.")
    kind = looks_like(data)
    if kind:
        return None, _error(name, None, "not_a_table", f"Expected a CSV table; this is {kind}.", AS_CSV)
    fault = _not_utf8(name, data) or _open_quote(name, data)
    data = data.removeprefix(b"\xef\xbb\xbf")
    if fault is None and not data.strip():
        fault = _error(name, None, "empty_file", "The file is empty.", "Give it a header row and rows.")
    return (None, fault) if fault else (data, None)


def _not_utf8(name: str, data: bytes) -> Finding | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        words = "The file is written in UTF-16; UTF-8 is expected."
        return _error(name, None, "encoding", words, "Save it as “CSV UTF-8”.")
    nul = data.find(b"\x00")
    if nul >= 0:
        line = data.count(b"\n", 0, nul) + 1
        words = f"Byte {nul + 1}, line {line}, is zero: the file is not text, or is written in UTF-16."
        return _error(name, line, "encoding", words, "Save it as “CSV UTF-8”.")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        near = quote(data[max(0, error.start - 15) : error.start + 10].decode("latin-1"))
        words = (
            f"Byte {error.start + 1}, line {line}, is not UTF-8 (near “{near}”); "
            "the file may be written in Latin-1 or Windows-1252."
        )
        return _error(name, line, "encoding", words, "Save it as “CSV UTF-8”.")
    return None


def _open_quote(name: str, data: bytes) -> Finding | None:
    if data.count(b'"') % 2 == 0:
        return None
    line = data.count(b"\n", 0, data.rfind(b'"')) + 1
    words = f"A double quote is opened and never closed; the last one is in line {line}."
    return _error(name, line, "open_quote", words, "Close it, or write two double quotes for one inside text.")


def _header(name: str, data: bytes) -> tuple[list[str], list[Finding]]:
    """Names of the columns, and what is wrong with them."""
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline=""), strict=False)
    try:
        header = [cell.strip() for cell in next(reader)]
    except (csv.Error, StopIteration) as error:
        words = f"The header row cannot be read: {quote(error)}."
        return [], [_error(name, 1, "not_a_table", words, AS_CSV)]
    try:
        following = next(reader, [])
    except csv.Error:
        following = header  # what is wrong with the second row is found, with its place, when rows are read
    if not any(header):
        return [], [_error(name, 1, "header", "Row 1 is blank; it should hold the names of the columns.", "Add them.")]
    if len(header) > MOST_COLUMNS:
        words = f"The header has {len(header):,} columns; at most {MOST_COLUMNS} are read."
        return [], [_error(name, 1, "too_large", words, "Leave out columns that are not needed.")]
    for sign, word in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if len(header) == 1 and sign in header[0]:
            words = f"The cells look separated by {word}; commas are expected. Row 1 reads “{quote(header[0])}”."
            return [], [_error(name, 1, "separator", words, "Save it as CSV with commas between the cells.")]
    if len(header) == 1 and len(following) <= 1 and not header[0].isidentifier():
        words = f"The file has one column, “{quote(header[0])}”; a table with commas between its cells is expected."
        return [], [_error(name, 1, "not_a_table", words, AS_CSV)]
    return header, repeated_columns(name, header)


def repeated_columns(name: str, header: list[str]) -> list[Finding]:
    """A finding for each name that two columns share."""
    return [
        _error(name, 1, "repeated_column", f"{times} columns are named “{quote(column)}”.", "Keep one.", column)
        for column, times in Counter(header).items()
        if times > 1 and column
    ]


def _ragged(name: str, widths: dict[int, int], expected: int) -> list[Finding]:
    faults = [
        _error(
            name,
            row,
            "ragged_row",
            f"Row {row} has {cells} cells; the header has {expected}.",
            "Check for a missing or surplus comma; put text that holds a comma into double quotes.",
        )
        for row, cells in list(widths.items())[:MOST_FINDINGS]
    ]
    if len(widths) > MOST_FINDINGS:
        more = len(widths) - MOST_FINDINGS
        words = f"{more:,} more rows have another number of cells than the header."
        faults.append(replace(_error(name, None, "ragged_row", words, faults[-1].suggestion), unlisted=more))
    return faults


def _without_unnamed(name: str, table: pd.DataFrame, faults: list[Finding]) -> tuple[pd.DataFrame, list[Finding]]:
    """The table without its columns that have no name; one that holds anything is an error."""
    unnamed = [position for position, column in enumerate(table.columns) if not column]
    for position in unnamed:
        filled = table.iloc[:, position].dropna()
        if len(filled):
            words = (
                f"Column {position + 1} has no name, but row {int(filled.index[0]) + 2} has “{quote(filled.iloc[0])}”."
            )
            faults.append(_error(name, 1, "unnamed_column", words, "Name the column, or empty it."))
    named = [position for position in range(table.shape[1]) if position not in unnamed]
    return table.iloc[:, named], faults
