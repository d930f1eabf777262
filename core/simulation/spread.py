"""The few futures of need that a policy plans for when it plans for the spread of its forecast."""

import numpy as np
import pandas as pd

from core.allocation.problem import Spread
from core.domain.schemas import Camps, Coverage, Items
from core.forecasting.dependence import MEASURED
from core.forecasting.joint_paths import CampForecasts, joint_scores, people_at
from core.simulation.known import Known
from core.stress.futures import NeedFutures
from core.stress.reduce import few_futures

DRAWN, KEPT = 200, 6
"""Futures drawn, and those that stand for them in a plan; few, for a simulation makes thousands of plans."""


def need_spread(known: Known) -> Spread:
    """Futures of need drawn from the forecast of a day, the people of all camps together."""
    ground, problem = known.ground, known.problem
    camps, items = ground.operation.camps, ground.operation.items
    places = CampForecasts(
        camp_ids=camps[Camps.camp_id].to_numpy(dtype=object),
        country=camps[Camps.country].fillna("").to_numpy(dtype=object),
        region=camps[Camps.admin1].fillna("").to_numpy(dtype=object),
        quantiles=known.forecast,
        weeks=np.arange(1.0, ground.horizon + 1),
        occasion=str(known.as_of.date()),
    )
    people = people_at(known.forecast, joint_scores(places, MEASURED, DRAWN))
    need = np.stack([known.need(people[:, :, future]) for future in range(DRAWN)], axis=2)
    pairs = pd.MultiIndex.from_product(
        [camps[Camps.camp_id], items[Items.item_id]], names=[Coverage.camp_id, Coverage.item_id]
    ).to_frame(index=False)
    waits = problem.once[problem.pair_item]
    futures = NeedFutures(pairs, problem.weeks, waits, need[:, :, 0], need)
    few = few_futures(futures, problem.person_weight * problem.vulnerability, KEPT)
    return Spread(few.need, few.chance)
