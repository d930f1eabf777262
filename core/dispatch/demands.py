"""What a plan sends in a week, leg by leg, in pieces that a vehicle can carry."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.dispatch.calendar import NEVER
from core.dispatch.fleet import DAY_SECONDS, Kind
from core.domain.dispatch import LockedLoad
from core.domain.estimated_routes import estimated_routes
from core.domain.measures import measure
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import Items, PlannedLosses, Routes, Shipments, StockLevels, Stops
from core.domain.weeks import DAYS_PER_WEEK
from core.errors import InvalidScenario

MOST_PIECES = 400
"""Pieces of one origin's legs up to which a truck load is cut finer than need be, so that loads combine."""
FINEST_CUT = 4
"""Parts of the smallest vehicle into which a leg is cut, at most."""
LEAST_QUANTITY = 1e-6
"""Units below which a shipment is the solver's dust; the auditor's tolerance is a hundred times this."""


@dataclass(frozen=True)
class Leg:
    """A road that the plan sends goods on, in one direction.

    Attributes
    ----------
    mode
        Of the route, in small letters; None where it is not known. Only vehicles that may use it carry the leg.
    lead_weeks
        Goods leave in the week, and are there by the end of the week this much later.
    """

    origin_id: str
    destination_id: str
    route_id: str
    mode: str | None
    lead_weeks: int

    @property
    def deadline(self) -> int:
        """Seconds after the Monday of the week by which goods, and the vehicle, have to be there."""
        return (1 + self.lead_weeks) * DAYS_PER_WEEK * DAY_SECONDS


@dataclass(frozen=True)
class Goods:
    """One item of one lot on a leg; ``lot_id`` is None for unmarked goods."""

    leg: Leg
    item_id: str
    lot_id: str | None
    quantity: float
    unit_kg: float
    unit_m3: float
    is_divisible: bool
    priority: float

    @property
    def kg(self) -> float:
        """Weight of all of it."""
        return self.quantity * self.unit_kg

    @property
    def m3(self) -> float:
        """Volume of all of it."""
        return self.quantity * self.unit_m3


@dataclass(frozen=True)
class Piece:
    """Goods of one leg that stay together on one vehicle.

    Attributes
    ----------
    release
        Seconds after Monday before which it cannot be loaded: part of it comes in during the week.
    due
        Seconds after Monday by which it should be handed over, for others wait for it; the search keeps to it where
        it can.
    is_optional, prize_usd
        Whether it may be left, and what carrying it is worth.
    """

    leg: Leg
    goods: tuple[Goods, ...]
    release: int = 0
    due: int = NEVER
    is_optional: bool = False
    prize_usd: float = 0.0

    @property
    def kg(self) -> float:
        """Weight."""
        return sum(goods.kg for goods in self.goods)

    @property
    def m3(self) -> float:
        """Volume."""
        return sum(goods.m3 for goods in self.goods)

    @property
    def worth(self) -> float:
        """Weight times priority: what is carried first where not everything can be."""
        return sum(goods.kg * goods.priority for goods in self.goods)


def goods_of_week(operation: Operation, plan: Plan, week: pd.Timestamp) -> list[Goods]:
    """What the plan sends in a week, by leg, item and lot; reserved and free goods of a lot together.

    Raises
    ------
    InvalidScenario
        If the plan sends nothing in any week of that name.
    """
    sent = plan.shipments
    weeks = sorted(sent[Shipments.week].unique())
    rows = sent[(sent[Shipments.week] == week) & (sent[Shipments.quantity] > LEAST_QUANTITY)]
    if rows.empty:
        known = [w for w in weeks if (sent.loc[sent[Shipments.week] == w, Shipments.quantity] > LEAST_QUANTITY).any()]
        shown = ", ".join(str(pd.Timestamp(w).date()) for w in known[:12]) or "none"
        raise InvalidScenario(
            f"The plan sends nothing in the week that ends on {week.date()}.",
            hint=f"Weeks with shipments: {shown}.",
        )
    keys = [Shipments.origin_id, Shipments.destination_id, Shipments.route_id, Shipments.item_id, Shipments.lot_id]
    summed = rows.groupby(keys, dropna=False, sort=True)[Shipments.quantity].sum().reset_index()
    routes = operation.routes if operation.has("routes") else estimated_routes(operation)
    by_route = routes.set_index(Routes.route_id)[[Routes.mode, Routes.lead_time_weeks]].to_dict("index")
    items = operation.items.set_index(Items.item_id).to_dict("index")
    found = []
    for row in summed.itertuples(index=False):
        if row.route_id not in by_route or row.item_id not in items:
            raise InvalidScenario(
                f"The plan sends “{row.item_id}” on “{row.route_id}”, which the operation does not have.",
                hint="Give the plan that was made of this operation, or make it again with aid plan.",
            )
        road, item = by_route[row.route_id], items[row.item_id]
        mode, lead = road[Routes.mode], road[Routes.lead_time_weeks]
        leg = Leg(
            str(row.origin_id),
            str(row.destination_id),
            str(row.route_id),
            None if pd.isna(mode) else str(mode).strip().lower(),
            0 if pd.isna(lead) else math.ceil(lead),
        )
        measured = measure(str(item[Items.unit]))
        is_whole = not pd.isna(item[Items.whole_units]) and bool(item[Items.whole_units])
        found.append(
            Goods(
                leg=leg,
                item_id=str(row.item_id),
                lot_id=None if pd.isna(row.lot_id) else str(row.lot_id),
                quantity=float(row.quantity),
                unit_kg=float(item[Items.weight_kg]),
                unit_m3=float(item[Items.volume_m3]),
                is_divisible=not is_whole and measured is not None and measured[0] in ("mass", "volume"),
                priority=float(item[Items.priority]),
            )
        )
    return found


