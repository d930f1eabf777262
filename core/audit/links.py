"""Routes as the auditor reads them: lead times, costs, loads, and the weeks in which each is open."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.geography import EARTH_RADIUS_KM, ROAD_FACTOR
from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.domain.schemas import Camps, Depots, Routes


@dataclass(frozen=True, eq=False)
class Links:
    """Columns of the routes, one entry per route.

    Attributes
    ----------
    table
        ``route_id, origin_id, destination_id, lead`` (whole weeks)``, usd_per_t, usd_per_trip, payload_kg,
        volume_m3, trips_per_week`` (NaN: no limit)``, both_ways``.
    is_open
        Shape (routes, weeks): whether goods may depart.
    estimated
        Whether there is no routes table and every depot is linked with every camp.
    unknown_distance
        Routes whose cost rests on a distance that nobody knows; they are counted as free.
    """

    table: pd.DataFrame
    is_open: np.ndarray
    estimated: bool
    unknown_distance: tuple[str, ...]


def read_links(operation: Operation, scenario: Scenario, weeks: pd.DatetimeIndex) -> Links:
    """Routes of an operation, with the scenario's closures."""
    estimated = not operation.has("routes")
    routes = _from_every_depot(operation) if estimated else operation.routes
    distance = routes[Routes.distance_km].to_numpy(dtype=float, na_value=np.nan)
    straight = _straight_line_km(operation, routes)
    distance = np.where(np.isnan(distance), straight * ROAD_FACTOR, distance)
    per_t = routes[Routes.cost_usd_per_t].to_numpy(dtype=float, na_value=np.nan)
    per_trip = routes[Routes.trip_cost_usd].to_numpy(dtype=float, na_value=np.nan)
    unpriced = np.isnan(per_t)
    freight = distance * operation.settings.cost_usd_per_t_km
    table = pd.DataFrame(
        {
            "route_id": routes[Routes.route_id].to_numpy(),
            "origin_id": routes[Routes.origin_id].to_numpy(),
            "destination_id": routes[Routes.destination_id].to_numpy(),
            # goods that need part of a week are usable in the next
            "lead": np.ceil(routes[Routes.lead_time_weeks].fillna(0).to_numpy(dtype=float)).astype(np.int64),
            "usd_per_t": np.nan_to_num(np.where(unpriced, freight, per_t)),
            "usd_per_trip": np.nan_to_num(per_trip),
            "payload_kg": routes[Routes.payload_kg].to_numpy(dtype=float, na_value=np.nan),
            "volume_m3": routes[Routes.volume_m3].to_numpy(dtype=float, na_value=np.nan),
            "trips_per_week": routes[Routes.trips_per_week].to_numpy(dtype=float, na_value=np.nan),
            "both_ways": routes[Routes.both_ways].fillna(False).to_numpy(dtype=bool),
        }
    )
    open_at_all = routes[Routes.open].fillna(True).to_numpy(dtype=bool)
    nowhere = table["route_id"][unpriced & np.isnan(distance)]
    return Links(table, open_at_all[:, None] & ~_closures(table, scenario, weeks), estimated, tuple(nowhere))


def _closures(table: pd.DataFrame, scenario: Scenario, weeks: pd.DatetimeIndex) -> np.ndarray:
    closed = np.zeros((len(table), len(weeks)), dtype=bool)
    monday = weeks - pd.Timedelta(days=6)
    for closure in scenario.closures:
        touched = np.ones(len(weeks), dtype=bool)
        if closure.start is not None:
            touched &= np.asarray(weeks >= pd.Timestamp(closure.start))
        if closure.end is not None:
            touched &= np.asarray(monday <= pd.Timestamp(closure.end))
        if closure.route_id is not None:
            hit = (table["route_id"] == closure.route_id).to_numpy()
        else:
            hit = ((table["origin_id"] == closure.depot_id) | (table["destination_id"] == closure.depot_id)).to_numpy()
        closed |= hit[:, None] & touched[None, :]
    return closed


def _from_every_depot(operation: Operation) -> pd.DataFrame:
    depots, camps = operation.depots[Depots.depot_id], operation.camps[Camps.camp_id]
    pairs = pd.MultiIndex.from_product([depots, camps]).to_frame(index=False, name=["a", "b"])
    columns = {name: pd.Series(np.nan, index=pairs.index) for name in Routes.column_names()}
    columns[Routes.open] = columns[Routes.both_ways] = pd.Series(pd.NA, index=pairs.index, dtype="boolean")
    columns[Routes.route_id] = pairs["a"] + ">" + pairs["b"]
    columns[Routes.origin_id], columns[Routes.destination_id] = pairs["a"], pairs["b"]
    return pd.DataFrame(columns)


def _straight_line_km(operation: Operation, routes: pd.DataFrame) -> np.ndarray:
    """Great circle from the chord between points on the unit sphere; own arithmetic on purpose."""
    camps, depots = operation.camps, operation.depots
    known = pd.Index(pd.concat([camps[Camps.camp_id], depots[Depots.depot_id]]))
    lat = np.deg2rad(pd.concat([camps[Camps.latitude], depots[Depots.latitude]]).to_numpy(dtype=float))
    lon = np.deg2rad(pd.concat([camps[Camps.longitude], depots[Depots.longitude]]).to_numpy(dtype=float))
    x = np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
    a, b = (x[known.get_indexer(routes[column])] for column in (Routes.origin_id, Routes.destination_id))
    chord = np.linalg.norm(a - b, axis=1)
    return np.asarray(EARTH_RADIUS_KM * 2 * np.arcsin(np.minimum(chord / 2, 1.0)))
