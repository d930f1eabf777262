"""Where the simplex method starts: the basis of a solved problem, taken up by one that differs a little.

A column or row is recognised by what it stands for (this item on this route in this week), so a basis fits a problem
with other needs, budgets, stocks and closed routes. What is new starts at its lower bound, a new limit starts slack.
A basis that fits badly costs time, never the optimum.
"""

from collections.abc import Mapping

import highspy
import numpy as np
import pandas as pd

from core.allocation.linear_program import Block, Family, LinearProgram
from core.allocation.problem import Problem
from core.domain.plan import Basis

STATUSES = (
    highspy.HighsBasisStatus.kLower,
    highspy.HighsBasisStatus.kBasic,
    highspy.HighsBasisStatus.kUpper,
    highspy.HighsBasisStatus.kZero,
    highspy.HighsBasisStatus.kNonbasic,
)
"""A status by the number that ``Basis`` holds."""

_LOWER, _BASIC, _UPPER = 0, 1, 2
_NUMBERS = {status: number for number, status in enumerate(STATUSES)}
_MULTIPLIER, _INCREMENT = np.uint64(6364136223846793005), np.uint64(1442695040888963407)


def basis_of(problem: Problem, program: LinearProgram, highs: highspy.Highs) -> Basis:
    """The basis a solver stands at, with what each column and row stands for."""
    found = highs.getBasis()
    statuses = np.array([_NUMBERS[status] for status in (*found.col_status, *found.row_status)], np.int8)
    meanings = _meanings(problem)
    codes = np.r_[_codes(meanings, "column", program.blocks), _codes(meanings, "row", program.families)]
    order = np.argsort(codes, kind="stable")
    return Basis(codes[order], statuses[order])


def starting_basis(problem: Problem, program: LinearProgram, known: Basis) -> highspy.HighsBasis:
    """A known basis as one of this problem."""
    meanings = _meanings(problem)
    columns = _taken_up(known, _codes(meanings, "column", program.blocks), _LOWER)
    rows = _taken_up(known, _codes(meanings, "row", program.families), _BASIC)
    n_basic = np.count_nonzero(columns == _BASIC) + np.count_nonzero(rows == _BASIC)
    start = highspy.HighsBasis()
    start.col_status = _within_bounds(columns, program.lower, program.upper)
    start.row_status = _within_bounds(rows, program.row_lower, program.row_upper)
    start.valid = True
    # HiGHS completes it where columns or rows came or went; that look at it costs a third of a what-if's solve.
    start.alien = bool(n_basic != program.n_rows)
    return start


def _taken_up(known: Basis, codes: np.ndarray, otherwise: int) -> np.ndarray:
    if not known.codes.size:
        return np.full(codes.size, otherwise, np.int8)
    at = np.minimum(np.searchsorted(known.codes, codes), known.codes.size - 1)
    return np.where(known.codes[at] == codes, known.statuses[at], otherwise)


def _within_bounds(statuses: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> list[highspy.HighsBasisStatus]:
    """Nothing rests at a bound that is not there (any more)."""
    statuses = np.where((statuses == _UPPER) & np.isposinf(upper), _LOWER, statuses)
    statuses = np.where((statuses == _LOWER) & np.isneginf(lower), _UPPER, statuses)
    return [STATUSES[number] for number in statuses.tolist()]


def _codes(
    meanings: Mapping[str, np.ndarray], kind: str, parts: Mapping[str, Block] | Mapping[str, Family]
) -> np.ndarray:
    """A number per column or row, equal in two problems where it stands for the same, shape (n,)."""
    codes = [np.zeros(0, np.uint64)]
    for name, part in parts.items():
        of_part = np.full(part.size, pd.util.hash_array(np.array([f"{kind} {name}"], object))[0])
        values = [meanings[key][at] if key in meanings else np.asarray(at) for key, at in part.keys.items()]
        codes.append(_mixed(of_part, *values))
    return np.concatenate(codes)


def _meanings(problem: Problem) -> dict[str, np.ndarray]:
    """Codes of what the positions in keys stand for; weeks and limits are their own numbers."""
    goods, network = problem.commodities, problem.network
    place, item, route = (_hashed(names) for names in (problem.places, problem.items, network.routes))
    lot = np.r_[_hashed(goods.lots), np.uint64(0)][goods.lot]
    earmark = np.r_[place, np.uint64(0)][goods.earmark]
    commodity = _mixed(item[goods.item], lot, goods.expires.asi8, earmark)
    return {
        "place": place,
        "camp": place,
        "route": route,
        "arc": _mixed(route[network.route], network.backward),
        "commodity": commodity,
        "site": _mixed(place[goods.site_place], commodity[goods.site_commodity]),
        "pair": _mixed(place[problem.pair_camp], item[problem.pair_item]),
        "offer": _mixed(place[goods.offer_place], item[goods.offer_item], np.arange(len(goods.offer_place))),
    }


def _hashed(names: pd.Index) -> np.ndarray:
    return pd.util.hash_array(names.to_numpy(object))


def _mixed(first: np.ndarray, *others: np.ndarray) -> np.ndarray:
    mixed = first.astype(np.uint64)
    for values in others:
        mixed = (mixed ^ values.astype(np.uint64)) * _MULTIPLIER + _INCREMENT
        mixed ^= mixed >> np.uint64(29)
    return mixed
