"""Inventory: what runs out first, where and how surely; when to order."""

from fastapi import APIRouter, Request
from pydantic import ConfigDict
from starlette.responses import Response

from core.services.long_work import inventory_work
from entrypoints.api.context import About, Weeks
from entrypoints.api.job_resource import TAKEN_ON, taken_on
from entrypoints.api.routers.plans import OfScenario

router = APIRouter(prefix="/operations/{operation}", tags=["inventory"])


class InventoryQuestion(OfScenario):
    """Shelves looked ahead, as they are or as the plan of a scenario moves goods."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"weeks": 4, "with_plan": False}]})

    weeks: Weeks = 8
    with_plan: bool = False


@router.post("/inventories", summary="Look ahead at the shelves", **TAKEN_ON)
def ask_inventory(request: Request, about: About, asked: InventoryQuestion) -> Response:
    """Days of cover, chance of a stock-out by date, expiry, reorder points; with a plan it is made where it is not."""
    work = inventory_work(about.resources, about.opened.operation, asked.read(), asked.weeks, asked.with_plan)
    return taken_on(request, about, work)
