"""Roads that vehicles drive: links with length and time, and the shortest way between two places."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from pandera.typing import Series
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra

from core.dispatch.fleet import Kind
from core.domain.dispatch import WEEKDAYS
from core.domain.geography import ROAD_FACTOR, great_circle_km
from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.domain.schemas import Camps, Depots, Routes, Table
from core.domain.schemas.column import column
from core.domain.schemas.places import CONVOY_DAYS
from core.domain.validation import typed_table
from core.domain.weeks import DAYS_PER_WEEK
from core.errors import InvalidTable

EVERY_DAY = frozenset(range(DAYS_PER_WEEK))


class RoadLinks(Table):
    """A road network of one's own: links between places of the operation, or crossings with names of their own."""

    origin_id: Series[str] = column("From")
    destination_id: Series[str] = column("To")
    distance_km: Series[float] = column("Distance", "km", ge=0, le=45000)
    hours: Series[float] = column("Travel time", "h", required=False, ge=0, le=10000)
    mode: Series[str] = column("Mode", required=False)
    open: Series[pd.BooleanDtype] = column("Open", required=False)
    both_ways: Series[pd.BooleanDtype] = column("Both ways", required=False, description="Blank means both")
    convoy_days: Series[str] = column("Convoy days", required=False, str_matches=CONVOY_DAYS)


@dataclass(frozen=True)
class Road:
    """One link as a vehicle drives it.

    Attributes
    ----------
    route_id
        Row of the routes table; None where the link is of another network or an estimate.
    seconds
        Driving time: of the road or at the vehicle's own speed, whichever is slower.
    days
        Days of the week (Monday is 0) on which it may be driven; None for all.
    """

    origin_id: str
    destination_id: str
    route_id: str | None
    distance_km: float
    seconds: int
    days: frozenset[int] | None


@dataclass(frozen=True, eq=False)
class Links:
    """Directed links; shape (n_links,) each.

    Attributes
    ----------
    hours
        NaN where only the vehicle's speed says how long it takes.
    closed
        Why it may not be driven this week; blank where it may.
    """

    origin: np.ndarray
    destination: np.ndarray
    route_id: np.ndarray
    km: np.ndarray
    hours: np.ndarray
    mode: np.ndarray
    days: np.ndarray
    closed: np.ndarray


