"""Bundled outlines of countries, provinces and lakes, cut to the region a map shows.

A region outside the bundle, or no bundle at all, gives empty collections: the map then has plain ground.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from core.look.region import HEIGHT_PX, WIDTH_PX, Region

OUTLINES = Path(__file__).parents[2] / "static" / "outlines"
GREAT_LAKES = Region(-12.0, 25.0, 5.0, 42.0)
"""Where the bundle has finer lakes, and provinces."""
WIDE_DEGREES = 45.0
"""A region wider than this is drawn with the coarse outlines."""
_GRID = 32
"""Points across and down the region among which the place of a name is sought."""
_CHARACTER_PX = 6.5
_LABEL_LEFT_PX, _LABEL_RIGHT_PX, _LABEL_HALF_PX = 24.0, 115.0, 22.0
_LEAST_POINTS = {"countries": 12, "lakes": 8}


@dataclass(frozen=True)
class Name:
    """A name on the ground and where it stands."""

    words: str
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Outlines:
    """Features of a region by kind, with no properties, and names where there is room for them. Never changed."""

    countries: tuple[dict[str, Any], ...] = ()
    provinces: tuple[dict[str, Any], ...] = ()
    lakes: tuple[dict[str, Any], ...] = ()
    country_names: tuple[Name, ...] = ()
    lake_names: tuple[Name, ...] = ()


@lru_cache(maxsize=16)
def outlines_of(
    region: Region,
    places: tuple[tuple[float, float], ...] = (),
    frame: tuple[int, int] = (WIDTH_PX, HEIGHT_PX),
    folder: Path = OUTLINES,
) -> Outlines:
    """Outlines that touch a region and its surroundings.

    Parameters
    ----------
    places
        Latitude and longitude of what has a label of its own; names of the ground keep off them.
    """
    shown = region.widened(0.6)
    detailed = region.widened(0.1)
    kept: dict[str, list[dict[str, Any]]] = {"countries": [], "provinces": [], "lakes": []}
    for kind, path in _files(region, folder).items():
        for feature in _read(path):
            geometry = _cut(feature["geometry"], detailed if kind == "provinces" else shown)
            if geometry is not None:
                kept[kind].append({"geometry": geometry, "name": _name(feature)})
    return Outlines(
        countries=tuple(f["geometry"] for f in kept["countries"]),
        provinces=tuple(f["geometry"] for f in kept["provinces"]),
        lakes=tuple(f["geometry"] for f in kept["lakes"]),
        country_names=_names(kept["countries"], region, places, frame, _LEAST_POINTS["countries"]),
        lake_names=_names(kept["lakes"], region, places, frame, _LEAST_POINTS["lakes"]),
    )


def _files(region: Region, folder: Path) -> dict[str, Path]:
    """The finest file of each kind that the region needs; kinds without a file are left out."""
    wide = max(region.north - region.south, region.east - region.west) > WIDE_DEGREES
    inside = GREAT_LAKES.south <= region.south and region.north <= GREAT_LAKES.north
    inside &= GREAT_LAKES.west <= region.west and region.east <= GREAT_LAKES.east
    names = {
        "countries": "countries-world" if wide else "countries-world-fine",
        "provinces": "provinces-great-lakes" if inside else "",
        "lakes": "lakes-great-lakes" if inside else "lakes-world",
    }
    files = {kind: folder / f"{name}.geojson" for kind, name in names.items() if name}
    return {kind: path for kind, path in files.items() if path.is_file()}


@lru_cache(maxsize=16)
def _read(path: Path) -> tuple[dict[str, Any], ...]:
    features = json.loads(path.read_text("utf-8")).get("features", ())
    return tuple(f for f in features if (f.get("geometry") or {}).get("coordinates"))


def _name(feature: dict[str, Any]) -> str:
    return str((feature.get("properties") or {}).get("name") or "")


def _cut(geometry: dict[str, Any], region: Region) -> dict[str, Any] | None:
    """The polygons of a geometry that touch the region; None if there are none."""
    if geometry["type"] == "Polygon":
        polygons = [geometry["coordinates"]]
    elif geometry["type"] == "MultiPolygon":
        polygons = geometry["coordinates"]
    elif geometry["type"] in ("LineString", "MultiLineString"):
        return geometry
    else:
        return None
    inside = []
    for rings in polygons:
        outer = np.asarray(rings[0], dtype=float)[:, :2]
        west, south = outer.min(axis=0)
        east, north = outer.max(axis=0)
        if region.touches(south, west, north, east):
            inside.append([_rounded(ring) for ring in rings])
    return {"type": "MultiPolygon", "coordinates": inside} if inside else None


def _rounded(ring: Any) -> list[list[float]]:
    """A ring to about 100 m, without points that then coincide: the page gets it anew on every run."""
    points = np.asarray(ring, dtype=float)[:, :2].round(3)
    kept = np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]
    return [[float(x), float(y)] for x, y in points[kept]]


def _names(
    features: list[dict[str, Any]],
    region: Region,
    places: tuple[tuple[float, float], ...],
    frame: tuple[int, int],
    least: int,
) -> tuple[Name, ...]:
    """A place for each name: inside, off the labels of camps, as near as can be to the middle of what is seen."""
    near = region.widened(0.06)
    lat, lon = np.meshgrid(
        np.linspace(near.south, near.north, _GRID), np.linspace(near.west, near.east, _GRID), indexing="ij"
    )
    points = np.column_stack([lon.ravel(), lat.ravel()])
    pixels = region.pixels(points[:, 1], points[:, 0], frame)
    taken = region.pixels([p[0] for p in places], [p[1] for p in places], frame) if places else np.zeros((0, 2))
    names = []
    for feature in features:
        if not feature["name"] or feature["geometry"]["type"] != "MultiPolygon":
            continue
        inside = np.zeros(len(points), dtype=bool)
        for rings in feature["geometry"]["coordinates"]:
            inside |= _inside(points, np.asarray(rings[0], dtype=float)[:, :2])
        half = len(feature["name"]) * _CHARACTER_PX / 2
        free = np.flatnonzero(inside & _is_free(pixels, taken, half))
        if inside.sum() >= least and len(free):
            middle = points[inside].mean(axis=0)
            at = free[np.argmin(((points[free] - middle) ** 2).sum(axis=1))]
            names.append(Name(feature["name"], float(points[at, 1]), float(points[at, 0])))
            taken = np.vstack([taken, pixels[at]])
    return tuple(names)


def _is_free(pixels: np.ndarray, taken: np.ndarray, half: float) -> np.ndarray:
    """Where words of a width do not cover a place, nor the label that mostly stands to its right."""
    right, down = (pixels[:, None, axis] - taken[None, :, axis] for axis in (0, 1))
    covers = (right > -half - _LABEL_LEFT_PX) & (right < half + _LABEL_RIGHT_PX) & (np.abs(down) < _LABEL_HALF_PX)
    return ~covers.any(axis=1)


def _inside(points: np.ndarray, ring: np.ndarray) -> np.ndarray:
    """Which points lie in a ring: whether a ray to the east crosses it an odd number of times."""
    x, y = points[:, 0, None], points[:, 1, None]
    x0, y0 = ring[:-1, 0], ring[:-1, 1]
    x1, y1 = ring[1:, 0], ring[1:, 1]
    rise = np.where(y1 == y0, 1e-12, y1 - y0)
    crosses = ((y0 > y) != (y1 > y)) & (x < (x1 - x0) * (y - y0) / rise + x0)
    return crosses.sum(axis=1) % 2 == 1
