"""Limits that are used up on the way to a camp, and in which weeks."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.comparison.approach import Approach
from core.comparison.goods import Goods
from core.comparison.plan_view import PlanView
from core.comparison.reason import Kind
from core.comparison.ways import closed_weeks
from core.domain import wording
from core.domain.schemas import Depots, Trips

USED_UP = 1 - 1e-6
"""Share of a limit from which it counts as used up."""


@dataclass(frozen=True, eq=False)
class UsedUp:
    """A limit with the weeks in which it is used up.

    Attributes
    ----------
    words
        The statement, but for its weeks.
    weeks
        Sundays, as ``datetime64``.
    lead_weeks
        Weeks until what departs at the limit is at the camp.
    """

    kind: Kind
    words: str
    weeks: np.ndarray
    lead_weeks: float


def closed_ways(view: PlanView, approach: Approach) -> list[UsedUp]:
    """Ways that the scenario closes."""
    if not view.plan.scenario.closures:
        return []
    closed = closed_weeks(approach.inward, view.plan.scenario, view.sundays).merge(approach.inward, on="route_id")
    return [
        UsedUp("closed", f"{_way(view, origin, destination)} is closed", _weeks(rows), rows["onward"].iloc[0])
        for (_, origin, destination), rows in closed.groupby(["route_id", "origin_id", "destination_id"], sort=False)
    ]


def full_trips(view: PlanView, approach: Approach) -> list[UsedUp]:
    """Ways on which every trip is made."""
    limited = approach.inward[approach.inward["trips_per_week"].notna()]
    trips = view.plan.tables["trips"].merge(limited, left_on=Trips.route_id, right_on="route_id")
    full = trips[trips[Trips.trips] >= trips["trips_per_week"] * USED_UP]
    found = []
    for (_, origin, destination, limit), rows in full.groupby(
        ["route_id", "origin_id", "destination_id", "trips_per_week"], sort=False
    ):
        trips_used = "The one trip" if limit == 1 else f"All {limit:,.4g} trips"
        verb = "is" if limit == 1 else "are"
        words = f"{trips_used} on {_way(view, origin, destination)} {verb} used"
        found.append(UsedUp("route", words, _weeks(rows), rows["onward"].iloc[0]))
    return found


def full_depots(view: PlanView, approach: Approach, goods: Goods) -> list[UsedUp]:
    """Depots that handle all they can."""
    limits = np.full(len(goods.places), np.nan)
    limits[~goods.is_camp] = view.operation.depots[Depots.throughput_t_per_week].to_numpy(dtype=float)
    full = (goods.sent_t >= limits[:, None] * USED_UP) & approach.reach[:, None]
    return [
        UsedUp(
            "handling",
            f"{view.names[goods.places[place]]} handles its full {wording.tonnes(limits[place])} a week",
            view.sundays.to_numpy()[full[place]],
            approach.lead_weeks[place],
        )
        for place in np.flatnonzero(full.any(axis=1))
    ]


def bought_out(view: PlanView, approach: Approach, goods: Goods, item_id: str) -> list[UsedUp]:
    """Suppliers that sell no more of an item."""
    item = view.items.loc[item_id]
    weight_t, name = float(item["weight_kg"]) / 1000, wording.in_sentence(str(item["name"]))
    number = goods.items.get_loc(item_id)
    found = []
    for place, _ in (pair for pair in goods.sold.pairs if pair[1] == number and approach.reach[pair[0]]):
        limit = goods.sold.limit_t[place, number]
        full = goods.bought_units[place, number] * weight_t >= limit * USED_UP
        words = f"All {wording.tonnes(limit)} {name} a week that {view.names[goods.places[place]]} sells are bought"
        lead = goods.sold.lead_weeks[place, number] + approach.lead_weeks[place]
        found.append(UsedUp("offers", words, view.sundays.to_numpy()[full], lead))
    return found


def _weeks(rows: pd.DataFrame) -> np.ndarray:
    return np.sort(rows["week"].to_numpy())


def _way(view: PlanView, origin: object, destination: object) -> str:
    a, b = str(origin), str(destination)
    return f"{view.names.get(a, a)} to {view.names.get(b, b)}"
