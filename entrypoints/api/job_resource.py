"""A job as the API shows it, and the answer 202 with which work is taken on."""

import datetime as dt
from typing import Any

from fastapi import Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from core.services.jobs_on_record import JobRecord, JobState
from core.services.long_work import Work
from entrypoints.api.context import Asking, operation_id
from entrypoints.api.desk import TooManyJobs
from entrypoints.api.problems import AsciiJson, Problem, problem_answer

JOBS = "/api/v1/jobs"


class JobLinks(BaseModel):
    """Where more about a job is."""

    self: str
    result: str
    cancel: str


class JobResource(BaseModel):
    """Work that was asked for, and how far it is."""

    id: str
    kind: str
    operation: str
    operation_id: str
    data_version: int
    key: str = Field(description="Content key of the answer: the same question on the same data has the same key")
    state: JobState
    share: float = Field(description="How far it is, 0 to 1")
    message: str = Field(description="What is being done")
    asked_by: str
    created: dt.datetime
    updated: dt.datetime
    problem: Problem | None = Field(None, description="Why there is no answer")
    links: JobLinks


def job_resource(record: JobRecord) -> JobResource:
    """A job on record as it is shown."""
    failure = record.failure
    problem = None
    if failure:
        problem = Problem(
            type=f"urn:aid:{failure['kind']}",
            title=record.state.value.capitalize(),
            status=409 if record.state == JobState.INTERRUPTED else 422,
            detail=failure["message"],
            hint=failure["hint"],
            limits=list(failure["limits"]),
            repairs=list(failure["repairs"]),
        )
    address = f"{JOBS}/{record.id}"
    return JobResource(
        id=record.id,
        kind=record.kind,
        operation=record.operation,
        operation_id=operation_id(record.operation),
        data_version=record.data_version,
        key=record.key,
        state=record.state,
        share=record.share,
        message=record.message,
        asked_by=record.asked_by,
        created=record.created,
        updated=record.updated,
        problem=problem,
        links=JobLinks(self=address, result=f"{address}/result", cancel=f"{address}/cancel"),
    )


def taken_on(request: Request, asking: Asking, work: Work) -> Response:
    """Take work on: 202 with its job, or 429 where too much waits."""
    try:
        record = asking.context.desk.hand_over(work, asking.opened, asking.actor)
    except TooManyJobs:
        return problem_answer(
            429,
            "TooManyJobs",
            "More jobs wait already than this service takes on.",
            "Wait for some of them to end, or cancel some.",
            {"Retry-After": "5"},
            request_id=request.scope["aid_request_id"],
        )
    shown: dict[str, Any] = job_resource(record).model_dump(mode="json")
    return AsciiJson(shown, 202, {"Location": shown["links"]["self"]})


TAKEN_ON: dict[str, Any] = {
    "status_code": 202,
    "response_model": JobResource,
    "response_description": "Taken on; look at the job",
}
"""How an address that takes work on is documented."""
