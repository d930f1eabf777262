"""Bring tables in: read, check, and show the change; ``submit_data`` stores it when a person accepts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import pandas as pd

from core.domain.finding import LEVELS, Finding, errors_of
from core.domain.operation import Operation
from core.domain.schemas import OPERATION_TABLES, SettingsTable
from core.domain.validation import typed_tables
from core.errors import InvalidTable
from core.intake import (
    Change,
    check_tables,
    describe_change,
    is_row_of_file,
    merge_upload,
    read_upload,
    stored_row,
    table_csv,
    template_workbook,
)
from core.needs import KnownStandards
from core.services.compare_standards import refused_profiles
from core.services.mending import (
    NOTHING,
    Mending,
    Row,
    newest_later_count,
    rows_with_errors,
    told_of_start,
    with_planning_start,
    without_rows,
)
from core.services.open_operation import OpenOperation
from core.services.resources import Resources
from core.store import VersionInfo

How = Literal["replace", "add"]
TABLES_OF_NAMES = {"camps", "depots", "items", "routes"}
"""Tables whose names others refer to."""


@dataclass(frozen=True, eq=False)
class Preview:
    """What an upload would do; nothing is stored yet.

    Attributes
    ----------
    tables
        Name to rows of each table found in the files, without those left out.
    findings
        Every finding about the operation as it would be: errors, questions, notes; first what is about the files.
    operation
        The operation as it would be; None where an error stops it.
    change
        The difference to the version it would replace; None where an error stops it.
    mending
        What a person changed about the files.
    can_be_left_out
        Rows of the files that hold an error, and what is wrong.
    later_count
        Day of the newest count after the planning start; None where none is later, or an error stops the upload.
    told_start
        What a moved planning start means, in words; empty where it stays.
    how
        What is done with the tables found; kept with the version, so that it can be made again from its files.
    mapping
        How columns of the files were understood, as JSON values; kept with the version. Empty for our own templates.
    """

    tables: Mapping[str, int]
    findings: tuple[Finding, ...]
    operation: Operation | None
    change: Change | None
    sources: Mapping[str, bytes]
    mending: Mending = NOTHING
    can_be_left_out: Mapping[Row, str] = field(default_factory=dict)
    later_count: dt.date | None = None
    told_start: str = ""
    how: How = "replace"
    mapping: Mapping[str, Any] = field(default_factory=dict)

    def can_be_accepted(self) -> bool:
        """Whether the upload holds no error and changes something."""
        return self.operation is not None and self.change is not None and not self.change.is_empty()


def preview_upload(
    current: OpenOperation | None,
    files: Mapping[str, bytes],
    how: How,
    today: pd.Timestamp | None = None,
    known: KnownStandards | None = None,
    mending: Mending = NOTHING,
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
    mending
        What a person changes about the files; with a planning start, no file is needed.
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
    uploaded = without_rows(uploaded, mending.left_out)
    found = {table: len(rows) for table, rows in uploaded.items()}
    if errors_of(findings) or not (uploaded or mending.plan_from):
        return Preview(found, tuple(findings), None, None, files, mending, how=how)
    before = current.operation if current else None
    try:
        merged = merge_upload(before, uploaded, how)
        if mending.plan_from is not None:
            merged = with_planning_start(merged, mending.plan_from)
        operation, checked = check_tables(merged, today, known.table if known else None)
    except InvalidTable:
        wrong = [*findings, *_faults_of_files(before, uploaded)]
        return Preview(found, tuple(wrong), None, None, files, mending, rows_with_errors(wrong, uploaded), how=how)
    stored = current_findings(before, today, known) if before is not None else ()
    return Preview(
        found,
        _own_first([*findings, *checked], set(uploaded), stored),
        operation,
        describe_change(before, operation) if operation else None,
        files,
        mending,
        rows_with_errors(checked, uploaded),
        newest_later_count(operation) if operation else None,
        told_of_start(before, operation, "stock" in uploaded) if operation else "",
        how,
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


def templates() -> bytes:
    """An empty workbook with a sheet per table, and one that explains every column."""
    return template_workbook()


def workbook_of(operation: Operation) -> bytes:
    """The tables of an operation as a workbook in the form of the template."""
    return template_workbook({name: operation.tables[name] for name in OPERATION_TABLES if operation.has(name)})


def csv_for_people(table: pd.DataFrame) -> bytes:
    """A table as CSV for a spreadsheet: text that looks like a formula is kept text."""
    return table_csv(table)


def _own_first(findings: list[Finding], uploaded: set[str], stored: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Errors, questions, notes; of each first those about rows of the files, last those the stored tables ask too."""
    asked = {(f.table, f.column, f.rule, f.message) for f in stored}

    def order(finding: Finding) -> tuple[int, bool, bool]:
        is_old = (finding.table, finding.column, finding.rule, finding.message) in asked
        is_of_files = finding.table in uploaded and finding.row is not None and is_row_of_file(finding.row)
        return LEVELS.index(finding.level), is_old, not is_of_files

    return tuple(
        f if f.row is None or is_row_of_file(f.row) else replace(f, row=stored_row(f.row))
        for f in sorted(findings, key=order)
    )


def _faults_of_files(before: Operation | None, uploaded: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Everything wrong with rows that cannot be added as they are.

    References are looked at where the tables that hold the names are stored; in the files they may be only in part.
    """
    stored = {} if before is None else {n: table for n, table in before.tables.items() if n not in uploaded}
    found = [finding for finding in typed_tables(uploaded, stored)[1] if finding.table in uploaded]
    in_part = bool(TABLES_OF_NAMES & set(uploaded))
    return [finding for finding in found if not (in_part and finding.rule == "unknown_reference")]
