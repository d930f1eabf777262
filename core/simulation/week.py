"""One week as it really goes: goods come in, what was decided is sent as far as it is there, people are served.

The same rule cuts every policy. What comes in is there first, then what was bought with no lead time. Goods that expire
by the week's Sunday are lost before they can be used. Of each kind of goods at a place every shipment gets the same
share where less is there than is to be sent (an arrival is late, or goods for a further step did not come); nothing
departs where a road is closed. Camps hand out what they hold, what expires first before the rest, to all who need it,
up to the need that really is. What then lies at a junction is lost; elsewhere it stays.
"""

from dataclasses import dataclass

import numpy as np

from core.simulation.ground import Ground
from core.simulation.policies import FirstWeek
from core.simulation.state import State
from core.simulation.world import World

NOISE = 1e-9
"""Share of a quantity below which a difference is rounding."""


@dataclass(frozen=True, eq=False)
class WeekDone:
    """What came of a week.

    Attributes
    ----------
    need, delivered
        Units, shape (n_camps, n_items).
    came, bought, handed, expired, disposed
        Units by kind, shape (n_kinds,).
    transport_usd, purchase_usd
        Paid in this week.
    sent_t
        Tonnes that departed, each step of the way counted.
    cut_t
        Tonnes that were decided and could not be sent.
    """

    need: np.ndarray
    delivered: np.ndarray
    came: np.ndarray
    bought: np.ndarray
    handed: np.ndarray
    expired: np.ndarray
    disposed: np.ndarray
    transport_usd: float
    purchase_usd: float
    sent_t: float
    cut_t: float


def live_through(ground: Ground, world: World, state: State, week: int, decided: FirstWeek) -> WeekDone:
    """Move the state on by a week."""
    problem, kinds = ground.problem, ground.kinds
    came = _land(ground, world, state, week)
    bought, purchase_usd = _buy(ground, state, week, decided)
    expired = _expire(ground, state, week)
    sent = _send(ground, state, week, decided)
    need, delivered, handed = _hand_out(ground, world, state, week)
    disposed = np.zeros(kinds.n_kinds)
    disposed += state.stock[problem.is_junction].sum(axis=0)
    state.stock[problem.is_junction] = 0.0
    kg = problem.weight_kg[kinds.item][decided.kind]
    transport_usd = _freight_usd(ground, decided, sent)
    state.spent_usd += transport_usd + purchase_usd
    return WeekDone(
        need=need,
        delivered=delivered,
        came=came,
        bought=bought,
        handed=handed,
        expired=expired,
        disposed=disposed,
        transport_usd=transport_usd,
        purchase_usd=purchase_usd,
        sent_t=float(sent @ kg) / 1000.0,
        cut_t=float((decided.units - sent) @ kg) / 1000.0,
    )


def _land(ground: Ground, world: World, state: State, week: int) -> np.ndarray:
    """What was announced and what was sent comes in; gives what came from outside, by kind."""
    kinds = ground.kinds
    now = np.flatnonzero(world.lands == week)
    came = np.zeros_like(state.stock)
    np.add.at(came, (kinds.arrival_place[now], kinds.arrival_kind[now]), kinds.arrival_quantity[now])
    state.stock += came + state.on_the_way[week]
    state.on_the_way[week] = 0.0
    return np.asarray(came.sum(axis=0))


def _buy(ground: Ground, state: State, week: int, decided: FirstWeek) -> tuple[np.ndarray, float]:
    goods, kinds = ground.problem.commodities, ground.kinds
    offer, units = decided.offer, decided.bought_units
    kind, place = kinds.offer_kind[offer, week], goods.offer_place[offer]
    lead = goods.offer_lead_weeks[offer]
    bought = np.zeros(kinds.n_kinds)
    np.add.at(bought, kind, units)
    np.add.at(state.stock, (place[lead == 0], kind[lead == 0]), units[lead == 0])
    np.add.at(state.on_the_way, (week + lead[lead > 0], place[lead > 0], kind[lead > 0]), units[lead > 0])
    kg = units * ground.problem.weight_kg[goods.offer_item[offer]]
    return bought, float(kg @ goods.offer_usd_per_kg[offer])