def without_locked(goods: Sequence[Goods], loads: Sequence[LockedLoad]) -> tuple[list[Goods], list[Goods]]:
    """What is left to arrange, and the goods of each locked load in turn.

    Raises
    ------
    InvalidScenario
        If a locked load is no part of what the plan sends, or all of them together are more.
    """
    left = {(g.leg.route_id, g.leg.origin_id, g.leg.destination_id, g.item_id, g.lot_id): g for g in goods}
    taken = []
    for load in loads:
        key = (load.route_id, load.origin_id, load.place_id, load.item_id, load.lot_id)
        known = left.get(key)
        if known is None or load.quantity > known.quantity * (1 + 1e-9) + LEAST_QUANTITY:
            has = 0.0 if known is None else known.quantity
            raise InvalidScenario(
                f"A locked trip carries {load.quantity:,.2f} of “{load.item_id}” from {load.origin_id} to "
                f"{load.place_id} on “{load.route_id}”; the plan leaves {has:,.2f} for it.",
                hint="Unlock the trip: the plan or the data changed since it was locked.",
            )
        taken.append(replace(known, quantity=load.quantity))
        left[key] = replace(known, quantity=max(0.0, known.quantity - load.quantity))
    return [g for g in left.values() if g.quantity > LEAST_QUANTITY], taken


def cut(goods: Sequence[Goods], kinds: Sequence[Kind]) -> tuple[list[Piece], list[Goods]]:
    """Goods of one leg as pieces that the vehicles can carry, and goods of which one unit is too much for any.

    Pieces are a whole part of the smallest vehicle, so that they fill vehicles of several sizes; units stay whole but
    for what is left over of a quantity that was not whole in the plan.

    Parameters
    ----------
    kinds
        Vehicles that may carry the leg, at least one.
    """
    least_kg, least_m3 = min(k.payload_kg for k in kinds), min(k.volume_m3 for k in kinds)
    trucks = max(sum(g.kg for g in goods) / least_kg, sum(g.m3 for g in goods) / least_m3)
    parts = min(range(1, FINEST_CUT + 1), key=lambda n: (n * trucks > MOST_PIECES, _waste(kinds, n), -n))
    room_kg, room_m3 = least_kg / parts, least_m3 / parts
    most_kg, most_m3 = max(k.payload_kg for k in kinds), max(k.volume_m3 for k in kinds)
    pieces: list[Piece] = []
    too_much = []
    filling: list[Goods] = []
    kg = m3 = 0.0
    for good in sorted(goods, key=lambda g: (-g.priority, g.item_id, g.lot_id or "")):
        if not good.is_divisible and not any(k.holds(good.unit_kg, good.unit_m3) for k in kinds):
            too_much.append(good)
            continue
        unit = _handling_unit(good, room_kg, room_m3, most_kg, most_m3)
        left = good.quantity
        while left > LEAST_QUANTITY:
            fits = min(_times(room_kg - kg, good.unit_kg), _times(room_m3 - m3, good.unit_m3))
            amount = min(left, math.floor(fits / unit + 1e-9) * unit)
            if amount < min(unit, left) - LEAST_QUANTITY:
                if filling:
                    pieces.append(Piece(good.leg, tuple(filling)))
                    filling, kg, m3 = [], 0.0, 0.0
                    continue
                # one unit is more than a part of the smallest vehicle: it is a piece of its own
                amount = min(left, unit)
            if left - amount < LEAST_QUANTITY:
                amount = left
            filling.append(replace(good, quantity=amount))
            kg, m3, left = kg + amount * good.unit_kg, m3 + amount * good.unit_m3, left - amount
    if filling:
        pieces.append(Piece(goods[0].leg, tuple(filling)))
    return pieces, too_much


def _handling_unit(good: Goods, room_kg: float, room_m3: float, most_kg: float, most_m3: float) -> float:
    """Least amount that is moved: one unit, or less where a unit of bulk goods is more than a piece."""
    fits = min(_times(room_kg, good.unit_kg), _times(room_m3, good.unit_m3))
    if fits >= 1 or not good.is_divisible:
        return 1.0
    return min(fits, _times(most_kg, good.unit_kg), _times(most_m3, good.unit_m3))


