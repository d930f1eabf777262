"""Map layers of a report as GeoJSON (RFC 7946: longitude first): camps with coverage, depots, routes with flow."""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd

from core.report.detail import Detail

CAMP_FIGURES = (
    *("people", "people_low", "people_high", "last_count", "count_age_days"),
    *("coverage", "coverage_low", "coverage_high", "item", "item_coverage"),
)


def layers(detail: Detail, about: Mapping[str, object]) -> dict[str, bytes]:
    """File name to content; what the layers are stands in ``metadata`` of each."""
    brief = detail.brief
    camps = [
        _feature(row["camp_id"], _point(row), {"name": row["name"], **{name: row[name] for name in CAMP_FIGURES}})
        for row in _rows(brief.camps)
    ]
    depots = [
        _feature(row["depot_id"], _point(row), {"name": row["name"], "kind": row["kind"]})
        for row in _rows(brief.depots)
    ]
    routes = [
        _feature(
            row["route_id"],
            _line(row),
            {name: row[name] for name in ("origin_id", "destination_id", "tonnes_per_week")},
        )
        for row in _rows(brief.routes)
    ]
    found = {"camps": camps, "depots": depots, "routes": routes}
    return {f"{name}.geojson": _collection(features, about) for name, features in found.items() if features}


def _collection(features: list[dict[str, Any]], about: Mapping[str, object]) -> bytes:
    whole = {"type": "FeatureCollection", "metadata": about, "features": features}
    return json.dumps(whole, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")


def _feature(key: str, geometry: dict[str, Any] | None, properties: dict[str, Any]) -> dict[str, Any]:
    known = {name: value for name, value in properties.items() if value is not None}
    return {"type": "Feature", "id": key, "geometry": geometry, "properties": {"id": key, **known}}


def _point(row: Mapping[str, Any]) -> dict[str, Any] | None:
    if row["latitude"] is None or row["longitude"] is None:
        return None
    return {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]}


def _line(row: Mapping[str, Any]) -> dict[str, Any] | None:
    ends = [(row["longitude"], row["latitude"]), (row["to_longitude"], row["to_latitude"])]
    if any(part is None for end in ends for part in end):
        return None
    return {"type": "LineString", "coordinates": [list(end) for end in ends]}


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of plain values, blanks None."""
    plain = table.astype(object).where(table.notna(), None)
    return [{str(key): value for key, value in row.items()} for row in plain.to_dict("records")]