def _expire(ground: Ground, state: State, week: int) -> np.ndarray:
    gone = ground.kinds.expires <= ground.sundays[week].to_datetime64()
    expired = np.where(gone, state.stock.sum(axis=0), 0.0)
    state.stock[:, gone] = 0.0
    return expired


def _send(ground: Ground, state: State, week: int, decided: FirstWeek) -> np.ndarray:
    """Units that really depart, shape (n_sent,)."""
    network = ground.problem.network
    arc, kind = decided.arc, decided.kind
    origin, destination, lead = network.origin[arc], network.destination[arc], network.lead_weeks[arc]
    units = np.where(ground.is_open[arc, week], decided.units, 0.0)
    out = np.zeros_like(state.stock)
    np.add.at(out, (origin, kind), units)
    share, soon = np.ones(arc.size), lead == 0
    # what is short at one place is short at the next: each pass carries it one step further
    for _ in range(len(state.stock) + 1):
        there = state.stock.copy()
        np.add.at(there, (destination[soon], kind[soon]), (units * share)[soon])
        of_place = np.divide(there, out, out=np.ones_like(out), where=out > 0)
        cut = np.minimum(of_place[origin, kind], 1.0)
        cut = np.where(cut > 1 - NOISE, 1.0, cut)
        if np.allclose(cut, share, rtol=0.0, atol=NOISE):
            break
        share = cut
    sent = units * share
    whole = ground.problem.whole[ground.kinds.item[kind]]
    sent = np.where(whole, np.floor(sent + NOISE), sent)
    np.add.at(state.stock, (destination[soon], kind[soon]), sent[soon])
    np.subtract.at(state.stock, (origin, kind), sent)
    np.add.at(state.on_the_way, (week + lead[~soon], destination[~soon], kind[~soon]), sent[~soon])
    np.maximum(state.stock, 0.0, out=state.stock)
    return sent


def _hand_out(ground: Ground, world: World, state: State, week: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Need, what is delivered of it (n_camps, n_items), and units handed out by kind."""
    kinds, n_camps, n_items = ground.kinds, ground.problem.n_camps, len(ground.problem.items)
    served = ground.standards.served(state.handed)[:, :, week]
    need = ground.standards.due(world.people[:, week], served)
    camp = np.arange(n_camps)[:, None]
    may = (kinds.earmark[None, :] < 0) | (kinds.earmark[None, :] == camp)
    shelf = np.where(may, state.stock[:n_camps], 0.0)
    before = np.cumsum(shelf, axis=1) - shelf
    first = np.searchsorted(kinds.item, np.arange(n_items))
    before -= before[:, np.minimum(first, max(kinds.n_kinds - 1, 0))][:, kinds.item]
    handed = np.clip(need[:, kinds.item] - before, 0.0, shelf)
    state.stock[:n_camps] -= handed
    delivered = np.zeros((n_camps, n_items))
    np.add.at(delivered.T, kinds.item, handed.T)
    delivered = np.where(np.abs(need - delivered) <= NOISE * np.maximum(need, 1.0), need, delivered)
    state.handed[:, :, week] = delivered
    return need, delivered, np.asarray(handed.sum(axis=0))


def _freight_usd(ground: Ground, decided: FirstWeek, sent: np.ndarray) -> float:
    problem, network = ground.problem, ground.problem.network
    item = ground.kinds.item[decided.kind]
    kg, m3 = (
        np.bincount(decided.arc, sent * per_unit[item], minlength=network.n_arcs)
        for per_unit in (problem.weight_kg, problem.volume_m3)
    )
    trips = kg / network.payload_kg
    with np.errstate(divide="ignore", invalid="ignore"):
        by_volume = np.where(np.isfinite(network.payload_kg) & (m3 > 0), m3 / network.volume_m3, 0.0)
    trips = np.maximum(trips, by_volume)
    if problem.whole_trips:
        trips = np.ceil(trips - 1e-7)
    return float(kg @ network.usd_per_kg + trips @ network.trip_usd)
