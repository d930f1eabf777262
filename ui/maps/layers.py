"""What is exchanged on a map: routes, camps, depots and their names, as groups for ``feature_group_to_add``."""

import folium
import numpy as np
import pandas as pd

from core.look.palette import Scale, Theme, finding_fill
from core.look.region import HEIGHT_PX, WIDTH_PX, Region
from ui import text
from ui.language import say
from ui.maps.camps import RING_PX, camp_layer, change_fills, radius_px, ring_layer, scale_fills, tips_of
from ui.maps.labels import MOST_LABELS, WORST_LABELLED, Mark, MarkLayer, camp_label, symbol, text_mark
from ui.maps.routes import CROSS_RADIUS, add_changes, add_drives, add_flows, cross_place
from ui.text import safe

DEPOT_OFF_PX = 12.0


def situation_layers(
    camps: pd.DataFrame,
    theme: Theme,
    *,
    values: pd.Series | None = None,
    scale: Scale | None = None,
    selected: str | None = None,
    depots: pd.DataFrame | None = None,
    lines: pd.DataFrame | None = None,
    mark_new: bool = False,
    labels: bool = True,
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
        selected,
        depots,
        lines if labels else None,
        labels,
    )


def finding_layers(places: pd.DataFrame, theme: Theme) -> list[folium.FeatureGroup]:
    """Places that findings are about, in the colour of the worst.

    Parameters
    ----------
    places
        place_id, name, latitude, longitude, level, count, first: the columns of ``places_of_findings``.
    """
    drawn = places.rename(columns={"place_id": "camp_id"}).assign(people=np.nan, is_old=False).reset_index(drop=True)
    fills = [finding_fill(level, theme) for level in drawn["level"]]
    tips = [f"<b>{safe(name)}</b><br>{safe(first)}" for name, first in zip(drawn["name"], drawn["first"], strict=True)]
    words = ["" if count == 1 else say("{count} findings", count=count) for count in drawn["count"]]
    badness = pd.Series(np.arange(len(drawn)), dtype=float)
    routes = folium.FeatureGroup(name="routes")
    return _stack(drawn, fills, tips, words, badness, routes, theme, None, None, None, True)


def dispatch_layers(
    camps: pd.DataFrame,
    theme: Theme,
    *,
    carried_t: pd.Series,
    left_t: pd.Series,
    drives: pd.DataFrame,
    depots: pd.DataFrame,
) -> list[folium.FeatureGroup]:
    """Where vehicles drive, how much each camp gets, and which camps goods stay away from.

    Parameters
    ----------
    carried_t, left_t
        Tonnes by camp_id that vehicles bring, and that none carries.
    drives
        From ``drive_lines``.
    """
    placed = _placed(camps)
    brought = placed["camp_id"].map(carried_t).astype(float).fillna(0.0)
    left = placed["camp_id"].map(left_t).astype(float).fillna(0.0)
    fills = [
        theme.steps[1].fill if stays > 0 else theme.band50 if comes > 0 else theme.paper
        for comes, stays in zip(brought, left, strict=True)
    ]
    words = [text.tonnes(comes) if comes > 0 else "" for comes in brought]
    told = [
        f"{word or 'nothing'} this week{f', {text.tonnes(stays)} not carried' if stays > 0 else ''}"
        for word, stays in zip(words, left, strict=True)
    ]
    routes = folium.FeatureGroup(name="routes")
    add_drives(routes, drives, theme)
    badness = -(left * brought.max() + brought) if len(placed) else brought
    return _stack(
        placed, fills, tips_of(placed, told), words, badness, routes, theme, None, depots, None, True
    )  # fmt: skip


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
    tips = tips_of(placed, [say("{number} points", number=w) for w in words])
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
        selected,
        depots,
        lines if labels else None,
        labels,
    )


def _stack(
    camps: pd.DataFrame,
    fills: list[str],
    tips: list[str],
    words: list[str],
    badness: pd.Series,
    routes: folium.FeatureGroup,
    theme: Theme,
    selected: str | None,
    depots: pd.DataFrame | None,
    lines: pd.DataFrame | None,
    labels: bool,
) -> list[folium.FeatureGroup]:
    circles = folium.FeatureGroup(name="camps")
    for layer in (ring_layer(camps, selected, theme), camp_layer(camps, fills, tips, theme)):
        if layer is not None:
            layer.add_to(circles)
    names = folium.FeatureGroup(name="names")
    seen = _placed(depots) if depots is not None else None
    marks = [] if seen is None else _squares(seen)
    if labels:
        marks += _names(camps, words, badness, seen, lines, selected)
    MarkLayer(marks).add_to(names)
    return [routes, circles, names]


def _squares(depots: pd.DataFrame) -> list[Mark]:
    return [
        symbol(depot.latitude, depot.longitude, "aid-junction" if depot.kind == "junction" else "aid-square")
        for depot in depots.itertuples()
    ]


def _names(
    camps: pd.DataFrame,
    words: list[str],
    badness: pd.Series,
    depots: pd.DataFrame | None,
    lines: pd.DataFrame | None,
    selected: str | None,
) -> list[Mark]:
    """Names of camps, the selected and the worst first, then of closed roads and depots."""
    order = np.lexsort((badness.to_numpy(float), (camps["camp_id"] != selected).to_numpy()))
    if len(camps) > MOST_LABELS:
        order = order[:WORST_LABELLED]
    marks: list[Mark] = []
    camp_rows = list(camps.itertuples())
    for i in order:
        camp = camp_rows[i]
        is_selected = camp.camp_id == selected
        mark = camp_label(
            camp.latitude,
            camp.longitude,
            str(camp.name),
            words[i],
            rank=len(marks),
            radius=radius_px(camp.people) + (RING_PX if is_selected else 0.0),
            always=is_selected,
        )
        marks.append(mark)
    closed = [] if lines is None else list(lines[lines["closed"] != ""].head(MOST_LABELS).itertuples())
    for number, line in enumerate(closed):
        # where many roads are closed at once, the crosses say so
        fallback = "" if number else "above"
        at, rank = cross_place(line), len(marks)
        marks.append(text_mark(*at, line.closed, "aid-closed", rank=rank, off=CROSS_RADIUS, fallback=fallback))
    if depots is not None and len(depots) <= MOST_LABELS:
        for depot in depots.itertuples():
            at, rank = (depot.latitude, depot.longitude), len(marks)
            marks.append(text_mark(*at, str(depot.name), "aid-depot", rank=rank, off=DEPOT_OFF_PX))
    return marks


def _placed(table: pd.DataFrame) -> pd.DataFrame:
    return table.dropna(subset=["latitude", "longitude"]).reset_index(drop=True)


def _value_words(value: float, scale: Scale | None) -> str:
    if scale is None:
        return text.hundreds(value)
    return text.percent(value) if scale.per_cent else text.days_long(value) if text.known(value) else text.NOT_KNOWN
