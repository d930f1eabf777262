"""Forecasts of people, their totals, how the past was foreseen, and people's own figures."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import ConfigDict, Field
from starlette.responses import Response

from core.domain.access import alone
from core.domain.weeks import day_from_text
from core.errors import StoreError
from core.services.forecast_people import forecast_key, forecast_people
from core.services.keep_overrides import OverrideDraft, enter_override, overrides_of
from core.services.long_work import backtest_work, forecast_work
from core.services.plain_values import plain_values
from core.services.total_people import total_people
from entrypoints.api.context import (
    About,
    AsOf,
    Day,
    ModelVersion,
    Name,
    People,
    Strict,
    Text,
    Weeks,
    WeeksAhead,
    day_of,
)
from entrypoints.api.job_resource import TAKEN_ON, taken_on
from entrypoints.api.paging import Page, Rows

router = APIRouter(prefix="/operations/{operation}", tags=["forecasts"])

MOST_CAMPS_AT_ONCE = 500
"""Camps up to which a forecast is worked out while the caller waits."""


class ForecastPage(Page):
    """A page of a forecast, and what it could not say."""

    model_version: str
    missing: list[str] = Field(description="Camps without any count on or before the day; not known, not zero")
    planning_figures: list[str] = Field(description="Camps whose forecast rests on a planning figure, not a count")


class ForecastQuestion(Strict):
    """A forecast of every camp."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"weeks": 8}]})

    weeks: Weeks = 8
    as_of: Day | None = None
    model: Name | None = None


class BacktestQuestion(Strict):
    """Forecasts of the past with what was known then."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"weeks": 4}]})

    weeks: Weeks = 8
    model: Name | None = None


class FigureDraft(Strict):
    """Somebody's own figure for a camp and a week."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "camp": "mahama",
                    "week": "2026-11-22",
                    "people": 75000,
                    "reason": "Buses are announced.",
                    "author": "Amina",
                }
            ]
        }
    )

    camp: Name
    week: Day = Field(description="Any day of the week that is meant")
    people: People
    low: People | None = None
    high: People | None = None
    reason: Text = Field(min_length=1)
    author: Annotated[str, Field(max_length=200)] = Field("", description="Whose it is, where nobody signs in")


@router.get("/forecast", summary="Forecast people")
def show_forecast(
    about: About, rows: Rows, weeks: WeeksAhead = 8, as_of: AsOf = None, model: ModelVersion = None
) -> ForecastPage:
    """Quantiles of the people of each camp and week, using nothing dated after `as_of`.

    The served model is asked for with every request, so a promotion holds from the next one on. Operations of more
    than 500 camps are asked for as a job, unless the answer is kept already.
    """
    resources, operation, day = about.resources, about.opened.operation, day_of(about.opened, as_of)
    version = model or resources.registry.current_version()
    is_kept = resources.results.holds(forecast_key(resources, operation, day, weeks, version))
    if len(operation.camps) > MOST_CAMPS_AT_ONCE and not is_kept:
        raise StoreError(
            f"{len(operation.camps):,} camps are forecast as a job, up to {MOST_CAMPS_AT_ONCE} at once.",
            "POST to …/forecasts, and ask here again once its job is done.",
        )
    found = forecast_people(resources, operation, day, weeks, version)
    page = rows.of_table(found.table)
    return ForecastPage(
        **page.model_dump(),
        model_version=version,
        missing=list(found.missing),
        planning_figures=list(found.planned),
    )


@router.post("/forecasts", summary="Forecast the people of many camps", **TAKEN_ON)
def ask_forecast(request: Request, about: About, asked: ForecastQuestion) -> Response:
    """The same as a job, for large operations."""
    version = asked.model or about.resources.registry.current_version()
    about.resources.registry.fingerprint(version)
    day = day_of(about.opened, asked.as_of)
    return taken_on(request, about, forecast_work(about.resources, about.opened.operation, day, asked.weeks, version))


@router.get("/totals", summary="Forecast what the camps add up to")
def show_totals(
    about: About, rows: Rows, weeks: WeeksAhead = 8, as_of: AsOf = None, model: ModelVersion = None
) -> Page:
    """Regions, countries and the operation, and groups of people: summed future by future."""
    day = day_of(about.opened, as_of)
    return rows.of_table(total_people(about.resources, about.opened.operation, day, weeks, model))


@router.post("/backtests", summary="Forecast the past", **TAKEN_ON)
def ask_backtest(request: Request, about: About, asked: BacktestQuestion) -> Response:
    """How past forecasts would have done, beside “same as last count”."""
    version = asked.model or about.resources.registry.current_version()
    about.resources.registry.fingerprint(version)
    return taken_on(request, about, backtest_work(about.resources, about.opened.operation, version, asked.weeks))


@router.get("/figures", summary="List people's own figures")
def list_figures(
    about: About,
    rows: Rows,
    camp: Annotated[str | None, Query(max_length=200, description="Only of this camp", examples=["mahama"])] = None,
) -> Page:
    """Figures that people set beside the forecast, the newest first."""
    return rows.of_list([plain_values(one) for one in overrides_of(about.resources, about.opened, camp)])


@router.post("/figures", summary="Keep a figure of your own", status_code=201)
def add_figure(about: About, draft: FigureDraft) -> dict[str, Any]:
    """Keep it with the forecast and the last count as they stand now; data and forecast stay as they are."""
    entered = OverrideDraft(draft.camp, day_from_text(draft.week), draft.people, draft.reason, draft.low, draft.high)
    actor = about.actor if about.actor.signed_in else alone(about.actor.door, draft.author.strip())
    kept: dict[str, Any] = plain_values(enter_override(about.resources, about.opened, entered, actor))
    return kept
