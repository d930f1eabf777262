"""What findings say about cells of a file, ready to be written beside them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.domain.finding import Finding, Level
from core.intake.found import FoundTable, Understood


@dataclass(frozen=True)
class CellNote:
    """A note on one cell, one row, or a whole sheet.

    Attributes
    ----------
    sheet
        Name of the sheet; empty where the file is one table.
    row
        Row of the file, the first being 1; None where the note is about the whole sheet.
    column_position
        Column of the file, the first being 1; None where the note is about the row.
    level
        ``error``, ``question`` or ``note``.
    text
        Rule, message and mend, as plain text.
    """

    sheet: str
    row: int | None
    column_position: int | None
    level: Level
    text: str


def note_text(finding: Finding) -> str:
    """A finding as the text of a note: rule, message, mend."""
    return "\n".join(part for part in (f"{finding.level}: {finding.rule}", finding.message, finding.suggestion) if part)


def notes_of_found(findings: Iterable[Finding], found: FoundTable, understood: Understood) -> list[CellNote]:
    """Notes on the cells of one found table.

    Parameters
    ----------
    findings
        Findings about tables that ``understood`` gave; a finding of another table is left out. Rows are rows of the
        file; columns are ours, or those of the file.
    """
    came_from: dict[tuple[str, str], str] = {}
    for column, targets in understood.columns.items():
        for target in targets:
            came_from.setdefault(target, column)
    tables = {*understood.tables, found.file, found.place, found.sheet}
    notes = []
    for finding in findings:
        if finding.table not in tables:
            continue
        column = finding.column or ""
        source = came_from.get((finding.table, column), column)
        position = found.positions.get(source)
        notes.append(CellNote(found.sheet, finding.row, position, finding.level, note_text(finding)))
    return notes


def notes_of_tables(
    findings: Iterable[Finding], columns: Mapping[str, Iterable[str]], sheets: Mapping[str, str]
) -> list[CellNote]:
    """Notes on the cells of files in our own form, whose columns are named as ours.

    Parameters
    ----------
    columns
        Table to the names of its columns, in the order of the file.
    sheets
        Table to the sheet that holds it; empty text where the file is one table.
    """
    positions = {
        (table, name): position for table, names in columns.items() for position, name in enumerate(names, start=1)
    }
    return [
        CellNote(
            sheets[finding.table],
            finding.row,
            positions.get((finding.table, finding.column or "")),
            finding.level,
            note_text(finding),
        )
        for finding in findings
        if finding.table in sheets
    ]
