"""Why goods are left, and the cheapest change that would carry them: every change is tried on the clock first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from core.dispatch.calendar import NEVER, Calendar
from core.dispatch.demands import Leg, Piece
from core.dispatch.fleet import DAY_SECONDS, Kind, Vehicle
from core.dispatch.frames import Rows, unserved_frame
from core.dispatch.more_vehicles import cheapest_vehicles, loads_of
from core.dispatch.roads import EVERY_DAY
from core.dispatch.trips import Ground, Job, Refusal, run
from core.dispatch.week import Week
from core.domain.dispatch import WEEKDAYS
from core.domain.operation import Operation
from core.domain.schemas import Items
from core.errors import SolveCancelled

Why = Literal["vehicle", "unit", "time", "prize"]
"""No vehicle may carry it, one unit is too much, no vehicle has the time, or it costs more than its prize."""

HALF_HOUR = 1800
MOST_TRIED, MOST_LEGS_TRIED = 20, 30
"""Loads of a leg, and legs, up to which changes of hours, windows and convoys are tried in the whole week."""


@dataclass(frozen=True)
class Left:
    """Goods that no vehicle carries, and at what it fails."""

    piece: Piece
    why: Why


@dataclass(frozen=True)
class Change:
    """What would carry goods, in words.

    Attributes
    ----------
    rank
        0 for what is arranged (a convoy, opening hours), 1 for what is paid (vehicles), 2 for what is asked of
        drivers; the lowest is told.
    """

    words: str
    rank: int = 0
    cost_usd: float = 0.0


def explained(
    operation: Operation, week: Week, left: Sequence[Left], cancelled: Callable[[], bool] = lambda: False
) -> pd.DataFrame:
    """``Unserved``: goods by leg, item and lot, each with the reason and the remedy of its leg.

    Raises
    ------
    SolveCancelled
        If a person stopped it.
    """
    groups: dict[tuple[Leg, Why, str], list[Piece]] = {}
    for one in left:
        item = one.piece.goods[0].item_id if one.why == "unit" else ""
        groups.setdefault((one.piece.leg, one.why, item), []).append(one.piece)
    told = _Telling(operation, week)
    rows: Rows = []
    for (leg, why, _), pieces in groups.items():
        if cancelled():
            raise SolveCancelled("The dispatch was stopped.", hint="Ask again when you want it.")
        reason, remedy = told.reason_and_remedy(leg, why, pieces)
        sums: dict[tuple[str, str | None], float] = {}
        for piece in pieces:
            for good in piece.goods:
                sums[good.item_id, good.lot_id] = sums.get((good.item_id, good.lot_id), 0.0) + good.quantity
        rows += [
            (leg.destination_id, item, quantity, reason, remedy, lot, leg.origin_id, leg.route_id)
            for (item, lot), quantity in sums.items()
        ]
    return unserved_frame(rows)


class _Telling:
    """Tries changes of one week, and says in people's words what came out."""

    def __init__(self, operation: Operation, week: Week) -> None:
        self._operation, self._week = operation, week
        self._names = operation.place_names
        self._items = operation.items.set_index(Items.item_id)
        self._legs_tried = 0

    def reason_and_remedy(self, leg: Leg, why: Why, pieces: Sequence[Piece]) -> tuple[str, str]:
        """Why the pieces of a leg are left, and what would carry all of them."""
        if why == "unit":
            return self._unit(leg, pieces)
        if why == "vehicle":
            return self._vehicle(leg, pieces)
        if why == "prize":
            return self._prize(pieces)
        return self._time(leg, pieces)

    def _name(self, place_id: str) -> str:
        return self._names.get(place_id, place_id)

    def _unit(self, leg: Leg, pieces: Sequence[Piece]) -> tuple[str, str]:
        good = pieces[0].goods[0]
        item = self._items.loc[good.item_id]
        kinds = self._kinds(lambda kind: kind.may_use(leg.mode) and self._week.may_load_at(kind, leg.origin_id))
        most_kg, most_m3 = max(k.payload_kg for k in kinds), max(k.volume_m3 for k in kinds)
        size = f"{good.unit_kg:,.0f} kg and {good.unit_m3:,.1f} m3"
        return (
            f"One {item[Items.unit]} of {item[Items.name]} has {size}; the vehicles that may carry it hold "
            f"{most_kg:,.0f} kg and {most_m3:,.1f} m3 at most.",
            f"A vehicle at {self._name(leg.origin_id)} that holds {size}.",
        )

    def _vehicle(self, leg: Leg, pieces: Sequence[Piece]) -> tuple[str, str]:
        origin, destination = self._name(leg.origin_id), self._name(leg.destination_id)
        here = self._kinds(lambda kind: self._week.may_load_at(kind, leg.origin_id))
        for_mode = [kind for kind in here if kind.may_use(leg.mode)]
        anybody = self._kinds(lambda kind: kind.may_use(leg.mode))
        roads = self._week.ground.roads
        shut = next((kind for kind in for_mode if roads.closures_on(kind, leg.origin_id, leg.destination_id)), None)
        more = self._more_vehicles(leg, pieces, anybody)
        if not here:
            reason = f"No vehicle stands at {origin}, and none that does without reaches it within a working day."
        elif not for_mode:
            reason = f"No vehicle that loads at {origin} may use a road of mode “{leg.mode}”."
        elif shut is not None:
            closed = " and ".join(roads.closures_on(shut, leg.origin_id, leg.destination_id))
            km = sum(road.distance_km for road in roads.way(shut, leg.origin_id, leg.destination_id, True) or ())
            reason = f"There is no open road from {origin} to {destination}: {closed}."
            return reason, f"The road opened again: {km:,.0f} km." + (f" Or {more.words}." if more else "")
        else:
            terrain = sorted({mode for kind in for_mode for mode in kind.modes or ()}) or ["its vehicles"]
            reason = f"There is no road from {origin} to {destination} for {' or '.join(terrain)}."
        return reason, f"{more.words}." if more else self._a_road(leg, origin, destination)

    def _a_road(self, leg: Leg, origin: str, destination: str) -> str:
        """What is missing where no vehicle of any depot could drive there."""
        any_terrain = replace(self._week.vehicles[0].kind, modes=None)
        way = self._week.ground.roads.way(any_terrain, leg.origin_id, leg.destination_id)
        if way is None:
            return f"A road from {origin} to {destination} in the routes table; there is none of any mode."
        modes = sorted({self._mode_of(road.route_id) for road in way} - {""})
        return f"A vehicle at {origin} that may use {' and '.join(modes) or 'every road'}; the fleet has none."

    def _mode_of(self, route_id: str | None) -> str:
        routes = self._operation.routes.set_index("route_id")["mode"]
        mode = routes.get(route_id) if route_id else None
        return "" if mode is None or pd.isna(mode) else str(mode)

    def _prize(self, pieces: Sequence[Piece]) -> tuple[str, str]:
        prize = sum(piece.prize_usd for piece in pieces)
        extra = _extra_usd(self._week, pieces)
        reason = f"Optional, and its prize of USD {prize:,.0f} is less than what carrying it adds"
        if extra is None:
            return f"{reason}.", f"A larger prize than USD {prize:,.0f}; not all of it fits this fleet's week."
        return f"{reason}: USD {extra:,.0f}.", f"A prize of USD {extra:,.0f}."

    def _time(self, leg: Leg, pieces: Sequence[Piece]) -> tuple[str, str]:
        alone = self._week.refusals(Job((pieces[0],)))
        if alone:
            return self._never(leg, pieces, alone)
        able = self._kinds(lambda kind: self._week.may_carry(kind, pieces[0]))
        number = sum(kind.count for kind in able)
        reason = (
            f"The fleet is too small: none of the {number} vehicle{'s' * (number != 1)} that may carry it "
            f"({', '.join(kind.name for kind in able[:4])}) is there and back in the time it has left this week."
        )
        release = max(piece.release for piece in pieces)
        if release > 0:
            reason += f" Its goods come in until {_moment(release)}."
        changes = [c for c in (self._more_vehicles(leg, pieces, able), *self._free_changes(leg, pieces)) if c]
        best = min(changes, key=lambda change: (change.rank, change.cost_usd), default=None)
        return (
            reason,
            f"{best.words}." if best else "More vehicles than can be listed here; none of the changes tried does.",
        )

    def _never(self, leg: Leg, pieces: Sequence[Piece], alone: Sequence[tuple[Vehicle, Refusal]]) -> tuple[str, str]:
        """Reason and remedy where even a vehicle with nothing else to do cannot."""
        vehicle, refusal = min(alone, key=lambda pair: _ORDER.index(pair[1].cause))
        origin, destination, at = (
            self._name(leg.origin_id),
            self._name(leg.destination_id),
            self._name(refusal.place_id),
        )
        place = self._week.ground.place(refusal.place_id)
        release = max(piece.release for piece in pieces)
        kind = vehicle.kind
        if refusal.cause == "window":
            if place.is_backwards:
                return (
                    f"{at} receives vehicles from {_clock(place.opens)} until {_clock(place.closes)}: "
                    "the window ends before it begins.",
                    f"The opening hours of {at} corrected.",
                )
            reason = (
                f"{at} is open from {_clock(place.opens)} until {_clock(place.closes)}, and drivers work from "
                f"{_clock(kind.duty_begins)} for {kind.duty_seconds / 3600:g} h: too short for "
                f"{place.service / 60:,.0f} min of loading or unloading."
            )
        elif release >= NEVER:
            return (
                f"Lead times: its goods come into {origin} in this week, with goods that no vehicle brings there.",
                f"What goes to {origin} carried first.",
            )
        elif refusal.cause == "goods" or release > 0:
            reason = (
                f"Lead times: its goods come into {origin} until {_moment(release)}, too late to leave in this week."
            )
        else:
            there = self._week.ground.roads.way(kind, leg.origin_id, leg.destination_id) or ()
            hours = sum(road.seconds for road in there) / 3600
            until = leg.deadline // DAY_SECONDS // 7
            reason = (
                f"Driver hours: {origin} to {destination} takes {hours:,.1f} h one way with loading of "
                f"{self._week.ground.place(leg.origin_id).service / 60:,.0f} min and unloading of "
                f"{self._week.ground.place(leg.destination_id).service / 60:,.0f} min; with "
                f"{kind.duty_seconds / 3600:g} h a day no vehicle is there and back within {until} week"
                f"{'s' * (until != 1)}."
            )
        change = next(self._free_changes(leg, pieces), None)
        return reason, f"{change.words}." if change else "None of more hours, days, opening hours or convoys is enough."

    def _kinds(self, is_able: Callable[[Kind], bool]) -> list[Kind]:
        return [kind for kind in dict.fromkeys(vehicle.kind for vehicle in self._week.vehicles) if is_able(kind)]

    def _more_vehicles(self, leg: Leg, pieces: Sequence[Piece], kinds: Sequence[Kind]) -> Change | None:
        """The cheapest number of vehicles of one kind, standing at the origin, that carries all of it."""
        found = cheapest_vehicles(self._week, pieces, kinds)
        if found is None:
            return None
        kind, number, effort = found
        return Change(
            f"{number} more {kind.vehicle} at {self._name(leg.origin_id)}, USD {effort.cost_usd:,.0f} for this week",
            rank=1,
            cost_usd=effort.cost_usd,
        )

    def _free_changes(self, leg: Leg, pieces: Sequence[Piece]) -> Iterator[Change]:
        """Changes without a price, each after it was found to carry all the pieces; of each sort the least."""
        able = self._kinds(lambda kind: self._week.may_carry(kind, pieces[0]))
        if not able or self._legs_tried >= MOST_LEGS_TRIED or any(piece.release >= NEVER for piece in pieces):
            return
        self._legs_tried += 1
        loads = loads_of(pieces, max(able, key=lambda kind: kind.payload_kg))
        if len(loads) > MOST_TRIED:
            return
        found: set[int] = set()
        for rank, words, ground, longer in self._variants(leg, able):
            if rank not in found and _carries_all(self._week, ground, loads, longer):
                found.add(rank)
                yield Change(words, rank)

    def _variants(self, leg: Leg, able: Sequence[Kind]) -> Iterator[tuple[int, str, Ground, int]]:
        """Rank, words, changed ground, and seconds a day that drivers work longer."""
        ground = self._week.ground
        laps = [(leg.origin_id, leg.destination_id), *((leg.destination_id, kind.depot_id) for kind in able)]
        roads = [road for kind in able for lap in laps for road in ground.roads.way(kind, *lap) or ()]
        convoys = {road.days for road in roads if road.days is not None}
        for day in sorted(EVERY_DAY - frozenset().union(*convoys)) if convoys else ():
            yield 0, f"A convoy on {WEEKDAYS[day]} as well", _with_convoy(ground, day), 0
        for place_id in (leg.destination_id, leg.origin_id):
            place = ground.place(place_id)
            if place.is_backwards or place.closes - place.opens >= DAY_SECONDS:
                continue
            for more in range(HALF_HOUR, 12 * 2 * HALF_HOUR, HALF_HOUR):
                opens, closes = max(0, place.opens - more), min(DAY_SECONDS, place.closes + more)
                words = f"{self._name(place_id)} open from {_clock(opens)} until {_clock(closes)}"
                wider = {**ground.places, place_id: replace(place, opens=opens, closes=closes)}
                yield 0, words, replace(ground, places=wider), 0
        idle = EVERY_DAY - ground.calendar.working_days
        if idle:
            words = f"Work on {' and '.join(WEEKDAYS[day] for day in sorted(idle))} as well"
            yield (
                2,
                words,
                replace(ground, calendar=Calendar(EVERY_DAY, ground.calendar.days, ground.calendar.first_day)),
                0,
            )
        now = max(kind.duty_seconds for kind in able) // 3600
        for hours in range(1, 24 - now + 1):
            yield 2, f"{hours} more hour{'s' * (hours != 1)} of driving a day", ground, hours * 3600


