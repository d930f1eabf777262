"""A trip laid on the clock: roads, nights, opening hours and convoy days, to the second."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.dispatch.calendar import NEVER, Calendar, Place, in_one_piece, in_pieces, seconds_within
from core.dispatch.demands import Piece
from core.dispatch.fleet import DAY_SECONDS, Kind, Vehicle
from core.dispatch.roads import Road, RoadMap
from core.domain.dispatch import Objective
from core.domain.weeks import DAYS_PER_WEEK

WEEK_SECONDS = DAYS_PER_WEEK * DAY_SECONDS

Cause = Literal["road", "window", "goods", "late", "load", "locked", "home"]
"""Why a trip cannot be: no road, no opening long enough, goods that do not come, no time left, too much, a lock."""


@dataclass(frozen=True)
class Ground:
    """What every trip of a week stands on: roads, working days, opening hours."""

    roads: RoadMap
    calendar: Calendar
    places: dict[str, Place]

    def place(self, place_id: str) -> Place:
        """Opening hours and service time; a crossing of a road network has none."""
        return self.places.get(place_id, Place())


@dataclass(frozen=True)
class Job:
    """What one trip is to do.

    Attributes
    ----------
    pieces
        All of one origin.
    starts
        Seconds after Monday at which it has to begin to load; None for as early as it can.
    is_locked
        Whether it stays as it is.
    """

    pieces: tuple[Piece, ...]
    starts: int | None = None
    is_locked: bool = False

    @property
    def origin_id(self) -> str:
        """Where it loads."""
        return self.pieces[0].leg.origin_id

    @property
    def stops(self) -> tuple[str, ...]:
        """Places in the order in which they first come."""
        return tuple(dict.fromkeys(piece.leg.destination_id for piece in self.pieces))

    @property
    def release(self) -> int:
        """When everything it loads is there."""
        return max(piece.release for piece in self.pieces)

    @property
    def kg(self) -> float:
        """Weight loaded."""
        return sum(piece.kg for piece in self.pieces)

    @property
    def m3(self) -> float:
        """Volume loaded."""
        return sum(piece.m3 for piece in self.pieces)


@dataclass(frozen=True)
class Driven:
    """A road with the moments at which a vehicle begins and ends it."""

    road: Road
    departs: int
    arrives: int


@dataclass(frozen=True)
class Call:
    """A stop: from ``arrives``, when the vehicle is received, to ``departs``; and the roads driven to it."""

    place_id: str
    arrives: int
    departs: int
    driven: tuple[Driven, ...] = ()

    @property
    def km(self) -> float:
        """Distance from the stop before."""
        return sum(driven.road.distance_km for driven in self.driven)


@dataclass(frozen=True)
class Refusal:
    """Why a job cannot be done, and where."""

    cause: Cause
    place_id: str


@dataclass(frozen=True)
class Trip:
    """A job on the clock; ``loads_at`` is the call at which it loads: 1 where the vehicle first comes empty, else 0."""

    job: Job
    calls: tuple[Call, ...]
    loads_at: int

    @property
    def begins(self) -> int:
        """When the vehicle leaves, or begins to load."""
        return self.calls[0].arrives

    @property
    def ends(self) -> int:
        """When the vehicle is free again."""
        return self.calls[-1].departs

    @property
    def km(self) -> float:
        """Distance of all of it."""
        return sum(call.km for call in self.calls)


@dataclass(frozen=True)
class Effort:
    """What trips take: distance, hours on duty, days begun, money, CO2 (NaN where not known)."""

    km: float = 0.0
    hours: float = 0.0
    days: int = 0
    cost_usd: float = 0.0
    co2_kg: float = 0.0

    def of(self, objective: Objective) -> float:
        """The one that there should be least of."""
        return {"cost": self.cost_usd, "time": self.hours, "co2": self.co2_kg}[objective]


class _Refused(Exception):
    """What stops a job; caught where the vehicle's week is run."""

    def __init__(self, cause: Cause, place_id: str) -> None:
        super().__init__(cause, place_id)
        self.refusal = Refusal(cause, place_id)


def run(ground: Ground, vehicle: Vehicle, jobs: Sequence[Job]) -> list[Trip] | tuple[int, Refusal]:
    """A vehicle's week: its jobs one after the other, each as early as it can be.

    Returns
    -------
    list of Trip or tuple
        One trip a job; or the number of the first job that cannot be done, and why.
    """
    trips: list[Trip] = []
    at, free = vehicle.kind.depot_id, 0
    for number, job in enumerate(jobs):
        ends_at = jobs[number + 1].origin_id if number + 1 < len(jobs) else vehicle.kind.depot_id
        try:
            trip = _trip(ground, vehicle.kind, job, at, free, ends_at)
        except _Refused as stopped:
            return number, stopped.refusal
        trips.append(trip)
        at, free = ends_at, trip.ends
    return trips


