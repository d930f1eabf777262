"""What to do first: the plan's first week and the counts that are due; every figure computed, none supposed."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from core.comparison.ways import directed_ways, shipped_tonnes
from core.domain.indicators import units_per_person_week
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import Depots, Items, Purchases, Routes, Shipments
from core.domain.weeks import DAYS_PER_WEEK
from core.services.load_situation import Situation
from core.services.shelves import WATCH_DAYS

MOST_SHIPMENTS = 3
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
    days, empty_on
        Cover of the shelf today and the first day without; None where the stock is not known.
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
    arrives: pd.Timestamp


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
    purchases: tuple[Purchase, ...]
    counts: tuple[Recount, ...]
    more_shipments: int
    more_purchases: int
    more_counts: int


def first_steps(operation: Operation, situation: Situation, shelves: pd.DataFrame, plan: Plan | None) -> FirstSteps:
    """The steps that touch most people first.

    Shipments are ranked by the person-days without the item that they can spare within two weeks, times its priority:
    what the shelf lacks, at most what the shipment holds. Purchases are ranked by the person-weeks they hold, times
    priority. Counts are the oldest.

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
    legs = legs.merge(shelves, on=["camp_id", "item_id"], how="inner")
    if legs.empty:
        return []
    per_person = units_per_person_week(operation).stack()
    weekly = per_person.reindex(pd.MultiIndex.from_frame(legs[["camp_id", "item_id"]])).to_numpy() * legs["people"]
    legs["need_days"] = np.where(weekly > 0, legs["quantity"] / weekly.where(weekly > 0) * DAYS_PER_WEEK, np.nan)
    lacking_days = (WATCH_DAYS - legs["days"]).clip(lower=0).fillna(0.0)
    priority = legs["item_id"].map(operation.items.set_index(Items.item_id)[Items.priority]).to_numpy()
    legs["spared"] = np.minimum(lacking_days, legs["need_days"].fillna(0.0)) * legs["people"] * priority
    legs = legs.sort_values(["spared", "tonnes", "camp_id", "item_id"], ascending=[False, False, True, True])
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
            empty_on=None if pd.isna(leg.empty_on) else leg.empty_on,
            arrives=leg.week + pd.Timedelta(weeks=int(leg.lead)),
        )
        for leg in legs.itertuples()
    ]


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
