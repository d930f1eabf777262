"""Camps with their last count, depots and routes as GeoJSON (RFC 7946: longitude first, degrees of WGS 84)."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from core.domain.schemas import Camps, Depots, Population, Routes
from core.exchange.outgoing import Outgoing


def write_geojson(outgoing: Outgoing) -> bytes:
    """One collection: a point per camp and depot, a line per route between known points.

    A place without coordinates has no geometry and is still listed; so has a route with such an end. What the export
    is stands in ``metadata`` of the collection. Routes are those of the table, none are estimated.
    """
    tables = outgoing.tables
    places = [_camps(tables["camps"], tables.get("population"))] if "camps" in tables else []
    if "depots" in tables:
        places.append(_points(tables["depots"], Depots.depot_id, "depot"))
    features = [feature for part in places for feature in part]
    points = {feature["id"]: feature["geometry"] for feature in features}
    if "routes" in tables:
        features += _lines(tables["routes"], points)
    collection = {"type": "FeatureCollection", "metadata": outgoing.about.values(), "features": features}
    return json.dumps(collection, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")


def _camps(camps: pd.DataFrame, population: pd.DataFrame | None) -> list[dict[str, Any]]:
    last = pd.DataFrame(columns=[Population.population, Population.date])
    if population is not None:
        counted = population.dropna(subset=[Population.population]).sort_values(Population.date, kind="stable")
        last = counted.drop_duplicates(Population.camp_id, keep="last").set_index(Population.camp_id)
    told = camps.assign(
        last_count=camps[Camps.camp_id].map(last[Population.population]),
        last_count_date=pd.to_datetime(camps[Camps.camp_id].map(last[Population.date])),
    )
    return _points(told, Camps.camp_id, "camp")


def _points(table: pd.DataFrame, key: str, kind: str) -> list[dict[str, Any]]:
    """Features of places; camps and depots have the same names for coordinates."""
    return [
        _feature(str(row[key]), kind, _point(row), row, (key, Camps.latitude, Camps.longitude)) for row in _rows(table)
    ]


def _lines(routes: pd.DataFrame, points: Mapping[str, dict[str, Any] | None]) -> list[dict[str, Any]]:
    features = []
    for row in _rows(routes):
        ends = [points.get(str(row[Routes.origin_id])), points.get(str(row[Routes.destination_id]))]
        line = {"type": "LineString", "coordinates": [end["coordinates"] for end in ends if end]}
        features.append(
            _feature(str(row[Routes.route_id]), "route", line if all(ends) else None, row, (Routes.route_id,))
        )
    return features


def _feature(
    key: str, kind: str, geometry: dict[str, Any] | None, row: Mapping[str, Any], elsewhere: Iterable[str]
) -> dict[str, Any]:
    properties = {"kind": kind, "id": key} | {
        # depots have a kind of their own
        ("depot_kind" if kind == "depot" and name == Depots.kind else name): value
        for name, value in row.items()
        if name not in elsewhere and value is not None
    }
    return {"type": "Feature", "id": key, "geometry": geometry, "properties": properties}


def _point(row: Mapping[str, Any]) -> dict[str, Any] | None:
    latitude, longitude = row[Camps.latitude], row[Camps.longitude]
    known = latitude is not None and longitude is not None
    return {"type": "Point", "coordinates": [longitude, latitude]} if known else None


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of plain values, dates as ISO text, blanks None."""
    columns: dict[str, list[Any]] = {}
    for name in table.columns:
        cells = table[name]
        if pd.api.types.is_datetime64_any_dtype(cells.dtype):
            cells = cells.dt.strftime("%Y-%m-%d")
        columns[str(name)] = cells.astype(object).where(cells.notna(), None).tolist()
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
