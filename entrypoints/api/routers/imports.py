"""Imports: files as they are found in the world, checked as on the page, submitted and approved by a second person."""

import datetime as dt
import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Form, Query, UploadFile
from pydantic import BaseModel, Field, ValidationError

from core.domain.access import Right, require
from core.domain.finding import findings_table
from core.domain.weeks import as_day
from core.errors import InvalidTable, NotFound
from core.services.compare_standards import known_standards
from core.services.import_into_folder import told_with_files
from core.services.plain_values import plain_values, rows_of
from core.services.publish_data import publish_data
from core.services.read_upload import UploadQuestion, read_upload
from core.services.resources import Resources
from core.services.review_data import Submission, approve_data, reject_data, submissions_of, withdraw_data
from core.services.submit_data import save_upload
from core.services.upload_tables import Preview, named
from entrypoints.api.context import Context, Looker, Number, Who
from entrypoints.api.paging import Page, Rows
from entrypoints.api.problems import ProblemFinding
from entrypoints.api.routers.plans import Verdict

router = APIRouter(tags=["imports"])

MOST_FILES = 50


class ImportOutcome(BaseModel):
    """What the files hold and what became of them."""

    written: bool = Field(description="Whether anything was submitted or published")
    data_version: int | None = Field(None, description="Where one person has the machine to themselves: in use at once")
    submission: int | None = Field(None, description="Waits for a second person's approval")
    tables: dict[str, int] = Field(description="Rows found for each table")
    changes: list[str] = Field(description="What they change, in words")
    read: list[dict[str, Any]] = Field(description="How each file was read and understood")
    findings: list[ProblemFinding]


@router.post("/imports", summary="Import files", status_code=200)
def add_import(
    context: Context,
    who: Who,
    files: Annotated[list[UploadFile], File(description="CSV, XLSX, XLS, ODS, GeoJSON, parquet, zip of these")],
    operation: Annotated[
        str,
        Form(min_length=1, max_length=200, description="Id or name of the operation; a new name begins one"),
    ],
    how: Annotated[
        Literal["add", "replace"], Form(description="Add rows by key, or replace the tables that came")
    ] = "add",
    # a field that is missing counts as false in forms, so what is missing must be what changes nothing
    write: Annotated[bool, Form(description="Submit what they hold; without it they are only looked at")] = False,
    note: Annotated[str, Form(max_length=500, description="What they are, in a sentence; it is kept")] = "",
    answers: Annotated[str, Form(max_length=100_000, description="JSON with answers to what was asked")] = "{}",
) -> ImportOutcome:
    """Read and check files with the validator of the page; the findings have the same codes.

    Nothing is written while any finding is an error (422 names each), nor without `write`.
    """
    require(who, Right.SUBMIT_DATA)
    resources = context.resources
    if len(files) > MOST_FILES:
        raise InvalidTable(f"{len(files)} files came; at most {MOST_FILES} are read at once.", (), "Send fewer.")
    stored = resources.store.operations()
    try:
        name = context.name_of(operation)
        current = context.opened(name)
    except NotFound:
        name, current = operation, None
    contents = {file.filename or f"file {number}": file.file.read() for number, file in enumerate(files, 1)}
    if len(contents) < len(files):
        raise InvalidTable("Two files have the same name.", (), "Give each its own.")
    question = UploadQuestion(
        0 if current is None else current.version.id, how, as_day(dt.date.today()), answers=_answers(answers)
    )
    preview = read_upload(resources, question, contents, known=known_standards(resources.settings.standards))
    if preview.operation is None:
        raise InvalidTable(
            "The files hold errors and nothing was written.", told_with_files(preview.findings), "Mend or answer them."
        )
    if current is None and name not in stored:
        preview = named(preview, name)
    if not write or (current is not None and not preview.can_be_accepted()):
        return _outcome(preview)
    saved = save_upload(resources, preview, current, who, note)
    return _outcome(
        preview,
        None if saved.version is None else saved.version.id,
        None if saved.submission is None else saved.submission.id,
    )


@router.get("/submissions", summary="List submitted data")
def list_submissions(
    context: Context,
    looker: Looker,
    rows: Rows,
    operation: Annotated[
        str | None, Query(max_length=200, description="Id or name of the operation", examples=["Great Lakes response"])
    ] = None,
) -> Page:
    """What was submitted and what became of it, the newest first."""
    name = None if operation is None else context.name_of(operation)
    return rows.of_list([_shown(one) for one in submissions_of(context.resources, name)])


@router.post("/submissions/{number}/approve", summary="Approve data")
def approve(context: Context, who: Who, number: Number, verdict: Verdict) -> dict[str, Any]:
    """Approve data that somebody else submitted; nothing in use changes until they are published."""
    _known(context.resources, number)
    return _shown(approve_data(context.resources, number, who, verdict.reason))


@router.post("/submissions/{number}/reject", summary="Reject data")
def reject(context: Context, who: Who, number: Number, verdict: Verdict) -> dict[str, Any]:
    """Reject data; they stay on record."""
    _known(context.resources, number)
    return _shown(reject_data(context.resources, number, who, verdict.reason))


@router.post("/submissions/{number}/withdraw", summary="Withdraw data")
def withdraw(context: Context, who: Who, number: Number, verdict: Verdict) -> dict[str, Any]:
    """Take back what you submitted yourself."""
    _known(context.resources, number)
    return _shown(withdraw_data(context.resources, number, who, verdict.reason))


@router.post("/submissions/{number}/publish", summary="Publish data")
def publish(context: Context, who: Who, number: Number) -> dict[str, Any]:
    """Make approved data the newest version of their operation."""
    _known(context.resources, number)
    told: dict[str, Any] = plain_values(publish_data(context.resources, number, who))
    return told


def _answers(text: str) -> Any:
    from core.services.import_files import ImportAnswers

    try:
        return ImportAnswers.model_validate(json.loads(text))
    except (ValidationError, ValueError, RecursionError) as error:
        raise InvalidTable(f"The answers cannot be read: {str(error)[:300]}", (), "See docs/importing.md.") from error


def _known(resources: Resources, number: int) -> None:
    if number not in {one.id for one in submissions_of(resources)}:
        raise NotFound(f"There is no submission {number}.", "Look at the list of submissions.")


def _outcome(preview: Preview, version: int | None = None, submission: int | None = None) -> ImportOutcome:
    return ImportOutcome(
        written=version is not None or submission is not None,
        data_version=version,
        submission=submission,
        tables=dict(preview.tables),
        changes=[] if preview.change is None else list(preview.change.sentences),
        read=[
            {"file": table.found.file, "sheet": table.found.sheet, "title": table.title, "how": list(table.how)}
            for table in preview.imported.tables
        ],
        findings=[ProblemFinding(**row) for row in rows_of(findings_table(told_with_files(preview.findings)))],
    )


def _shown(one: Submission) -> dict[str, Any]:
    told: dict[str, Any] = plain_values({**vars(one), "state": one.state.value})
    return told
