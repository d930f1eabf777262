"""What the people forecast will need."""

import pandas as pd

from core.domain.operation import Operation
from core.domain.planning_figures import LABEL
from core.domain.weeks import as_day
from core.metrics.meter import timed
from core.needs import Needs, compute_needs
from core.services.forecast_people import forecast_people
from core.services.resources import Resources


@timed("needs")
def needs_of_people(
    resources: Resources,
    operation: Operation,
    as_of: pd.Timestamp | str,
    weeks: int,
    planning_quantile: float = 0.5,
    version: str | None = None,
) -> Needs:
    """Need by camp, item and week from the operation's forecast as of a date."""
    as_of = as_day(as_of)
    forecast = forecast_people(resources, operation, as_of, weeks, version)
    needs = compute_needs(operation, forecast.table, as_of, planning_quantile)
    notes = [
        f"{words}: {', '.join(operation.place_names[camp] for camp in camps)}."
        for words, camps in (
            ("No count, so need is not known", forecast.missing),
            (f"Need by a {LABEL}", forecast.planned),
        )
        if camps
    ]
    return Needs(needs.table, (*notes, *needs.notes))