_ORDER = ("locked", "load", "road", "late", "home", "goods", "window")
"""Causes, the one that says most last resort first: the refusal of the vehicle that came furthest is told."""


def _with_convoy(ground: Ground, day: int) -> Ground:
    """The same with one more convoy day on every road that has any."""
    links = ground.roads.links
    days = links.days.copy()
    for n, told in enumerate(days):
        if told is not None:
            days[n] = told | {day}
    roads = replace(ground.roads, links=replace(links, days=days), _trees={}, _seconds={}, _ways={})
    return replace(ground, roads=roads)


def _carries_all(week: Week, ground: Ground, loads: Sequence[Job], longer: int) -> bool:
    """Whether a copy of the week on changed ground, or with longer days, takes all loads beside what it has."""
    vehicles = {v: replace(v, kind=_longer(v.kind, longer)) if longer else v for v in week.vehicles}
    copy = Week(ground, list(vehicles.values()), week.objective)
    for vehicle, jobs in week.jobs.items():
        if isinstance(run(ground, vehicles[vehicle], jobs), tuple):
            return False
        copy.jobs[vehicles[vehicle]] = jobs
    for load in loads:
        place = copy.best_place(load)
        if place is None:
            return False
        copy.jobs[place.vehicle] = place.jobs
    return True


def _longer(kind: Kind, seconds: int) -> Kind:
    duty = min(DAY_SECONDS, kind.duty_seconds + seconds)
    return replace(kind, duty_seconds=duty, duty_begins=min(kind.duty_begins, DAY_SECONDS - duty))


def _extra_usd(week: Week, pieces: Sequence[Piece]) -> float | None:
    """What carrying all pieces adds, put in one after the other where they add least; None where one does not fit."""
    copy = Week(week.ground, week.vehicles, week.objective, dict(week.jobs))
    extra = 0.0
    for piece in pieces:
        place = copy.best_place(Job((piece,)))
        if place is None:
            return None
        copy.jobs[place.vehicle] = place.jobs
        extra += place.extra.cost_usd
    return extra


def _moment(seconds: int) -> str:
    """A moment of the week: ``Thu 14:30``."""
    return f"{WEEKDAYS[seconds // DAY_SECONDS % 7]} {_clock(seconds % DAY_SECONDS)}"


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"
