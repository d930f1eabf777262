"""Bundled outlines of countries: which land a point lies on, and how far it is from a country.

The outlines are coarse (Natural Earth, rounded to about 1 km), so a distance under ``TOLERANCE_KM`` says nothing.
"""

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from core.domain.geography import great_circle_km

if TYPE_CHECKING:
    import shapely

BUNDLED = Path(__file__).parents[2] / "static" / "outlines" / "countries-world-fine.geojson"
_COORDINATES = re.compile(r'"coordinates"\s*:\s*[\[\]\d\s,.eE+-]+(?=[,}])')

TOLERANCE_KM = 15.0
"""How far a point may lie outside an outline and still be taken to lie inside."""


@dataclass(frozen=True, eq=False)
class Outlines:
    """Outlines of countries.

    Attributes
    ----------
    names, codes
        Name and ISO 3166 alpha-3 code of each; the code is empty where land has none of its own.
    shapes
        Their polygons, longitude before latitude, in degrees.
    """

    names: tuple[str, ...]
    codes: tuple[str, ...]
    shapes: np.ndarray
    tree: "shapely.STRtree"

    def knows(self, code: str) -> bool:
        """Whether there is an outline with this ISO 3166 alpha-3 code."""
        return bool(code) and code in self.codes

    def land_at(self, latitude: npt.ArrayLike, longitude: npt.ArrayLike) -> tuple[np.ndarray, np.ndarray]:
        """The land each point lies on or is nearest to.

        Returns
        -------
        tuple
            Position in ``names``, and km to it (0 inside), both of shape (n_points,).
        """
        import shapely

        points = shapely.points(np.asarray(longitude, dtype=float), np.asarray(latitude, dtype=float))
        points = np.atleast_1d(points)
        nearest = self.tree.nearest(points)
        return nearest, _km_between(points, self.shapes[nearest])

    def km_from(self, code: str, latitude: npt.ArrayLike, longitude: npt.ArrayLike) -> np.ndarray:
        """Distance in km of points from a country that ``knows`` says is here; 0 inside.

        Where a code has several outlines, the nearest counts.
        """
        import shapely

        points = np.atleast_1d(shapely.points(np.asarray(longitude, dtype=float), np.asarray(latitude, dtype=float)))
        own = [position for position, known in enumerate(self.codes) if known == code]
        return np.min([_km_between(points, np.repeat(self.shapes[[p]], len(points))) for p in own], axis=0)


@lru_cache(maxsize=4)
def read_outlines(path: Path = BUNDLED) -> Outlines | None:
    """Outlines of a GeoJSON file whose features have ``name`` and ``iso3``; None where the file is absent."""
    import shapely

    if not path.is_file():
        return None
    text = path.read_text("utf-8")
    # the coordinates are read by GEOS: as lists of Python they would take longer than all other checks together
    shapes = shapely.get_parts(shapely.from_geojson(text))
    features = json.loads(_COORDINATES.sub('"coordinates":[]', text))["features"]
    # a few rings cross themselves by rounding; whether a point is inside, and how far, needs no valid polygon
    shapely.prepare(shapes)
    return Outlines(
        tuple(str(feature["properties"].get("name") or "") for feature in features),
        tuple(str(feature["properties"].get("iso3") or "") for feature in features),
        shapes,
        shapely.STRtree(shapes),
    )


def _km_between(points: np.ndarray, shapes: np.ndarray) -> np.ndarray:
    """Distance in km of each point from the shape beside it; 0 inside."""
    import shapely

    km = np.zeros(len(points))
    outside = ~shapely.covers(shapes, points)
    if outside.any():
        ends = shapely.get_coordinates(shapely.shortest_line(points[outside], shapes[outside])).reshape(-1, 2, 2)
        km[outside] = great_circle_km(ends[:, 0, 1], ends[:, 0, 0], ends[:, 1, 1], ends[:, 1, 0])
    return km
