"""Solution vectors to the tables of a plan and its figures, without a loop over rows.

What the solver decided (shipped, delivered, bought, thrown away) is cleaned of its tolerance; everything that follows
from it (stock, unmet need, trips, losses, cost) is computed anew, so that the files add up exactly.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from core.allocation.linear_program import LinearProgram
from core.allocation.problem import KG_PER_TONNE, Problem
from core.domain.schemas import Coverage, PlannedLosses, Purchases, Shipments, StockLevels, Trips

NOISE = 1e-7
"""Quantities below the solver's tolerance are none."""


@dataclass(frozen=True, eq=False)
class Flows:
    """What happens, cleaned; arrays as the model's blocks are, and by week and site.

    Attributes
    ----------
    ship, buy
        Units per column of the blocks.
    delivered, unmet, due
        Units, shape (n_pairs, n_weeks); due = delivered + unmet.
    stock, expired, disposed
        Units, shape (n_weeks, n_sites).
    trips
        Per week and arc, shape (n_weeks, n_arcs).
    """

    ship: np.ndarray
    buy: np.ndarray
    delivered: np.ndarray
    unmet: np.ndarray
    due: np.ndarray
    stock: np.ndarray
    expired: np.ndarray
    disposed: np.ndarray
    trips: np.ndarray


def read_flows(problem: Problem, program: LinearProgram, values: np.ndarray) -> Flows:
    """Clean the solver's values and compute what follows from them."""
    blocks = program.blocks
    parts = {name: _cleaned(values[place], blocks[name].integer) for name, place in program.columns.items()}
    delivered, unmet, due, handed = _deliveries(problem, program, parts["deliver"])
    stock, expired, disposed = _stock(problem, program, parts, handed)
    sent, shape = problem.sendings, (problem.n_weeks, problem.network.n_arcs)
    return Flows(
        ship=parts["ship"],
        buy=parts["buy"],
        delivered=delivered,
        unmet=unmet,
        due=due,
        stock=stock,
        expired=expired,
        disposed=disposed,
        trips=_trips(
            problem,
            _summed(sent.trip, parts["ship"] * problem.commodity_kg[sent.commodity], shape),
            _summed(sent.trip, parts["ship"] * problem.commodity_m3[sent.commodity], shape),
        ),
    )


