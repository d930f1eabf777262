"""Which way a shipment went, where a route has two ways and the files do not tell."""

import numpy as np
import pandas as pd

from core.audit.links import Links
from core.domain.schemas import Shipments


def with_directions(shipments: pd.DataFrame, places: pd.Index, links: Links) -> tuple[pd.DataFrame, np.ndarray]:
    """Shipments with ``o`` and ``d``: origin and destination as positions, and which rows had to be guessed.

    A route of one direction tells both. On a route of two, a row without origin and destination is first taken to
    go as the route is written; ``core.audit.undirected`` turns rows round where the stock shows it.
    """
    table = links.table
    r = shipments["r"].to_numpy()
    start = places.get_indexer(pd.Index(table["origin_id"].astype(object)))[r]
    end = places.get_indexer(pd.Index(table["destination_id"].astype(object)))[r]
    origin = _positions(shipments, Shipments.origin_id, places)
    destination = _positions(shipments, Shipments.destination_id, places)
    blank = _is_blank(shipments, Shipments.origin_id) | _is_blank(shipments, Shipments.destination_id)
    out = shipments.assign(o=np.where(blank, start, origin), d=np.where(blank, end, destination), start=start, end=end)
    return out, blank & table["both_ways"].to_numpy()[r]


def _positions(shipments: pd.DataFrame, column: str, places: pd.Index) -> np.ndarray:
    if column not in shipments:
        return np.full(len(shipments), -1)
    return np.asarray(places.get_indexer(pd.Index(shipments[column].astype(object))))


def _is_blank(shipments: pd.DataFrame, column: str) -> np.ndarray:
    if column not in shipments:
        return np.ones(len(shipments), dtype=bool)
    return (shipments[column].isna() | (shipments[column].astype(object) == "")).to_numpy(dtype=bool)
