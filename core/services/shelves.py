"""Which shelf is empty first, whether the plan's next delivery reaches it before, and how many people that touches."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.comparison.ways import directed_ways, shipped_tonnes
from core.domain.indicators import is_once, units_per_person_week
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import Arrivals, Items, NeedsTable, Shipments
from core.domain.weeks import DAYS_PER_WEEK, planning_weeks, week_ending
from core.inventory.cover import LONGEST_COVER_DAYS
from core.services.load_situation import Situation

WATCH_DAYS = 14
"""Food and water that are gone within so many days come before any other item."""
LEAST_LACK_DAYS = 1.0
"""Days of need from which a shelf lacks something before the next delivery."""
ROUNDING = 1e-9
VITAL = ("food", "water")
"""Sectors of items whose lack counts first."""
WITHOUT_PLAN_DAYS = 7
"""With no plan, people are told to lack a food whose shelf is empty within so many days."""


@dataclass(frozen=True)
class PeopleShort:
    """People who will lack a food, and the span in which that lies.

    ``people``: median need, deliveries on the first day of their week. ``low``: few come (10 % quantile of need).
    ``high``: many come (90 % quantile) and deliveries reach the camps on the last day of their week.
    """

    people: float
    low: float
    high: float


def shelves_until_delivery(operation: Operation, situation: Situation, plan: Plan | None) -> pd.DataFrame:
    """Every shelf of a consumable with the day it is empty and the week in which the next delivery comes.

    A delivery is what the plan brings into the camp in a week (or an arrival the camp itself expects), if it is at
    least one day's need: less is a remainder, not a delivery. In the same way a shelf ``runs_out`` where at least one
    day's need is lacking before that week begins; less is a rounding of the plan, which counts in whole weeks. A
    delivery may come on any day of its week: ``runs_out_high`` supposes the last one.

    Shelves come in the order in which they count: food and water that are gone within ``WATCH_DAYS`` first; then by the
    first day without, then by the people who need the item. The plan does not change this order.

    Parameters
    ----------
    operation
        With the scenario applied.
    situation
        Of the same operation.
    plan
        None where there is none; then nothing is known of deliveries and a shelf ``runs_out`` where it is empty within
        ``WITHOUT_PLAN_DAYS`` days.

    Returns
    -------
    pandas.DataFrame
        camp_id, item_id, days, empty_on, empty_from, empty_to, people (who need the item), people_low, people_high,
        delivery_week (Sunday; blank where none is planned), days_late (whole days from the first day without to the
        Monday of that week, or to the end of the plan), runs_out, runs_out_low, runs_out_high, is_food, is_vital,
        severity (person-days without, times priority, within ``WATCH_DAYS``).
    """
    columns = ["camp_id", "item_id", "days", "days_low", "days_high", "empty_on", "empty_from", "empty_to"]
    shelves = situation.cover[columns].copy()
    pairs = pd.MultiIndex.from_frame(shelves[["camp_id", "item_id"]])
    first = situation.needs[situation.needs[NeedsTable.week] == situation.needs[NeedsTable.week].min()]
    first = first.set_index([NeedsTable.camp_id, NeedsTable.item_id]).reindex(pairs)
    per_person = units_per_person_week(operation).stack().reindex(pairs).to_numpy()
    per_person = np.where(per_person > 0, per_person, np.nan)
    for name, quantile in (
        ("people", NeedsTable.need_q50),
        ("people_low", NeedsTable.need_q10),
        ("people_high", NeedsTable.need_q90),
    ):
        shelves[name] = np.nan_to_num(first[quantile].to_numpy(float) / per_person)
    items = operation.items.set_index(Items.item_id)
    sector = shelves["item_id"].map(items[Items.sector])
    shelves["is_food"] = sector.eq("food").to_numpy()
    daily = first[NeedsTable.need_q50].to_numpy(float) / DAYS_PER_WEEK
    sundays = planning_weeks(situation.start, situation.needs[NeedsTable.week].nunique())
    shelves["delivery_week"] = _next_delivery(operation, plan, pairs, daily, sundays)
    begins = (shelves["delivery_week"] - pd.Timedelta(days=DAYS_PER_WEEK - 1)).fillna(
        sundays[-1] + pd.Timedelta(days=1)
    )
    shelves["days_late"] = (begins - shelves["empty_on"]).dt.days.clip(lower=0)
    needed = shelves["people"] > 0
    to_bridge = (begins - situation.start).dt.days - 1 if plan is not None else WITHOUT_PLAN_DAYS
    least = LEAST_LACK_DAYS if plan is not None else 2 * ROUNDING
    latest = shelves["delivery_week"].notna() * (DAYS_PER_WEEK - 1) if plan is not None else 0
    for name, days, bridged in (
        ("runs_out", "days", to_bridge),
        ("runs_out_low", "days_high", to_bridge),
        ("runs_out_high", "days_low", to_bridge + latest),
    ):
        shelves[name] = (bridged - shelves[days] >= least - ROUNDING) & needed
    until = np.minimum((begins - situation.start).dt.days, WATCH_DAYS) if plan is not None else WATCH_DAYS
    without = (until - shelves["days"]).clip(lower=0).fillna(0.0)
    shelves["severity"] = without * shelves["people"] * shelves["item_id"].map(items[Items.priority]).to_numpy()
    shelves["is_vital"] = sector.isin(VITAL).to_numpy() & (shelves["days"] < WATCH_DAYS) & needed
    order = ["is_vital", "empty_on", "people", "camp_id", "item_id"]
    return shelves.sort_values(order, ascending=[False, True, False, True, True], ignore_index=True)


def emptied_shelves(shelves: pd.DataFrame) -> pd.DataFrame:
    """The shelves of ``shelves_until_delivery`` that people need and that will be empty, in their order.

    The first of them is the answer of the first page.
    """
    return shelves[(shelves["days"] < LONGEST_COVER_DAYS) & (shelves["people"] > 0)]


def gravest_wait(shelves: pd.DataFrame) -> pd.Series | None:
    """The shelf that the plan reaches too late for most people and longest; None where it reaches all in time."""
    late = shelves[shelves["runs_out"]]
    return None if late.empty else late.loc[late["severity"].idxmax()]


def people_short_of_food(shelves: pd.DataFrame) -> PeopleShort:
    """People at camps where at least one food runs out; each camp counts once, by the food that most of them need."""
    food = shelves[shelves["is_food"]]

    def total(people: str, runs_out: str) -> float:
        return float(food[food[runs_out]].groupby("camp_id")[people].max().sum())

    return PeopleShort(
        total("people", "runs_out"), total("people_low", "runs_out_low"), total("people_high", "runs_out_high")
    )


def has_food(operation: Operation) -> bool:
    """Whether any consumable is a food."""
    items = operation.items
    return bool((items[Items.sector].eq("food") & ~is_once(items)).any())


def _next_delivery(
    operation: Operation, plan: Plan | None, pairs: pd.MultiIndex, daily: np.ndarray, sundays: pd.DatetimeIndex
) -> np.ndarray:
    """Sunday of the first week in which at least a day's need comes in; NaT where none does."""
    arrivals = operation.arrivals
    coming = [
        pd.DataFrame(
            {
                "camp_id": arrivals[Arrivals.depot_id],
                "item_id": arrivals[Arrivals.item_id],
                "week": week_ending(arrivals[Arrivals.date]),
                "quantity": arrivals[Arrivals.quantity],
            }
        )
    ]
    if plan is not None and not plan.shipments.empty:
        sent = shipped_tonnes(operation, plan)
        lead = directed_ways(operation).drop_duplicates("route_id").set_index("route_id")["lead"]
        weeks = sent["route_id"].map(lead).fillna(0).astype(int) * DAYS_PER_WEEK
        coming.append(
            pd.DataFrame(
                {
                    "camp_id": sent[Shipments.destination_id],
                    "item_id": sent[Shipments.item_id],
                    "week": sent[Shipments.week] + pd.to_timedelta(weeks, unit="D"),
                    "quantity": sent[Shipments.quantity],
                }
            )
        )
    table = pd.concat(coming, ignore_index=True)
    table = table[table["week"].between(sundays[0], sundays[-1])]
    summed = table.groupby(["camp_id", "item_id", "week"])["quantity"].sum().reset_index()
    least = pd.Series(daily, index=pairs)
    least = least.reindex(pd.MultiIndex.from_frame(summed[["camp_id", "item_id"]])).to_numpy()
    enough = summed[summed["quantity"].to_numpy() >= least - 1e-9]
    return enough.groupby(["camp_id", "item_id"])["week"].min().reindex(pairs).to_numpy()
