"""Errors as problem details (RFC 9457): what happened, what to do, and the findings with the codes of the pages."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from core.domain.finding import findings_table
from core.domain.plain_faults import plain_fault
from core.errors import (
    AidError,
    AllocationError,
    BacktestCancelled,
    DataError,
    ForecastError,
    InvalidScenario,
    InvalidTable,
    ModelNotFound,
    NotAllowed,
    NotFound,
    RegistryError,
    SignInNeeded,
    StoreError,
    StoreUnavailable,
)
from core.services.plain_values import rows_of

MEDIA_TYPE = "application/problem+json"
STATUSES: Mapping[type[AidError], int] = {
    SignInNeeded: 401,
    NotAllowed: 403,
    NotFound: 404,
    ModelNotFound: 404,
    StoreUnavailable: 503,
    StoreError: 409,
    RegistryError: 503,
    BacktestCancelled: 409,
    InvalidScenario: 422,
    DataError: 422,
    ForecastError: 422,
    AllocationError: 422,
    AidError: 422,
}
"""HTTP status of each error; the first class that an error is of decides."""


class ProblemFinding(BaseModel):
    """One fault, question or note, with the code that the pages have."""

    level: str
    table: str
    row: int | None = None
    column: str | None = None
    rule: str
    message: str
    suggestion: str


class Problem(BaseModel):
    """Problem details."""

    type: str = Field(
        description="Kind of the problem; stays the same for the same kind", examples=["urn:aid:StoreError"]
    )
    title: str
    status: int
    detail: str = Field(description="What was expected, what came")
    hint: str = Field("", description="What to do next")
    request_id: str = ""
    findings: list[ProblemFinding] = Field(default_factory=list)
    limits: list[str] = Field(default_factory=list, description="Limits that cannot hold together")
    repairs: list[dict[str, Any]] = Field(default_factory=list, description="Ways out, the least eased first")


class AsciiJson(Response):
    """JSON that any text fits in, halves of characters too; not-a-number is refused while it is made."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """As bytes."""
        return json.dumps(content, allow_nan=False, separators=(",", ":")).encode("ascii")


class ProblemResponse(AsciiJson):
    """An answer that is a problem."""

    media_type = MEDIA_TYPE


def problem_answer(
    status: int, kind: str, detail: str, hint: str = "", headers: Mapping[str, str] | None = None, **more: Any
) -> ProblemResponse:
    """A problem as an answer."""
    problem = Problem(
        type=f"urn:aid:{kind}", title=HTTPStatus(status).phrase, status=status, detail=detail, hint=hint, **more
    )
    return ProblemResponse(problem.model_dump(mode="json"), status, dict(headers or {}))


def answer_to_error(error: AidError, request_id: str = "") -> ProblemResponse:
    """The problem that an error of the program is."""
    status = next(status for kind, status in STATUSES.items() if isinstance(error, kind))
    findings = rows_of(findings_table(error.findings)) if isinstance(error, InvalidTable) else []  # type: ignore[arg-type]
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {"Retry-After": "2"} if status == 503 else {}
    return problem_answer(
        status,
        type(error).__name__,
        error.message,
        error.hint,
        headers,
        request_id=request_id,
        findings=findings,
        limits=list(getattr(error, "limits", ())),
        repairs=[asdict(repair) for repair in getattr(error, "repairs", ())],
    )


def tell_problems(app: FastAPI) -> None:
    """Have every error leave as a problem."""

    @app.exception_handler(AidError)
    def of_program(request: Request, error: AidError) -> Response:
        return answer_to_error(error, _request_id(request))

    @app.exception_handler(RequestValidationError)
    def of_request(request: Request, error: RequestValidationError) -> Response:
        findings = [
            ProblemFinding(
                level="error",
                table="request",
                column=".".join(map(str, fault["loc"]))[:200],
                rule=str(fault["type"]),
                message=plain_fault(fault)[:500],
                suggestion="See /openapi.json for what is expected.",
            )
            for fault in error.errors()
        ]
        told = "; ".join(f"{one.column}: {one.message}" for one in findings[:5])
        return problem_answer(
            422, "InvalidRequest", told, "Correct these places.", request_id=_request_id(request), findings=findings
        )

    @app.exception_handler(HTTPException)
    def of_routing(request: Request, error: HTTPException) -> Response:
        words = {404: "There is nothing at this address.", 405: "This address does not know this method."}
        return problem_answer(
            error.status_code,
            HTTPStatus(error.status_code).phrase.replace(" ", ""),
            words.get(error.status_code, str(error.detail)),
            "See /openapi.json for what there is.",
            error.headers,
            request_id=_request_id(request),
        )


DOCUMENTED: dict[int | str, dict[str, Any]] = {
    status: {"description": words, "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    for status, words in {
        400: "The request cannot be read",
        401: "No key that can be used was sent",
        403: "The key or its account has not the right",
        404: "Nothing is kept under this name, number or key",
        405: "This address does not know this method",
        409: "It clashes with what is stored, or something has to be made first",
        413: "The body is too large",
        415: "The body is of another kind than is read here",
        422: "A value cannot be used; findings name each",
        429: "Too many requests or jobs; wait as `Retry-After` says",
        500: "The program failed; the log has the request id",
        503: "The store or the model cannot be used now",
    }.items()
}
"""What any address may answer besides what it is for."""


def _request_id(request: Request) -> str:
    return str(request.scope.get("aid_request_id", ""))
