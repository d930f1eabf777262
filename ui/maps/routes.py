"""Routes as lines: width by tonnes a week, closed ones dotted with a cross and words."""

from collections.abc import Mapping
from typing import Any

import folium
import numpy as np
import pandas as pd

from core.domain.schemas import Drives, Routes, Visits
from core.look.palette import Theme
from core.look.region import Region
from ui.language import say
from ui.maps.labels import Mark, MarkLayer, symbol, text_mark
from ui.text import safe

BASE_WIDTH = 1.5
TONNES_PER_PX = 45.0
HALO_PX = 3.0
DRIVES_PER_PX = 6.0
MOST_DRIVES = 60
"""Lines grow no wider for more drives than this."""
FLOW_OPACITY = 0.75
LESS_DASH = "7 6"
CLOSED_DASH = "2 7"
CROSS_RADIUS = 10.0
MOST_AMOUNTS = 6
AMOUNT_RANK = 100
AMOUNT_OFF_PX = 8.0
LEAST_PX_FOR_AMOUNT = 70.0
"""A shorter line has no room for its tonnes; they stand in its tooltip."""
IDLE_TONNES = 0.05
"""Less than this a week is no flow."""


def flow_width(tonnes: float) -> float:
    """Width of a line in pixels for tonnes a week."""
    return BASE_WIDTH + tonnes / TONNES_PER_PX