def _times(room: float, size: float) -> float:
    return room / size if size > 0 else math.inf


def _waste(kinds: Sequence[Kind], parts: int) -> float:
    """Share of vehicles left empty when each is filled with whole parts of the smallest, rounded to count as equal."""
    least_kg, least_m3 = min(k.payload_kg for k in kinds) / parts, min(k.volume_m3 for k in kinds) / parts
    sizes = np.array([min(k.payload_kg / least_kg, k.volume_m3 / least_m3) for k in kinds])
    return round(float(np.mean(1 - np.floor(sizes + 1e-9) / sizes)), 3)


def with_prizes(pieces: Sequence[Piece], stops: pd.DataFrame, week: pd.Timestamp) -> list[Piece]:
    """Pieces with what the table of stops says of their destination in the week; a prize is parted by weight."""
    rows = stops[stops[Stops.week] == week].set_index(Stops.place_id)
    total: dict[str, float] = {}
    for piece in pieces:
        total[piece.leg.destination_id] = total.get(piece.leg.destination_id, 0.0) + _size(piece)
    found = []
    for piece in pieces:
        place = piece.leg.destination_id
        if place not in rows.index:
            found.append(piece)
            continue
        optional, prize = rows.loc[place, [Stops.optional, Stops.prize_usd]]
        share = _size(piece) / total[place]
        found.append(
            replace(
                piece,
                is_optional=not pd.isna(optional) and bool(optional),
                prize_usd=0.0 if pd.isna(prize) else float(prize) * share,
            )
        )
    return found


def _size(piece: Piece) -> float:
    return piece.kg + 1e-9


Inflow = tuple[int, float]
"""When goods come in, seconds after Monday, and how many units."""


def waits_for(goods: Sequence[Goods], plan: Plan, week: pd.Timestamp) -> dict[tuple[str, str, str | None], float]:
    """Units, by place, item and lot, that can only leave after others came in during the same week.

    Of what comes in on routes without lead time, all that is not there at the week's end, or lost, went on: the
    balance of the plan's own figures.
    """
    stock = _by_lot(plan.tables["stock"], week, StockLevels)
    lost = _by_lot(plan.tables["losses"], week, PlannedLosses)
    coming: dict[tuple[str, str, str | None], float] = {}
    going: dict[tuple[str, str, str | None], float] = {}
    for good in goods:
        out = (good.leg.origin_id, good.item_id, good.lot_id)
        going[out] = going.get(out, 0.0) + good.quantity
        if good.leg.lead_weeks == 0:
            into = (good.leg.destination_id, good.item_id, good.lot_id)
            coming[into] = coming.get(into, 0.0) + good.quantity
    waiting = {}
    for key, quantity in going.items():
        kept = stock.get(key, 0.0) + lost.get(key, 0.0)
        units = min(quantity, coming.get(key, 0.0) - kept)
        if units > max(LEAST_QUANTITY, 1e-6 * quantity):
            waiting[key] = units
    return waiting


def _by_lot(
    table: pd.DataFrame, week: pd.Timestamp, schema: type[StockLevels] | type[PlannedLosses]
) -> dict[tuple[str, str, str | None], float]:
    rows = table[table[schema.week] == week]
    summed = rows.groupby([schema.place_id, schema.item_id, schema.lot_id], dropna=False)[schema.quantity].sum()
    return {
        (str(place), str(item), None if pd.isna(lot) else str(lot)): float(quantity)
        for (place, item, lot), quantity in summed.items()
    }


def released(
    pieces: Sequence[Piece],
    waiting: dict[tuple[str, str, str | None], float],
    inflows: dict[tuple[str, str, str | None], list[Inflow]],
) -> list[Piece]:
    """Pieces of one origin with the moment from which they can be loaded: first come, first out.

    The k-th piece may leave when what was there and what has come in covers the first k pieces; so any set of pieces
    loaded after their moments is covered. ``NEVER`` where the goods do not come in at all.
    """
    sent: dict[tuple[str, str, str | None], float] = {}
    for piece in pieces:
        for good in piece.goods:
            key = (piece.leg.origin_id, good.item_id, good.lot_id)
            sent[key] = sent.get(key, 0.0) + good.quantity
    there = {key: max(0.0, quantity - waiting.get(key, 0.0)) for key, quantity in sent.items()}
    needed: dict[tuple[str, str, str | None], float] = {}
    found = []
    for piece in pieces:
        release = 0
        for good in piece.goods:
            key = (piece.leg.origin_id, good.item_id, good.lot_id)
            needed[key] = needed.get(key, 0.0) + good.quantity
            release = max(release, _when(needed[key] - there[key], inflows.get(key, [])))
        found.append(replace(piece, release=release))
    return found


def _when(units: float, inflows: list[Inflow]) -> int:
    if units <= LEAST_QUANTITY:
        return 0
    for moment, quantity in sorted(inflows):
        units -= quantity
        if units <= 1e-6 * max(1.0, quantity) + LEAST_QUANTITY:
            return moment
    return NEVER
