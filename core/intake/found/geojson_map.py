"""Features of a GeoJSON map to a table: their properties, and the latitude and longitude of a point of each."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import shapely
from shapely.geometry import shape

from core.domain.finding import Finding
from core.domain.validation import quote
from core.intake.cell_text import cell_text
from core.intake.found.decimal_mark import decimal_mark
from core.intake.found.encoding import decode_text
from core.intake.found.found_table import FoundTable
from core.intake.found.refused import refused
from core.intake.limits import LARGEST_MAP, MOST_COLUMNS, MOST_FINDINGS, MOST_ROWS

LATITUDE, LONGITUDE = "latitude", "longitude"
_DEGREES_CRS = ("CRS84", "4326")
AS_GEOJSON = "Export it as GeoJSON: a FeatureCollection in degrees (WGS 84)."


def read_map(file: str, sheet: str, data: bytes) -> tuple[FoundTable, list[Finding]]:
    """One row per feature; the index counts features from 0, as if a header stood above them.

    Parameters
    ----------
    file, sheet
        As the table names them.
    data
        The whole file.

    Raises
    ------
    InvalidTable
        If it is no map in degrees; its findings say why.
    """
    place = f"{file}, {sheet}" if sheet else file
    if len(data) > LARGEST_MAP:
        words = f"The map has {len(data) / 1e6:,.0f} MB; maps are read up to {LARGEST_MAP / 1e6:,.0f} MB."
        raise refused(place, "too_large", words, "Simplify its outlines, or split it.")
    decoded = decode_text(place, data)
    try:
        content = json.loads(decoded.data)
    except (ValueError, RecursionError) as error:
        words = f"The file is not valid JSON: {quote(error)}."
        raise refused(place, "not_a_table", words, AS_GEOJSON) from error
    features = _features(place, content)
    table, findings = _table(place, features)
    mark, proof, doubts = decimal_mark(place, table)
    how = (
        decoded.how,
        f"It is a GeoJSON map of {len(features):,} features.",
        "Latitude and longitude are those of points, or of a point inside an outline or on a line.",
        proof,
    )
    found = FoundTable(file=file, sheet=sheet, cells=table, decimal=mark, how=tuple(filter(None, how)))
    return found, [*decoded.findings, *findings, *doubts]


def _error(place: str, row: int | None, rule: str, message: str, suggestion: str) -> Finding:
    return Finding("error", place, row, None, rule, message, suggestion)


def _features(place: str, content: Any) -> list[Mapping[str, Any]]:
    """Features of a map in degrees."""
    whole = isinstance(content, dict) and content.get("type") in ("FeatureCollection", "Feature")
    features = content.get("features") if whole and content["type"] == "FeatureCollection" else [content]
    if not whole or not isinstance(features, list) or not all(_is_feature(one) for one in features):
        words = "The file is JSON but no GeoJSON map of features."
        raise refused(place, "no_table", words, AS_GEOJSON)
    if not features or len(features) > MOST_ROWS:
        words = f"The map has {len(features):,} features; 1 to {MOST_ROWS:,} are read."
        raise refused(place, "too_large" if features else "no_rows", words, AS_GEOJSON)
    crs = _crs(content)
    if crs:
        words = f"The map is in the coordinate system “{quote(crs)}”; degrees (WGS 84) are expected."
        raise refused(place, "coordinates", words, AS_GEOJSON)
    return features


def _is_feature(one: Any) -> bool:
    return isinstance(one, dict) and one.get("type") == "Feature"


def _crs(content: Mapping[str, Any]) -> str:
    """The name of a coordinate system other than degrees, empty where there is none."""
    crs = content.get("crs")
    name = (
        crs["properties"].get("name", "") if isinstance(crs, dict) and isinstance(crs.get("properties"), dict) else ""
    )
    return "" if not name or str(name).endswith(_DEGREES_CRS) else str(name)


def _table(place: str, features: Sequence[Mapping[str, Any]]) -> tuple[pd.DataFrame, list[Finding]]:
    rows = [one["properties"] if isinstance(one.get("properties"), dict) else {} for one in features]
    rows = [{_encodable(name): value for name, value in row.items()} for row in rows]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    if len(columns) > MOST_COLUMNS:
        words = f"Its features have {len(columns):,} properties; at most {MOST_COLUMNS} are read."
        raise refused(place, "too_large", words, "Leave out what is not needed.")
    cells = {name: pd.Series([_text(row.get(name)) for row in rows], dtype="str") for name in columns}
    findings: list[Finding] = []
    points = [_point(one.get("geometry")) for one in features]
    wrong = [(row, point) for row, point in enumerate(points) if isinstance(point, str)]
    for row, words in wrong[:MOST_FINDINGS]:
        suggestion = "Correct the coordinates: longitude first, then latitude, in degrees."
        findings.append(
            _error(place, row + 2, "coordinates", f"Feature {row + 1} {words}; it has no place.", suggestion)
        )
    if len(wrong) > MOST_FINDINGS:
        more = len(wrong) - MOST_FINDINGS
        words = f"{more:,} more features have no usable coordinates."
        findings.append(replace(_error(place, None, "coordinates", words, "Correct the coordinates."), unlisted=more))
    for at, name in ((1, LATITUDE), (0, LONGITUDE)):
        # a property of that name is what the file says; what the map says stands beside it
        own = name if name not in cells else f"map {name}"
        values = [cell_text(point[at])[0] if isinstance(point, tuple) else None for point in points]
        cells[own] = pd.Series(values, dtype="str")
    return pd.DataFrame(cells), findings


def _text(value: Any) -> str | None:
    if isinstance(value, (dict, list)):
        return _encodable(json.dumps(value, ensure_ascii=False))
    text = cell_text(value)[0]
    return (_encodable(text).strip() or None) if text is not None else None


def _encodable(text: str) -> str:
    """Text without half characters, which JSON can write and nothing can store."""
    return text.encode("utf-8", errors="replace").decode("utf-8")


def _point(geometry: Any) -> tuple[float, float] | str | None:
    """Longitude and latitude, None where the feature has no geometry, words where they are no place on earth."""
    if geometry is None:
        return None
    if not isinstance(geometry, dict):
        return "has a geometry that is none"
    try:
        if geometry.get("type") == "Point":
            longitude, latitude = (float(number) for number in geometry["coordinates"][:2])
        else:
            outline = shape(geometry)
            if outline.is_empty:
                return None
            inside = shapely.point_on_surface(outline)
            longitude, latitude = inside.x, inside.y
    except Exception as error:  # shapely meets a malformed geometry in many ways
        return f"has a geometry that cannot be read ({quote(type(error).__name__)})"
    if not (math.isfinite(longitude) and math.isfinite(latitude)) or abs(longitude) > 180 or abs(latitude) > 90:
        return f"lies at longitude {longitude:g}, latitude {latitude:g}, which is no place on earth"
    return longitude, latitude
