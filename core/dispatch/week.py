"""The week of a fleet: which vehicle does which jobs, always as the clock allows, and where one more job fits best."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from core.dispatch.calendar import NEVER
from core.dispatch.demands import Piece
from core.dispatch.fleet import Kind, Vehicle
from core.dispatch.trips import Effort, Ground, Job, Refusal, Trip, effort_of, run, total
from core.domain.dispatch import Objective

MOST_LENT_DAYS = 1
"""Working days within which a vehicle reaches a depot without vehicles of its own, to load there."""


@dataclass(frozen=True)
class Fit:
    """Where a job fits: the vehicle, the number of its job before which (or into which) it goes, and what it takes."""

    vehicle: Vehicle
    jobs: tuple[Job, ...]
    extra: Effort


@dataclass
class Week:
    """Jobs of every vehicle. Whatever is put in fits: each change is run on the clock first.

    Attributes
    ----------
    jobs
        By vehicle, in order; vehicles without jobs have an empty list.
    """

    ground: Ground
    vehicles: Sequence[Vehicle]
    objective: Objective
    jobs: dict[Vehicle, tuple[Job, ...]] = field(default_factory=dict)
    _run: dict[Vehicle, tuple[tuple[Job, ...], list[Trip]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.jobs = {vehicle: self.jobs.get(vehicle, ()) for vehicle in self.vehicles}

    def trips(self, vehicle: Vehicle) -> list[Trip]:
        """Trips of a vehicle on the clock; run anew only where its jobs have changed."""
        jobs = self.jobs[vehicle]
        known = self._run.get(vehicle)
        if known is not None and known[0] is jobs:
            return known[1]
        done = run(self.ground, vehicle, jobs)
        if isinstance(done, tuple):
            raise ValueError(f"Expected jobs of {vehicle.name} that fit, got {done[1]} at job {done[0]}.")
        self._run[vehicle] = (jobs, done)
        return done

    def free_from(self, vehicle: Vehicle) -> int:
        """When a vehicle is back home from all its jobs; seconds after Monday."""
        trips = self.trips(vehicle)
        return trips[-1].ends if trips else 0

    def effort(self) -> Effort:
        """What all trips take."""
        return total([effort_of(self.ground, v.kind, self.trips(v)) for v, jobs in self.jobs.items() if jobs])

    def may_load_at(self, kind: Kind, origin_id: str) -> bool:
        """Whether a kind loads at a place: at home, or within a day's drive of a place that has no vehicles."""
        if kind.depot_id == origin_id:
            return True
        if any(vehicle.kind.depot_id == origin_id for vehicle in self.vehicles):
            return False
        way = self.ground.roads.way(kind, kind.depot_id, origin_id)
        return way is not None and sum(road.seconds for road in way) <= MOST_LENT_DAYS * kind.duty_seconds

    def may_carry(self, kind: Kind, piece: Piece) -> bool:
        """Whether a kind may drive the road of a piece, holds it, and loads where it lies."""
        return (
            kind.may_use(piece.leg.mode)
            and kind.holds(piece.kg, piece.m3)
            and self.may_load_at(kind, piece.leg.origin_id)
        )

    def put(self, vehicle: Vehicle, jobs: Sequence[Job]) -> list[Job]:
        """Give a vehicle more jobs, in order, after those it has; those that do not fit come back."""
        left = []
        for job in jobs:
            tried = (*self.jobs[vehicle], job)
            if isinstance(run(self.ground, vehicle, tried), tuple):
                left.append(job)
            else:
                self.jobs[vehicle] = tried
        return left

    def best_place(self, job: Job) -> Fit | None:
        """Where a job adds least: as a trip of its own anywhere in a vehicle's week, or on board of another trip.

        None where no vehicle can do it.
        """
        best: Fit | None = None
        seen: set[tuple[Kind, tuple[Job, ...]]] = set()
        for vehicle in self.vehicles:
            has = self.jobs[vehicle]
            # vehicles of a kind that do the same (most often nothing) are alike
            if (vehicle.kind, has) in seen or not all(self.may_carry(vehicle.kind, p) for p in job.pieces):
                continue
            seen.add((vehicle.kind, has))
            before_trips = self.trips(vehicle)
            before = effort_of(self.ground, vehicle.kind, before_trips)
            fixed = {
                id(trip.job): trip.calls[-2].departs for trip in before_trips if trip.job.origin_id != job.origin_id
            }
            for jobs in self._with(has, job):
                done = run(self.ground, vehicle, jobs)
                # goods of other origins may be waited for elsewhere, so nothing there comes later
                if isinstance(done, tuple) or any(fixed.get(id(t.job), NEVER) < t.calls[-2].departs for t in done):
                    continue
                after = effort_of(self.ground, vehicle.kind, done)
                extra = difference(after, before)
                if best is None or extra.of(self.objective) < best.extra.of(self.objective) - 1e-9:
                    best = Fit(vehicle, jobs, extra)
        return best

    def saved_without(self, vehicle: Vehicle, pieces: Sequence[Piece]) -> tuple[tuple[Job, ...], Effort] | None:
        """A vehicle's jobs without some pieces, and what that saves; None where the rest cannot be driven then."""
        off = {id(piece) for piece in pieces}
        jobs = []
        for job in self.jobs[vehicle]:
            kept = tuple(piece for piece in job.pieces if id(piece) not in off)
            jobs += [job if len(kept) == len(job.pieces) else replace(job, pieces=kept)] if kept else []
        done = run(self.ground, vehicle, jobs)
        if isinstance(done, tuple):
            return None
        kind = vehicle.kind
        saved = difference(effort_of(self.ground, kind, self.trips(vehicle)), effort_of(self.ground, kind, done))
        return tuple(jobs), saved

    def refusals(self, job: Job) -> list[tuple[Vehicle, Refusal]]:
        """Why each vehicle that may carry a job cannot do it even in an empty week; empty where one can."""
        found = []
        for kind in dict.fromkeys(vehicle.kind for vehicle in self.vehicles):
            if not all(self.may_carry(kind, piece) for piece in job.pieces):
                continue
            done = run(self.ground, Vehicle(kind, 1), [job])
            if not isinstance(done, tuple):
                return []
            found.append((Vehicle(kind, 1), done[1]))
        return found

    @staticmethod
    def _with(has: tuple[Job, ...], job: Job) -> list[tuple[Job, ...]]:
        """A vehicle's jobs with one more: at every position, and on board of every free one of the same origin."""
        apart = [(*has[:n], job, *has[n:]) for n in range(len(has) + 1)]
        on_board = [
            (*has[:n], Job(_beside(other.pieces, job.pieces)), *has[n + 1 :])
            for n, other in enumerate(has)
            if not other.is_locked and other.origin_id == job.origin_id
        ]
        return apart + on_board


def difference(one: Effort, other: Effort) -> Effort:
    """What one takes more than the other."""
    return Effort(
        one.km - other.km,
        one.hours - other.hours,
        one.days - other.days,
        one.cost_usd - other.cost_usd,
        one.co2_kg - other.co2_kg,
    )


def _beside(pieces: tuple[Piece, ...], more: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Pieces of two jobs, those of one place together; new places come last."""
    places = list(dict.fromkeys(piece.leg.destination_id for piece in (*pieces, *more)))
    return tuple(sorted((*pieces, *more), key=lambda piece: places.index(piece.leg.destination_id)))
