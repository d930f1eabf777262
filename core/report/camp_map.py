"""The map of a brief: camps by need met, depots, goods sent; ground from the bundled outlines."""

from typing import Any

import numpy as np
import pandas as pd

from core.domain import wording
from core.look.outlines import outlines_of
from core.look.palette import COVERAGE, LIGHT
from core.look.region import Region
from core.paper import Circle, Drawing, Line, Shape, Surface, Words
from core.report.brief import Brief

PX_PER_MM = 6.0
"""Dots of the frame in which the region is laid out."""
LETTERS = 2.6
MOST_LABELS = 6
MANY_CAMPS = 60
"""From here on symbols are small, so that they do not cover each other."""
MOST_DISCS = 2000
"""Discs on a map; of camps that would lie on one another the worst-off is drawn."""
GRIDS_MM = (0.5, 1.0, 1.5, 2.0, 3.0, 5.0)
LEAST_FLOW_T = 0.05
SMALLEST_MM2 = 0.15


def camp_map(brief: Brief, width: float, height: float) -> Drawing | None:
    """The map; None where no camp has coordinates."""
    camps = brief.camps.dropna(subset=["latitude", "longitude"])
    if camps.empty:
        return None
    depots = brief.depots.dropna(subset=["latitude", "longitude"])
    region, frame = Region.of_camps(camps, depots), (round(width * PX_PER_MM), round(height * PX_PER_MM))

    def at(latitude: pd.Series, longitude: pd.Series) -> np.ndarray:
        return region.pixels(latitude, longitude, frame) / PX_PER_MM

    shapes: list[Shape] = [Surface.box(0, 0, width, height, LIGHT.water)]
    shapes += _ground(region, frame, width, height)
    shapes += _flows(brief.routes, at)
    for x, y in at(depots["latitude"], depots["longitude"]):
        shapes.append(Surface.box(x - 0.9, y - 0.9, 1.8, 1.8, LIGHT.paper, LIGHT.ink))
    places = at(camps["latitude"], camps["longitude"])
    shown = _apart(places)
    shapes += _camps(camps.iloc[shown], places[shown])
    shapes += _labels(brief, camps, places, width, height)
    shapes.append(Line(((0, 0), (width, 0), (width, height), (0, height), (0, 0)), LIGHT.line, 0.3))
    finding = brief.language.joined(
        [f"{camp.name_} {wording.percent(camp.coverage, brief.language)}" for camp in _worst(camps)]
    )
    return Drawing(width, height, tuple(shapes), finding)


def _worst(camps: pd.DataFrame) -> list[Any]:
    known = camps.dropna(subset=["coverage"]).head(MOST_LABELS)
    return list(known.rename(columns={"name": "name_"}).itertuples())


def _ground(region: Region, frame: tuple[int, int], width: float, height: float) -> list[Shape]:
    """Land and lakes, cut to the frame and simplified to what print shows."""
    found = outlines_of(region, (), frame)
    shapes: list[Shape] = []
    for geometries, fill, edge in (
        (found.countries, LIGHT.land, LIGHT.border),
        (found.lakes, LIGHT.water, LIGHT.border),
    ):
        for geometry in geometries:
            if geometry["type"] == "MultiPolygon":
                shapes += _cut(geometry, region, frame, width, height, fill, edge)
    return shapes


def _cut(
    geometry: dict[str, Any],
    region: Region,
    frame: tuple[int, int],
    width: float,
    height: float,
    fill: str,
    edge: str,
) -> list[Shape]:
    import shapely

    shapes: list[Shape] = []
    for rings in geometry["coordinates"]:
        placed = [region.pixels([p[1] for p in ring], [p[0] for p in ring], frame) / PX_PER_MM for ring in rings]
        whole = shapely.make_valid(shapely.Polygon(placed[0], placed[1:]))
        inside = shapely.clip_by_rect(whole, -1, -1, width + 1, height + 1).simplify(0.12)
        for part in getattr(inside, "geoms", [inside]):
            if part.geom_type == "Polygon" and part.area > SMALLEST_MM2:
                ends = [part.exterior, *part.interiors]
                lines = tuple(tuple((round(x, 2), round(y, 2)) for x, y in ring.coords[:-1]) for ring in ends)
                shapes.append(Surface(lines, fill, edge, 0.15))
    return shapes