def _trip(ground: Ground, kind: Kind, job: Job, at: str, free: int, ends_at: str) -> Trip:
    if not kind.holds(job.kg, job.m3):
        raise _Refused("load", job.origin_id)
    calls = _loading(ground, kind, job, at, free)
    loads_at = len(calls) - 1
    latest = 0
    for place_id in job.stops:
        calls.append(_visit(ground, kind, calls[-1], place_id))
        due = min(piece.leg.deadline for piece in job.pieces if piece.leg.destination_id == place_id)
        if calls[-1].departs > due:
            raise _Refused("late", place_id)
        latest = max(latest, due)
    calls.append(_visit(ground, kind, calls[-1], ends_at, is_end=True))
    if calls[-1].departs > latest:
        raise _Refused("home", calls[-2].place_id)
    return Trip(job, tuple(calls), loads_at)


def _loading(ground: Ground, kind: Kind, job: Job, at: str, free: int) -> list[Call]:
    """The call at which a job is loaded, after the empty way to it where the vehicle stands elsewhere."""
    if job.release >= NEVER:
        raise _Refused("goods", job.origin_id)
    calls: list[Call] = []
    driven: tuple[Driven, ...] = ()
    earliest = free
    if at != job.origin_id:
        driven = _drive(ground, kind, at, job.origin_id, free)
        calls.append(Call(at, driven[0].departs, driven[0].departs))
        earliest = driven[-1].arrives
    loading = _served(ground, kind, job.origin_id, max(earliest, job.release, job.starts or 0), driven)
    if loading.departs > WEEK_SECONDS:
        raise _Refused("goods" if job.release > free else "late", job.origin_id)
    if job.starts is not None and loading.arrives != job.starts:
        raise _Refused("locked", job.origin_id)
    return [*calls, loading]


def _visit(ground: Ground, kind: Kind, before: Call, to_id: str, is_end: bool = False) -> Call:
    driven = _drive(ground, kind, before.place_id, to_id, before.departs)
    reached = driven[-1].arrives if driven else before.departs
    return _served(ground, kind, to_id, reached, driven, is_end)


def _served(
    ground: Ground, kind: Kind, place_id: str, earliest: int, driven: tuple[Driven, ...], is_end: bool = False
) -> Call:
    place = ground.place(place_id)
    seconds = 0 if is_end else place.service
    spans = ground.calendar.received(kind, place)
    begins = in_one_piece(spans, earliest, seconds)
    if begins >= NEVER:
        is_too_short = in_one_piece(spans, 0, seconds) >= NEVER
        raise _Refused("window" if is_too_short else "late", place_id)
    return Call(place_id, begins, begins + seconds, driven)


def _drive(ground: Ground, kind: Kind, from_id: str, to_id: str, departs: int) -> tuple[Driven, ...]:
    """Roads one after the other; a road with convoy days is begun only where it can be finished on such a day."""
    way = ground.roads.way(kind, from_id, to_id)
    if way is None:
        raise _Refused("road", to_id)
    found: list[Driven] = []
    now = departs
    for road in way:
        spans = ground.calendar.duty(kind, road.days)
        begins = NEVER if road.days is None else in_one_piece(spans, now, road.seconds)
        begins, ends = (begins, begins + road.seconds) if begins < NEVER else in_pieces(spans, now, road.seconds)
        if ends >= NEVER:
            raise _Refused("late", to_id)
        found.append(Driven(road, begins, ends))
        now = ends
    return tuple(found)


def effort_of(ground: Ground, kind: Kind, trips: Sequence[Trip]) -> Effort:
    """What a vehicle's trips take together; a day is paid once, and so are nights away from home."""
    return total(efforts_of(ground, kind, trips))


def efforts_of(ground: Ground, kind: Kind, trips: Sequence[Trip]) -> list[Effort]:
    """What each of a vehicle's trips takes; a day that two trips share is counted with the first."""
    found = []
    paid: set[int] = set()
    duty = ground.calendar.duty(kind)
    for trip in trips:
        days = set(range(trip.begins // DAY_SECONDS, (max(trip.begins, trip.ends - 1)) // DAY_SECONDS + 1)) - paid
        paid |= days
        hours = seconds_within(duty, trip.begins, trip.ends) / 3600
        money = trip.km * kind.cost_usd_per_km + len(days) * kind.cost_usd_per_day + hours * kind.cost_usd_per_hour
        found.append(Effort(trip.km, hours, len(days), money, trip.km * kind.co2_kg_per_km))
    return found


def total(efforts: Sequence[Effort]) -> Effort:
    """Efforts added up."""
    return Effort(
        sum(e.km for e in efforts),
        sum(e.hours for e in efforts),
        sum(e.days for e in efforts),
        sum(e.cost_usd for e in efforts),
        sum(e.co2_kg for e in efforts),
    )
