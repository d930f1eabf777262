"""``aid import``: files as found in the world into an operation."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from entrypoints.commands.output import as_json, counted, findings_told, levels_counted, records, show

if TYPE_CHECKING:
    from core.services.import_files import ImportedTable
    from core.services.import_into_folder import FolderImport

PERSONS = "Say what is done with personal data in a file for --answers: tables, NAME, personal; see docs/importing.md."


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--into", "operation", required=True, type=click.Path(path_type=Path), help="Folder of the operation; made if new."
)
@click.option("--dry-run", is_flag=True, help="Look at what would happen; write nothing.")
@click.option("--answers", type=click.Path(path_type=Path), help="JSON file with answers to what was asked.")
@click.option("--as", "table", help="Which table of an operation the files are, where nothing tells.")
@as_json
def import_command(
    files: tuple[Path, ...], operation: Path, dry_run: bool, answers: Path | None, table: str | None, as_json: bool
) -> None:
    """Read FILES as they are found in the world and add them to an operation; exit 1 if any finding is an error.

    CSV of any separator and encoding, XLSX, XLS, ODS, GeoJSON, parquet, zip of these. It says how each was read and
    understood, what it made of odd cells, and what it asks; answers are described in docs/importing.md.

    Example: aid import sites.xlsx counts.csv --into mali --dry-run
    """
    import datetime as dt

    from core.bootstrap import build_resources
    from core.domain.finding import errors_of, findings_table
    from core.domain.weeks import as_day
    from core.services.import_into_folder import answers_of, import_into_folder, told_with_files
    from entrypoints.commands.acting import acting

    resources = build_resources()
    said = answers_of(answers, table)
    actor, today = acting(), as_day(dt.date.today())
    result = import_into_folder(resources, files, operation, said, actor, today, dry_run=dry_run)
    preview = result.preview
    findings = preview.findings
    lines = told_import(result, operation, dry_run)
    values = {
        "tables": dict(preview.tables),
        "findings": records(findings_table(told_with_files(findings))),
        "read": [
            {
                "file": t.found.file,
                "sheet": t.found.sheet,
                "source": t.source,
                "tables": dict(t.tables),
                "how": list(t.how),
            }
            for t in preview.imported.tables
        ],
        "written": result.written,
        "fingerprint": preview.operation.fingerprint if preview.operation else None,
    }
    show(values, "\n".join(lines), as_json)
    if errors_of(findings):
        sys.exit(1)


def told_import(result: "FolderImport", operation: Path, dry_run: bool) -> list[str]:
    """How files were read, what was found in them, and what became of them, line by line."""
    from core.domain.finding_groups import grouped

    preview = result.preview
    lines = [line for imported in preview.imported.tables for line in _read_as(imported)]
    lines += findings_told(grouped(preview.findings), "--json gives all of them")
    lines.append(levels_counted(preview.findings))
    if preview.imported.waits_for_persons():
        lines.append(PERSONS)
    lines.append(_outcome(result, operation, dry_run))
    return lines


def _read_as(imported: "ImportedTable") -> list[str]:
    rows = ", ".join(f"{counted(count, 'row')} of {table}" for table, count in imported.tables.items()) or "nothing"
    return [f"{imported.found.place}: {imported.title}; {rows}.", *(f"  {sentence}" for sentence in imported.how)]


def _outcome(result: "FolderImport", operation: Path, dry_run: bool) -> str:
    if result.preview.operation is None:
        return "Nothing was written: the errors must be mended or answered first."
    tables = ", ".join(f"{counted(count, 'row')} of {table}" for table, count in result.preview.tables.items())
    if dry_run:
        return f"Nothing was written, as asked; {operation} would get {tables}."
    more = f" The mapping of {result.remembered} tables is remembered." if result.remembered else ""
    return f"Wrote {operation}: {tables}.{more}"


COMMANDS = (import_command,)
