"""Routes where the operation names none: every depot to every camp, as far as a road probably is."""

import numpy as np
import pandas as pd

from core.domain.geography import ROAD_FACTOR, great_circle_km
from core.domain.operation import Operation
from core.domain.schemas import Camps, Depots, Routes


def estimated_routes(operation: Operation) -> pd.DataFrame:
    """Routes from every depot to every camp whose coordinates are known.

    Distance is the great circle times ``ROAD_FACTOR``; freight is left blank, so that the operation's cost per
    tonne-km applies. A route is named ``<depot_id>><camp_id>``.
    """
    camps = operation.camps.dropna(subset=[Camps.latitude, Camps.longitude])
    depots = operation.depots.dropna(subset=[Depots.latitude, Depots.longitude])
    distance = ROAD_FACTOR * great_circle_km(
        depots[Depots.latitude].to_numpy()[:, None],
        depots[Depots.longitude].to_numpy()[:, None],
        camps[Camps.latitude].to_numpy()[None, :],
        camps[Camps.longitude].to_numpy()[None, :],
    )
    origins = depots[Depots.depot_id].repeat(len(camps)).reset_index(drop=True)
    destinations = camps[Camps.camp_id].iloc[np.tile(np.arange(len(camps)), len(depots))].reset_index(drop=True)
    routes = pd.DataFrame(
        {
            Routes.route_id: origins + ">" + destinations,
            Routes.origin_id: origins,
            Routes.destination_id: destinations,
            Routes.distance_km: distance.ravel(),
            Routes.open: pd.array([True] * distance.size, dtype="boolean"),
        }
    )
    blank = operation.routes.iloc[:0]
    return routes.reindex(columns=list(blank.columns)).astype(blank.dtypes.to_dict())
