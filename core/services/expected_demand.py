"""What people are expected to take, week by week, and what an empty shelf hid, from an operation's stock reports."""

from dataclasses import dataclass

import pandas as pd

from core.demand import known_on, panel_of, recover_demand, table_of, weekly_demand
from core.domain.operation import Operation
from core.domain.schemas import Consumption
from core.domain.weeks import planning_weeks
from core.services.keys import content_key, fingerprint_of_table
from core.services.resources import Resources


@dataclass(frozen=True, eq=False)
class RecoveredDemand:
    """Demand as reported, and as it was where the shelf was not empty.

    Attributes
    ----------
    table
        place_id, item_id, period_start, distributed, state (``known``, ``at_least``, ``hidden``), q10, q50, q90: item
        units of the period; quantiles blank where nothing can be told.
    hidden, at_least
        Periods whose demand an empty shelf hid, and those in which the shelf ran empty.
    missed_units
        By item: the estimates less what was given out, summed over such periods; index item_id.
    not_told
        Periods of which nothing can be told: the item never lay on a shelf, here or at enough other places.
    """

    table: pd.DataFrame
    hidden: int
    at_least: int
    missed_units: pd.Series
    not_told: int


def recovered_demand(operation: Operation, as_of: pd.Timestamp | None = None) -> RecoveredDemand | None:
    """Demand of every reported period; None without stock reports that say what was given out."""
    reports = known_on(operation.consumption, as_of or operation.planning_start)
    if reports.empty:
        return None
    panel = panel_of(reports)
    table = table_of(panel, recover_demand(panel))
    short = table[table["state"] != "known"]
    missed = (short["q50"] - short["distributed"]).clip(lower=0).groupby(short[Consumption.item_id]).sum()
    return RecoveredDemand(
        table,
        int(table["state"].eq("hidden").sum()),
        int(table["state"].eq("at_least").sum()),
        missed.sort_values(ascending=False),
        int(short["q50"].isna().sum()),
    )


def expected_demand(resources: Resources, operation: Operation, start: pd.Timestamp, weeks: int) -> pd.DataFrame:
    """place_id, item_id, week, q10 to q90 from reports that had ended by ``start``; learnt once, then kept."""
    reports = operation.consumption
    if reports.empty:
        return weekly_demand(reports, start, planning_weeks(start, 0))
    key = content_key("expected demand", fingerprint_of_table(reports), start.date(), weeks, resources.code_version)
    found = resources.results.get(key)
    if found is None:
        found = {"demand": weekly_demand(reports, start, planning_weeks(start, weeks))}
        resources.results.put(key, found)
    return pd.DataFrame(found["demand"])
