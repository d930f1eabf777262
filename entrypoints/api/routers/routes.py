"""Routes: vehicles, trips and times for a week's shipments, and the waybills issued for them."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from pydantic import ConfigDict, Field
from starlette.responses import Response

from core.domain.dispatch import DispatchRequest
from core.errors import StoreError
from core.services.long_work import dispatch_work
from core.services.plain_values import plain_values
from core.services.waybills_on_record import waybills_of_operation
from entrypoints.api.context import About, Day
from entrypoints.api.job_resource import TAKEN_ON, taken_on
from entrypoints.api.paging import Page, Rows
from entrypoints.api.proposals import known_proposal
from entrypoints.api.routers.plans import OfScenario

router = APIRouter(prefix="/operations/{operation}", tags=["routes"])


class DispatchQuestion(OfScenario):
    """Vehicles for a week of a plan: one on record by its number, or the plan of a scenario that is made."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"scenario": {"weeks": 4}, "week": "2026-11-08", "iterations": 200, "seconds": 10.0}]
        }
    )

    week: Day = Field(description="Sunday that ends the week")
    proposal: Annotated[int, Field(strict=True, ge=1, le=2**31 - 1)] | None = None
    objective: Literal["cost", "hours", "co2"] = "cost"
    seconds: Annotated[float, Field(strict=True, gt=0, le=600, allow_inf_nan=False)] = 60.0
    iterations: Annotated[int, Field(strict=True, ge=1, le=100_000)] = 3000
    seed: Annotated[int, Field(strict=True, ge=0, le=2**32 - 1)] = 0


@router.post("/dispatches", summary="Put a week's shipments on vehicles", **TAKEN_ON)
def ask_dispatch(request: Request, about: About, asked: DispatchQuestion) -> Response:
    """Visits, loads, and what could not be served with the remedy; checked by a second program before it is shown."""
    wanted = DispatchRequest.from_values(
        {
            "week": asked.week,
            "objective": asked.objective,
            "seconds": asked.seconds,
            "iterations": asked.iterations,
            "seed": asked.seed,
        }
    )
    if asked.proposal is not None:
        found = known_proposal(about.resources, asked.proposal)
        if found.data_version != about.version.id:
            raise StoreError(
                f"Plan {found.id} was made from other data than “{about.version.operation}” holds now.",
                "Make the plan anew on the newest data, or dispatch it on the page Dispatch.",
            )
    work = dispatch_work(about.resources, about.opened.operation, asked.read(), wanted, asked.proposal)
    return taken_on(request, about, work)


@router.get("/waybills", summary="List issued waybills")
def list_waybills(about: About, rows: Rows) -> Page:
    """Waybills as they were issued and sealed."""
    shown: list[dict[str, Any]] = [
        plain_values(one) for one in waybills_of_operation(about.resources, about.version.operation)
    ]
    return rows.of_list(shown)
