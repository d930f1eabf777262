"""Limits that cannot hold together, in words."""

from collections.abc import Callable

import highspy
import numpy as np

from core.allocation.linear_program import LinearProgram
from core.allocation.problem import Problem

FROM_LP_IRREDUCIBLE = 6
"""HiGHS strategy that finds a small set: 3 rows where the default finds none."""


def limits_in_conflict(
    highs: highspy.Highs, program: LinearProgram, problem: Problem
) -> tuple[tuple[str, ...], tuple[tuple[str, int], ...]]:
    """An irreducible set of rows and bounds that cannot all hold: in words, and by what could be eased of it.

    Parameters
    ----------
    highs
        The live solver, after it found the program infeasible.
    program, problem
        What its rows and columns stand for.

    Returns
    -------
    tuple
        Sentences; and family with the position of the limit, route, place, offer or decision, where it can be eased.
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
    labels = [program.row_label(row) for row in found.row_index_] + [
        program.column_label(column) for column in found.col_index_
    ]
    of = tuple(dict.fromkeys(each for each in (_eased_by(*label, problem) for label in labels) if each))
    return (known, of) if known else (_asked(problem), ())


def _eased_by(name: str, key: dict[str, int], problem: Problem) -> tuple[str, int] | None:
    """What would have to be eased for a row or bound to give way; None where nobody can."""
    if name in ("budget", "weekly_budget"):
        return name, 0
    if name == "trips":
        return "trips", int(problem.network.route[key["arc"]])
    if name == "buy":
        return "offer", key["offer"]
    kinds = {"shared_trips": ("trips", "route"), "storage": ("storage", "place"), "throughput": ("throughput", "place"),
             "decisions": ("decision", "decision"), "camp_limits": ("camp_limit", "limit")}  # fmt: skip
    if name not in kinds:
        return None
    kind, of = kinds[name]
    return kind, key[of]


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


def place_name(problem: Problem, position: int) -> str:
    """Name of a place."""
    return problem.names[problem.places[position]]


def item_name(problem: Problem, position: int) -> str:
    """Name of an item."""
    return problem.names[problem.items[position]]


def route_name(problem: Problem, position: int) -> str:
    """A route by its ends, with its identifier where several may join the same places."""
    network = problem.network
    arcs = np.flatnonzero((network.route == position) & ~network.backward)
    if not arcs.size:
        return str(network.routes[position])
    ends = (place_name(problem, network.origin[arcs[0]]), place_name(problem, network.destination[arcs[0]]))
    return f"{ends[0]} to {ends[1]} ({network.routes[position]})"


def _goods(key: dict[str, int], problem: Problem) -> str:
    goods = problem.commodities
    item = item_name(problem, goods.item[goods.site_commodity[key["site"]]])
    return f"goods available: {item} at {place_name(problem, goods.site_place[key['site']])}"


def _need(key: dict[str, int], problem: Problem) -> str:
    pair = key["pair"]
    return f"need of {item_name(problem, problem.pair_item[pair])} at {place_name(problem, problem.pair_camp[pair])}"


def _share(key: dict[str, int], problem: Problem) -> str:
    pair = key["pair"]
    item, camp = item_name(problem, problem.pair_item[pair]), place_name(problem, problem.pair_camp[pair])
    return f"equal share of {item} at {camp}"


def _payload(key: dict[str, int], problem: Problem) -> str:
    return f"payload of trips on {route_name(problem, problem.network.route[key['arc']])}"


def _trip_volume(key: dict[str, int], problem: Problem) -> str:
    return f"volume of trips on {route_name(problem, problem.network.route[key['arc']])}"


def _shared_trips(key: dict[str, int], problem: Problem) -> str:
    return f"at most {problem.network.trips_limit[key['route']]:g} trips on {route_name(problem, key['route'])}"


def _storage(key: dict[str, int], problem: Problem) -> str:
    return f"storage of {problem.storage_m3[key['place']]:g} m3 at {place_name(problem, key['place'])}"


def _throughput(key: dict[str, int], problem: Problem) -> str:
    return (
        f"throughput of {problem.throughput_kg[key['place']] / 1000:g} t a week at {place_name(problem, key['place'])}"
    )


def _budget(key: dict[str, int], problem: Problem) -> str:
    return f"budget of {problem.budget_usd:g} USD"


def _weekly_budget(key: dict[str, int], problem: Problem) -> str:
    return f"budget of {problem.budget_usd_per_week:g} USD a week"


def _camp_limit(key: dict[str, int], problem: Problem) -> str:
    limit = problem.limits.iloc[key["limit"]]
    item = "all items" if limit["item"] < 0 else item_name(problem, int(limit["item"]))
    side, share = ("most", limit["maximum"]) if key["maximum"] else ("least", limit["minimum"])
    return f"coverage of {place_name(problem, int(limit['camp']))} at {side} {share:.0%} ({item})"


def _decision(key: dict[str, int], problem: Problem) -> str:
    fixed = problem.decisions.iloc[key["decision"]]
    route, item = route_name(problem, fixed["route"]), item_name(problem, fixed["item"])
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
            return f"at most {network.trips_limit[route]:g} trips on {route_name(problem, route)}, week {week}"
    if block == "buy":
        offer = key["offer"]
        if np.isfinite(goods.offer_limit_kg[offer]):
            tonnes = goods.offer_limit_kg[offer] / 1000
            item, place = item_name(problem, goods.offer_item[offer]), place_name(problem, goods.offer_place[offer])
            return f"{tonnes:g} t of {item} on offer a week at {place}"
    return ""
