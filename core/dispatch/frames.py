"""The week of a fleet as the tables of a dispatch."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from core.dispatch.roads import RoadMap
from core.dispatch.trips import Trip, efforts_of
from core.dispatch.week import Week
from core.domain.dispatch import Dispatch, DispatchRequest
from core.domain.operation import Operation
from core.domain.schemas import DispatchTrips, Drives, Loads, Table, Unserved, Visits
from core.domain.weeks import DAYS_PER_WEEK, as_day

Rows = list[tuple[Any, ...]]


def dispatch_of(
    operation: Operation,
    request: DispatchRequest,
    week: Week,
    unserved: pd.DataFrame,
    notes: Sequence[str],
    roads: RoadMap,
    is_reproducible: bool,
    steps: int,
    seconds: float,
) -> Dispatch:
    """Tables and figures of a week that is arranged."""
    monday = as_day(request.week) - pd.Timedelta(days=DAYS_PER_WEEK - 1)

    def moment(after: int) -> pd.Timestamp:
        return monday + pd.Timedelta(seconds=after)

    visits: Rows = []
    loads: Rows = []
    trips: Rows = []
    drives: Rows = []
    for vehicle in sorted(week.vehicles, key=lambda v: (v.kind.name, v.number)):
        done = week.trips(vehicle)
        for number, (trip, effort) in enumerate(zip(done, efforts_of(week.ground, vehicle.kind, done), strict=True), 1):
            key = (vehicle.name, number)
            for sequence, call in enumerate(trip.calls):
                visits.append((*key, sequence, call.place_id, moment(call.arrives), moment(call.departs), call.km))
                drives += [
                    (
                        *key,
                        sequence,
                        step,
                        driven.road.origin_id,
                        driven.road.destination_id,
                        driven.road.route_id,
                        moment(driven.departs),
                        moment(driven.arrives),
                        driven.road.distance_km,
                    )
                    for step, driven in enumerate(call.driven, 1)
                ]
            loads += _loads(request, key, trip)
            kind = vehicle.kind
            trips.append(
                (
                    *key,
                    kind.depot_id,
                    kind.vehicle,
                    trip.job.origin_id,
                    moment(trip.begins),
                    moment(trip.ends),
                    trip.km,
                    effort.hours,
                    trip.job.kg,
                    trip.job.m3,
                    kind.payload_kg,
                    kind.volume_m3,
                    effort.cost_usd,
                    effort.co2_kg,
                    trip.job.is_locked,
                )
            )
    tables = {
        "visits": _frame(visits, Visits),
        "loads": _frame(loads, Loads),
        "unserved": unserved,
        "trips": _frame(trips, DispatchTrips),
        "drives": _frame(drives, Drives),
    }
    summary = _summary(operation, request, week, tables, notes, roads, is_reproducible, steps, seconds)
    return Dispatch(request, tables, summary)


def _loads(request: DispatchRequest, key: tuple[str, int], trip: Trip) -> Rows:
    """Goods by stop; pieces of one shipment that are handed over together are one row."""
    sums: dict[tuple[Any, ...], float] = {}
    for piece in trip.job.pieces:
        sequence = trip.loads_at + 1 + trip.job.stops.index(piece.leg.destination_id)
        for good in piece.goods:
            of = (
                sequence,
                good.item_id,
                good.lot_id,
                piece.leg.destination_id,
                piece.leg.origin_id,
                piece.leg.route_id,
            )
            sums[of] = sums.get(of, 0.0) + good.quantity
    return [
        (*key, sequence, item, lot, quantity, place, origin, route, waybill_id(request, *key, sequence))
        for (sequence, item, lot, place, origin, route), quantity in sums.items()
    ]


def waybill_id(request: DispatchRequest, vehicle: str, trip: int, sequence: int) -> str:
    """Number of the waybill of one stop: week, vehicle, trip and stop.

    Examples
    --------
    >>> import datetime as dt
    >>> waybill_id(DispatchRequest(dt.date(2026, 11, 8)), "kigoma/truck-20t/3", 1, 2)
    '20261108-kigoma-truck-20t-3-1-2'
    """
    return f"{request.week:%Y%m%d}-{vehicle.replace('/', '-')}-{trip}-{sequence}"


def _frame(rows: Rows, schema: type[Table]) -> pd.DataFrame:
    """Rows as a table of the schema, with its types even where there are none."""
    frame = pd.DataFrame(rows, columns=schema.column_names())
    types = {name: str(column.dtype) for name, column in schema.to_schema().columns.items()}
    return frame.astype({name: "datetime64[ns]" if "datetime" in kind else kind for name, kind in types.items()})


def unserved_frame(rows: Rows) -> pd.DataFrame:
    """Rows of ``Unserved`` as a table."""
    return _frame(rows, Unserved)


def _summary(
    operation: Operation,
    request: DispatchRequest,
    week: Week,
    tables: dict[str, pd.DataFrame],
    notes: Sequence[str],
    roads: RoadMap,
    is_reproducible: bool,
    steps: int,
    seconds: float,
) -> dict[str, Any]:
    effort = week.effort()
    weight = operation.items.set_index("item_id")["weight_kg"]
    carried, left = (tables[name] for name in ("loads", "unserved"))
    trips = tables["trips"]
    co2 = float(trips[DispatchTrips.co2_kg].sum()) if trips[DispatchTrips.co2_kg].notna().all() else None
    return {
        "operation": operation.settings.name,
        "illustrative": operation.settings.illustrative,
        "week": request.week.isoformat(),
        "objective": request.objective,
        "cost_usd": effort.cost_usd,
        "distance_km": effort.km,
        "hours": effort.hours,
        "vehicle_days": effort.days,
        "co2_kg": co2,
        "trips": len(trips),
        "stops": int((tables["visits"].merge(carried[["vehicle", "trip", "sequence"]].drop_duplicates())).shape[0]),
        "vehicles": int(trips[DispatchTrips.vehicle].nunique()),
        "vehicles_in_fleet": len(week.vehicles),
        "carried_t": float((carried[Loads.quantity] * carried[Loads.item_id].map(weight).astype(float)).sum()) / 1000,
        "unserved_t": float((left[Unserved.quantity] * left[Unserved.item_id].map(weight).astype(float)).sum()) / 1000,
        "distances": roads.source,
        "distances_are_estimates": roads.is_estimate,
        "is_reproducible": is_reproducible,
        "iterations": steps,
        "seconds": round(seconds, 2),
        "question": request.as_values(),
        "fingerprint": operation.fingerprint,
        "notes": list(notes),
    }
