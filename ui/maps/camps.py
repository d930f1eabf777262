"""Camps as circles: size by people, fill by what is asked, dashed where the count is old."""

import math
from typing import Any

import folium
import pandas as pd

from core.domain.planning_figures import LABEL
from core.look.palette import Scale, Theme, change_color
from ui import text
from ui.maps.clicks import carried
from ui.text import safe

LEAST_RADIUS = 5.0
PEOPLE_PER_RADIUS = 15.0
"""Radius in pixels is the root of people divided by this."""
UNKNOWN_FILL = "url(#aid-unknown)"
RING_PX = 5.0
OLD_DASH = "4 3"


def radius_px(people: float | None) -> float:
    """Radius of a camp's circle; the least one where the people are not known."""
    if not text.known(people) or people is None or people <= 0:
        return LEAST_RADIUS
    return max(LEAST_RADIUS, math.sqrt(people) / PEOPLE_PER_RADIUS)


def camp_layer(camps: pd.DataFrame, fills: list[str], tips: list[str], theme: Theme) -> folium.GeoJson | None:
    """All camps as one layer; each carries its camp_id, which a click brings back.

    Parameters
    ----------
    camps
        camp_id, latitude, longitude, people, is_old; rows without a place are left out before.
    fills, tips
        Fill and tooltip of each row; tips are HTML whose outside words are harmless.
    """
    if camps.empty:
        return None
    order = camps["people"].fillna(0).to_numpy().argsort(kind="stable")[::-1]
    columns = ("camp_id", "latitude", "longitude", "people", "is_old")
    values = list(zip(*(camps[c].tolist() for c in columns), strict=True))
    features = []
    for i in order:
        camp_id, latitude, longitude, people, is_old = values[i]
        style = {
            "radius": round(radius_px(people), 1),
            "color": theme.ink,
            "weight": 1.5,
            "dashArray": OLD_DASH if is_old else None,
            "fill": True,
            "fillColor": fills[i],
            "fillOpacity": 1,
        }
        features.append(_point(latitude, longitude, {"camp_id": carried(str(camp_id)), "tip": tips[i], "style": style}))
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        marker=folium.CircleMarker(radius=LEAST_RADIUS),
        tooltip=folium.GeoJsonTooltip(fields=["tip"], labels=False, sticky=False),
    )


def ring_layer(camps: pd.DataFrame, selected: str | None, theme: Theme) -> folium.GeoJson | None:
    """The ring around the selected camp."""
    chosen = camps[camps["camp_id"] == selected]
    if chosen.empty:
        return None
    camp = chosen.iloc[0]
    style = {"radius": radius_px(camp["people"]) + RING_PX, "color": theme.accent, "weight": 3, "fill": False}
    feature = _point(camp["latitude"], camp["longitude"], {"camp_id": carried(str(camp["camp_id"])), "style": style})
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": [feature]}, marker=folium.CircleMarker(radius=LEAST_RADIUS)
    )


def scale_fills(values: pd.Series, scale: Scale | None, theme: Theme) -> list[str]:
    """Fill of each camp by a scale; with no scale, one quiet blue."""
    if scale is None:
        return [theme.band50] * len(values)
    return [UNKNOWN_FILL if of < 0 else theme.steps[of].fill for of in scale.classes(values.to_numpy(float)).tolist()]


def change_fills(points: pd.Series, theme: Theme) -> list[str]:
    """Fill of each camp by its change of coverage in points."""
    return [UNKNOWN_FILL if math.isnan(p) else change_color(p, theme) for p in points.astype(float).tolist()]


def tips_of(camps: pd.DataFrame, told: list[str]) -> list[str]:
    """Tooltips: name, what is told of it, people counted and when."""
    return [
        f"<b>{safe(name)}</b> {safe(words)}<br>"
        + (
            f"{text.whole(planned)} people, {LABEL}"
            if text.known(planned) and not text.known(people)
            else f"{text.whole(people)} people counted on {text.date(day)}"
        )
        for name, words, people, day, planned in zip(
            camps["name"],
            told,
            camps["last_count"],
            camps["last_count_date"],
            camps.get("planning_people", pd.Series(index=camps.index, dtype=float)),
            strict=True,
        )
    ]


def _point(latitude: float, longitude: float, properties: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": "Point", "coordinates": [float(longitude), float(latitude)]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}
