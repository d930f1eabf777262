"""Whether this process lives and can answer, and its figures for Prometheus."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from core.errors import AidError
from entrypoints.api import metrics
from entrypoints.api.context import Context
from entrypoints.api.problems import AsciiJson, answer_to_error

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Whether the process lives")
def healthz() -> dict[str, str]:
    """Always the same answer, as long as there is one."""
    return {"status": "alive"}


@router.get("/readyz", summary="Whether it can answer", response_model=dict[str, Any])
def readyz(context: Context) -> Response:
    """The store can be read and a model is served; 503 says what is missing."""
    try:
        context.resources.store.accounts.exist()
        served = context.resources.registry.current_version()
    except AidError as error:
        answer = answer_to_error(error)
        answer.status_code = 503
        return answer
    return AsciiJson({"status": "ready", "model": served, "jobs_under_way": context.desk.queue_length()})


@router.get(
    "/metrics",
    summary="Figures for Prometheus",
    response_class=Response,
    responses={
        200: {"description": "Text form of Prometheus", "content": {"text/plain": {"schema": {"type": "string"}}}}
    },
)
def show_metrics(context: Context) -> Response:
    """Requests, seconds, jobs; names begin with `aid_api_`."""
    content, media_type = metrics.told_metrics(lambda: metrics.QUEUE.set(context.desk.queue_length()))
    return Response(content, headers={"Content-Type": media_type})
