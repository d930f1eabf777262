"""Needs: what people require by the standards of the operation."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from core.domain.scenario import Scenario
from core.services.needs_of_people import needs_of_people
from entrypoints.api.context import About, AsOf, ModelVersion, WeeksAhead, day_of
from entrypoints.api.paging import Page, Rows

router = APIRouter(prefix="/operations/{operation}", tags=["needs"])


class NeedsPage(Page):
    """A page of needs, and what has to be known about them."""

    notes: list[str] = Field(description="What was estimated, and from what")


@router.get("/needs", summary="See needs")
def show_needs(
    about: About,
    rows: Rows,
    weeks: WeeksAhead = 8,
    as_of: AsOf = None,
    quantile: Annotated[
        float, Query(ge=0, le=1, allow_inf_nan=False, description="Of the forecast", examples=[0.5])
    ] = 0.5,
    model: ModelVersion = None,
) -> NeedsPage:
    """Item units for each camp, item and week: gross by quantile, and net of camp stock for reading."""
    chosen = Scenario.from_values({"weeks": weeks, "planning_quantile": quantile}).planning_quantile
    day = day_of(about.opened, as_of)
    found = needs_of_people(about.resources, about.opened.operation, day, weeks, chosen, model)
    return NeedsPage(**rows.of_table(found.table).model_dump(), notes=list(found.notes))