def _flows(routes: pd.DataFrame, at: Any) -> list[Shape]:
    """Lines between places that send to each other, wider for more."""
    known = routes.dropna(subset=["latitude", "longitude", "to_latitude", "to_longitude"])
    known = known[known["tonnes_per_week"] > LEAST_FLOW_T].sort_values("tonnes_per_week")
    if known.empty:
        return []
    most = float(known["tonnes_per_week"].max())
    starts, ends = at(known["latitude"], known["longitude"]), at(known["to_latitude"], known["to_longitude"])
    widths = 0.25 + 1.1 * np.sqrt(known["tonnes_per_week"].to_numpy() / most)
    return [
        Line((tuple(start.round(2)), tuple(end.round(2))), LIGHT.flow, round(float(wide), 2))
        for start, end, wide in zip(starts, ends, widths, strict=True)
    ]


def _apart(places: np.ndarray) -> np.ndarray:
    """Positions of the camps that are drawn: all, or of each square of a grid the first, which is the worst-off."""
    shown = np.arange(len(places))
    for grid in GRIDS_MM:
        if len(shown) <= MOST_DISCS:
            break
        shown = np.sort(np.unique(np.floor(places / grid), axis=0, return_index=True)[1])
    return shown


def _camps(camps: pd.DataFrame, places: np.ndarray) -> list[Shape]:
    """A disc per camp, the big ones first so that small ones stay in view."""
    people = camps["people"].fillna(0.0).to_numpy(float)
    most = max(float(people.max()), 1.0)
    many = len(camps) > MANY_CAMPS
    radii = (0.5 if many else 0.9) + (0.9 if many else 2.1) * np.sqrt(people / most)
    shapes: list[Shape] = []
    for row in np.argsort(-radii, kind="stable"):
        camp = camps.iloc[int(row)]
        step = COVERAGE.step(float(camp["coverage"]), LIGHT)
        fill = step.fill if step is not None else LIGHT.hatch
        x, y = places[row]
        dash = (0.6, 0.4) if camp["is_old"] else ()
        shapes.append(
            Circle(
                (round(x, 2), round(y, 2)), round(float(radii[row]), 2), fill, LIGHT.ink, 0.15 if many else 0.3, dash
            )
        )
    return shapes


def _labels(brief: Brief, camps: pd.DataFrame, places: np.ndarray, width: float, height: float) -> list[Shape]:
    """Names of the worst-off camps with their coverage, where they cover no other label."""
    shapes: list[Shape] = []
    taken: list[tuple[float, float, float, float]] = []
    for row in range(min(len(camps), MOST_LABELS)):
        camp = camps.iloc[row]
        if pd.isna(camp["coverage"]):
            continue
        words = f"{_short(str(camp['name']))} {wording.percent(camp['coverage'], brief.language)}"
        long = len(words) * LETTERS * 0.52
        x, y = places[row]
        right = x + 3.2 + long < width
        box = (
            (x + 3.2, y - LETTERS, x + 3.2 + long, y + 0.6)
            if right
            else (x - 3.2 - long, y - LETTERS, x - 3.2, y + 0.6)
        )
        inside = box[0] > 0 and box[1] > 0 and box[3] < height
        if not inside or any(_overlap(box, other) for other in taken):
            continue
        taken.append(box)
        at = (x + 3.2, y + 0.9) if right else (x - 3.2, y + 0.9)
        anchor = "left" if right else "right"
        shapes.append(Words(at, words, LETTERS, LIGHT.ink, True, anchor, LIGHT.land))  # type: ignore[arg-type]
    return shapes


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _short(name: str) -> str:
    return name if len(name) <= 18 else f"{name[:17].rstrip()}…"
