"""Lengths and times of roads from an OSRM server; what it does not answer stays as it was, and is noted."""

import json
import logging
from dataclasses import replace
from urllib.error import URLError
from urllib.request import Request, urlopen

import numpy as np

from core.dispatch.roads import RoadMap, positions_of
from core.domain.operation import Operation
from core.log import log_event

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 10
MOST_PLACES = 100
"""Places asked about at once; the limit of a server as it is delivered."""
LARGEST_ANSWER = 10_000_000
"""Bytes; a table of that many places has fewer. What is longer is cut, and then no JSON."""
NOT_ROADS = frozenset(
    {"rail", "train", "boat", "barge", "ship", "sea", "river", "air", "plane", "helicopter", "pipeline"}
)
"""Modes that a server of roads does not know."""


def measured_by_osrm(operation: Operation, roads: RoadMap, url: str) -> RoadMap:
    """The same links with km and hours of the server, where it knows them.

    Which links there are, which are closed and which need a convoy stays as it was: a server does not know that.
    """
    where = positions_of(operation).dropna()
    places = [place for place in roads.places if place in where.index]
    if len(places) < 2:
        return roads
    if len(places) > MOST_PLACES:
        return _noted(roads, f"The road server is asked about {MOST_PLACES} places at most; there are {len(places)}.")
    try:
        km, hours = _table(url, where.loc[places, "longitude"].tolist(), where.loc[places, "latitude"].tolist())
    except (URLError, OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        log_event(logger, logging.WARNING, "road server gave no distances", kind=type(error).__name__)
        return _noted(roads, f"The road server gave no distances ({type(error).__name__}), so it is {roads.source}.")
    links = roads.links
    position = {place: n for n, place in enumerate(places)}
    a = np.array([position.get(roads.places[n], -1) for n in links.origin])
    b = np.array([position.get(roads.places[n], -1) for n in links.destination])
    is_road = np.array([mode not in NOT_ROADS for mode in links.mode], bool)
    told = np.isfinite(km) & np.isfinite(hours) & (km >= 0) & (hours >= 0)
    known = (a >= 0) & (b >= 0) & is_road & told[a, b]
    new_km, new_hours = np.where(known, km[a, b], links.km), np.where(known, hours[a, b], links.hours)
    measured = replace(links, km=new_km, hours=new_hours)
    left = int((is_road & ~known).sum())
    notes = roads.notes if left else ()
    if left:
        notes = (*notes, f"The road server does not know {left} of {int(is_road.sum())} links; they stay as they were.")
    return RoadMap(
        roads.places, measured, f"a road server, over {roads.source}", roads.is_estimate and bool(left), notes
    )


def _table(url: str, longitude: list[float], latitude: list[float]) -> tuple[np.ndarray, np.ndarray]:
    """Km and hours from every place to every other; NaN where there is no road."""
    where = ";".join(f"{x:.6f},{y:.6f}" for x, y in zip(longitude, latitude, strict=True))
    address = f"{url.rstrip('/')}/table/v1/driving/{where}?annotations=duration,distance"
    if not address.startswith(("http://", "https://")):
        raise ValueError("Expected an address that begins with http:// or https://.")
    with urlopen(Request(address, headers={"User-Agent": "refugee-aid-planner"}), timeout=TIMEOUT_SECONDS) as answer:
        told = json.loads(answer.read(LARGEST_ANSWER))
    if told["code"] != "Ok":
        raise ValueError(told["code"])
    km, hours = (np.array(told[key], float) for key in ("distances", "durations"))
    if km.shape != (len(longitude),) * 2 or hours.shape != km.shape:
        raise ValueError("Expected a square table of all places.")
    return km / 1000, hours / 3600


def _noted(roads: RoadMap, note: str) -> RoadMap:
    return replace(roads, notes=(*roads.notes, note))
