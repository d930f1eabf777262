"""A file of an upload as a workbook with notes on its cells, so that whoever made it can mend it at its source."""

from core.domain.finding import Finding
from core.intake import is_row_of_file
from core.intake.cell_notes import CellNote, notes_of_found
from core.intake.found import Understood
from core.intake.origins import ROWS_OF_A_FILE
from core.services.import_files import ImportedTable, plain_name
from core.services.upload_tables import Preview

MOST_ROWS = 200_000
"""Rows of a file that is given back; a longer one takes minutes to write and to open."""
NO_FILE = b"\x00"
"""In place of a file whose original must not be given back: it is then written from its treated tables."""


def can_be_annotated(preview: Preview, name: str) -> bool:
    """Whether a file was read, is known to hold no personal data or was treated, and is not too long."""
    tables = _tables_of(preview, name)
    waiting = {column.place for column in preview.imported.personal if column.chosen is None}
    whole = all(place.partition(", ")[0] != plain_name(name) for place in waiting)
    return whole and bool(tables) and sum(len(table.found.cells) for _, table in tables) <= MOST_ROWS


def annotated_file(preview: Preview, name: str) -> bytes:
    """One file of an upload as XLSX, its odd cells coloured and explained.

    A file in which personal data were treated is written from the treated tables.

    Raises
    ------
    InvalidTable
        If the file cannot be written as a workbook.
    """
    from core.intake.annotated_workbook import annotated_workbook

    tables = _tables_of(preview, name)
    notes = [note for number, table in tables for note in _notes(preview, number, table)]
    is_treated = plain_name(name) in preview.imported.treated
    data = NO_FILE if is_treated else preview.sources[name]
    return annotated_workbook(name, data, notes, [table.found for _, table in tables])


def _tables_of(preview: Preview, name: str) -> list[tuple[int, ImportedTable]]:
    """Found tables of a file, each with its number in the import."""
    file = plain_name(name)
    return [(number, table) for number, table in enumerate(preview.imported.tables) if table.found.file == file]


def _notes(preview: Preview, number: int, table: ImportedTable) -> list[CellNote]:
    own = [found for finding in preview.labelled if (found := _of_table(finding, number, table)) is not None]
    rows = {name: preview.imported.reading.tables[name].iloc[:0] for name in table.tables if name in preview.tables}
    about = Understood(rows, table.columns, (), ())
    return notes_of_found(own, table.found, about)


def _of_table(finding: Finding, number: int, table: ImportedTable) -> Finding | None:
    """The finding with the row of the file, where it is about a row of this table or about the table as a whole."""
    if finding.row is None:
        return finding if finding.table in (table.found.place, table.found.file) else None
    if not is_row_of_file(finding.row):
        return None
    of, row = divmod(finding.row - 2, ROWS_OF_A_FILE)
    if of != number:
        return None
    return Finding(
        finding.level, finding.table, row + 2, finding.column, finding.rule, finding.message, finding.suggestion
    )
