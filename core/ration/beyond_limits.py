"""By how much a ration goes beyond weekly limits, where none is left that keeps them."""

import numpy as np
import pandas as pd

from core.domain.ration import RationBeyond
from core.ration.problem import Problem
from core.ration.solve import Solution

SEEN = 1e-6
"""Share of a limit from which going beyond it is told."""


def beyond_limits(problem: Problem, solution: Solution) -> pd.DataFrame:
    """``RationBeyond``, the worst first; no row where every limit is kept.

    Parameters
    ----------
    problem
        With its weekly limits.
    """
    rows = [*_offers(problem, solution), *_trips(problem, solution), *_throughput(problem, solution)]
    columns = [
        RationBeyond.limit,
        RationBeyond.place_id,
        RationBeyond.item_id,
        RationBeyond.allowed,
        RationBeyond.needed,
        RationBeyond.unit,
    ]
    table = pd.DataFrame(rows, columns=columns)
    table = table[table[RationBeyond.needed] > table[RationBeyond.allowed] * (1 + SEEN) + SEEN]
    excess = table[RationBeyond.needed] / table[RationBeyond.allowed].clip(lower=SEEN)
    return table.iloc[np.argsort(-excess.to_numpy(dtype=float), kind="stable")].reset_index(drop=True)


def _offers(problem: Problem, solution: Solution) -> list[tuple[object, ...]]:
    per_week = problem.grams_of_tonne * problem.weeks
    bought, most = solution.block("buy") / per_week, problem.offer_most / per_week
    return [
        ("offer", problem.places[place], problem.foods[food], most[at], bought[at], "t")
        for at, (place, food) in enumerate(zip(problem.offer_place, problem.offer_food, strict=True))
    ]


def _trips(problem: Problem, solution: Solution) -> list[tuple[object, ...]]:
    network, moved = problem.network, solution.program.blocks["move"]
    per_week = problem.grams_of_tonne * problem.weeks
    tonnes = solution.block("move") / per_week
    by_weight = np.bincount(moved["arc"], weights=tonnes, minlength=network.n_arcs) / (network.payload_kg / 1000.0)
    volume = tonnes * problem.m3_per_t[moved["food"]]
    by_volume = np.bincount(moved["arc"], weights=volume, minlength=network.n_arcs) / network.volume_m3
    trips = np.bincount(network.route, weights=np.maximum(by_weight, by_volume), minlength=len(network.routes))
    return [
        ("trips", network.routes[route], None, network.trips_limit[route], trips[route], "trips")
        for route in np.unique(network.route)
    ]


def _throughput(problem: Problem, solution: Solution) -> list[tuple[object, ...]]:
    network, moved = problem.network, solution.program.blocks["move"]
    per_week = problem.grams_of_tonne * problem.weeks
    out = np.bincount(
        network.origin[moved["arc"]], weights=solution.block("move") / per_week, minlength=len(problem.places)
    )
    return [
        ("throughput", problem.places[place], None, problem.throughput_most[place] / per_week, out[place], "t")
        for place in range(len(problem.places))
    ]
