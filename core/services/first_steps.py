"""What to do first: the plan's first week and the counts that are due; every figure computed, none supposed."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from core.comparison.ways import directed_ways, shipped_tonnes
from core.domain.indicators import units_per_person_week
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import Depots, Items, NeedsTable, Purchases, Routes, Shipments
from core.domain.weeks import DAYS_PER_WEEK
from core.services.load_situation import Situation
from core.services.shelves import emptied_shelves, gravest_wait

MOST_SHIPMENTS = 4
MOST_PURCHASES = 1
MOST_COUNTS = 2
LEAST_TONNES = 0.05
"""Less than this is a remainder of the arithmetic, not a step."""

Via = Literal["from", "through"]


@dataclass(frozen=True)
class Shipment:
    """A leg of the plan's first week that ends at a camp.

    Attributes
    ----------
    origin_id, via
        Where it leaves; ``through`` where goods only pass there.
    week
        Sunday of the week it must have left by.
    tonnes, trips, cost_usd
        Of this leg and item; ``trips`` is the item's share by load.
    need_days
        Days of the camp's need that it covers; None where the camp needs none in the first week.
    people
        Who need the item.
    days, empty_on, empty_from, empty_to
        Cover of the shelf today, the first day without and its span; None where the stock is not known.
    arrives
        Sunday of the week in which it can be handed out.
    """

    camp_id: str
    item_id: str
    origin_id: str
    via: Via
    week: pd.Timestamp
    tonnes: float
    trips: float
    cost_usd: float
    need_days: float | None
    people: float
    days: float | None
    empty_on: pd.Timestamp | None
    empty_from: pd.Timestamp | None
    empty_to: pd.Timestamp | None
    arrives: pd.Timestamp


@dataclass(frozen=True)
class Wait:
    """A shelf that runs empty and that nothing of the plan's first week fills.

    Attributes
    ----------
    answers_headline
        Whether it is the shelf that is gone first of all.
    people
        Who need the item.
    delivery_week
        Sunday of the week in which the plan brings the next; None where it brings none.
    days_late
        Days from the first day without to the Monday of that week, or to the end of the plan.
    end
        Last day of the plan.
    """

    camp_id: str
    item_id: str
    answers_headline: bool
    people: float
    empty_on: pd.Timestamp
    empty_from: pd.Timestamp | None
    empty_to: pd.Timestamp | None
    delivery_week: pd.Timestamp | None
    days_late: int
    end: pd.Timestamp


@dataclass(frozen=True)
class Purchase:
    """What the plan buys in its first week; goods can leave the supplier in the week ``ready``."""

    depot_id: str
    item_id: str
    week: pd.Timestamp
    tonnes: float
    cost_usd: float
    ready: pd.Timestamp


@dataclass(frozen=True)
class Recount:
    """A camp whose last count is old; ``age_days`` None where it was never counted."""

    camp_id: str
    age_days: float | None
    people: float | None
    people_low: float | None
    people_high: float | None


@dataclass(frozen=True)
class FirstSteps:
    """Steps in the order to take them, and how many more of each kind the plan and the counts hold."""

    shipments: tuple[Shipment, ...]
    waits: tuple[Wait, ...]
    purchases: tuple[Purchase, ...]
    counts: tuple[Recount, ...]
    more_shipments: int
    more_purchases: int
    more_counts: int


def first_steps(operation: Operation, situation: Situation, shelves: pd.DataFrame, plan: Plan | None) -> FirstSteps:
    """The steps in the order of the shelves they fill, so that the first answers the headline.

    Shipments come in the order of ``shelves``, of each camp the first before a second one of any. Where none of them
    fills the shelf that is gone first, or the one that the plan leaves empty for most people longest, that is said as
    a ``Wait``. Purchases are ranked by the person-weeks they hold, times priority. Counts are the oldest.

    Parameters
    ----------
    operation
        With the scenario applied.
    situation, shelves
        Of the same operation; ``shelves`` of ``shelves_until_delivery``.
    plan
        None where there is none; then only counts can be asked for.
    """
    shipments = _shipments(operation, shelves, plan) if plan is not None else []
    purchases = _purchases(operation, plan) if plan is not None else []
    counts = _counts(situation)
    return FirstSteps(
        tuple(shipments[:MOST_SHIPMENTS]),
        tuple(_waits(situation, shelves, shipments)) if plan is not None else (),
        tuple(purchases[:MOST_PURCHASES]),
        tuple(counts[:MOST_COUNTS]),
        max(0, len(shipments) - MOST_SHIPMENTS),
        max(0, len(purchases) - MOST_PURCHASES),
        max(0, len(counts) - MOST_COUNTS),
    )


def _shipments(operation: Operation, shelves: pd.DataFrame, plan: Plan) -> list[Shipment]:
    sent = plan.shipments
    if sent.empty:
        return []
    sent = shipped_tonnes(operation, plan)
    sent = sent[sent[Shipments.week] == plan.coverage["week"].min()]
    ways = directed_ways(operation).drop_duplicates("route_id").set_index("route_id")
    sent = sent[sent[Shipments.destination_id].isin(shelves["camp_id"])]
    sent = sent.assign(
        cost_usd=_cost_usd(operation, sent, ways), lead=sent["route_id"].map(ways["lead"]).fillna(0).astype(int)
    )
    keys = [Shipments.destination_id, Shipments.item_id, Shipments.origin_id, Shipments.week, "lead"]
    legs = sent.groupby(keys)[["quantity", "tonnes", "trips", "cost_usd"]].sum().reset_index()
    legs = legs[legs["tonnes"] >= LEAST_TONNES].rename(columns={Shipments.destination_id: "camp_id"})
    legs = legs.merge(shelves.assign(rank=range(len(shelves))), on=["camp_id", "item_id"], how="inner")
    if legs.empty:
        return []
    per_person = units_per_person_week(operation).stack()
    weekly = per_person.reindex(pd.MultiIndex.from_frame(legs[["camp_id", "item_id"]])).to_numpy() * legs["people"]
    legs["need_days"] = np.where(weekly > 0, legs["quantity"] / weekly.where(weekly > 0) * DAYS_PER_WEEK, np.nan)
    legs = legs.sort_values(["rank", "tonnes", "origin_id"], ascending=[True, False, True])
    legs = legs.assign(again=legs.duplicated("camp_id")).sort_values("again", kind="stable")
    passes = _passing_places(operation)
    return [
        Shipment(
            camp_id=str(leg.camp_id),
            item_id=str(leg.item_id),
            origin_id=str(leg.origin_id),
            via="through" if leg.origin_id in passes else "from",
            week=leg.week,
            tonnes=float(leg.tonnes),
            trips=float(leg.trips),
            cost_usd=float(leg.cost_usd),
            need_days=None if pd.isna(leg.need_days) else float(leg.need_days),
            people=float(leg.people),
            days=None if pd.isna(leg.days) else float(leg.days),
            empty_on=_known(leg.empty_on),
            empty_from=_known(leg.empty_from),
            empty_to=_known(leg.empty_to),
            arrives=leg.week + pd.Timedelta(weeks=int(leg.lead)),
        )
        for leg in legs.itertuples()
    ]


def _waits(situation: Situation, shelves: pd.DataFrame, shipments: list[Shipment]) -> list[Wait]:
    """The shelf that is gone first and the one left empty longest, unless a shipment fills them."""
    emptied = emptied_shelves(shelves)
    if emptied.empty:
        return []
    headline, gravest = emptied.iloc[0], gravest_wait(emptied)
    filled = {(step.camp_id, step.item_id) for step in shipments}
    waits = []
    for shelf in (headline, gravest):
        if shelf is None or (shelf["camp_id"], shelf["item_id"]) in filled:
            continue
        filled.add((shelf["camp_id"], shelf["item_id"]))
        waits.append(
            Wait(
                camp_id=str(shelf["camp_id"]),
                item_id=str(shelf["item_id"]),
                answers_headline=shelf is headline,
                people=float(shelf["people"]),
                empty_on=shelf["empty_on"],
                empty_from=_known(shelf["empty_from"]),
                empty_to=_known(shelf["empty_to"]),
                delivery_week=_known(shelf["delivery_week"]),
                days_late=int(shelf["days_late"]),
                end=situation.needs[NeedsTable.week].max(),
            )
        )
    return waits


def _known(day: pd.Timestamp) -> pd.Timestamp | None:
    return None if pd.isna(day) else day


def _cost_usd(operation: Operation, sent: pd.DataFrame, ways: pd.DataFrame) -> np.ndarray:
    """Freight and the item's share of trips; a blank freight is that which the plan estimates."""
    routes = operation.routes.set_index(Routes.route_id)
    trip = sent["route_id"].map(routes[Routes.trip_cost_usd]).to_numpy(dtype=float)
    tonnes = sent["tonnes"].to_numpy(float)
    freight = sent["route_id"].map(ways["freight_usd_per_t"]).to_numpy(dtype=float) * tonnes
    return freight + np.nan_to_num(trip) * sent[Shipments.trips].to_numpy(float)


