"""Whether this process lives and can answer, and its figures for Prometheus."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from core.errors import AidError
from entrypoints.api import metrics
from entrypoints.api.context import Context
from entrypoints.api.problems import AsciiJson, answer_to_error
from entrypoints.metrics_route import may_read, refused_metrics
from entrypoints.metrics_text import CONTENT_TYPE, metrics_text

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Whether the process lives")
def healthz() -> dict[str, str]:
    """Always the same answer, as long as there is one."""
    return {"status": "alive"}


@router.get("/readyz", summary="Whether it can answer", response_model=dict[str, Any])
def readyz(context: Context) -> Response:
    """The store can be read and a model answers; 503 says what is missing.

    `model` is the version that answers. Where it is not the one that was promoted, `in_place_of` names that one and
    `fault` says why it cannot be read.
    """
    try:
        context.resources.store.accounts.exist()
        served = context.resources.registry.served()
    except AidError as error:
        answer = answer_to_error(error)
        answer.status_code = 503
        return answer
    told = {"status": "ready", "model": served.version, "jobs_under_way": context.desk.queue_length()}
    return AsciiJson(told | ({"in_place_of": served.named, "fault": served.fault} if served.is_fallback else {}))


@router.get(
    "/metrics",
    summary="Figures for Prometheus",
    response_class=Response,
    responses={
        200: {"description": "Text form of Prometheus", "content": {"text/plain": {"schema": {"type": "string"}}}},
        403: {"description": "Asked from another machine without the token of AID_METRICS_TOKEN"},
    },
)
def show_metrics(request: Request, context: Context) -> Response:
    """Figures of the whole product, and requests, seconds and jobs of this API (`aid_api_`)."""
    if not may_read(request, context.resources.settings.metrics_token):
        return refused_metrics()
    own = metrics.told_metrics(lambda: metrics.QUEUE.set(context.desk.queue_length()))
    return Response(metrics_text(context.resources) + own, headers={"Content-Type": CONTENT_TYPE})