def route_lines(
    routes: pd.DataFrame,
    camps: pd.DataFrame,
    depots: pd.DataFrame,
    tonnes: Mapping[str, float] | None = None,
    before: Mapping[str, float] | None = None,
    closed: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Lines to draw, one for each pair of places, whatever the number of routes and directions between them.

    Parameters
    ----------
    routes
        ``Routes``.
    camps, depots
        Places with latitude and longitude.
    tonnes, before
        Tonnes a week by route_id, in this plan and in the one before.
    closed
        route_id to words: ``closed to 23 Nov``; routes with ``open`` false are closed without a date.

    Returns
    -------
    pd.DataFrame
        from_lat, from_lon, to_lat, to_lon, tonnes, before, closed (words or empty), names (from and to).
    """
    places = pd.concat(
        [
            camps[["camp_id", "name", "latitude", "longitude"]].rename(columns={"camp_id": "place"}),
            depots[["depot_id", "name", "latitude", "longitude"]].rename(columns={"depot_id": "place"}),
        ]
    ).dropna(subset=["latitude", "longitude"])
    places = places.drop_duplicates("place").set_index("place")
    drawn = routes[routes[Routes.origin_id].isin(places.index) & routes[Routes.destination_id].isin(places.index)]
    ends = np.sort(drawn[[Routes.origin_id, Routes.destination_id]].to_numpy(str), axis=1)
    ids = drawn[Routes.route_id]
    shut = (drawn[Routes.open] == False).fillna(False) if Routes.open in drawn else pd.Series(False, index=drawn.index)  # noqa: E712
    words = ids.map(dict(closed or {})).astype("object").where(lambda v: v.notna(), np.where(shut, "closed", ""))
    lines = pd.DataFrame(
        {
            "a": ends[:, 0] if len(ends) else [],
            "b": ends[:, 1] if len(ends) else [],
            "tonnes": ids.map(dict(tonnes or {})).astype(float).fillna(0.0).to_numpy(),
            "before": ids.map(dict(before or {})).astype(float).fillna(0.0).to_numpy(),
            "closed": words.to_numpy(),
            "is_closed": (words != "").to_numpy(bool),
        }
    )
    pairs = lines.groupby(["a", "b"], as_index=False).agg(
        tonnes=("tonnes", "sum"), before=("before", "sum"), closed=("closed", "max"), all_closed=("is_closed", "all")
    )
    pairs["closed"] = pairs["closed"].where(pairs["all_closed"], "")
    return pd.DataFrame(
        {
            "from_lat": places["latitude"].reindex(pairs["a"]).to_numpy(),
            "from_lon": places["longitude"].reindex(pairs["a"]).to_numpy(),
            "to_lat": places["latitude"].reindex(pairs["b"]).to_numpy(),
            "to_lon": places["longitude"].reindex(pairs["b"]).to_numpy(),
            "tonnes": pairs["tonnes"],
            "before": pairs["before"],
            "closed": pairs["closed"],
            "names": places["name"].reindex(pairs["a"]).to_numpy()
            + " – "
            + places["name"].reindex(pairs["b"]).to_numpy(),
        }
    )


def add_flows(group: folium.FeatureGroup, lines: pd.DataFrame, theme: Theme, mark_new: bool = False) -> None:
    """Draw the flows of a plan; with ``mark_new`` what grew against ``before`` is in the accent colour."""
    features: list[dict[str, Any]] = []
    for line in lines.sort_values("tonnes").itertuples():
        tip = say("{names}: {tonnes} t a week", names=safe(line.names), tonnes=f"{line.tonnes:,.0f}")
        if line.closed:
            features.append(_feature(line, tip, {"color": theme.closed, "weight": 2.5, "dashArray": CLOSED_DASH}))
        elif line.tonnes < IDLE_TONNES:
            features.append(
                _feature(line, say("{names}: no flow", names=safe(line.names)), {"color": theme.border, "weight": 1.5})
            )
        else:
            is_new = mark_new and line.tonnes > line.before + IDLE_TONNES
            color = theme.accent if is_new else theme.flow
            features += _with_halo(line, tip, color, line.tonnes, 1.0 if is_new else FLOW_OPACITY, theme)
    _add(group, features)
    MarkLayer(_crosses(lines)).add_to(group)


def drive_lines(drives: pd.DataFrame, visits: pd.DataFrame, places: pd.DataFrame, vehicle: str | None) -> pd.DataFrame:
    """Lines to draw for drives of vehicles, one for each pair of places; those of one vehicle apart.

    Parameters
    ----------
    drives, visits
        ``Drives`` and ``Visits``; between two stops whose roads lead over places without a position, a straight line.
    places
        place_id, name, latitude, longitude.
    vehicle
        The one that is marked; None for none.

    Returns
    -------
    pd.DataFrame
        from_lat, from_lon, to_lat, to_lon, names (from and to), drives (how many), is_chosen.
    """
    stands = places.dropna(subset=["latitude", "longitude"]).drop_duplicates("place_id").set_index("place_id")
    stop, ends = [Drives.vehicle, Drives.trip, Drives.sequence], [Drives.origin_id, Drives.destination_id]
    unplaced = drives[~drives[ends].isin(set(stands.index)).all(axis=1)]
    by_road = drives[~pd.MultiIndex.from_frame(drives[stop]).isin(pd.MultiIndex.from_frame(unplaced[stop]))]
    legs = visits.sort_values([Visits.vehicle, Visits.trip, Visits.sequence])
    before = legs.groupby([Visits.vehicle, Visits.trip])[Visits.place_id].shift()
    straight = legs.assign(**{Drives.origin_id: before, Drives.destination_id: legs[Visits.place_id]})
    straight = straight[straight[ends].isin(set(stands.index)).all(axis=1)]
    straight = straight[~pd.MultiIndex.from_frame(straight[stop]).isin(pd.MultiIndex.from_frame(by_road[stop]))]
    ways = pd.concat([by_road[[*stop, *ends]], straight[[*stop, *ends]]], ignore_index=True)
    ways = ways[ways[Drives.origin_id] != ways[Drives.destination_id]]
    joined = np.sort(ways[ends].to_numpy(object).astype(str), axis=1).reshape(-1, 2)
    chosen = (ways[Drives.vehicle] == (vehicle or "")).to_numpy(bool)
    pairs = pd.DataFrame({"a": joined[:, 0], "b": joined[:, 1], "is_chosen": chosen})
    pairs = pairs.groupby(["a", "b", "is_chosen"]).size().reset_index(name="drives")
    return pd.DataFrame(
        {
            "from_lat": stands["latitude"].reindex(pairs["a"]).to_numpy(),
            "from_lon": stands["longitude"].reindex(pairs["a"]).to_numpy(),
            "to_lat": stands["latitude"].reindex(pairs["b"]).to_numpy(),
            "to_lon": stands["longitude"].reindex(pairs["b"]).to_numpy(),
            "names": stands["name"].reindex(pairs["a"]).to_numpy()
            + " – "
            + stands["name"].reindex(pairs["b"]).to_numpy(),
            "drives": pairs["drives"],
            "is_chosen": pairs["is_chosen"],
        }
    )


def add_drives(group: folium.FeatureGroup, drives: pd.DataFrame, theme: Theme) -> None:
    """Draw where vehicles drive, wider where they drive more often; the marked one in the accent colour on top."""
    features: list[dict[str, Any]] = []
    for line in drives.sort_values(["is_chosen", "drives"]).itertuples():
        tip = f"{safe(line.names)}: {line.drives} drive{'s' if line.drives != 1 else ''}"
        color = theme.accent if line.is_chosen else theme.flow
        width_t = min(line.drives, MOST_DRIVES) * TONNES_PER_PX / DRIVES_PER_PX
        features += _with_halo(line, tip, color, width_t, 1.0 if line.is_chosen else FLOW_OPACITY, theme)
    _add(group, features)


def add_changes(
    group: folium.FeatureGroup, lines: pd.DataFrame, theme: Theme, region: Region, frame: tuple[int, int]
) -> None:
    """Draw what a plan moves more (blue) and less (orange) than the one before, tonnes a week beside it."""
    features: list[dict[str, Any]] = []
    change = lines["tonnes"] - lines["before"]
    for line, by in sorted(zip(lines.itertuples(), change, strict=True), key=lambda pair: abs(pair[1])):
        tip = say(
            "{names}: {before} to {tonnes} t a week",
            names=safe(line.names),
            before=f"{line.before:,.0f}",
            tonnes=f"{line.tonnes:,.0f}",
        )
        if abs(by) < IDLE_TONNES:
            features.append(_feature(line, tip, {"color": theme.border, "weight": 1.5}))
            continue
        color = theme.gain if by > 0 else theme.loss
        drawn = _with_halo(line, tip, color, abs(by), 1.0, theme)
        if by < 0:
            drawn[-1]["properties"]["style"] |= {"dashArray": LESS_DASH, "weight": max(3.5, flow_width(abs(by)))}
        features += drawn
    _add(group, features)
    marks = _crosses(lines)
    starts = region.pixels(lines["from_lat"], lines["from_lon"], frame)
    length = pd.Series(np.hypot(*(starts - region.pixels(lines["to_lat"], lines["to_lon"], frame)).T), lines.index)
    for at in change.abs().sort_values(ascending=False).head(MOST_AMOUNTS).index:
        by = float(change[at])
        if abs(by) >= 1 and length[at] >= LEAST_PX_FOR_AMOUNT:
            line = lines.loc[at]
            sign, kind = ("+", "more") if by > 0 else ("−", "less")
            middle = (line["from_lat"] + line["to_lat"]) / 2, (line["from_lon"] + line["to_lon"]) / 2
            words = f"{sign}{abs(by):,.0f} t"
            marks.append(text_mark(*middle, words, f"aid-flow {kind}", rank=AMOUNT_RANK, off=AMOUNT_OFF_PX))
    MarkLayer(marks).add_to(group)


def _with_halo(line: Any, tip: str, color: str, tonnes: float, opacity: float, theme: Theme) -> list[dict[str, Any]]:
    width = flow_width(tonnes)
    halo = {"color": theme.land, "weight": width + HALO_PX, "opacity": 1}
    return [
        _feature(line, tip, halo),
        _feature(line, tip, {"color": color, "weight": round(width, 1), "opacity": opacity, "lineCap": "butt"}),
    ]


def _feature(line: Any, tip: str, style: dict[str, Any]) -> dict[str, Any]:
    ends = [[float(line.from_lon), float(line.from_lat)], [float(line.to_lon), float(line.to_lat)]]
    geometry = {"type": "LineString", "coordinates": ends}
    return {"type": "Feature", "properties": {"tip": tip, "style": {"opacity": 1, **style}}, "geometry": geometry}


def _add(group: folium.FeatureGroup, features: list[dict[str, Any]]) -> None:
    if features:
        tooltip = folium.GeoJsonTooltip(fields=["tip"], labels=False, sticky=True)
        folium.GeoJson({"type": "FeatureCollection", "features": features}, tooltip=tooltip).add_to(group)


def cross_place(line: Any) -> tuple[float, float]:
    """Latitude and longitude of the cross on a closed road."""
    return (line.from_lat + line.to_lat) / 2, (line.from_lon + line.to_lon) / 2


def _crosses(lines: pd.DataFrame) -> list[Mark]:
    closed = lines[lines["closed"] != ""]
    return [symbol(*cross_place(line), "aid-cross", "&#215;") for line in closed.itertuples()]