def _passing_places(operation: Operation) -> set[str]:
    """Places that are no warehouse: junctions, and camps that pass goods on."""
    depots = operation.depots
    stores = set(depots.loc[depots[Depots.kind] != "junction", Depots.depot_id])
    return set(operation.place_names) - stores


def _purchases(operation: Operation, plan: Plan) -> list[Purchase]:
    bought = plan.tables["purchases"]
    bought = bought[bought[Purchases.week] == plan.coverage["week"].min()]
    if bought.empty:
        return []
    items = operation.items.set_index(Items.item_id)
    mean_units = units_per_person_week(operation).mean()
    of_item = bought[Purchases.item_id]
    units = of_item.map(mean_units).to_numpy(float)
    held = np.divide(bought[Purchases.quantity].to_numpy(float), units, out=np.zeros(len(units)), where=units > 0)
    bought = bought.assign(
        tonnes=bought[Purchases.quantity] * of_item.map(items[Items.weight_kg]).astype(float) / 1000,
        held=held * of_item.map(items[Items.priority]).to_numpy(float),
    )
    bought = bought[bought["tonnes"] >= LEAST_TONNES].sort_values(["held", "item_id"], ascending=[False, True])
    return [
        Purchase(
            depot_id=str(row.depot_id),
            item_id=str(row.item_id),
            week=row.week,
            tonnes=float(row.tonnes),
            cost_usd=float(row.cost_usd),
            ready=row.week + pd.Timedelta(weeks=int(row.lead_time_weeks)),
        )
        for row in bought.itertuples()
    ]


def _counts(situation: Situation) -> list[Recount]:
    old = situation.camps[situation.camps["is_old"]]
    old = old.sort_values(["count_age_days", "name"], ascending=[False, True], na_position="first")
    blank = old.astype(object).where(old.notna(), None)
    return [
        Recount(str(row.camp_id), row.count_age_days, row.people, row.people_low, row.people_high)
        for row in blank.itertuples()
    ]
