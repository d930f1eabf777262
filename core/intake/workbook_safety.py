"""What is looked at before the archive of a workbook is opened by anything that builds cells of it."""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass, replace

from core.domain.finding import Finding
from core.domain.validation import quote
from core.intake.limits import LARGEST_FILE, LARGEST_UNPACKED, MOST_MARKS, MOST_PACKED_FILES

RESAVE = "Open it in a spreadsheet and save it again as .xlsx."

MARKS_PER_CELL = 4
"""Marks of a cell with a value: ``<c><v></v></c>``."""

_DECLARES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Looked:
    """What a look at the parts of a workbook gave.

    Attributes
    ----------
    fault
        What stands against reading it, None where nothing does.
    has_formulas
        Whether a sheet of an XLSX workbook has formulas.
    marks
        Marks (``<``) in all its parts, as many as were looked at.
    unpacked
        Bytes of all its parts; 0 where it was refused unread.
    """

    fault: Finding | None
    has_formulas: bool = False
    marks: int = 0
    unpacked: int = 0


def look_at_workbook(
    name: str, data: bytes, most_marks: int = MOST_MARKS, most_unpacked: int = LARGEST_UNPACKED
) -> Looked:
    """Whether the archive of a workbook can be opened without harm: its size, its parts, what they declare.

    Parameters
    ----------
    name
        Name of the file, for the findings.
    data
        The whole file.
    most_marks
        Marks it may have, at most.
    most_unpacked
        Bytes it may have once unpacked.
    """
    if len(data) > LARGEST_FILE:
        words = f"The file has {len(data) / 1e6:,.0f} MB; at most {LARGEST_FILE / 1e6:,.0f} MB are read."
        return Looked(_error(name, "too_large", words, "Split it into several files."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MOST_PACKED_FILES or unpacked > most_unpacked:
                words = (
                    f"Unpacked, the workbook has {unpacked / 1e6:,.0f} MB in {len(parts):,} parts; at most "
                    f"{most_unpacked / 1e6:,.0f} MB in {MOST_PACKED_FILES:,} parts are read."
                )
                return Looked(_error(name, "too_large", words, "Leave out what is no table."))
            if any(part.flag_bits & 1 for part in parts):
                words = "The workbook is locked with a password."
                return Looked(_error(name, "not_a_table", words, "Save it without a password."))
            return replace(_look_at_parts(name, archive, most_marks), unpacked=unpacked)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        words = f"The file is not a workbook: {quote(error)}."
        return Looked(_error(name, "not_a_table", words, RESAVE))


def _error(name: str, rule: str, message: str, suggestion: str) -> Finding:
    return Finding("error", name, None, None, rule, message, suggestion)


def _look_at_parts(name: str, archive: zipfile.ZipFile, most_marks: int) -> Looked:
    has_formulas, marks = False, 0
    for part in archive.infolist():
        if not part.filename.endswith((".xml", ".rels")):
            continue
        declares, formula, in_part = _scan(archive, part, most_marks)
        marks += in_part
        if marks > most_marks:
            words = f"The workbook has more than about {most_marks // MARKS_PER_CELL:,} cells."
            return Looked(_error(name, "too_large", words, "Split it, or save the table as CSV."), False, marks)
        if declares:
            words = f"Part “{quote(part.filename)}” of the workbook declares XML entities; that is not read."
            return Looked(_error(name, "not_a_table", words, RESAVE), False, marks)
        has_formulas |= formula and "worksheets/" in part.filename
    return Looked(None, has_formulas, marks)


def _scan(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most_marks: int) -> tuple[bool, bool, int]:
    """Whether a part declares entities (or hides its text in another encoding), has formulas, and how many marks."""
    declares = formula = False
    marks = 0
    with archive.open(part) as stream:
        tail = b""
        while (chunk := stream.read(_CHUNK)) and marks <= most_marks:
            window = tail + chunk
            declares = declares or bool(_DECLARES.search(window)) or b"\x00" in chunk
            formula = formula or bool(_FORMULA.search(window))
            marks += chunk.count(b"<")
            tail = window[-64:]
    return declares, formula, marks
