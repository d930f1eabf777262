"""Directed ways between places, and which of them were closed."""

import numpy as np
import pandas as pd

from core.domain.estimated_routes import estimated_routes
from core.domain.geography import ROAD_FACTOR, great_circle_km
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.positions import positions
from core.domain.scenario import Scenario
from core.domain.schemas import Camps, Depots, Items, Routes, Shipments
from core.domain.worked_out_once import worked_out_once


@worked_out_once
def directed_ways(operation: Operation) -> pd.DataFrame:
    """One row per route and direction: ``route_id, origin_id, destination_id, lead, usd_per_t,
    freight_usd_per_t, trips_per_week``.

    ``usd_per_t`` is freight and full trips together, ``freight_usd_per_t`` freight alone. With no routes
    they are those a plan estimates.
    """
    routes = operation.routes if operation.has("routes") else estimated_routes(operation)
    start, end = (_coordinates(operation, routes[column]) for column in (Routes.origin_id, Routes.destination_id))
    straight = great_circle_km(start[:, 0], start[:, 1], end[:, 0], end[:, 1]) * ROAD_FACTOR
    distance = routes[Routes.distance_km].to_numpy(dtype=float, na_value=np.nan)
    distance = np.where(np.isnan(distance), straight, distance)
    per_t = routes[Routes.cost_usd_per_t].to_numpy(dtype=float, na_value=np.nan)
    trip = routes[Routes.trip_cost_usd].to_numpy(dtype=float, na_value=np.nan)
    payload_t = routes[Routes.payload_kg].to_numpy(dtype=float, na_value=np.nan) / 1000
    freight = np.nan_to_num(np.where(np.isnan(per_t), distance * operation.settings.cost_usd_per_t_km, per_t))
    there = pd.DataFrame(
        {
            "route_id": routes[Routes.route_id].to_numpy(),
            "origin_id": routes[Routes.origin_id].to_numpy(),
            "destination_id": routes[Routes.destination_id].to_numpy(),
            "lead": np.ceil(routes[Routes.lead_time_weeks].fillna(0).to_numpy(dtype=float)).astype(int),
            "freight_usd_per_t": freight,
            "usd_per_t": freight + np.nan_to_num(trip / np.where(payload_t > 0, payload_t, np.nan)),
            "trips_per_week": routes[Routes.trips_per_week].to_numpy(dtype=float, na_value=np.nan),
            "open": routes[Routes.open].fillna(True).to_numpy(dtype=bool),
        }
    )
    back = there[routes[Routes.both_ways].fillna(False).to_numpy(dtype=bool)]
    back = back.rename(columns={"origin_id": "destination_id", "destination_id": "origin_id"})
    return pd.concat([there, back[there.columns]], ignore_index=True)


def closed_weeks(ways: pd.DataFrame, scenario: Scenario, sundays: pd.DatetimeIndex) -> pd.DataFrame:
    """``route_id, week`` of every closure of a scenario."""
    found = []
    for closure in scenario.closures:
        weeks = sundays
        if closure.start is not None:
            weeks = weeks[weeks >= pd.Timestamp(closure.start)]
        if closure.end is not None:
            weeks = weeks[weeks - pd.Timedelta(days=6) <= pd.Timestamp(closure.end)]
        touched = (
            ways["route_id"] == closure.route_id
            if closure.route_id is not None
            else (ways["origin_id"] == closure.depot_id) | (ways["destination_id"] == closure.depot_id)
        )
        routes = ways.loc[touched, "route_id"].unique()
        found.append(pd.MultiIndex.from_product([routes, weeks]).to_frame(index=False, name=["route_id", "week"]))
    table = pd.concat(found, ignore_index=True) if found else pd.DataFrame({"route_id": [], "week": []})
    return table.astype({"route_id": "object", "week": "datetime64[ns]"}).drop_duplicates(ignore_index=True)


def leading_to(ways: pd.DataFrame, place_id: str) -> set[str]:
    """Places from which goods can reach a place, itself included."""
    origins = ways["origin_id"].to_numpy(dtype=object)
    destinations = ways["destination_id"].to_numpy(dtype=object)
    reached = {place_id}
    while True:
        found = set(origins[np.isin(destinations, list(reached))])
        if found <= reached:
            return reached
        reached |= found


def cheapest(ways: pd.DataFrame, place_id: str, column: str) -> dict[str, float]:
    """Least sum of a column over the ways from each place to ``place_id``; places that do not reach it are absent."""
    places, (here, origin, destination) = positions(pd.Series([place_id]), ways["origin_id"], ways["destination_id"])
    step = ways[column].to_numpy(dtype=float)
    best = np.full(len(places), np.inf)
    best[here] = 0.0
    for _ in places:
        offered = np.full(len(places), np.inf)
        np.fmin.at(offered, origin, best[destination] + step)
        better = offered < best - 1e-12
        if not better.any():
            break
        best[better] = offered[better]
    return {str(place): float(sum_) for place, sum_ in zip(places, best, strict=True) if sum_ < np.inf}


@worked_out_once
def shipped_tonnes(operation: Operation, plan: Plan) -> pd.DataFrame:
    """Shipments with ``tonnes``; origin and destination filled in from the routes where the file lacks them."""
    return _with_tonnes(plan.shipments, operation.items, directed_ways(operation))


def _with_tonnes(shipments: pd.DataFrame, items: pd.DataFrame, ways: pd.DataFrame) -> pd.DataFrame:
    """As ``shipped_tonnes``, where the directed ways are known."""
    weight = items.set_index(Items.item_id)[Items.weight_kg]
    tonnes = shipments[Shipments.quantity] * shipments[Shipments.item_id].map(weight).astype(float) / 1000
    ends = (Shipments.origin_id, Shipments.destination_id)
    told = {column: shipments[column].astype(object) for column in ends if column in shipments}
    if all(column in told and told[column].notna().all() for column in ends):
        return shipments.assign(tonnes=tonnes, **told)
    first = ways.drop_duplicates("route_id").set_index("route_id")
    by_route = {column: shipments["route_id"].map(first[column]) for column in ends}
    filled = {
        column: told[column].where(told[column].notna(), by_route[column]) if column in told else by_route[column]
        for column in ends
    }
    return shipments.assign(tonnes=tonnes, **filled)


def _coordinates(operation: Operation, places: pd.Series) -> np.ndarray:
    """Latitude and longitude of places, shape (places, 2)."""
    camps, depots = operation.camps, operation.depots
    known = pd.Index(np.concatenate([np.asarray(camps[Camps.camp_id]), np.asarray(depots[Depots.depot_id])]))
    at = [
        table[columns].to_numpy(dtype=float, na_value=np.nan)
        for table, columns in (
            (camps, [Camps.latitude, Camps.longitude]),
            (depots, [Depots.latitude, Depots.longitude]),
        )
    ]
    unknown = np.full((1, 2), np.nan)
    return np.concatenate([*at, unknown])[known.get_indexer(pd.Index(np.asarray(places)))]
