"""A dispatch: origins in the order in which goods reach them, searched one by one and laid on the clock."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import pandas as pd

from core.dispatch.calendar import Calendar, places_of
from core.dispatch.demands import (
    Goods,
    Inflow,
    Leg,
    Piece,
    cut,
    goods_of_week,
    released,
    waits_for,
    with_prizes,
    without_locked,
)
from core.dispatch.due_times import DueTimes
from core.dispatch.fleet import Kind, Vehicle, kinds_of
from core.dispatch.frames import dispatch_of
from core.dispatch.roads import RoadMap
from core.dispatch.search import Available, Stopping, search
from core.dispatch.trips import Ground, Job, Trip, run
from core.dispatch.unserved import Left, explained
from core.dispatch.week import Week
from core.domain.dispatch import WEEKDAYS, Dispatch, DispatchRequest
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.weeks import DAYS_PER_WEEK, as_day
from core.errors import InvalidScenario

MOST_WEEKS_AHEAD = 6
"""Weeks on the road that are looked at, however long a lead time is."""


@dataclass
class _Course:
    """What is known while origins are worked through.

    Attributes
    ----------
    inflows
        Goods that vehicles hand over at a place, by place, item and lot.
    left
        Pieces and goods that no vehicle carries.
    """

    week: Week
    waiting: dict[tuple[str, str, str | None], float]
    due_times: DueTimes
    inflows: dict[tuple[str, str, str | None], list[Inflow]] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)
    is_reproducible: bool = True
    steps: int = 0


def solve_dispatch(
    operation: Operation,
    plan: Plan,
    request: DispatchRequest,
    roads: RoadMap,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> Dispatch:
    """Vehicles, trips and times for what a plan sends in a week.

    Parameters
    ----------
    operation
        With the plan's scenario applied.

    Raises
    ------
    InvalidTable, InvalidScenario, SolveCancelled
        As ``kinds_of``, ``goods_of_week`` and a locked trip that cannot be driven.
    """
    began = time.monotonic()
    tell = progress or (lambda share, message: None)
    is_cancelled = cancelled or (lambda: False)
    monday = as_day(request.week) - pd.Timedelta(days=DAYS_PER_WEEK - 1)
    notes: list[str] = list(roads.notes)
    kinds = kinds_of(operation, request.objective, notes)
    goods = goods_of_week(operation, plan, as_day(request.week))
    weeks = 1 + min(MOST_WEEKS_AHEAD, max(good.leg.lead_weeks for good in goods))
    start = as_day(plan.summary.get("planning_start") or operation.planning_start)
    first_day = max(0, (start - monday).days + 1)
    working = frozenset(WEEKDAYS.index(day) for day in request.working_days)
    calendar = Calendar(working, DAYS_PER_WEEK * weeks, first_day)
    vehicles = [Vehicle(kind, number) for kind in kinds for number in range(1, kind.count + 1)]
    week = Week(Ground(roads, calendar, places_of(operation)), vehicles, request.objective)
    waiting = waits_for(goods, plan, as_day(request.week))
    course = _Course(week, waiting, DueTimes(week, goods, waiting))
    locked_loads = [load for trip in request.locked for load in trip.loads]
    free_goods, locked_goods = without_locked(goods, locked_loads)
    _place_locked(week, request, locked_goods, monday)

    origins = _in_order(goods, course.waiting)
    names = operation.place_names
    for number, origin_id in enumerate(origins):
        share = 0.9 * number / len(origins)
        message = f"Trips from {names.get(origin_id, origin_id)}"
        tell(share, message)
        seconds = max(0.1, (request.seconds - (time.monotonic() - began)) / (len(origins) - number))
        stop = Stopping(
            request.iterations,
            seconds,
            is_cancelled,
            partial(_tell_part, tell, share, 0.9 / len(origins), message),
        )
        mine = [good for good in free_goods if good.leg.origin_id == origin_id]
        _serve(operation, course, origin_id, mine, request, stop)
    tell(0.92, "Reasons for what is left")
    reasons = explained(operation, course.week, course.left, is_cancelled)
    return dispatch_of(
        operation, request, week, reasons, notes, roads, course.is_reproducible, course.steps, time.monotonic() - began
    )


def _tell_part(tell: Callable[[float, str], None], begin: float, part: float, message: str, done: float) -> None:
    tell(begin + part * done, message)


def _place_locked(week: Week, request: DispatchRequest, goods: Sequence[Goods], monday: pd.Timestamp) -> None:
    """Put locked trips where they were, before anything else.

    Raises
    ------
    InvalidScenario
        If the fleet has no such vehicle, or a trip cannot be driven as it is.
    """
    by_name = {vehicle.name: vehicle for vehicle in week.vehicles}
    taken = iter(goods)
    jobs: dict[Vehicle, list[Job]] = {}
    for trip in request.locked:
        vehicle = by_name.get(trip.vehicle)
        if vehicle is None:
            raise InvalidScenario(
                f"A locked trip is driven by “{trip.vehicle}”, which the fleet does not have.",
                hint="Unlock the trip, or correct the number of vehicles.",
            )
        pieces = tuple(Piece(good.leg, (good,)) for good in (next(taken) for _ in trip.loads))
        starts = None if trip.starts is None else round((pd.Timestamp(trip.starts) - monday).total_seconds())
        jobs.setdefault(vehicle, []).append(Job(pieces, starts, is_locked=True))
    for vehicle, his in jobs.items():
        ordered = sorted(his, key=lambda job: (job.starts is None, job.starts or 0))
        done = run(week.ground, vehicle, ordered)
        if isinstance(done, tuple):
            number, refusal = done
            raise InvalidScenario(
                f"Locked trip {number + 1} of {vehicle.name} cannot be driven as it is: {_CAUSES[refusal.cause]} "
                f"({refusal.place_id}).",
                hint="Unlock it, or undo the move; the others stay.",
            )
        week.jobs[vehicle] = tuple(ordered)


_CAUSES = {
    "road": "there is no open road for it",
    "window": "the place is not open long enough",
    "goods": "its goods come in too late",
    "late": "the week has not hours enough",
    "load": "the load is more than the vehicle holds",
    "locked": "it cannot begin when it did",
    "home": "the vehicle does not come home in time",
}


def _in_order(goods: Sequence[Goods], waiting: dict[tuple[str, str, str | None], float]) -> list[str]:
    """Origins so that what feeds another comes first; those that feed each other stand by name."""
    feeds: dict[str, set[str]] = {origin: set() for origin in sorted({good.leg.origin_id for good in goods})}
    for good in goods:
        if good.leg.lead_weeks == 0 and (good.leg.destination_id, good.item_id, good.lot_id) in waiting:
            feeds[good.leg.destination_id].add(good.leg.origin_id)
    ordered: list[str] = []
    while feeds:
        ready = [origin for origin, before in feeds.items() if not before - set(ordered)] or [min(feeds)]
        for origin in ready:
            ordered.append(origin)
            del feeds[origin]
    return ordered


def _serve(
    operation: Operation,
    course: _Course,
    origin_id: str,
    goods: Sequence[Goods],
    request: DispatchRequest,
    stop: Stopping,
) -> None:
    """Trips for everything of one origin; what they hand over is known to origins that come later."""
    week = course.week
    pieces: list[Piece] = []
    for leg, of_leg in _by_leg(goods).items():
        kinds = [kind for kind in dict.fromkeys(v.kind for v in week.vehicles) if _may_drive(week, kind, leg)]
        if not kinds:
            course.left.append(Left(Piece(leg, tuple(of_leg)), "vehicle"))
            continue
        of_this, too_much = cut(of_leg, kinds)
        due = course.due_times.of(leg)
        pieces += [replace(piece, due=due) for piece in of_this]
        course.left += [Left(Piece(leg, (good,)), "unit") for good in too_much]
    pieces = with_prizes(pieces, operation.stops, as_day(request.week))
    locked = [piece for _, trip in _locked_trips(week, origin_id) for piece in trip.job.pieces]
    ordered = released([*locked, *sorted(pieces, key=lambda piece: -piece.worth)], course.waiting, course.inflows)
    pieces = ordered[len(locked) :]
    _refuse_locked_before_goods(week, origin_id, ordered[: len(locked)])
    fleet = [
        Available(vehicle, week.free_from(vehicle))
        for vehicle in week.vehicles
        if any(_may_drive(week, vehicle.kind, leg) for leg in {piece.leg for piece in pieces})
    ]
    found = search(week.ground, origin_id, pieces, fleet, request.objective, request.seed, stop)
    course.is_reproducible &= found.is_reproducible
    course.steps += found.steps
    again: list[Job] = []
    failed: list[Piece] = []
    for vehicle, jobs in found.jobs.items():
        again += week.put(vehicle, jobs)
    on_board = {id(piece) for jobs in found.jobs.values() for job in jobs for piece in job.pieces}
    for job in [*again, *(Job((piece,)) for piece in pieces if id(piece) not in on_board)]:
        course.left += _fit(week, job, failed)
    course.left += _without_what_is_not_worth_it(week, origin_id)
    for vehicle in week.vehicles:
        for trip in week.trips(vehicle):
            if trip.job.origin_id == origin_id:
                _hand_over(
                    course, trip.job, {call.place_id: call.departs for call in trip.calls[trip.loads_at + 1 : -1]}
                )


def _locked_trips(week: Week, origin_id: str) -> list[tuple[Vehicle, Trip]]:
    """Locked trips that load at a place, in the order in which they load: what comes in first goes to the first."""
    trips = [(vehicle, trip) for vehicle in week.vehicles for trip in week.trips(vehicle)]
    mine = [(vehicle, trip) for vehicle, trip in trips if trip.job.is_locked and trip.job.origin_id == origin_id]
    return sorted(mine, key=lambda one: one[1].calls[one[1].loads_at].arrives)


def _refuse_locked_before_goods(week: Week, origin_id: str, pieces: Sequence[Piece]) -> None:
    """Locked trips keep their times, so goods that now come in later break the lock."""
    coming = iter(pieces)
    for vehicle, trip in _locked_trips(week, origin_id):
        release = max(next(coming).release for _ in trip.job.pieces)
        if release > trip.calls[trip.loads_at].arrives:
            raise InvalidScenario(
                f"A locked trip of {vehicle.name} would load at {origin_id} before its goods come in.",
                hint="Unlock it, or lock the trip that brings the goods as well.",
            )


def _may_drive(week: Week, kind: Kind, leg: Leg) -> bool:
    if not (kind.may_use(leg.mode) and week.may_load_at(kind, leg.origin_id)):
        return False
    return week.ground.roads.way(kind, leg.origin_id, leg.destination_id) is not None


def _by_leg(goods: Sequence[Goods]) -> dict[Leg, list[Goods]]:
    found: dict[Leg, list[Goods]] = {}
    for good in goods:
        found.setdefault(good.leg, []).append(good)
    return found


def _fit(week: Week, job: Job, failed: list[Piece]) -> list[Left]:
    """Put a job where it adds least, whole or piece by piece; what fits nowhere, or is not worth it, comes back.

    Parameters
    ----------
    failed
        Pieces of the origin that fitted nowhere; weeks only get fuller, so what is as large and as late does not fit.
    """
    is_known = len(job.pieces) == 1 and any(_is_no_easier(job.pieces[0], other) for other in failed)
    place = None if is_known else week.best_place(job)
    if place is not None and _is_worth(job.pieces, place.extra.cost_usd):
        week.jobs[place.vehicle] = place.jobs
        return []
    if len(job.pieces) > 1:
        return [left for piece in job.pieces for left in _fit(week, Job((piece,)), failed)]
    if place is None:
        failed += job.pieces
    return [Left(job.pieces[0], "time" if place is None else "prize")]


def _is_no_easier(piece: Piece, other: Piece) -> bool:
    same = piece.leg == other.leg
    return same and piece.kg >= other.kg and piece.m3 >= other.m3 and piece.release >= other.release


def _is_worth(pieces: Sequence[Piece], cost_usd: float) -> bool:
    return not all(piece.is_optional for piece in pieces) or cost_usd <= sum(piece.prize_usd for piece in pieces)


def _without_what_is_not_worth_it(week: Week, origin_id: str) -> list[Left]:
    """Take optional stops off trips where that saves more than their prize: the search counts parts of days."""
    left: list[Left] = []
    for vehicle in week.vehicles:
        for job in [job for job in week.jobs[vehicle] if job.origin_id == origin_id and not job.is_locked]:
            for place_id in job.stops:
                here = [p for p in job.pieces if p.leg.destination_id == place_id]
                if not all(piece.is_optional for piece in here):
                    continue
                saved = week.saved_without(vehicle, here)
                if saved is not None and not _is_worth(here, saved[1].cost_usd):
                    week.jobs[vehicle] = saved[0]
                    left += [Left(piece, "prize") for piece in here]
    return left


def _hand_over(course: _Course, job: Job, when: dict[str, int]) -> None:
    for piece in job.pieces:
        if piece.leg.lead_weeks:
            continue
        for good in piece.goods:
            key = (piece.leg.destination_id, good.item_id, good.lot_id)
            course.inflows.setdefault(key, []).append((when[piece.leg.destination_id], good.quantity))
