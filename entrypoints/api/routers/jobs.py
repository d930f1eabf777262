"""Jobs: how far they are, their answers, and their end."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from core.domain.access import Right, require
from core.errors import NotFound, StoreError
from core.services.answer_of_work import Answer, answer_of_work
from core.services.jobs_on_record import JobRecord, JobState
from entrypoints.api.context import ApiContext, Context, Looker
from entrypoints.api.etag import tagged
from entrypoints.api.job_resource import JobResource, job_resource
from entrypoints.api.paging import Page, Rows

router = APIRouter(prefix="/jobs", tags=["jobs"])

JobId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", description="Id of the job", examples=["0" * 32])]


class JobResult(BaseModel):
    """The answer to long work: plain values, and tables that are read page by page."""

    job: JobResource
    values: dict[str, Any] = Field(description="Figures, sentences and notes, as the command line has them with --json")
    tables: dict[str, int] = Field(description="Rows of each table; read them at /tables/NAME")


@router.get("", summary="List jobs, the newest first")
def list_jobs(
    context: Context,
    looker: Looker,
    rows: Rows,
    operation: Annotated[
        str | None, Query(max_length=200, description="Id or name of the operation", examples=["Great Lakes response"])
    ] = None,
) -> Page:
    """Jobs of every process, as they were last written down."""
    name = None if operation is None else context.name_of(operation)
    found, total = context.resources.store.jobs.page(rows.offset, rows.limit, name)
    return rows.of_part([job_resource(record).model_dump(mode="json") for record in found], total)


@router.get("/{job}", summary="See how far a job is")
def show_job(context: Context, looker: Looker, job: JobId) -> JobResource:
    """State, share, message; why it failed and the ways out, where it did."""
    return job_resource(context.desk.look(job))


@router.post("/{job}/cancel", summary="Cancel a job", status_code=202)
def cancel_job(context: Context, looker: Looker, job: JobId) -> JobResource:
    """Ask for its end: a plan that was begun may still end as done, with the best plan so far.

    Only who asked for it, or who may propose plans, cancels it.
    """
    record = context.desk.look(job)
    if looker.signed_in and record.asked_by != looker.name:
        require(looker, Right.PROPOSE_PLAN)
    return job_resource(context.desk.cancel(job))


@router.get(
    "/{job}/result",
    summary="Read the answer of a job",
    response_model=JobResult,
    responses={304: {"description": "The answer is the one you have (`If-None-Match`)"}},
)
def show_result(request: Request, context: Context, looker: Looker, job: JobId) -> Response:
    """Values and names of tables; 409 while there is no answer, 404 where it is no longer kept."""
    record = context.desk.look(job)
    answer = _answer(context, record)
    content = JobResult(
        job=job_resource(record),
        values=dict(answer.values),
        tables={name: len(table) for name, table in answer.tables.items()},
    )
    return tagged(request, record.key, content.model_dump(mode="json"))


@router.get(
    "/{job}/tables/{table}",
    summary="Read a table of an answer",
    response_model=Page,
    responses={304: {"description": "The page is the one you have (`If-None-Match`)"}},
)
def show_table(
    request: Request,
    context: Context,
    looker: Looker,
    rows: Rows,
    job: JobId,
    table: Annotated[str, Path(max_length=80, description="Name of the table", examples=["shipments"])],
) -> Response:
    """Rows in pages, with the columns that the files of the command line have."""
    record = context.desk.look(job)
    tables = _answer(context, record).tables
    if table not in tables:
        raise NotFound(
            f"The answer has no table “{table}”; it has {', '.join(tables) or 'none'}.", "Choose one of them."
        )
    key = f"{record.key}.{table}.{rows.offset}.{rows.limit}".encode("ascii", "replace").decode()
    return tagged(request, key, rows.of_table(tables[table]).model_dump(mode="json"))


def _answer(context: ApiContext, record: JobRecord) -> Answer:
    if record.state != JobState.DONE:
        why = record.failure.get("message", "") if record.failure else ""
        raise StoreError(
            f"The job is {record.state.value}. {why}".strip(),
            record.failure.get("hint", "Look at the job until it is done.")
            if record.failure
            else "Look at the job until it is done.",
        )
    operation = context.version(record.data_version).operation
    found = answer_of_work(context.resources, operation, record.kind, record.question, record.key)
    if found is None:
        raise NotFound("The answer is no longer kept.", "Ask the question again.")
    return found
