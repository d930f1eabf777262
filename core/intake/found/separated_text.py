"""Separated text of any encoding, separator and unevenness to a grid; no cell of it is lost."""

import csv
import re
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow.csv import InvalidRow

from core.domain.finding import Finding
from core.domain.tabular import arrow_text
from core.domain.validation import quote
from core.intake.apostrophes import unguard_text
from core.intake.found.encoding import decode_text
from core.intake.found.grid import Grid
from core.intake.found.listed_rows import listed_rows
from core.intake.found.prose import is_prose
from core.intake.found.refused import AS_TABLE, refused
from core.intake.found.separator import SEPARATORS, Separator, find_separator
from core.intake.limits import MOST_COLUMNS, MOST_ROWS

_END = "\x02end\x02"
"""Put below the last row: where it does not come back as a row, an open double quote has swallowed it."""


def read_separated(place: str, data: bytes) -> Grid:
    """The rows of a text file.

    Parameters
    ----------
    place
        Name of the file, for the findings.
    data
        The whole file, as it came.

    Raises
    ------
    InvalidTable
        If it is no table; its findings say why.
    """
    decoded = decode_text(place, data)
    text = decoded.data
    if not text.strip():
        raise refused(place, "empty_file", "The file is empty.", "Give it a header row and rows.")
    lines = max(text.count(b"\n"), text.count(b"\r"))
    if lines > MOST_ROWS:
        words = f"The file has {lines:,} lines; at most {MOST_ROWS:,} are read."
        raise refused(place, "too_large", words, "Split it into several files.")
    try:
        separator = find_separator(text)
        cells, lengths, blank = _rows(place, text, separator)
    except (csv.Error, pa.ArrowInvalid) as error:
        words = f"The file is not a table of rows: {quote(error)}."
        raise refused(place, "not_a_table", words, AS_TABLE) from error
    if separator.declared and len(cells) and cells.index[0] == -1:
        cells = cells.iloc[1:]
    if cells.empty:
        raise refused(place, "empty_file", "The file holds separators and no cells.", "Give it a header row and rows.")
    if is_prose(cells):
        words = f"The file is text without columns; it begins “{quote(cells.bfill(axis=1).iloc[0, 0])}”."
        raise refused(place, "no_table", words, AS_TABLE)
    cells, guarded = _unguarded(cells)
    how = tuple(sentence for sentence in (decoded.how, separator.why, guarded) if sentence)
    findings = (*decoded.findings, *_blank_rows(place, text.rstrip(), blank, separator.sign))
    return Grid(cells, None, lengths, how, findings)


def _rows(place: str, text: bytes, separator: Separator) -> tuple[pd.DataFrame, Mapping[int, int], pd.Index]:
    """Cells by row; how many cells each row has that is not as long as most; rows of separators alone."""
    width, sign = separator.width, separator.sign
    if width > MOST_COLUMNS:
        words = f"It has {width:,} columns; at most {MOST_COLUMNS} are read."
        raise refused(place, "too_large", words, "Leave out columns that are not needed.")
    uneven: list[int] = []
    texts: dict[int, tuple[list[int], list[str]]] = {}

    def keep(row: InvalidRow) -> str:
        uneven.append(row.number)
        if row.text.strip():
            rows, lines = texts.setdefault(row.actual_columns, ([], []))
            rows.append(row.number)
            lines.append(row.text.rstrip("\r\n"))
        return "skip"

    # the first row tells arrow how many cells there are, so one of the right length is put above it
    end = _end_row(width, sign)
    gap = b"" if text.endswith((b"\n", b"\r")) else b"\n"
    table = arrow_text(b"".join((end, text, gap, end)), width, sign, keep).slice(1)
    if not len(table) or table.column(0)[len(table) - 1].as_py() != _END:
        line = text.count(b"\n", 0, text.rfind(b'"')) + 1
        words = f"A double quote is opened and never closed; the last one is in line {line}."
        suggestion = "Close it, or write two double quotes for one inside text."
        raise refused(place, "open_quote", words, suggestion, line)
    table = table.slice(0, len(table) - 1)
    every = np.arange(2, len(table) + len(uneven) + 2)
    cells = _stripped(table, np.setdiff1d(every, np.array(uneven, dtype=np.int64), assume_unique=True) - 3)
    blank = cells.isna().all(axis=1)
    blank_rows = cells.index[blank] if width > 1 else cells.index[:0]
    cells = cells[~blank]
    if max(texts, default=0) > MOST_COLUMNS:
        words = f"A row has {max(texts):,} cells; at most {MOST_COLUMNS} are read."
        raise refused(place, "too_large", words, "Leave out columns that are not needed.")
    lengths: dict[int, int] = {}
    parts = [cells]
    for length, (rows, lines) in texts.items():
        same = arrow_text(_end_row(length, sign) + "\n".join(lines).encode() + b"\n", length, sign).slice(1)
        part = _stripped(same, np.array(rows) - 3).dropna(how="all")
        lengths |= dict.fromkeys(part.index.tolist(), length)
        parts.append(part)
    if lengths:
        cells = pd.concat(parts).sort_index().astype("str")
    return cells, lengths, blank_rows


def _end_row(width: int, sign: str) -> bytes:
    return (_END + sign * (width - 1) + "\n").encode()


def _stripped(table: pa.Table, index: np.ndarray) -> pd.DataFrame:
    """Cells without the blanks around them; a cell of blanks alone is missing."""
    columns: dict[int, pd.Series] = {}
    for position in range(table.num_columns):
        text = pc.utf8_trim_whitespace(table.column(position))
        text = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
        columns[position] = text.to_pandas().astype("str").set_axis(index)
    return pd.DataFrame(columns, index=index)


def _blank_rows(place: str, text: bytes, rows: pd.Index, sign: str) -> list[Finding]:
    """A note for rows that hold separators alone; a line without anything is not worth one."""
    separator = re.escape(sign).encode()
    lines = re.findall(rb"^[ \t" + separator + rb"]*(?=\r?$)", text, re.MULTILINE) if len(rows) else []
    if len(lines) == len(rows):
        rows = rows[[sign.encode() in line for line in lines]]
    if not len(rows):
        return []
    words = f"{listed_rows(rows)} {SEPARATORS[sign]} and nothing else; set aside."
    return [Finding("note", place, int(rows[0]) + 2, None, "blank_row", words, "")]


def _unguarded(cells: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Cells without the apostrophe that keeps text from becoming a formula, and a sentence on how many had one."""
    changed = 0
    for column in cells.columns:
        guarded = cells[column].str.startswith("'", na=False)
        if guarded.any():
            plain = unguard_text(cells.loc[guarded, column])
            changed += int((plain != cells.loc[guarded, column]).sum())
            cells.loc[guarded, column] = plain
    return (
        cells,
        f"An apostrophe that keeps a cell from becoming a formula was taken off {changed:,} cells." if changed else "",
    )
