"""Which depot feeds a camp where no plan says so."""

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import Camps, Depots

LEAST_USD_PER_T = 1e-6
"""A way that costs nothing still counts as one step."""


def feeding_depots(operation: Operation, ways: pd.DataFrame) -> pd.Series:
    """The depot from which goods reach each camp at the least freight, by camp_id; blank where none does.

    Junctions hold nothing and suppliers only sell, so only places of kind ``depot`` feed. Goods may pass any places.

    Parameters
    ----------
    ways
        Directed ways with origin_id, destination_id, usd_per_t, open.
    """
    # only an inventory without a plan needs it, and it takes long to load
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import dijkstra

    camps = operation.camps[Camps.camp_id].to_numpy(dtype=object)
    depots = operation.depots
    sources = depots.loc[depots[Depots.kind] == "depot", Depots.depot_id].to_numpy(dtype=object)
    if not len(sources):
        return pd.Series(None, index=pd.Index(camps), dtype=object)
    places = pd.Index(np.concatenate([camps, depots[Depots.depot_id].to_numpy(dtype=object)]))
    usable = ways[ways["open"]]
    cheapest = (
        usable.groupby(["origin_id", "destination_id"], sort=False)["usd_per_t"].min().clip(lower=LEAST_USD_PER_T)
    )
    start, end = (places.get_indexer(cheapest.index.get_level_values(level)) for level in (0, 1))
    graph = coo_array((cheapest.to_numpy(), (start, end)), shape=(len(places), len(places))).tocsr()
    _, _, found = dijkstra(graph, indices=places.get_indexer(sources), min_only=True, return_predecessors=True)
    of_camp = found[: len(camps)]
    names = np.where(of_camp >= 0, places.to_numpy(dtype=object)[np.maximum(of_camp, 0)], None)
    return pd.Series(names, index=pd.Index(camps), dtype=object)
