"""Who runs short, of what, and when: the figures of the first page."""

from dataclasses import dataclass

import pandas as pd

from core.domain.change import apply_plan
from core.domain.indicators import camp_coverage
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.planning_figures import planning_figures
from core.domain.real_counts import real_counts
from core.domain.schemas import Camps, ForecastTable, NeedsTable, Population
from core.inventory import days_of_cover, share_served
from core.services.forecast_people import forecast_people
from core.services.needs_of_people import needs_of_people
from core.services.resources import Resources
from core.services.total_people import PeopleInAll, people_in_all, total_people

OLD_COUNT_DAYS = 14
"""A count older than this is marked on every page."""


@dataclass(frozen=True, eq=False)
class Situation:
    """What is known on the planning day.

    Attributes
    ----------
    start
        Day the stock was counted and the forecast begins.
    camps
        A row per camp: camp_id, name, admin1, country, latitude, longitude, people (median forecast for the Sunday of
        the first week), people_low, people_high (80 % band), last_count (people counted last), last_count_date,
        count_age_days, is_old, planning_people (planning figure, not a count, that the forecast rests
        on). Camps without a count have blanks.
    in_all
        People in all camps that have a forecast.
    cover
        ``Cover``: days until the shelf of each consumable is empty.
    served
        ``Served``: share of durable need met by earlier distributions.
    needs
        ``NeedsTable`` over the weeks asked for.
    notes
        Sentences about what was estimated or is not known.
    """

    start: pd.Timestamp
    camps: pd.DataFrame
    in_all: PeopleInAll
    cover: pd.DataFrame
    served: pd.DataFrame
    needs: pd.DataFrame
    notes: tuple[str, ...]


def load_situation(resources: Resources, operation: Operation, weeks: int) -> Situation:
    """Figures of an operation on its planning day.

    Raises
    ------
    NotEnoughHistory
        If no camp has a count.
    InvalidTable
        If there are no items.
    """
    start = operation.planning_start
    forecast = forecast_people(resources, operation, start, weeks).table
    needs = needs_of_people(resources, operation, start, weeks)
    return Situation(
        start=start,
        camps=camp_figures(operation, forecast, start),
        in_all=people_in_all(total_people(resources, operation, start, weeks)),
        cover=days_of_cover(operation, needs.table, start),
        served=share_served(operation, forecast, start),
        needs=needs.table,
        notes=needs.notes,
    )


def camp_figures(operation: Operation, forecast: pd.DataFrame, start: pd.Timestamp) -> pd.DataFrame:
    """Place, people with spread, and age of the last count of every camp, counted or not."""
    first = forecast[forecast[ForecastTable.horizon_weeks] == 1].set_index(ForecastTable.camp_id)
    camps = operation.camps
    ids = camps[Camps.camp_id]
    counts = real_counts(operation, start).sort_values(Population.date, kind="stable")
    newest = counts.drop_duplicates(Population.camp_id, keep="last").set_index(Population.camp_id)
    last = pd.Series(newest[Population.date].reindex(ids).to_numpy(), index=ids.index)
    age_days = (start - last).dt.days
    return pd.DataFrame(
        {
            "camp_id": ids,
            "name": camps[Camps.name],
            "admin1": camps[Camps.admin1],
            "country": camps[Camps.country],
            "latitude": camps[Camps.latitude],
            "longitude": camps[Camps.longitude],
            "people": ids.map(first[ForecastTable.q50]),
            "people_low": ids.map(first[ForecastTable.q10]),
            "people_high": ids.map(first[ForecastTable.q90]),
            "last_count": ids.map(newest[Population.population]),
            "last_count_date": last,
            "count_age_days": age_days,
            "is_old": (age_days > OLD_COUNT_DAYS) | last.isna(),
            "planning_people": planning_figures(operation, start)["people"].reindex(ids).to_numpy(),
        }
    )


def last_counts(operation: Operation, start: pd.Timestamp) -> pd.Series:
    """Date of each camp's newest real count on or before a day, by camp_id."""
    return real_counts(operation, start).groupby(Population.camp_id)[Population.date].max()


def coverage_of_camps(operation: Operation, plan: Plan) -> pd.DataFrame:
    """Share of need met per camp over the plan, with the spread that the forecast leaves.

    The band keeps what the plan delivers and takes the need of the 90 % and 10 % quantiles; it is blank where the needs
    came from a file without quantiles.

    Parameters
    ----------
    operation
        Without the scenario; the plan's own is applied here.

    Returns
    -------
    pandas.DataFrame
        camp_id, coverage, coverage_low, coverage_high: shares in 0 to 1.
    """
    changed = apply_plan(operation, plan)
    by_camp = {"coverage": camp_coverage(changed, plan.needs, plan.coverage)}
    for name, quantile in (("coverage_low", NeedsTable.need_q90), ("coverage_high", NeedsTable.need_q10)):
        if quantile in plan.needs:
            needs = plan.needs.assign(**{NeedsTable.need: plan.needs[quantile]})
            by_camp[name] = camp_coverage(changed, needs, plan.coverage)
    table = pd.DataFrame(by_camp, columns=["coverage", "coverage_low", "coverage_high"])
    # where less need shifts the weight to items that are short, the quantile's figure can pass the planned one
    table["coverage_low"] = table[["coverage_low", "coverage"]].min(axis=1, skipna=False)
    table["coverage_high"] = table[["coverage_high", "coverage"]].max(axis=1, skipna=False)
    return table.rename_axis("camp_id").reset_index()
