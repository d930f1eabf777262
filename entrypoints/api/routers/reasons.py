"""Reasons: why a camp gets what it gets, and the smallest change that would raise it."""

from fastapi import APIRouter, Request
from pydantic import ConfigDict
from starlette.responses import Response

from core.services.long_work import reasons_work
from entrypoints.api.context import About, Name, Share
from entrypoints.api.job_resource import TAKEN_ON, taken_on
from entrypoints.api.routers.plans import OfScenario

router = APIRouter(prefix="/operations/{operation}", tags=["reasons"])


class ReasonsQuestion(OfScenario):
    """Why a camp, or one item at it, is covered as it is by the plan of a scenario."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"scenario": {"weeks": 4}, "camp": "mahama", "item": "maize-flour"}]}
    )

    camp: Name
    item: Name | None = None
    target: Share = 0.8


@router.post("/reasons", summary="Ask why", **TAKEN_ON)
def ask_reasons(request: Request, about: About, asked: ReasonsQuestion) -> Response:
    """Limits that bind, what one unit more would bring, and the smallest changes that reach a target.

    Each is found by solving again. The plan has to be made first; 409 says so.
    """
    work = reasons_work(about.resources, about.opened.operation, asked.read(), asked.camp, asked.item, asked.target)
    return taken_on(request, about, work)
