"""The cheapest ways to let limits that clash hold together: by how much to ease which, by solving again with slack."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from core.allocation.easing import Ease, Eased, ease
from core.allocation.explain import rounded_up
from core.allocation.infeasible import item_name, place_name, route_name
from core.allocation.model import limits_asked
from core.allocation.problem import Problem
from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.domain.wording import SPACE, usd
from core.errors import AllocationError

DEAR = 1e4
"""Times the cost of the limit that is tried, at which any other gives way: it is eased only where nothing else does."""

LEAST = 1e-7
"""Share of what stands from which a limit is eased."""

SECONDS = 20.0


@dataclass(frozen=True)
class Repair:
    """One way out.

    Attributes
    ----------
    words
        What to ease, and by how much.
    share
        How far what stands is moved, several limits added up; what repairs are ordered by.
    scenario
        The scenario with it, as plain values; None where no scenario can say it.
    """

    words: str
    share: float
    scenario: dict[str, Any] | None


def repairs(
    operation: Operation,
    needs: pd.DataFrame,
    scenario: Scenario,
    start: pd.Timestamp,
    conflict: tuple[tuple[str, int], ...],
) -> tuple[Repair, ...]:
    """Ways out of a conflict, the least eased first; each of one limit, or where none is enough of several.

    Parameters
    ----------
    operation
        With the scenario applied.
    conflict
        As ``limits_in_conflict`` finds it.
    """
    try:
        eased = ease(operation, needs, scenario, start, time_limit_seconds=SECONDS)
        return _Ways(eased, scenario, conflict).found()
    except AllocationError:
        # the limits that clash are named in any case; a way out that was not found in time is not told
        return ()


class _Ways:
    """The live model with slack on every limit."""

    def __init__(self, eased: Eased, scenario: Scenario, conflict: tuple[tuple[str, int], ...]) -> None:
        self.eased, self.scenario, self.problem = eased, scenario, eased.problem
        self.usual = np.array([each.usual for each in eased.eases])
        self.of = np.array([_of(each, self.problem) in conflict for each in eased.eases], bool)

    def found(self) -> tuple[Repair, ...]:
        eased = self.eased
        # What a scenario fixes can always give way, so with slack on it there is always a plan.
        fixed = np.array([each.kind in ("camp_limit", "more", "less") for each in eased.eases], bool)
        may = self.of | fixed
        single = []
        for kind_and_at in dict.fromkeys(
            _of(each, self.problem) for each, of in zip(eased.eases, self.of, strict=True) if of
        ):
            mine = np.array([_of(each, self.problem) == kind_and_at for each in eased.eases], bool)
            eased.allow(np.where(fixed | mine, np.inf, 0.0))
            amounts = self.least(np.where(mine, 1.0, DEAR))
            if not (amounts[~mine] / self.usual[~mine] > LEAST).any():
                single.append(self.repair(amounts))
        if single:
            return tuple(sorted(single, key=lambda each: each.share))
        eased.allow(np.where(may, np.inf, 0.0))
        return (self.repair(self.least(np.ones(len(eased.eases)))),)

    def least(self, prices: np.ndarray) -> np.ndarray:
        values = self.eased.minimise(self.eased.costs_of(prices / self.usual), "Looking for the cheapest way out")
        return np.where(self.eased.eased(values) / self.usual > LEAST, self.eased.eased(values), 0.0)

    def repair(self, amounts: np.ndarray) -> Repair:
        used = [(each, float(amounts[n])) for n, each in enumerate(self.eased.eases) if amounts[n] > 0]
        words = [self.words(each, amount) for each, amount in used]
        text = "; ".join(words)
        share = float((amounts / self.usual).sum())
        return Repair(f"{text[:1].upper()}{text[1:]}", share, self.changed(used))

    def words(self, each: Ease, amount: float) -> str:
        problem, more = self.problem, rounded_up(each.kind, amount)
        if each.kind in ("budget", "weekly_budget"):
            week = " a week" if each.kind == "weekly_budget" else ""
            return f"raise the budget{week} by {usd(more)} to {usd(each.limit + more)}"
        if each.kind in _PLAIN:
            return _PLAIN[each.kind](problem, each, more)
        if each.kind == "camp_limit":
            return self.coverage_words(each, amount)
        fixed = problem.decisions.iloc[each.at]
        to = max(self.new_quantity(each, amount), 0.0)
        day = f"{problem.weeks[fixed['week']]:%Y-%m-%d}"
        item, route = item_name(problem, each.item), route_name(problem, fixed["route"])
        return f"{to:,.0f} units of {item} on {route}, week {day}, instead of {each.limit:,.0f} ({fixed['kind']})"

    def coverage_words(self, each: Ease, amount: float) -> str:
        """A least or largest coverage, eased."""
        problem = self.problem
        asked = limits_asked(problem)[0].iloc[each.at]
        item = "" if asked["item"] < 0 else f" ({item_name(problem, int(asked['item']))})"
        side = "least" if asked["kind"] == "minimum" else "largest"
        to, was = self.new_share(each, amount) * 100, each.limit * 100
        camp = place_name(problem, int(asked["camp"]))
        return f"{side} coverage of {camp}{item} {to:.4g}{SPACE}% instead of {was:.4g}{SPACE}%"

    def new_share(self, each: Ease, amount: float) -> float:
        """A coverage asked for, eased: rounded to the safe side, in thousandths."""
        if limits_asked(self.problem)[0].iloc[each.at]["kind"] == "minimum":
            return max(float(np.floor((each.limit - amount) * 1000 + 1e-6) / 1000), 0.0)
        return min(float(np.ceil((each.limit + amount) * 1000 - 1e-6) / 1000), 1.0)

    def new_quantity(self, each: Ease, amount: float) -> float:
        """A quantity fixed, eased: a frozen one exactly, a forced one rounded to the safe side."""
        kind = self.problem.decisions.iloc[each.at]["kind"]
        if kind == "frozen":
            return each.limit + amount if each.kind == "more" else each.limit - amount
        return float(np.floor(each.limit - amount + 1e-6)) if kind == "forced" else float(np.ceil(each.limit + amount))

    def changed(self, used: list[tuple[Ease, float]]) -> dict[str, Any] | None:
        """The scenario with limits eased; None where it has no word for one of them."""
        values: dict[str, Any] = {}
        limits, fixed = list(self.scenario.camp_limits), list(self.scenario.decisions)
        for each, amount in used:
            if each.kind in ("budget", "weekly_budget"):
                name = "budget_usd" if each.kind == "budget" else "budget_usd_per_week"
                values[name] = each.limit + rounded_up(each.kind, amount)
            elif each.kind == "camp_limit":
                asked = limits_asked(self.problem)[0].iloc[each.at]
                side = "min_coverage" if asked["kind"] == "minimum" else "max_coverage"
                at = int(asked["limit"])
                limits[at] = limits[at].model_copy(update={side: self.new_share(each, amount)})
            elif each.kind in ("more", "less") and fixed[each.at].kind != "forbidden":
                quantity = max(self.new_quantity(each, amount), 0.0)
                fixed[each.at] = fixed[each.at].model_copy(update={"quantity": quantity})
            else:
                return None
        eased = self.scenario.model_copy(update={**values, "camp_limits": tuple(limits), "decisions": tuple(fixed)})
        return eased.to_values()


def _of(each: Ease, problem: Problem) -> tuple[str, int]:
    """The limit as a conflict names it: both columns of a decision are one, a camp limit is that of the scenario."""
    if each.kind in ("more", "less"):
        return "decision", each.at
    if each.kind == "camp_limit":
        return "camp_limit", int(limits_asked(problem)[0]["limit"].iloc[each.at])
    return each.kind, each.at


def _trips(problem: Problem, each: Ease, more: float) -> str:
    return f"{more:,.4g} more trips a week on {route_name(problem, each.at)} (now {each.limit:g})"


def _throughput(problem: Problem, each: Ease, more: float) -> str:
    place = place_name(problem, each.at)
    return f"handle {more:,.4g}{SPACE}t a week more at {place} (now {each.limit:g}{SPACE}t)"


def _storage(problem: Problem, each: Ease, more: float) -> str:
    return f"{more:,.0f}{SPACE}m3 more storage at {place_name(problem, each.at)} (now {each.limit:g}{SPACE}m3)"


def _offer(problem: Problem, each: Ease, more: float) -> str:
    place = place_name(problem, int(problem.commodities.offer_place[each.at]))
    return f"{more:,.4g}{SPACE}t a week more {item_name(problem, each.item)} on offer at {place}"


_PLAIN = {"trips": _trips, "throughput": _throughput, "storage": _storage, "offer": _offer}
