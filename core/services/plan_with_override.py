"""Plan with a person's own figure: a what-if in which the difference to the forecast comes or leaves."""

import pandas as pd

from core.domain.scenario import Influx, Scenario
from core.domain.schemas import ForecastTable
from core.domain.weeks import planning_weeks
from core.domain.wording import day
from core.errors import DataError
from core.services.forecast_people import forecast_people
from core.services.name_scenario import LONGEST
from core.services.open_operation import OpenOperation
from core.services.resources import Resources
from core.store import Override


def plan_with_override(resources: Resources, opened: OpenOperation, override: Override, base: Scenario) -> Scenario:
    """The base scenario with an influx that brings the median of the override's week to its figure.

    The forecast is that of today's data, not the one kept with the override; what the base scenario lets come to the
    camp by then is counted in. The scenario runs at least to the week.

    Raises
    ------
    DataError
        If the week is past, the camp has no forecast, or nothing would differ.
    """
    operation, start, week = opened.operation, opened.operation.planning_start, pd.Timestamp(override.week)
    if week <= start:
        raise DataError(
            f"The week to {override.week} is past: the planning day is {start.date()}.",
            "Enter a figure for a week ahead.",
        )
    weeks = int((week - planning_weeks(start, 1)[0]).days // 7) + 1
    table = forecast_people(resources, operation, start, weeks).table
    own = table[(table[ForecastTable.camp_id] == override.camp_id) & (table[ForecastTable.week] == week)]
    if own.empty:
        raise DataError(
            "There is no forecast to add people to: the camp was never counted.", "Add a first count of the camp."
        )
    planned = sum(
        change.people
        for change in base.influx
        if change.camp_id == override.camp_id and start < pd.Timestamp(change.date) <= week
    )
    people = round(override.people - float(own[ForecastTable.q50].iloc[0]) - planned)
    if not people:
        raise DataError("The figure equals the median: there is nothing to plan differently.", "Plan as it is.")
    change = Influx(camp_id=override.camp_id, date=override.week, people=float(people))
    place = operation.place_names[override.camp_id]
    name = f"{override.people:,.0f} people by {day(week)}, {place}"[:LONGEST].strip()
    values = {"influx": (*base.influx, change), "weeks": max(base.weeks, weeks), "name": name}
    return base.model_copy(update=values)
