"""The search for good trips from one origin: a vehicle routing problem for PyVRP, and its answer as jobs.

Its clock has working hours only: the nights are cut out, and so that vehicles of different working days share one
clock, theirs are stretched to the longest. What falls between two days is laid on the real clock afterwards.
"""

import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from pyvrp import Client, ClientGroup, Depot, Location, ProblemData, Solution, SolveParams, VehicleType, solve
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.search import NeighbourhoodParams

from core.dispatch.calendar import NEVER, seconds_within
from core.dispatch.demands import Piece
from core.dispatch.fleet import DAY_SECONDS, Kind, Vehicle
from core.dispatch.trips import WEEK_SECONDS, Ground, Job
from core.domain.dispatch import Objective
from core.errors import SolveCancelled

MONEY = 10_000
"""Parts of a USD (or of an hour, or of a kg of CO2) in which the search counts."""
KM = 10
"""Parts of a km in which the search counts."""
KG, M3 = 100, 100_000
"""Parts of a kg and of a m3 in which the search counts; cut, not rounded, so that three thirds fill a vehicle."""
FAR, LONG = 10_000_000, 100 * WEEK_SECONDS
"""Tenths of a km and seconds of a way that does not exist."""
NEIGHBOURS = 20
"""Neighbours of a stop that the search looks at where there are no time windows."""
WIDE = 0.8
"""Share of the working day from which on a window counts as open all day."""
DEAREST_TIMES = 3.0
"""A piece that must be carried counts as at least this many times the dearest trip with it alone."""


@dataclass(frozen=True)
class Available:
    """A vehicle, and from when on it is free; seconds after Monday."""

    vehicle: Vehicle
    free: int


@dataclass(frozen=True)
class Found:
    """Jobs by vehicle in their order, and whether the number of steps (and not the clock) ended the search."""

    jobs: dict[Vehicle, list[Job]]
    is_reproducible: bool
    steps: int


