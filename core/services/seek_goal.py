"""Least money, trips or stock so that no camp is under a share of its need."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pandas as pd

from core.allocation.explain import Limit
from core.allocation.seek import MEANS, Amount, Means, Sought, Stuck, seek
from core.domain import wording
from core.domain.change import apply_scenario
from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.errors import InvalidScenario
from core.services.explain_coverage import with_more_stock
from core.services.keys import content_key
from core.services.needs_of_people import needs_of_scenario
from core.services.plan_distribution import plan_key
from core.services.resources import Resources

__all__ = ["MEANS", "Means", "Sought"]


def seek_key(
    resources: Resources,
    operation: Operation,
    scenario: Scenario,
    floor: float,
    means: Means,
    version: str | None = None,
) -> str:
    """Content key of an answer: all that the plan's key has in it, and the goal."""
    return content_key("seek", plan_key(resources, operation, scenario, version=version), floor, means)


def cached_goal(
    resources: Resources, operation: Operation, scenario: Scenario, floor: float, means: Means
) -> Sought | None:
    """The answer where it was found before."""
    return kept_goal(resources, seek_key(resources, operation, scenario, floor, means))


def kept_goal(resources: Resources, key: str) -> Sought | None:
    """The answer of this key, by whichever model it was found."""
    found = resources.results.get(key)
    return None if found is None else _from_values(found["answer"])


def seek_goal(
    resources: Resources,
    operation: Operation,
    scenario: Scenario,
    floor: float,
    means: str,
    *,
    as_of: pd.Timestamp | None = None,
    needs: pd.DataFrame | None = None,
    version: str | None = None,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> Sought:
    """Solve for the least of one means; see ``core.allocation.seek``.

    Raises
    ------
    InvalidScenario
        If the floor is no share, or the means is none of ``MEANS``.
    Infeasible, SolveCancelled, SolverFailed
        As their names say.
    """
    if not 0 < floor <= 1:
        raise InvalidScenario(f"Expected a floor from above 0 to 1, got {floor:g}.", hint="Write 80 % as 0.8.")
    known = next((each for each in MEANS if each == means), None)
    if known is None:
        raise InvalidScenario(f"Expected one of {', '.join(MEANS)}, got “{means[:40]}”.", hint="Name one of these.")
    start = operation.planning_start if as_of is None else as_of
    if needs is None:
        changed = apply_scenario(operation, scenario, start)
        needs = needs_of_scenario(resources, changed, scenario, start, version).table
    return seek(
        operation, needs, scenario, start, floor, known,
        time_limit_seconds=resources.settings.time_limit_seconds, cancelled=cancelled, progress=progress,
    )  # fmt: skip


def make_goal(
    resources: Resources,
    operation: Operation,
    scenario: Scenario,
    floor: float,
    means: Means,
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> str:
    """Find the answer and keep it; gives its key. Raises as ``seek_goal``."""
    # read once: another model may be served before the work ends
    version = resources.registry.current_version()
    key = seek_key(resources, operation, scenario, floor, means, version)
    answer = seek_goal(
        resources, operation, scenario, floor, means, version=version, cancelled=cancelled, progress=progress
    )
    resources.results.put(key, {"answer": asdict(answer)})
    return key


def scenario_for_goal(operation: Operation, scenario: Scenario, answer: Sought) -> Scenario | None:
    """The scenario with the amount found and the coverage floor as its rule; None where no scenario can say it."""
    if not answer.suffices or answer.means == "trips":
        return None
    values: dict[str, Any] = {"fairness": "coverage_floor", "coverage_floor": answer.floor}
    if answer.means == "budget":
        values["budget_usd_per_week" if answer.weekly else "budget_usd"] = answer.amount
    else:
        more = {(part.limit.place_id, part.limit.item_id): part.amount for part in answer.parts}
        stock = with_more_stock(operation, scenario, more)
        if stock is None:
            return None
        values["stock"] = stock
    name = f"Floor of {wording.percent(answer.floor)}, {'least money' if answer.means == 'budget' else 'least stock'}"
    return scenario.model_copy(update={**values, "name": name})


def _from_values(values: dict[str, Any]) -> Sought:
    def part(each: dict[str, Any]) -> Amount:
        return Amount(Limit(**each["limit"]), each["amount"])

    changed = {
        "parts": tuple(part(each) for each in values["parts"]),
        "stuck": tuple(Stuck(**each) for each in values["stuck"]),
        "helped_by": tuple(values["helped_by"]),
        "notes": tuple(values["notes"]),
    }
    return Sought(**{**values, **changed})
