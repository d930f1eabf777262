"""Directed ways between places, and which of them were closed."""

import numpy as np
import pandas as pd

from core.domain.estimated_routes import estimated_routes
from core.domain.geography import ROAD_FACTOR, great_circle_km
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.scenario import Scenario
from core.domain.schemas import Camps, Depots, Items, Routes, Shipments


def directed_ways(operation: Operation) -> pd.DataFrame:
    """One row per route and direction: ``route_id, origin_id, destination_id, lead, usd_per_t,
    freight_usd_per_t, trips_per_week``.

    ``usd_per_t`` is freight and full trips together, ``freight_usd_per_t`` freight alone. With no routes
    they are those a plan estimates.
    """
    routes = operation.routes if operation.has("routes") else estimated_routes(operation)
    at = _positions(operation)
    start, end = (at.reindex(routes[column]).to_numpy() for column in (Routes.origin_id, Routes.destination_id))
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
    reached = {place_id}
    while True:
        origins = set(ways.loc[ways["destination_id"].isin(reached), "origin_id"])
        if origins <= reached:
            return reached
        reached |= origins


def cheapest(ways: pd.DataFrame, place_id: str, column: str) -> dict[str, float]:
    """Least sum of a column over the ways from each place to ``place_id``; places that do not reach it are absent."""
    best = {place_id: 0.0}
    for _ in range(len(set(ways["origin_id"])) + 1):
        onward = ways["destination_id"].map(best).astype(float) + ways[column]
        offered = onward.groupby(ways["origin_id"]).min().dropna()
        better = {k: v for k, v in offered.items() if v < best.get(str(k), np.inf) - 1e-12}
        if not better:
            break
        best |= {str(k): float(v) for k, v in better.items()}
    return best


def shipped_tonnes(operation: Operation, plan: Plan) -> pd.DataFrame:
    """Shipments with ``tonnes``; origin and destination filled in from the routes where the file lacks them."""
    shipments = plan.shipments
    weight = operation.items.set_index(Items.item_id)[Items.weight_kg]
    first = directed_ways(operation).drop_duplicates("route_id").set_index("route_id")
    filled = {
        column: shipments[column]
        .astype(object)
        .where(shipments[column].notna(), shipments["route_id"].map(first[column]))
        if column in shipments
        else shipments["route_id"].map(first[column])
        for column in (Shipments.origin_id, Shipments.destination_id)
    }
    tonnes = shipments[Shipments.quantity] * shipments[Shipments.item_id].map(weight).astype(float) / 1000
    return shipments.assign(tonnes=tonnes, **filled)


def _positions(operation: Operation) -> pd.DataFrame:
    camps, depots = operation.camps, operation.depots
    names = {Camps.latitude: "lat", Camps.longitude: "lon"}
    tables = [camps.set_index(Camps.camp_id), depots.set_index(Depots.depot_id)]
    return pd.concat([table[list(names)].rename(columns=names).astype(float) for table in tables])
