"""Bring tables in: read, check, show the change, and store it only when a person accepts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from core.domain.finding import Finding, errors_of
from core.domain.operation import Operation
from core.domain.schemas import OPERATION_TABLES, SettingsTable
from core.errors import InvalidTable
from core.intake import Change, check_tables, describe_change, merge_upload, read_upload, table_csv, template_workbook
from core.needs import KnownStandards
from core.services.compare_standards import refused_profiles
from core.services.open_operation import OpenOperation
from core.services.resources import Resources
from core.store import VersionInfo

How = Literal["replace", "add"]


@dataclass(frozen=True, eq=False)
class Preview:
    """What an upload would do; nothing is stored yet.

    Attributes
    ----------
    tables
        Name to rows of each table found in the files.
    findings
        Every finding about the operation as it would be, errors first.
    operation
        The operation as it would be; None where an error stops it.
    change
        The difference to the version it would replace; None where an error stops it.
    """

    tables: Mapping[str, int]
    findings: tuple[Finding, ...]
    operation: Operation | None
    change: Change | None
    sources: Mapping[str, bytes]

    def can_be_accepted(self) -> bool:
        """Whether the upload holds no error and changes something."""
        return self.operation is not None and self.change is not None and not self.change.is_empty()


def preview_upload(
    current: OpenOperation | None,
    files: Mapping[str, bytes],
    how: How,
    today: pd.Timestamp | None = None,
    known: KnownStandards | None = None,
) -> Preview:
    """Read files and say what they would change.

    Parameters
    ----------
    current
        The operation the upload changes; None to begin a new one.
    files
        Name and content of each file, as it came.
    how
        ``replace`` whole tables, or ``add`` rows to them by key.
    today
        Counts dated after it are asked about.
    known
        Standards that items may name.
    """
    uploaded: dict[str, pd.DataFrame] = {}
    findings: list[Finding] = []
    for name, data in files.items():
        read = read_upload(name, data)
        findings += read.findings
        for table, rows in read.tables.items():
            if table in uploaded:
                message = f"Two files are the table {table}."
                findings.append(Finding("error", table, None, None, "two_files", message, "Upload one of them."))
            uploaded[table] = rows
    found = {table: len(rows) for table, rows in uploaded.items()}
    if errors_of(findings) or not uploaded:
        return Preview(found, tuple(findings), None, None, files)
    before = current.operation if current else None
    try:
        merged = merge_upload(before, uploaded, how)
        operation, checked = check_tables(merged, today, known.table if known else None)
    except InvalidTable as error:
        return Preview(found, (*findings, *_findings_of(error)), None, None, files)
    every = tuple(sorted([*findings, *checked], key=lambda f: (f.level != "error", f.level != "question")))
    change = describe_change(before, operation) if operation else None
    return Preview(found, every, operation, change, files)


def accept_upload(
    resources: Resources, preview: Preview, current: OpenOperation | None, author: str, note: str = ""
) -> VersionInfo:
    """Store a previewed upload as the next data version, in one transaction.

    Raises
    ------
    InvalidTable
        If the preview holds errors.
    StoreError
        If someone stored a newer version since the preview, or a new operation's name is taken.
    """
    if preview.operation is None:
        raise InvalidTable(
            "The upload holds errors and cannot be saved.", preview.findings, "Mend them and upload again."
        )
    return resources.store.save_version(
        preview.operation,
        parent=current.version.id if current else None,
        author=author,
        note=note,
        sources=preview.sources,
        name=current.version.operation if current else None,
    )


def named(preview: Preview, name: str) -> Preview:
    """The same upload, with its operation called by a name that a person chose."""
    if preview.operation is None or preview.operation.settings.name == name:
        return preview
    settings = preview.operation.tables["settings"]
    others = settings[settings[SettingsTable.key] != "name"]
    row = pd.DataFrame({SettingsTable.key: ["name"], SettingsTable.value: [name]})
    operation = preview.operation.replaced(settings=pd.concat([row, others], ignore_index=True))
    return replace(preview, operation=operation)


def current_findings(
    operation: Operation, today: pd.Timestamp | None = None, known: KnownStandards | None = None
) -> tuple[Finding, ...]:
    """Questions and notes about tables that are stored, questions first; the rest as ``preview_upload`` takes it."""
    raw = {name: operation.filled(name) for name in OPERATION_TABLES if operation.has(name)}
    found = check_tables(raw, today, known.table if known else None)[1]
    return (*(refused_profiles(known) if known else ()), *found)


def versions_of(resources: Resources, name: str) -> list[VersionInfo]:
    """Data versions of an operation, newest first."""
    return sorted(resources.store.versions(name), key=lambda version: version.number, reverse=True)


def return_to(resources: Resources, current: OpenOperation, version: VersionInfo, author: str) -> VersionInfo:
    """Make an earlier data version the newest again; nothing between is lost."""
    return resources.store.save_version(
        resources.store.load_version(version.id),
        parent=current.version.id,
        author=author,
        note=f"Back to version {version.number}",
        name=current.version.operation,
    )


def templates() -> bytes:
    """An empty workbook with a sheet per table, and one that explains every column."""
    return template_workbook()


def workbook_of(operation: Operation) -> bytes:
    """The tables of an operation as a workbook in the form of the template."""
    return template_workbook({name: operation.tables[name] for name in OPERATION_TABLES if operation.has(name)})


def csv_for_people(table: pd.DataFrame) -> bytes:
    """A table as CSV for a spreadsheet: text that looks like a formula is kept text."""
    return table_csv(table)


def _findings_of(error: InvalidTable) -> list[Finding]:
    return [finding for finding in error.findings if isinstance(finding, Finding)]
