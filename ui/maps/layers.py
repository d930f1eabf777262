"""What is exchanged on a map: routes, camps, depots and their names, as groups for ``feature_group_to_add``."""

import folium
import numpy as np
import pandas as pd

from ui import text
from ui.maps.camps import camp_layer, change_fills, radius_px, ring_layer, scale_fills, tips_of
from ui.maps.labels import (
    MOST_LABELS,
    WORST_LABELLED,
    Wanted,
    beside,
    camp_label,
    sides_with_room,
    symbol,
    text_marker,
)
from ui.maps.region import HEIGHT_PX, WIDTH_PX, Region
from ui.maps.routes import CROSS_RADIUS, add_changes, add_flows, cross_place
from ui.palette import Scale, Theme

DEPOT_RADIUS = 6.0
_DEPOT_CHARACTER_PX = 6.2


def situation_layers(
    camps: pd.DataFrame,
    theme: Theme,
    region: Region,
    *,
    values: pd.Series | None = None,
    scale: Scale | None = None,
    selected: str | None = None,
    depots: pd.DataFrame | None = None,
    lines: pd.DataFrame | None = None,
    mark_new: bool = False,
    labels: bool = True,
    frame: tuple[int, int] = (WIDTH_PX, HEIGHT_PX),
) -> list[folium.FeatureGroup]:
    """Camps coloured by a scale, with routes, depots and names.

    Parameters
    ----------
    camps
        camp_id, name, latitude, longitude, people, last_count_date, is_old: the columns of ``Situation.camps``.
    values
        By camp_id: shares for ``palette.COVERAGE``, days for ``palette.DAYS_OF_COVER``; without a scale, people.
    selected
        camp_id with the ring.
    depots
        ``Depots``; None hides them.
    lines
        From ``route_lines``; None hides them.
    mark_new
        Whether flows that grew against ``before`` are in the accent colour.
    labels
        Whether names are written.
    frame
        Usual width and height of the map in pixels; with these the room for names is reckoned.
    """
    placed = _placed(camps)
    told = placed["camp_id"].map(values).astype(float) if values is not None else placed["people"].astype(float)
    words = [_value_words(v, scale) for v in told]
    fills = scale_fills(told, scale, theme)
    badness = told.fillna(-1.0) if scale is not None else -told.fillna(0.0)
    routes = folium.FeatureGroup(name="routes")
    if lines is not None:
        add_flows(routes, lines, theme, mark_new)
    return _stack(
        placed,
        fills,
        tips_of(placed, words),
        words,
        badness,
        routes,
        theme,
        region,
        selected,
        depots,
        lines if labels else None,
        labels,
        frame,
    )


def change_layers(
    camps: pd.DataFrame,
    theme: Theme,
    region: Region,
    *,
    points: pd.Series,
    selected: str | None = None,
    depots: pd.DataFrame | None = None,
    lines: pd.DataFrame | None = None,
    labels: bool = True,
    frame: tuple[int, int] = (WIDTH_PX, HEIGHT_PX),
) -> list[folium.FeatureGroup]:
    """Who gains and who loses between two plans, and which flows grow and shrink.

    Parameters
    ----------
    points
        Change of coverage in points (-100 to 100) by camp_id.
    lines
        From ``route_lines`` with ``tonnes`` and ``before``.
    """
    placed = _placed(camps)
    moved = placed["camp_id"].map(points).astype(float)
    words = [text.signed(p) for p in moved]
    routes = folium.FeatureGroup(name="routes")
    if lines is not None:
        add_changes(routes, lines, theme, region, frame)
    tips = tips_of(placed, [f"{w} points" for w in words])
    badness = -moved.abs().fillna(0.0)
    fills = change_fills(moved, theme)
    return _stack(
        placed,
        fills,
        tips,
        words,
        badness,
        routes,
        theme,
        region,
        selected,
        depots,
        lines if labels else None,
        labels,
        frame,
    )


def _stack(
    camps: pd.DataFrame,
    fills: list[str],
    tips: list[str],
    words: list[str],
    badness: pd.Series,
    routes: folium.FeatureGroup,
    theme: Theme,
    region: Region,
    selected: str | None,
    depots: pd.DataFrame | None,
    lines: pd.DataFrame | None,
    labels: bool,
    frame: tuple[int, int],
) -> list[folium.FeatureGroup]:
    circles = folium.FeatureGroup(name="camps")
    for layer in (ring_layer(camps, selected, theme), camp_layer(camps, fills, tips, theme)):
        if layer is not None:
            layer.add_to(circles)
    names = folium.FeatureGroup(name="names")
    seen = _placed(depots) if depots is not None else None
    if seen is not None:
        _add_squares(names, seen)
    if labels:
        _add_names(names, camps, words, badness, seen, lines, region, selected, frame)
    return [routes, circles, names]