class Stopping:
    """Ends a search after a number of steps or seconds, or when a person cancels it."""

    def __init__(
        self,
        iterations: int,
        seconds: float,
        cancelled: Callable[[], bool],
        tell: Callable[[float], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._iterations, self._seconds = iterations, seconds
        self._cancelled, self._tell = cancelled, tell
        self._clock, self._began = clock, clock()
        self._told = 0.0
        self.steps = 0
        self.is_out_of_time = False

    def __call__(self, best_cost: float) -> bool:
        """Whether to stop before the next step.

        Raises
        ------
        SolveCancelled
            If a person stopped it.
        """
        if self._cancelled():
            raise SolveCancelled("The dispatch was stopped.", hint="Ask again when you want it.")
        spent = self._clock() - self._began
        share = min(1.0, max(self.steps / self._iterations, spent / self._seconds))
        if share - self._told >= 0.02:
            self._told = share
            self._tell(share)
        if self.steps >= self._iterations:
            return True
        self.is_out_of_time = spent >= self._seconds
        self.steps += 1
        return self.is_out_of_time


def search(
    ground: Ground,
    origin_id: str,
    pieces: Sequence[Piece],
    fleet: Sequence[Available],
    objective: Objective,
    seed: int,
    stop: Stopping,
) -> Found:
    """Trips from one origin with little cost, hours or CO2, in which every piece counts that must be carried.

    Parameters
    ----------
    pieces
        All of the origin. Those that never come in are left out, and optional ones where the objective is not money,
        for their prizes are.
    fleet
        Vehicles that may load there.
    """
    able = [p for p in pieces if p.release < NEVER and (objective == "cost" or not p.is_optional)]
    if not able or not fleet:
        return Found({}, True, 0)
    asked = _Asked(ground, origin_id, able, fleet, objective)
    data = asked.data()
    if not data.num_clients:
        return Found({}, True, 0)
    jobs = {}
    for route in searched(data, stop, seed).routes():
        trips: list[list[Piece]] = [[]]
        for activity in route:
            if activity.is_depot() and trips[-1]:
                trips.append([])
            elif activity.is_client():
                trips[-1].append(asked.piece_of(activity.idx))
        vehicle = asked.take(route.vehicle_type())
        jobs[vehicle] = [Job(_together(trip)) for trip in trips if trip]
    return Found(jobs, not stop.is_out_of_time, stop.steps)


def searched(data: ProblemData, stop: Stopping, seed: int) -> Solution:
    """The best solution found until the search is stopped.

    Without time windows each step looks at fewer neighbours than is usual: on public benchmarks that makes nearly twice
    as many steps in the same time, and shorter routes. With windows it makes them longer.
    """
    few = NeighbourhoodParams(num_neighbours=NEIGHBOURS)
    params = SolveParams() if data.has_time_windows() else SolveParams(neighbourhood=few)
    with warnings.catch_warnings():
        # it says that no feasible solution may exist; where pieces may be left, one does
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        return solve(data, stop, seed=seed, collect_stats=False, params=params).best


def _together(trip: Sequence[Piece]) -> tuple[Piece, ...]:
    """Pieces with those of one place one after the other, in the order in which places first come."""
    places = list(dict.fromkeys(piece.leg.destination_id for piece in trip))
    return tuple(sorted(trip, key=lambda piece: places.index(piece.leg.destination_id)))


class _Asked:
    """One origin's question in the terms of the search; numbers of its clients and types lead back to ours."""

    def __init__(
        self,
        ground: Ground,
        origin_id: str,
        pieces: Sequence[Piece],
        fleet: Sequence[Available],
        objective: Objective,
    ) -> None:
        self._ground, self._origin, self._pieces, self._objective = ground, origin_id, pieces, objective
        self._longest = max(a.vehicle.kind.duty_seconds for a in fleet)
        self._horizon = max(piece.leg.deadline for piece in pieces)
        self._types: dict[tuple[Kind, int], list[Vehicle]] = {}
        for available in sorted(fleet, key=lambda a: (a.vehicle.kind.name, a.free, a.vehicle.number)):
            self._types.setdefault((available.vehicle.kind, available.free), []).append(available.vehicle)
        self._kinds = list(dict.fromkeys(kind for kind, _ in self._types))
        homes = list(dict.fromkeys(kind.depot_id for kind in self._kinds))
        self._homes = [home for home in homes if home != origin_id]
        self._stops = list(dict.fromkeys(piece.leg.destination_id for piece in pieces))
        self._of_client: list[int] = []
        self._most_worth = max(piece.worth for piece in pieces) or 1.0
        self._dearest = {place_id: self._dearest_trip(place_id) for place_id in self._stops}
        self._back = {place_id: self._way_back(place_id) for place_id in self._stops}

    def piece_of(self, client: int) -> Piece:
        """The piece that a client of the search stands for."""
        return self._pieces[self._of_client[client]]

    def take(self, vehicle_type: int) -> Vehicle:
        """One of the vehicles of a type, each once."""
        return list(self._types.values())[vehicle_type].pop(0)

    def data(self) -> ProblemData:
        """Locations: the origin, homes elsewhere, places; clients: a piece, once a day where windows are narrow."""
        clients: list[Client] = []
        groups: list[ClientGroup] = []
        for number, piece in enumerate(self._pieces):
            release = self._on_duty(piece.release)
            windows = [(early, late) for early, late in self._windows(piece) if max(early, release) <= late]
            if len(windows) > 1:
                groups.append(ClientGroup(list(range(len(clients), len(clients) + len(windows))), required=False))
            for early, late in windows:
                self._of_client.append(number)
                clients.append(
                    Client(
                        location=1 + len(self._homes) + self._stops.index(piece.leg.destination_id),
                        delivery=[int(piece.kg * KG), int(piece.m3 * M3)],
                        tw_early=early,
                        tw_late=late,
                        release_time=release,
                        prize=self._prize(piece),
                        required=False,
                        group=len(groups) - 1 if len(windows) > 1 else None,
                    )
                )
        matrices = [self._matrices(kind) for kind in self._kinds]
        return ProblemData(
            locations=[Location(0, 0) for _ in range(1 + len(self._homes) + len(self._stops))],
            clients=clients,
            depots=[Depot(location=n) for n in range(1 + len(self._homes))],
            vehicle_types=[self._type(kind, free, len(same)) for (kind, free), same in self._types.items()],
            distance_matrices=[km for km, _ in matrices],
            duration_matrices=[seconds for _, seconds in matrices],
            groups=groups,
        )

    def _type(self, kind: Kind, free: int, number: int) -> VehicleType:
        home = 0 if kind.depot_id == self._origin else 1 + self._homes.index(kind.depot_id)
        per_km, per_second = self._prices(kind)
        return VehicleType(
            num_available=number,
            capacity=[int(kind.payload_kg * KG), int(kind.volume_m3 * M3)],
            start_depot=home,
            end_depot=home,
            tw_early=self._on_duty(free),
            tw_late=self._on_duty(self._horizon),
            unit_distance_cost=round(per_km * MONEY / KM),
            unit_duration_cost=round(per_second * MONEY),
            profile=self._kinds.index(kind),
            reload_depots=[0],
        )

    def _prices(self, kind: Kind) -> tuple[float, float]:
        """What a km and a second of the search's clock count."""
        own = kind.duty_seconds / self._longest
        if self._objective == "time":
            return 0.0, own / 3600
        if self._objective == "co2":
            return kind.co2_kg_per_km, 0.0
        return kind.cost_usd_per_km, (kind.cost_usd_per_hour / 3600 + kind.cost_usd_per_day / kind.duty_seconds) * own

    def _prize(self, piece: Piece) -> int:
        if piece.is_optional:
            return round(piece.prize_usd * MONEY)
        times = DEAREST_TIMES * (1.0 + piece.worth / self._most_worth)
        return round((times * self._dearest[piece.leg.destination_id] + piece.prize_usd + 1.0) * MONEY)

    def _dearest_trip(self, place_id: str) -> float:
        """What a trip to one place alone counts at most, of the kinds that reach it."""
        dearest = 0.0
        for kind in self._kinds:
            out, back = self._laps(kind, self._origin, [place_id]), self._laps(kind, place_id, [kind.depot_id])
            km, seconds = out[0][0] + back[0][0], out[1][0] + back[1][0]
            per_km, per_second = self._prices(kind)
            if km < FAR:
                dearest = max(dearest, float(km / KM * per_km + seconds * per_second))
        return dearest

    def _way_back(self, place_id: str) -> float:
        """Seconds of the search's clock home from a place, of the kind that is there soonest."""
        return min(float(self._laps(kind, place_id, [kind.depot_id])[1][0]) for kind in self._kinds)

    def _laps(self, kind: Kind, from_id: str, to_ids: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Tenths of a km and seconds of the search's clock from one place to others; service at neither."""
        km, seconds = self._ground.roads.reach(kind, from_id, to_ids)
        stretch = self._longest / kind.duty_seconds
        return np.minimum(np.round(km * KM), FAR), np.minimum(np.round(seconds * stretch), LONG)

    def _matrices(self, kind: Kind) -> tuple[Any, Any]:
        """Lengths and times; loading and unloading are part of the way that leaves a place, so it is paid once."""
        names = [self._origin, *self._homes, *self._stops]
        first_stop = 1 + len(self._homes)
        laps = [self._laps(kind, name, names) for name in names]
        km, seconds = np.array([lap[0] for lap in laps]), np.array([lap[1] for lap in laps])
        service = np.array([self._ground.place(name).service for name in names]) * (self._longest / kind.duty_seconds)
        # a vehicle that comes from elsewhere drives to the origin and loads there first
        for home in range(1, first_stop):
            km[home, first_stop:] = km[home, 0] + km[0, first_stop:]
            seconds[home, first_stop:] = seconds[home, 0] + seconds[0, first_stop:]
        loading = np.where(np.arange(len(names)) < first_stop, service[0], service)
        loading[1:first_stop] = 0.0
        seconds += loading[:, None]
        seconds[1:first_stop, first_stop:] += service[0]
        may_carry = {piece.leg.destination_id for piece in self._pieces if kind.may_use(piece.leg.mode)}
        barred = np.array([n >= first_stop and name not in may_carry for n, name in enumerate(names)])
        km[:, barred], seconds[:, barred] = FAR, LONG
        np.fill_diagonal(km, 0)
        np.fill_diagonal(seconds, 0)
        return np.minimum(km, FAR).astype(np.int64), np.minimum(np.round(seconds), LONG).astype(np.int64)

    def _on_duty(self, moment: int) -> int:
        """A moment on the search's clock: working time that has gone by, of the kind that works longest."""
        kind = max(self._kinds, key=lambda k: k.duty_seconds)
        return seconds_within(self._ground.calendar.duty(kind), 0, min(moment, self._horizon))

    def _windows(self, piece: Piece) -> list[tuple[int, int]]:
        """When unloading may begin, on the search's clock: one span where working days alone bind, else one a day."""
        kinds = [k for k in self._kinds if k.may_use(piece.leg.mode)] or self._kinds
        place_id = piece.leg.destination_id
        place = self._ground.place(place_id)
        day = self._longest
        least_service = min(place.service * day / k.duty_seconds for k in kinds)
        last = max(0, round(self._on_duty(piece.leg.deadline) - min(self._back[place_id], LONG) - least_service))
        last = min(last, max(0, round(self._on_duty(piece.due) - least_service)))
        days_driven = self._convoy_days(kinds, place_id)
        early = max(max(0, place.opens - k.duty_begins) * day / k.duty_seconds for k in kinds)
        late = min(
            (min(place.closes, k.duty_begins + k.duty_seconds) - place.service - k.duty_begins) * day / k.duty_seconds
            for k in kinds
        )
        full = min((k.duty_seconds - place.service) * day / k.duty_seconds for k in kinds)
        # a window that cuts little off the working day is left to the real clock
        if days_driven is None and late - early >= WIDE * full:
            return [(0, last)]
        windows = []
        worked = 0
        for d in range(self._ground.calendar.first_day, self._horizon // DAY_SECONDS):
            if d % 7 not in self._ground.calendar.working_days:
                continue
            begin, end = worked * day + max(0.0, early), worked * day + max(late, early)
            worked += 1
            if (days_driven is None or d % 7 in days_driven) and begin <= last:
                windows.append((int(begin), int(min(end, last))))
        return windows or [(0, last)]

    def _convoy_days(self, kinds: Sequence[Kind], place_id: str) -> frozenset[int] | None:
        """Days on which the roads to a place may all be driven; None where no convoy is needed."""
        days: frozenset[int] | None = None
        for road in self._ground.roads.way(kinds[0], self._origin, place_id) or ():
            if road.days is not None:
                days = road.days if days is None else days & road.days
        return days