@dataclass(frozen=True, eq=False)
class RoadMap:
    """Every link of a week, and shortest ways over them, each looked for once.

    Attributes
    ----------
    places
        Camps, depots and crossings by name.
    source
        Where distances come from, in words.
    is_estimate
        Whether any of them is the straight line times a factor.
    notes
        What was assumed or left out.
    """

    places: pd.Index
    links: Links
    source: str
    is_estimate: bool
    notes: tuple[str, ...] = ()
    _trees: dict[tuple[frozenset[str] | None, bool, int], tuple[np.ndarray, np.ndarray, csr_array]] = field(
        default_factory=dict
    )
    _seconds: dict[tuple[frozenset[str] | None, float, int], np.ndarray] = field(default_factory=dict)
    _ways: dict[tuple[frozenset[str] | None, float, bool, str, str], tuple[Road, ...] | None] = field(
        default_factory=dict
    )

    def way(self, kind: Kind, origin_id: str, destination_id: str, closed_too: bool = False) -> tuple[Road, ...] | None:
        """Roads of the shortest way a kind of vehicle may drive; empty where it is there, None where there is none.

        Parameters
        ----------
        closed_too
            Also over closed roads: asked only to tell what their opening would change.
        """
        key = (kind.modes, kind.speed_kmh, closed_too, origin_id, destination_id)
        if key not in self._ways:
            self._ways[key] = self._way(kind, origin_id, destination_id, closed_too)
        return self._ways[key]

    def reach(self, kind: Kind, origin_id: str, destinations: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Km and driving seconds of the shortest ways from a place; infinite where there is none.

        Parameters
        ----------
        destinations
            Places of the map, shape (n,), as both results.
        """
        start = int(self.places.get_indexer([origin_id])[0])
        ends = self.places.get_indexer(pd.Index(destinations))
        lengths, before, numbers = self._tree(kind, start, closed_too=False)
        key = (kind.modes, kind.speed_kmh, start)
        if key not in self._seconds:
            found = np.full(len(self.places), np.inf)
            found[start] = 0.0
            # a place comes after the place before it, for no road has a length below 0
            for place in np.argsort(lengths, kind="stable"):
                if place != start and np.isfinite(lengths[place]):
                    road = self._road(int(numbers[before[place], place]) - 1, kind)
                    found[place] = found[before[place]] + road.seconds
            self._seconds[key] = found
        return np.where(ends >= 0, lengths[ends], np.inf), np.where(ends >= 0, self._seconds[key][ends], np.inf)

    def closures_on(self, kind: Kind, origin_id: str, destination_id: str) -> list[str]:
        """What is closed on the shortest way over all roads, in words."""
        way = self.way(kind, origin_id, destination_id, closed_too=True) or ()
        closed = {(self.places[a], self.places[b]): why for a, b, why in self._closed()}
        return [
            closed[road.origin_id, road.destination_id]
            for road in way
            if (road.origin_id, road.destination_id) in closed
        ]

    def _closed(self) -> list[tuple[int, int, str]]:
        shut = np.flatnonzero(self.links.closed != "")
        return [(int(self.links.origin[n]), int(self.links.destination[n]), str(self.links.closed[n])) for n in shut]

    def _way(self, kind: Kind, origin_id: str, destination_id: str, closed_too: bool) -> tuple[Road, ...] | None:
        if origin_id == destination_id:
            return ()
        start, end = self.places.get_indexer([origin_id, destination_id])
        if start < 0 or end < 0:
            return None
        lengths, before, numbers = self._tree(kind, int(start), closed_too)
        if not np.isfinite(lengths[end]):
            return None
        roads: list[Road] = []
        while end != start:
            roads.append(self._road(int(numbers[before[end], end]) - 1, kind))
            end = before[end]
        return tuple(reversed(roads))

    def _road(self, link: int, kind: Kind) -> Road:
        links = self.links
        at_speed = links.km[link] / kind.speed_kmh
        hours = at_speed if np.isnan(links.hours[link]) else max(at_speed, links.hours[link])
        return Road(
            origin_id=str(self.places[links.origin[link]]),
            destination_id=str(self.places[links.destination[link]]),
            route_id=links.route_id[link],
            distance_km=float(links.km[link]),
            seconds=round(hours * 3600),
            days=links.days[link],
        )

    def _tree(self, kind: Kind, start: int, closed_too: bool) -> tuple[np.ndarray, np.ndarray, csr_array]:
        """Lengths from a place, the place before each, and the number of the link between two, counted from 1."""
        key = (kind.modes, closed_too, start)
        if key not in self._trees:
            usable = np.array([kind.may_use(mode) for mode in self.links.mode], bool)
            usable &= np.isfinite(self.links.km)
            if not closed_too:
                usable &= self.links.closed == ""
            # of parallel links the shortest counts: in a sparse array, a later entry of the same cell would be added
            order = np.flatnonzero(usable)
            order = order[np.argsort(self.links.km[order], kind="stable")]
            ends = self.links.origin[order] * len(self.places) + self.links.destination[order]
            order = order[np.unique(ends, return_index=True)[1]]
            shape = (len(self.places), len(self.places))
            cells = (self.links.origin[order], self.links.destination[order])
            # a length of exactly 0 is no link to a sparse array
            graph = coo_array((np.maximum(self.links.km[order], 1e-9), cells), shape).tocsr()
            numbers = coo_array((order + 1, cells), shape).tocsr()
            lengths, before = dijkstra(graph, indices=start, return_predecessors=True)
            self._trees[key] = (lengths, before, numbers)
        return self._trees[key]


def road_map(
    operation: Operation, scenario: Scenario, week: pd.Timestamp, roads: pd.DataFrame | None = None
) -> RoadMap:
    """Links of one week: of ``roads`` (``RoadLinks``), else the routes table, else straight lines times a factor.

    Vehicles drive a route in both directions, for an empty truck comes back; goods keep the direction of their
    shipment. A route that a closure of the scenario touches in the week is closed in all of it.

    Raises
    ------
    InvalidTable
        If the road links given cannot be used.
    """
    if roads is not None:
        return _own_network(operation, roads)
    if operation.has("routes"):
        return _routes_network(operation, scenario, week)
    return straight_lines(operation)


def straight_lines(operation: Operation, source: str = f"straight line times {ROAD_FACTOR:g}") -> RoadMap:
    """A link between every two places whose positions are known."""
    where = positions_of(operation).dropna()
    latitude, longitude = where["latitude"].to_numpy(), where["longitude"].to_numpy()
    km = ROAD_FACTOR * great_circle_km(latitude[:, None], longitude[:, None], latitude[None], longitude[None])
    origin, destination = np.nonzero(~np.eye(len(where), dtype=bool))
    size = origin.size
    links = Links(
        origin=origin,
        destination=destination,
        route_id=np.full(size, None, object),
        km=km[origin, destination],
        hours=np.full(size, np.nan),
        mode=np.full(size, None, object),
        days=np.full(size, None, object),
        closed=np.full(size, "", object),
    )
    notes = ("No road is known: distances are straight lines times a factor, an estimate.",)
    return RoadMap(pd.Index(where.index), links, source, True, notes)


def positions_of(operation: Operation) -> pd.DataFrame:
    """Latitude and longitude by place; NaN where not known."""
    camps, depots = operation.camps, operation.depots
    return pd.DataFrame(
        {
            "latitude": np.r_[camps[Camps.latitude], depots[Depots.latitude]],
            "longitude": np.r_[camps[Camps.longitude], depots[Depots.longitude]],
        },
        index=pd.concat([camps[Camps.camp_id], depots[Depots.depot_id]]).to_numpy(),
    )


def _routes_network(operation: Operation, scenario: Scenario, week: pd.Timestamp) -> RoadMap:
    routes = operation.routes
    where = positions_of(operation)
    places = pd.Index(where.index)
    origin, destination = (places.get_indexer(routes[c]) for c in (Routes.origin_id, Routes.destination_id))
    km = routes[Routes.distance_km].to_numpy().copy()
    unknown = np.isnan(km)
    notes = []
    if unknown.any():
        a, b = where.to_numpy()[origin[unknown]], where.to_numpy()[destination[unknown]]
        km[unknown] = ROAD_FACTOR * great_circle_km(a[:, 0], a[:, 1], b[:, 0], b[:, 1])
        names = ", ".join(routes[Routes.route_id][unknown][:5])
        notes.append(f"The length of {int(unknown.sum())} routes is not known ({names}); straight line times a factor.")
    closed = np.full(len(routes), "", object)
    closed[~routes[Routes.open].fillna(True).to_numpy(bool)] = "is not open"
    for number, why in _closures(scenario, routes, week):
        closed[number] = why
    closed = np.where(closed == "", "", "“" + routes[Routes.route_id].to_numpy(object) + "” " + closed.astype(object))
    links = _there_and_back(
        origin,
        destination,
        routes[Routes.route_id].to_numpy(object),
        km,
        routes[Routes.hours].to_numpy(),
        _modes(routes[Routes.mode]),
        _days(routes[Routes.convoy_days]),
        closed,
        np.ones(len(routes), bool),
    )
    source = "the shortest way over the routes table"
    return RoadMap(places, links, source, bool(unknown.any()), tuple(notes))


def _own_network(operation: Operation, roads: pd.DataFrame) -> RoadMap:
    table, findings = typed_table("roads", roads, RoadLinks)
    errors = [finding for finding in findings if finding.level == "error"]
    if errors:
        first = errors[0]
        raise InvalidTable(
            f"The road network cannot be used. {first.place()}: {first.message}", findings, first.suggestion
        )
    names = positions_of(operation).index
    ends = pd.concat([table[RoadLinks.origin_id], table[RoadLinks.destination_id]])
    places = pd.Index(names.append(pd.Index(ends.unique()).difference(names)), dtype=object)
    closed = np.where(table[RoadLinks.open].fillna(True).to_numpy(bool), "", "a road of the network is not open")
    links = _there_and_back(
        places.get_indexer(table[RoadLinks.origin_id]),
        places.get_indexer(table[RoadLinks.destination_id]),
        np.full(len(table), None, object),
        table[RoadLinks.distance_km].to_numpy(),
        table[RoadLinks.hours].to_numpy(),
        _modes(table[RoadLinks.mode]),
        _days(table[RoadLinks.convoy_days]),
        closed.astype(object),
        table[RoadLinks.both_ways].fillna(True).to_numpy(bool),
    )
    return RoadMap(places, links, "the shortest way over the road network given", False)


def _there_and_back(
    origin: np.ndarray,
    destination: np.ndarray,
    route_id: np.ndarray,
    km: np.ndarray,
    hours: np.ndarray,
    mode: np.ndarray,
    days: np.ndarray,
    closed: np.ndarray,
    back: np.ndarray,
) -> Links:
    both = [np.r_[column, column[back]] for column in (route_id, km, hours, mode, days, closed)]
    return Links(np.r_[origin, destination[back]], np.r_[destination, origin[back]], *both)


def _closures(scenario: Scenario, routes: pd.DataFrame, week: pd.Timestamp) -> list[tuple[np.ndarray, str]]:
    """Rows that a closure touches in the week, and how it is said."""
    monday = week - pd.Timedelta(days=DAYS_PER_WEEK - 1)
    found = []
    for closure in scenario.closures:
        begins_later = closure.start is not None and pd.Timestamp(closure.start) > week
        ended = closure.end is not None and pd.Timestamp(closure.end) < monday
        if begins_later or ended:
            continue
        until = f" until {closure.end}" if closure.end else ""
        if closure.route_id is not None:
            rows = (routes[Routes.route_id] == closure.route_id).to_numpy()
            found.append((rows, f"is closed{until}"))
        else:
            ends = routes[[Routes.origin_id, Routes.destination_id]].eq(closure.depot_id)
            found.append((ends.any(axis=1).to_numpy(), f"is closed with {closure.depot_id}{until}"))
    return found


def _modes(modes: pd.Series) -> np.ndarray:
    return np.array([None if pd.isna(mode) else str(mode).strip().lower() for mode in modes], object)


def _days(convoy_days: pd.Series) -> np.ndarray:
    days = np.full(len(convoy_days), None, object)
    for row, told in enumerate(convoy_days):
        if not pd.isna(told):
            days[row] = frozenset(WEEKDAYS.index(day) for day in str(told).split())
    return days