def _summed(cell: np.ndarray, amount: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    # Of nothing, bincount makes whole numbers.
    return np.bincount(cell, amount, minlength=shape[0] * shape[1]).astype(float).reshape(shape)


def _cleaned(values: np.ndarray, integer: np.ndarray) -> np.ndarray:
    values = np.where(integer, np.round(values), values)
    return np.where(values < NOISE, 0.0, values)


def _deliveries(
    problem: Problem, program: LinearProgram, handed: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Delivered, unmet and due by pair and week, and the deliveries by column, never above what is due."""
    d = program.blocks["deliver"]
    shape = (problem.n_pairs, problem.n_weeks)
    delivered = _summed(d["pair"] * problem.n_weeks + d["week"], handed, shape)
    due, share = problem.need.copy(), np.ones(shape)
    unmet = np.zeros(shape)
    waits = problem.once[problem.pair_item]
    for week in range(problem.n_weeks):
        if week:
            due[waits, week] += unmet[waits, week - 1]
        over = delivered[:, week] > due[:, week]
        share[over, week] = due[over, week] / delivered[over, week]
        delivered[over, week] = due[over, week]
        left = due[:, week] - delivered[:, week]
        negligible = left <= NOISE
        # A remainder within the tolerance is no unmet need; due stays what it is.
        delivered[negligible, week] = due[negligible, week]
        unmet[:, week] = np.where(negligible, 0.0, left)
    return delivered, unmet, due, handed * share[d["pair"], d["week"]]


def _stock(
    problem: Problem, program: LinearProgram, parts: dict[str, np.ndarray], handed: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Stock at week's end and losses by week and site, from what came and went."""
    goods, sent, b = problem.commodities, problem.sendings, program.blocks
    shape = (problem.n_weeks, goods.n_sites)
    d, p, z = b["deliver"], b["buy"], b["dispose"]

    def at(week: np.ndarray, site: np.ndarray) -> np.ndarray:
        return week.astype(np.intp) * goods.n_sites + site

    change = problem.supplied.copy()
    change += _summed(sent.landing, parts["ship"], shape)
    change -= _summed(sent.leaving, parts["ship"], shape)
    change -= _summed(at(d["week"], d["site"]), handed, shape)
    bought = goods.site_of[goods.offer_place[p["offer"]], goods.offer_commodity[p["offer"], p["week"]]]
    change += _summed(at(p["week"] + goods.offer_lead_weeks[p["offer"]], bought), parts["buy"], shape)
    thrown = _summed(at(z["week"], z["site"]), parts["dispose"], shape)

    alive = problem.unexpired
    junction = problem.is_junction[goods.site_place]
    scale = NOISE * np.maximum(1.0, np.abs(change).sum(axis=0))
    stock, expired, disposed = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    lying = np.zeros(goods.n_sites)
    for week in range(problem.n_weeks):
        lying = lying + change[week]
        lying = np.where(lying < scale, np.maximum(lying, 0.0) * (lying > NOISE), lying)
        expired[week] = np.where(alive[week], 0.0, lying)
        disposed[week] = np.where(alive[week], np.where(junction, lying, np.minimum(thrown[week], lying)), 0.0)
        lying = np.where(alive[week], lying - disposed[week], 0.0)
        stock[week] = lying
    return stock, expired, disposed


def _trips(problem: Problem, kg: np.ndarray, m3: np.ndarray) -> np.ndarray:
    """Trips that carry the load by weight and by volume; none are counted where the payload is not known."""
    network = problem.network
    known = np.isfinite(network.payload_kg)
    needed = np.maximum(kg / network.payload_kg, np.where(known, _volume_trips(m3, network.volume_m3), 0.0))
    if not problem.whole_trips:
        return needed
    # A load a hair above whole trips, within the solver's tolerance, is no further trip.
    return np.maximum(np.ceil(needed - NOISE * np.maximum(1.0, needed)), 0.0)


def _volume_trips(m3: np.ndarray, volume: np.ndarray) -> np.ndarray:
    return np.divide(m3, volume, out=np.zeros_like(m3), where=np.broadcast_to(volume > 0, m3.shape))


def plan_tables(problem: Problem, program: LinearProgram, flows: Flows) -> dict[str, pd.DataFrame]:
    """The tables of a plan, as ``PLAN_TABLES`` declares them."""
    return {
        "shipments": _shipments(problem, program, flows),
        "trips": _trips_table(problem, program, flows),
        "stock": _site_table(problem, flows.stock),
        "purchases": _purchases(problem, program, flows),
        "losses": pd.concat(
            [
                _site_table(problem, amount)
                .assign(**{PlannedLosses.reason: pd.Series(dtype="str")})
                .fillna({PlannedLosses.reason: reason})
                for reason, amount in (("expired", flows.expired), ("disposed", flows.disposed))
            ],
            ignore_index=True,
        )[PlannedLosses.column_names()],
        "coverage": _coverage(problem, flows),
    }


def _names(index: pd.Index, positions: np.ndarray) -> Any:
    """Identifiers as text; blank where the position is -1."""
    return pd.array(index, dtype="str").take(np.asarray(positions, np.intp), allow_fill=True)


def _marks(problem: Problem, commodity: np.ndarray) -> dict[str, Any]:
    goods = problem.commodities
    return {
        "item_id": _names(problem.items, goods.item[commodity]),
        "lot_id": _names(goods.lots, goods.lot[commodity]),
        "expires": goods.expires[commodity].astype("datetime64[ns]"),
        "earmark": _names(problem.places, goods.earmark[commodity]),
    }


def _shipments(problem: Problem, program: LinearProgram, flows: Flows) -> pd.DataFrame:
    s, network = program.blocks["ship"], problem.network
    sent = np.flatnonzero(flows.ship > 0)
    week, arc, commodity, quantity = s["week"][sent], s["arc"][sent], s["commodity"][sent], flows.ship[sent]
    item = problem.commodities.item[commodity]
    cell, shape = week * network.n_arcs + arc, flows.trips.shape
    share = np.zeros(sent.size)
    # By weight; by volume where nothing weighs anything; by count where nothing has a volume either.
    for load in (quantity, quantity * problem.volume_m3[item], quantity * problem.weight_kg[item]):
        total = _summed(cell, load, shape).ravel()[cell]
        share = np.divide(load, total, out=share, where=total > 0)
    marks = _marks(problem, commodity)
    return pd.DataFrame(
        {
            Shipments.route_id: _names(network.routes, network.route[arc]),
            Shipments.item_id: marks["item_id"],
            Shipments.lot_id: marks["lot_id"],
            Shipments.week: problem.weeks[week],
            Shipments.quantity: quantity,
            Shipments.trips: share * flows.trips[week, arc],
            Shipments.origin_id: _names(problem.places, network.origin[arc]),
            Shipments.destination_id: _names(problem.places, network.destination[arc]),
            Shipments.expires: marks["expires"],
            Shipments.earmark: marks["earmark"],
        }
    )


def _trips_table(problem: Problem, program: LinearProgram, flows: Flows) -> pd.DataFrame:
    s, network = program.blocks["ship"], problem.network
    shape = (problem.n_weeks, len(network.routes))
    sent = flows.ship > 0
    used = _summed(s["week"][sent] * shape[1] + network.route[s["arc"][sent]], flows.ship[sent], shape) > 0
    trips = np.zeros(shape)
    np.add.at(trips.T, network.route, flows.trips.T)
    week, route = np.nonzero(used)
    return pd.DataFrame(
        {
            Trips.route_id: _names(network.routes, route),
            Trips.week: problem.weeks[week],
            Trips.trips: trips[week, route],
        }
    )


def _site_table(problem: Problem, amount: np.ndarray) -> pd.DataFrame:
    goods = problem.commodities
    week, site = np.nonzero(amount > 0)
    marks = _marks(problem, goods.site_commodity[site])
    return pd.DataFrame(
        {
            StockLevels.place_id: _names(problem.places, goods.site_place[site]),
            StockLevels.item_id: marks["item_id"],
            StockLevels.lot_id: marks["lot_id"],
            StockLevels.week: problem.weeks[week],
            StockLevels.quantity: amount[week, site],
            StockLevels.expires: marks["expires"],
            StockLevels.earmark: marks["earmark"],
        }
    )


def _purchases(problem: Problem, program: LinearProgram, flows: Flows) -> pd.DataFrame:
    goods, p = problem.commodities, program.blocks["buy"]
    bought = np.flatnonzero(flows.buy > 0)
    offer, quantity = p["offer"][bought], flows.buy[bought]
    item = goods.offer_item[offer]
    return pd.DataFrame(
        {
            Purchases.depot_id: _names(problem.places, goods.offer_place[offer]),
            Purchases.item_id: _names(problem.items, item),
            Purchases.week: problem.weeks[p["week"][bought]],
            Purchases.quantity: quantity,
            Purchases.cost_usd: quantity * problem.weight_kg[item] * goods.offer_usd_per_kg[offer],
            Purchases.lead_time_weeks: goods.offer_lead_weeks[offer].astype(np.int64),
        }
    )


def _coverage(problem: Problem, flows: Flows) -> pd.DataFrame:
    shape = flows.due.shape
    need, delivered = flows.due.ravel(), flows.delivered.ravel()
    share = np.divide(delivered, need, out=np.ones(need.size), where=need > 0)
    return pd.DataFrame(
        {
            Coverage.camp_id: _names(problem.places, np.repeat(problem.pair_camp, shape[1])),
            Coverage.item_id: _names(problem.items, np.repeat(problem.pair_item, shape[1])),
            Coverage.week: problem.weeks[np.tile(np.arange(shape[1]), shape[0])],
            Coverage.need: need,
            Coverage.delivered: delivered,
            Coverage.unmet: flows.unmet.ravel(),
            Coverage.coverage: np.clip(share, 0.0, 1.0),
        }
    )


def plan_figures(problem: Problem, program: LinearProgram, flows: Flows) -> dict[str, float | None]:
    """Figures of a plan: what its tables add up to, nothing of the solver's own objective."""
    network, goods, s = problem.network, problem.commodities, program.blocks["ship"]
    kg = flows.ship * problem.weight_kg[goods.item[s["commodity"]]]
    transport = float(kg @ network.usd_per_kg[s["arc"]] + (flows.trips * network.trip_usd).sum())
    p = program.blocks["buy"]
    price = problem.weight_kg[goods.offer_item[p["offer"]]] * goods.offer_usd_per_kg[p["offer"]]
    purchase = float(flows.buy @ price)
    person_weeks = flows.unmet.sum(axis=1) * problem.person_weight
    weighted = float(person_weeks @ problem.vulnerability)
    needed = problem.camp_needed
    missing = np.bincount(problem.pair_camp, person_weeks, minlength=problem.n_camps).astype(float)
    covered = 1.0 - missing[needed > 0] / needed[needed > 0]
    weight_t = problem.weight_kg / KG_PER_TONNE
    of_site = weight_t[goods.item[goods.site_commodity]]
    expired, disposed = (float(lost.sum(axis=0) @ of_site) for lost in (flows.expired, flows.disposed))
    over = np.maximum(flows.delivered - flows.due, 0.0).sum(axis=1)
    over_delivered = float(over @ weight_t[problem.pair_item])
    served = float(((problem.due.sum(axis=1) - flows.unmet.sum(axis=1)) / problem.units_per_person).sum())
    cost = transport + purchase
    return {
        "objective": problem.penalty_usd * weighted + cost,
        "weighted_unmet": weighted,
        "cost_usd": cost,
        "transport_usd": transport,
        "purchase_usd": purchase,
        "worst_coverage": float(np.clip(covered.min(), 0.0, 1.0)) if covered.size else 1.0,
        "waste_t": expired + disposed + over_delivered,
        "expired_t": expired,
        "disposed_t": disposed,
        "over_delivered_t": over_delivered,
        "person_weeks_served": served,
        "transport_usd_per_person_week": transport / served if served > 0 else None,
        "weeks_late": _weeks_late(problem, flows),
        "penalty_usd": problem.penalty_usd,
        **_looking_back(problem, missing),
    }


def _looking_back(problem: Problem, missing: np.ndarray) -> dict[str, float | None]:
    """Worst coverage of past and planned weeks together, where the rule looks back and the past is known."""
    in_need = problem.camp_needed > 0
    if not problem.past_needed.any() or not in_need.any():
        return {}
    without, in_all = problem.past_without + missing, problem.past_needed + problem.camp_needed
    return {"worst_coverage_looking_back": float(1.0 - (without[in_need] / in_all[in_need]).max())}


def _weeks_late(problem: Problem, flows: Flows) -> float | None:
    """Mean weeks that people wait for what they need once; None where nobody needs such a thing."""
    once = problem.once[problem.pair_item]
    people = float((problem.need[once].sum(axis=1) / problem.units_per_person[once]).sum())
    waited = float((flows.unmet[once].sum(axis=1) / problem.units_per_person[once]).sum())
    return waited / people if people > 0 else None
