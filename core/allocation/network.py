"""Routes to directed arcs with their lead time, cost, capacity, and the weeks they are open."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.columns import numbers, truths
from core.domain.estimated_routes import estimated_routes
from core.domain.geography import ROAD_FACTOR, great_circle_km
from core.domain.operation import Operation
from core.domain.positions import positions_in
from core.domain.scenario import Scenario
from core.domain.schemas import Camps, Depots, Routes
from core.domain.weeks import DAYS_PER_WEEK
from core.errors import InvalidScenario


@dataclass(frozen=True, eq=False)
class Network:
    """Directed arcs over places; a route that goes both ways is two arcs of one route.

    Attributes
    ----------
    routes
        Identifiers of the routes.
    trips_limit
        Trips a week, both directions together; infinite where none binds, shape (n_routes,).
    route, origin, destination
        Route and places of each arc, shape (n_arcs,).
    backward
        Arcs that run against their route's direction.
    lead_weeks
        Weeks from departure until goods are usable.
    usd_per_kg
        Freight by weight.
    trip_usd
        Cost of a trip; 0 where none is known.
    payload_kg, volume_m3
        Of a trip; infinite where not known.
    counts_trips
        Arcs whose trips are limited or priced.
    open
        Whether goods may depart, shape (n_arcs, n_weeks).
    """

    routes: pd.Index
    trips_limit: np.ndarray
    route: np.ndarray
    origin: np.ndarray
    destination: np.ndarray
    backward: np.ndarray
    lead_weeks: np.ndarray
    usd_per_kg: np.ndarray
    trip_usd: np.ndarray
    payload_kg: np.ndarray
    volume_m3: np.ndarray
    counts_trips: np.ndarray
    open: np.ndarray

    @property
    def n_arcs(self) -> int:
        """Directed arcs."""
        return len(self.route)


def build_network(
    operation: Operation, scenario: Scenario, places: pd.Index, weeks: pd.DatetimeIndex, notes: list[str]
) -> Network:
    """Arcs of every route that is open, with the closures of the scenario.

    Raises
    ------
    InvalidScenario
        If a closure names a route there is none of.
    """
    routes = operation.tables["routes"]
    if routes.empty:
        routes = estimated_routes(operation)
        notes.append("No routes table: routes were made from distances, they are estimates.")
    unknown_state = int(routes[Routes.open].isna().sum())
    if unknown_state:
        notes.append(f"{unknown_state} routes do not say whether they are open; they are taken as open.")
    usd_per_t = _freight(operation, routes, notes)

    trips, trip_usd = numbers(routes, Routes.trips_per_week), numbers(routes, Routes.trip_cost_usd)
    payload = numbers(routes, Routes.payload_kg)
    counted = ~np.isnan(payload) & ~(np.isnan(trips) & np.isnan(trip_usd))
    passable = truths(routes, Routes.open, blank=True) & ~(payload == 0) & ~(trips == 0)
    forth = np.flatnonzero(passable)
    back = np.flatnonzero(passable & truths(routes, Routes.both_ways, blank=False))
    arc = np.r_[forth, back]
    backward = np.arange(arc.size) >= forth.size
    ends = positions_in(places, routes[Routes.origin_id], routes[Routes.destination_id]).reshape(2, -1)
    start, end = ends[:, arc]
    origin, destination = np.where(backward, end, start), np.where(backward, start, end)
    names = pd.Index(routes[Routes.route_id])
    return Network(
        routes=names,
        trips_limit=np.where(np.isnan(trips), np.inf, trips),
        route=arc,
        origin=origin,
        destination=destination,
        backward=backward,
        lead_weeks=np.ceil(numbers(routes, Routes.lead_time_weeks, blank=0.0)).astype(np.intp)[arc],
        usd_per_kg=usd_per_t[arc] / 1000.0,
        trip_usd=np.nan_to_num(trip_usd)[arc],
        payload_kg=np.where(np.isnan(payload), np.inf, payload)[arc],
        volume_m3=numbers(routes, Routes.volume_m3, blank=np.inf)[arc],
        counts_trips=counted[arc],
        open=_open_weeks(scenario, names, places, arc, origin, destination, weeks),
    )


def _freight(operation: Operation, routes: pd.DataFrame, notes: list[str]) -> np.ndarray:
    """USD per tonne; where a route does not say, the operation's rate times the distance."""
    usd_per_t = numbers(routes, Routes.cost_usd_per_t)
    by_distance = np.isnan(usd_per_t)
    if not by_distance.any():
        return usd_per_t
    distance = routes[Routes.distance_km].to_numpy()
    unmeasured = by_distance & np.isnan(distance)
    if unmeasured.any():
        distance = np.where(unmeasured, _straight_km(operation, routes) * ROAD_FACTOR, distance)
    unknown = by_distance & np.isnan(distance)
    rate = operation.settings.cost_usd_per_t_km
    notes.append(
        f"{int(by_distance.sum())} routes have no freight: {rate:g} USD per tonne and km was taken, an estimate."
    )
    if unknown.any():
        names = ", ".join(routes[Routes.route_id][unknown])
        notes.append(f"Neither freight nor distance of {names} is known; moving goods there counts as free.")
    return np.where(by_distance, np.nan_to_num(distance) * rate, usd_per_t)


def _straight_km(operation: Operation, routes: pd.DataFrame) -> np.ndarray:
    camps, depots = operation.camps, operation.depots
    where = pd.DataFrame(
        {
            "latitude": np.r_[camps[Camps.latitude], depots[Depots.latitude]],
            "longitude": np.r_[camps[Camps.longitude], depots[Depots.longitude]],
        },
        index=pd.concat([camps[Camps.camp_id], depots[Depots.depot_id]]),
    )
    ends = where.loc[routes[Routes.origin_id]].to_numpy(), where.loc[routes[Routes.destination_id]].to_numpy()
    return great_circle_km(ends[0][:, 0], ends[0][:, 1], ends[1][:, 0], ends[1][:, 1])


def _open_weeks(
    scenario: Scenario,
    routes: pd.Index,
    places: pd.Index,
    route: np.ndarray,
    origin: np.ndarray,
    destination: np.ndarray,
    weeks: pd.DatetimeIndex,
) -> np.ndarray:
    is_open = np.ones((len(route), len(weeks)), bool)
    if not scenario.closures:
        return is_open
    mondays = weeks - pd.Timedelta(days=DAYS_PER_WEEK - 1)
    for position, closure in enumerate(scenario.closures, start=1):
        touched = np.ones(len(weeks), bool)
        if closure.start is not None:
            touched &= np.asarray(weeks >= pd.Timestamp(closure.start))
        if closure.end is not None:
            touched &= np.asarray(mondays <= pd.Timestamp(closure.end))
        if closure.route_id is not None:
            if closure.route_id not in routes:
                raise InvalidScenario(
                    f"Closure {position} names the route “{closure.route_id}”, which the operation does not have.",
                    hint="Use a route of the operation.",
                )
            hit = route == routes.get_loc(closure.route_id)
        else:
            place = places.get_loc(closure.depot_id)
            hit = (origin == place) | (destination == place)
        is_open[np.ix_(hit, touched)] = False
    return is_open
