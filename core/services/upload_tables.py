"""Bring tables in: read, check, and show the change; ``submit_data`` stores it when a person accepts."""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import pandas as pd

from core.domain.finding import LEVELS, Finding, errors_of
from core.domain.operation import Operation
from core.domain.schemas import OPERATION_TABLES, SettingsTable
from core.domain.validation import typed_tables
from core.errors import InvalidTable
from core.intake import (
    Change,
    Reading,
    check_tables,
    describe_change,
    is_row_of_file,
    merge_upload,
    table_csv,
)
from core.intake.mapping import ImportAnswers
from core.intake.origins import Origins
from core.needs import KnownStandards
from core.privacy import treated_file
from core.services.compare_standards import refused_profiles
from core.services.import_files import NO_ANSWERS, Imported, Recall, Tell, import_files, plain_name
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
from core.services.places_of_findings import places_of_findings
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
    imported
        How each file was read and understood.
    answers
        What a person said about the files.
    today
        Day on which the files were read, where it was told.
    labelled
        The same findings with rows as ``imported.origins`` labels them, which tell files and stored rows apart.
    places
        Where on a map findings lie, as ``places_of_findings`` gives it.
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
    imported: Imported = field(default_factory=lambda: Imported(Reading({})))
    answers: ImportAnswers = NO_ANSWERS
    today: pd.Timestamp | None = None
    labelled: tuple[Finding, ...] = ()
    places: pd.DataFrame = field(default_factory=lambda: places_of_findings((), {}))

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
    answers: ImportAnswers = NO_ANSWERS,
    recall: Recall = lambda _: {},
    coding_key: Callable[[], bytes] = lambda: b"",
    tell: Tell = lambda _, __: None,
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
    answers, recall, coding_key, tell
        As ``import_files`` takes them.
    """
    before = current.operation if current else None
    return preview_tables(before, files, how, today, known, mending, answers, recall, coding_key, tell)


def preview_tables(
    before: Operation | None,
    files: Mapping[str, bytes],
    how: How,
    today: pd.Timestamp | None = None,
    known: KnownStandards | None = None,
    mending: Mending = NOTHING,
    answers: ImportAnswers = NO_ANSWERS,
    recall: Recall = lambda _: {},
    coding_key: Callable[[], bytes] = lambda: b"",
    tell: Tell = lambda _, __: None,
) -> Preview:
    """The same for an operation that is in no store."""
    imported = import_files(before, files, answers, recall, coding_key, today, tell)
    origins, findings = imported.origins, list(imported.reading.findings)
    uploaded = without_rows(imported.reading.tables, mending.left_out)
    found = {table: len(rows) for table, rows in uploaded.items()}
    empty = Preview(found, (), None, None, files, mending, how=how, imported=imported, answers=answers, today=today)
    if files and not (uploaded or mending.plan_from) and not errors_of(findings):
        findings.append(_of_no_use(imported))
    if errors_of(findings) or not (uploaded or mending.plan_from):
        told = _own_first(findings, set(uploaded), (), origins)
        return replace(empty, findings=told, labelled=tuple(findings))
    tell(0.65, "Checking the operation as it would be")
    merged = _merged(before, uploaded, how)
    if merged is None:
        wrong = [*findings, *_faults_of_files(before, uploaded)]
        told = _own_first(wrong, set(uploaded), (), origins)
        near = {**({} if before is None else before.tables), **uploaded}
        places = places_of_findings(wrong, near)
        left_out = rows_with_errors(wrong, uploaded)
        return replace(empty, findings=told, labelled=tuple(wrong), can_be_left_out=left_out, places=places)
    if mending.plan_from is not None:
        merged = with_planning_start(merged, mending.plan_from)
    operation, checked = check_tables(merged, today, known.table if known else None)
    tell(0.85, "Comparing it with what is stored")
    stored = current_findings(before, today, known) if before is not None else ()
    return replace(
        empty,
        places=places_of_findings([*findings, *checked], merged),
        labelled=(*findings, *checked),
        findings=_own_first([*findings, *checked], set(uploaded), stored, origins),
        operation=operation,
        change=describe_change(before, operation) if operation else None,
        can_be_left_out=rows_with_errors(checked, uploaded),
        later_count=newest_later_count(operation) if operation else None,
        told_start=told_of_start(before, operation, "stock" in uploaded) if operation else "",
    )


def kept_sources(preview: Preview) -> dict[str, bytes]:
    """Files as they may be kept: as they came, but those with personal data only as they were treated."""
    treated = preview.imported.treated
    return {
        name: treated_file(
            [t.found for t in preview.imported.tables if t.found.file == plain_name(name)],
            hashlib.sha256(data).hexdigest(),
        )
        if plain_name(name) in treated
        else data
        for name, data in preview.sources.items()
    }


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
    from core.intake.templates import template_workbook

    return template_workbook()


def csv_for_people(table: pd.DataFrame) -> bytes:
    """A table as CSV for a spreadsheet: text that looks like a formula is kept text."""
    return table_csv(table)


def _merged(before: Operation | None, uploaded: Mapping[str, pd.DataFrame], how: How) -> dict[str, pd.DataFrame] | None:
    """``merge_upload``; None where rows cannot be added as they are.

    Out of here nothing holds the refusal any more, and with it the typed tables of hundreds of megabytes it came from.
    """
    try:
        return merge_upload(before, uploaded, how)
    except InvalidTable:
        return None


def _of_no_use(imported: Imported) -> Finding:
    """Why files in which nothing is wrong change no table."""
    if imported.references:
        words = f"The files hold only {' and '.join(sorted(imported.references))}, by which other files are understood."
        return Finding("error", "files", None, None, "no_table_of_ours", words, "Bring them in together with camps.")
    words = "The files hold nothing that belongs into a table of an operation."
    return Finding(
        "error", "files", None, None, "no_table_of_ours", words, "Answer which table they are, or add others."
    )


def _own_first(
    findings: list[Finding], uploaded: set[str], stored: tuple[Finding, ...], origins: Origins
) -> tuple[Finding, ...]:
    """Errors, questions, notes; of each first those about rows of the files, last those the stored tables ask too."""
    asked = {(f.table, f.column, f.rule, f.message) for f in stored}

    def order(finding: Finding) -> tuple[int, bool, bool]:
        is_old = (finding.table, finding.column, finding.rule, finding.message) in asked
        is_of_files = finding.table in uploaded and finding.row is not None and is_row_of_file(finding.row)
        return LEVELS.index(finding.level), is_old, not is_of_files

    return tuple(origins.told(finding) for finding in sorted(findings, key=order))


def _faults_of_files(before: Operation | None, uploaded: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Everything wrong with rows that cannot be added as they are.

    References are looked at where the tables that hold the names are stored; in the files they may be only in part.
    """
    stored = {} if before is None else {n: table for n, table in before.tables.items() if n not in uploaded}
    found = [finding for finding in typed_tables(uploaded, stored)[1] if finding.table in uploaded]
    in_part = bool(TABLES_OF_NAMES & set(uploaded))
    return [finding for finding in found if not (in_part and finding.rule == "unknown_reference")]
