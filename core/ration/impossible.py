"""Why no ration keeps all limits: what can be seen before solving, and the limits that clash, in words."""

from collections.abc import Callable

import highspy
import numpy as np

from core.allocation.infeasible import FROM_LP_IRREDUCIBLE
from core.allocation.linear_program import LinearProgram
from core.ration.problem import Problem


def reasons_beforehand(problem: Problem) -> tuple[str, ...]:
    """What makes any ration impossible: camps without a way, foods nobody can bring, nutrients nowhere."""
    unreached = np.flatnonzero((problem.share > 0) & ~_served(problem).any(axis=1))
    if unreached.size:
        return tuple(f"{problem.place_names[camp]} cannot be reached from any supplier" for camp in unreached)
    return (*_clashing_foods(problem), *_nutrients_nowhere(problem))


def _served(problem: Problem) -> np.ndarray:
    """Whether each food that is on offer can come to each place over open roads, shape (n_places, n_foods)."""
    network = problem.network
    there = np.zeros((len(problem.places), len(problem.foods)), bool)
    there[problem.offer_place, problem.offer_food] = problem.offer_most > 0
    while True:
        reached = there.copy()
        np.logical_or.at(reached, network.destination, there[network.origin])
        if np.array_equal(reached, there):
            return there
        there = reached


def _everywhere(problem: Problem) -> np.ndarray:
    """Foods that can come to every camp where people are."""
    return np.asarray(_served(problem)[problem.share > 0].all(axis=0))


def _clashing_foods(problem: Problem) -> tuple[str, ...]:
    clash = [
        f"at least {problem.least_g[f]:g} g but at most {problem.most_g[f]:g} g of {problem.food_names[f]}"
        for f in np.flatnonzero(problem.least_g > problem.most_g)
    ]
    absent = [
        f"at least {problem.least_g[f]:g} g of {problem.food_names[f]}, which no supplier can bring to every camp"
        for f in np.flatnonzero((problem.least_g > 0) & ~_everywhere(problem))
    ]
    return (*clash, *absent)


def _nutrients_nowhere(problem: Problem) -> tuple[str, ...]:
    usable = _everywhere(problem) & (problem.most_g > 0)
    given = problem.content[:, usable].sum(axis=1) > 0
    return tuple(
        f"no food that can come to every camp gives {problem.nutrients[n]}"
        for n in np.flatnonzero((problem.required > 0) & ~given)
    )


def limits_in_conflict(highs: highspy.Highs, program: LinearProgram, problem: Problem) -> tuple[str, ...]:
    """Sentences for a small set of limits that cannot all hold, after the solver found none."""
    highs.setOptionValue("iis_strategy", FROM_LP_IRREDUCIBLE)
    _, found = highs.getIis()
    sentences = [_row_in_words(*program.row_label(row), problem) for row in found.row_index_]
    sentences += [_bound_in_words(*program.column_label(column), problem) for column in found.col_index_]
    known = tuple(dict.fromkeys(sentence for sentence in sentences if sentence))
    return known or ("what is required and what offers, roads and foods allow",)


def _row_in_words(family: str, key: dict[str, int], problem: Problem) -> str:
    words = _WORDS.get(family)
    return words(key, problem) if words else ""


def _least(key: dict[str, int], problem: Problem) -> str:
    at = key["nutrient"]
    return f"at least {problem.required[at]:g} {problem.units[at]} of {problem.nutrients[at]}".replace("  ", " ")


def _most(key: dict[str, int], problem: Problem) -> str:
    at = key["nutrient"]
    return f"at most {problem.maximum[at]:g} {problem.units[at]} of {problem.nutrients[at]}".replace("  ", " ")


def _trips(key: dict[str, int], problem: Problem) -> str:
    network, route = problem.network, key["route"]
    arc = np.flatnonzero((network.route == route) & ~network.backward)[0]
    ends = f"{problem.place_names[network.origin[arc]]} to {problem.place_names[network.destination[arc]]}"
    return f"at most {network.trips_limit[route]:g} trips a week on {ends} ({network.routes[route]})"


def _throughput(key: dict[str, int], problem: Problem) -> str:
    tonnes = problem.throughput_most[key["place"]] / problem.grams_of_tonne
    return f"at most {tonnes:,.0f} t through {problem.place_names[key['place']]} in {problem.days} days"


_WORDS: dict[str, Callable[[dict[str, int], Problem], str]] = {
    "nutrient_least": _least,
    "nutrient_most": _most,
    "shared_trips": _trips,
    "throughput": _throughput,
}


def _bound_in_words(block: str, key: dict[str, int], problem: Problem) -> str:
    food = problem.food_names[key["food"]] if "food" in key else ""
    if block == "buy" and np.isfinite(problem.offer_most[key["offer"]]):
        tonnes = problem.offer_most[key["offer"]] / problem.grams_of_tonne
        return f"{tonnes:,.0f} t of {food} on offer at {problem.place_names[key['place']]} in {problem.days} days"
    if block == "eat":
        least, most = problem.least_g[key["food"]], problem.most_g[key["food"]]
        if least > 0 and np.isfinite(most):
            return f"{food}: {least:g} to {most:g} g"
        if np.isfinite(most):
            return f"at most {most:g} g of {food}"
        if least > 0:
            return f"at least {least:g} g of {food}"
    return ""
