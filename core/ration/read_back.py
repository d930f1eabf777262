"""Values of the program to the tables people and other programs read: tonnes, USD, grams; nothing is rounded."""

import numpy as np
import pandas as pd

from core.domain.ration import RationFlows, RationGrams, RationPurchases
from core.ration.problem import Problem
from core.ration.solve import Solution

NOTHING_G = 1e-9
"""Grams per person and day up to which an amount is the solver's zero."""


def ration_table(problem: Problem, solution: Solution) -> pd.DataFrame:
    """``RationGrams``: the foods of the ration, the heaviest first."""
    grams = eaten(solution)
    order = np.argsort(-grams, kind="stable")
    order = order[grams[order] > 0]
    return pd.DataFrame({RationGrams.item_id: problem.foods[order], RationGrams.grams_per_person_day: grams[order]})


def eaten(solution: Solution) -> np.ndarray:
    """Grams of every food, 0 where it is not in the ration."""
    return _without_dust(solution.block("eat"))


def purchases_table(problem: Problem, solution: Solution) -> pd.DataFrame:
    """``RationPurchases``: a row per supplier and food."""
    tonnes = _without_dust(solution.block("buy")) / problem.grams_of_tonne
    table = pd.DataFrame(
        {
            RationPurchases.depot_id: problem.places[problem.offer_place],
            RationPurchases.item_id: problem.foods[problem.offer_food],
            RationPurchases.quantity_t: tonnes,
            RationPurchases.cost_usd: tonnes * problem.offer_usd_per_t,
        }
    )
    key = [RationPurchases.depot_id, RationPurchases.item_id]
    return table[tonnes > 0].groupby(key, sort=False, as_index=False).sum()


def flows_table(problem: Problem, solution: Solution) -> pd.DataFrame:
    """``RationFlows``: a row per route, direction and food; the cost of trips is parted by weight."""
    network, program = problem.network, solution.program
    moved = program.blocks["move"]
    arc, food = moved["arc"], moved["food"]
    tonnes = _without_dust(solution.block("move")) / problem.grams_of_tonne
    on_arc = np.bincount(arc, weights=tonnes, minlength=network.n_arcs)
    trips_usd = np.zeros(network.n_arcs)
    loads = program.blocks["load"]
    trips_usd[loads["arc"]] = solution.block("load") / problem.grams_of_tonne * loads.cost_usd
    by_weight = np.divide(trips_usd, on_arc, out=np.zeros(network.n_arcs), where=on_arc > 0)
    table = pd.DataFrame(
        {
            RationFlows.route_id: network.routes[network.route[arc]],
            RationFlows.item_id: problem.foods[food],
            RationFlows.quantity_t: tonnes,
            RationFlows.cost_usd: tonnes * (network.usd_per_kg[arc] * 1000.0 + by_weight[arc]),
            RationFlows.origin_id: problem.places[network.origin[arc]],
            RationFlows.destination_id: problem.places[network.destination[arc]],
        }
    )
    return table[tonnes > 0].reset_index(drop=True)


def _without_dust(grams: np.ndarray) -> np.ndarray:
    return np.where(grams > NOTHING_G, grams, 0.0)
