"""Limits that cannot hold together, in words."""

from collections.abc import Callable

import highspy
import numpy as np

from core.allocation.linear_program import LinearProgram
from core.allocation.problem import Problem

FROM_LP_IRREDUCIBLE = 6
"""HiGHS strategy that finds a small set: 3 rows where the default finds none."""


def limits_in_conflict(highs: highspy.Highs, program: LinearProgram, problem: Problem) -> tuple[str, ...]:
    """Sentences for an irreducible set of rows and bounds that cannot all hold.

    Parameters
    ----------
    highs
        The live solver, after it found the program infeasible.
    program, problem
        What its rows and columns stand for.
    """
    highs.setOptionValue("iis_strategy", FROM_LP_IRREDUCIBLE)
    # The conflict is sought among the real quantities: whole numbers are let go.
    if program.is_mixed_integer():
        every = np.arange(program.n_columns, dtype=np.int32)
        highs.changeColsIntegrality(program.n_columns, every, np.zeros(program.n_columns, np.uint8))
    _, found = highs.getIis()
    sentences = [_row_in_words(*program.row_label(row), problem) for row in found.row_index_]
    sentences += [_bound_in_words(*program.column_label(column), problem) for column in found.col_index_]
    known = tuple(dict.fromkeys(sentence for sentence in sentences if sentence))
    return known or _asked(problem)


def _asked(problem: Problem) -> tuple[str, ...]:
    """All a scenario fixed, where no smaller set was found: whole numbers alone can make limits clash."""
    limits = [
        _camp_limit({"limit": position, "maximum": side}, problem)
        for position, limit in problem.limits.iterrows()
        for side, name in enumerate(("minimum", "maximum"))
        if not np.isnan(limit[name])
    ]
    fixed = [_decision({"decision": position}, problem) for position in range(len(problem.decisions))]
    return (*limits, *fixed, "whole trips and whole units")


def _row_in_words(family: str, key: dict[str, int], problem: Problem) -> str:
    words = _WORDS.get(family)
    week = f", week {problem.weeks[key['week']]:%Y-%m-%d}" if "week" in key and family not in _WEEKLESS else ""
    return words(key, problem) + week if words else ""


def _place(problem: Problem, position: int) -> str:
    return problem.names[problem.places[position]]


def _item(problem: Problem, position: int) -> str:
    return problem.names[problem.items[position]]


def _route(problem: Problem, position: int) -> str:
    """A route by its ends, with its identifier where several may join the same places."""
    network = problem.network
    arcs = np.flatnonzero((network.route == position) & ~network.backward)
    if not arcs.size:
        return str(network.routes[position])
    ends = (_place(problem, network.origin[arcs[0]]), _place(problem, network.destination[arcs[0]]))
    return f"{ends[0]} to {ends[1]} ({network.routes[position]})"


def _goods(key: dict[str, int], problem: Problem) -> str:
    goods = problem.commodities
    item = _item(problem, goods.item[goods.site_commodity[key["site"]]])
    return f"goods available: {item} at {_place(problem, goods.site_place[key['site']])}"


def _need(key: dict[str, int], problem: Problem) -> str:
    pair = key["pair"]
    return f"need of {_item(problem, problem.pair_item[pair])} at {_place(problem, problem.pair_camp[pair])}"


def _share(key: dict[str, int], problem: Problem) -> str:
    pair = key["pair"]
    return f"equal share of {_item(problem, problem.pair_item[pair])} at {_place(problem, problem.pair_camp[pair])}"


def _payload(key: dict[str, int], problem: Problem) -> str:
    return f"payload of trips on {_route(problem, problem.network.route[key['arc']])}"


def _trip_volume(key: dict[str, int], problem: Problem) -> str:
    return f"volume of trips on {_route(problem, problem.network.route[key['arc']])}"


def _shared_trips(key: dict[str, int], problem: Problem) -> str:
    return f"at most {problem.network.trips_limit[key['route']]:g} trips on {_route(problem, key['route'])}"


def _storage(key: dict[str, int], problem: Problem) -> str:
    return f"storage of {problem.storage_m3[key['place']]:g} m3 at {_place(problem, key['place'])}"


def _throughput(key: dict[str, int], problem: Problem) -> str:
    return f"throughput of {problem.throughput_kg[key['place']] / 1000:g} t a week at {_place(problem, key['place'])}"


def _budget(key: dict[str, int], problem: Problem) -> str:
    return f"budget of {problem.budget_usd:g} USD"


def _weekly_budget(key: dict[str, int], problem: Problem) -> str:
    return f"budget of {problem.budget_usd_per_week:g} USD a week"


def _camp_limit(key: dict[str, int], problem: Problem) -> str:
    limit = problem.limits.iloc[key["limit"]]
    item = "all items" if limit["item"] < 0 else _item(problem, int(limit["item"]))
    side, share = ("most", limit["maximum"]) if key["maximum"] else ("least", limit["minimum"])
    return f"coverage of {_place(problem, int(limit['camp']))} at {side} {share:.0%} ({item})"


def _decision(key: dict[str, int], problem: Problem) -> str:
    fixed = problem.decisions.iloc[key["decision"]]
    route, item = _route(problem, fixed["route"]), _item(problem, fixed["item"])
    amount = "nothing" if fixed["kind"] == "forbidden" else f"{fixed['quantity']:g}"
    least = "at least " if fixed["kind"] == "forced" else ""
    day = f"{problem.weeks[fixed['week']]:%Y-%m-%d}"
    return f"decision ({fixed['kind']}): {least}{amount} of {item} on {route}, week {day}"


_WORDS: dict[str, Callable[[dict[str, int], Problem], str]] = {
    "balance": _goods,
    "need": _need,
    "share": _share,
    "payload": _payload,
    "trip_volume": _trip_volume,
    "shared_trips": _shared_trips,
    "storage": _storage,
    "throughput": _throughput,
    "budget": _budget,
    "weekly_budget": _weekly_budget,
    "camp_limits": _camp_limit,
    "decisions": _decision,
}

_WEEKLESS = ("balance", "need")
"""Families whose rows of several weeks say the same."""


def _bound_in_words(block: str, key: dict[str, int], problem: Problem) -> str:
    network, goods = problem.network, problem.commodities
    if block == "trips":
        route = network.route[key["arc"]]
        if np.isfinite(network.trips_limit[route]):
            week = f"{problem.weeks[key['week']]:%Y-%m-%d}"
            return f"at most {network.trips_limit[route]:g} trips on {_route(problem, route)}, week {week}"
    if block == "buy":
        offer = key["offer"]
        if np.isfinite(goods.offer_limit_kg[offer]):
            tonnes = goods.offer_limit_kg[offer] / 1000
            item, place = _item(problem, goods.offer_item[offer]), _place(problem, goods.offer_place[offer])
            return f"{tonnes:g} t of {item} on offer a week at {place}"
    return ""