def _add_squares(group: folium.FeatureGroup, depots: pd.DataFrame) -> None:
    for depot in depots.itertuples():
        kind = "aid-junction" if getattr(depot, "kind", "") == "junction" else "aid-square"
        symbol(depot.latitude, depot.longitude, kind).add_to(group)


def _add_names(
    group: folium.FeatureGroup,
    camps: pd.DataFrame,
    words: list[str],
    badness: pd.Series,
    depots: pd.DataFrame | None,
    lines: pd.DataFrame | None,
    region: Region,
    selected: str | None,
    frame: tuple[int, int],
) -> None:
    """Names of camps, the selected and the worst first, then of depots, wherever there is room."""
    order = np.lexsort((badness.to_numpy(float), (camps["camp_id"] != selected).to_numpy()))
    if len(camps) > MOST_LABELS:
        order = order[:WORST_LABELLED]
    at = region.pixels(camps["latitude"], camps["longitude"], frame)
    radii = np.array([radius_px(p) for p in camps["people"]])
    circles = np.column_stack([at, radii]) if len(camps) else np.zeros((0, 3))
    camp_rows = list(camps.itertuples())
    wanted = [
        Wanted(
            at[i, 0],
            at[i, 1],
            radii[i] + (5 if camp_rows[i].camp_id == selected else 0),
            len(f"{camp_rows[i].name} {words[i]}"),
        )
        for i in order
    ]
    closed = [] if lines is None else list(lines[lines["closed"] != ""].head(MOST_LABELS).itertuples())
    if closed:
        at_crosses = np.array([cross_place(line) for line in closed])
        crosses = region.pixels(at_crosses[:, 0], at_crosses[:, 1], frame)
        circles = np.vstack([circles, np.column_stack([crosses, np.full(len(closed), CROSS_RADIUS)])])
        wanted += [
            Wanted(x, y, CROSS_RADIUS, len(line.closed), _DEPOT_CHARACTER_PX, "above")
            for (x, y), line in zip(crosses, closed, strict=True)
        ]
    depot_rows = []
    if depots is not None and len(depots) <= MOST_LABELS:
        places = region.pixels(depots["latitude"], depots["longitude"], frame)
        depot_rows = list(depots.itertuples())
        squares = np.column_stack([places, np.full(len(depots), DEPOT_RADIUS)]) if len(depots) else np.zeros((0, 3))
        circles = np.vstack([circles, squares])
        wanted += [
            Wanted(x, y, DEPOT_RADIUS, len(str(d.name)), _DEPOT_CHARACTER_PX)
            for (x, y), d in zip(places, depot_rows, strict=True)
        ]
    sides = sides_with_room(wanted, circles, frame)
    for i, label, side in zip(order, wanted, sides, strict=False):
        camp = camp_rows[i]
        if side or camp.camp_id == selected or len(camps) <= MOST_LABELS:
            style = beside(label.radius, side or "right")
            camp_label(camp.latitude, camp.longitude, str(camp.name), words[i], style).add_to(group)
    for number, (line, side) in enumerate(zip(closed, sides[len(order) : len(order) + len(closed)], strict=True)):
        if side or number == 0:  # where many roads are closed at once, the crosses say so
            style = beside(CROSS_RADIUS, side or "above")
            text_marker(*cross_place(line), line.closed, "aid-closed", style).add_to(group)
    for depot, side in zip(depot_rows, sides[len(order) + len(closed) :], strict=True):
        if side:
            text_marker(
                depot.latitude, depot.longitude, str(depot.name), "aid-depot", beside(DEPOT_RADIUS, side)
            ).add_to(group)


def _placed(table: pd.DataFrame) -> pd.DataFrame:
    return table.dropna(subset=["latitude", "longitude"]).reset_index(drop=True)


def _value_words(value: float, scale: Scale | None) -> str:
    if scale is None:
        return text.hundreds(value)
    return text.percent(value) if scale.per_cent else text.days_long(value) if text.known(value) else text.NOT_KNOWN
