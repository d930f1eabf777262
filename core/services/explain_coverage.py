"""Why a camp gets what it gets, what a limit is worth to it, and the smallest change that lifts it to a target."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from core.allocation.explain import Explanation, Least, Limit, Worth, explain
from core.comparison import Reason, reasons
from core.domain import wording
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.scenario import CampLimit, Scenario, StockChange
from core.domain.schemas import Stock
from core.domain.weeks import as_day
from core.errors import InvalidScenario
from core.metrics.meter import timed
from core.plan_folder import read_plan
from core.services.keys import content_key
from core.services.plan_distribution import AuditedPlan, cached_plan
from core.services.quick_what_if import budgets
from core.services.resources import Resources
from core.services.tell_explanation import tell_goal, tell_least, tell_others, tell_worth

__all__ = ["Explained", "Explanation", "Least"]


@dataclass(frozen=True, eq=False)
class Explained:
    """The answer about one camp, or one item at it.

    Attributes
    ----------
    reasons
        Limits that are used up, and those that are not, read from the plan.
    numbers
        Worth and smallest changes, each from solving again.
    """

    reasons: tuple[Reason, ...]
    numbers: Explanation

    def sentences(self, operation: Operation, scenario: Scenario) -> dict[str, list[str]]:
        """The answer in words: ``why``, ``worth``, ``goal``, ``least``, ``others``, ``notes``; some may be empty."""
        answer = self.numbers
        others = tell_others(operation, answer)
        return {
            "why": [reason.text for reason in self.reasons],
            "worth": tell_worth(operation, answer),
            "goal": tell_goal(operation, answer, scenario.fairness),
            "least": [tell_least(operation, answer, each) for each in answer.least],
            "others": [others] if others else [],
            "notes": list(answer.notes),
        }


def explain_key(
    resources: Resources, operation: Operation, audited: AuditedPlan, camp_id: str, item_id: str | None, target: float
) -> str:
    """Content key of an explanation."""
    return content_key(
        "explain", operation.fingerprint, audited.key, camp_id, item_id or "", target, resources.code_version
    )


def cached_explanation(
    resources: Resources, operation: Operation, audited: AuditedPlan, camp_id: str, item_id: str | None, target: float
) -> Explained | None:
    """The explanation where it was made before."""
    found = resources.results.get(explain_key(resources, operation, audited, camp_id, item_id, target))
    if found is None:
        return None
    return Explained(tuple(reasons(operation, audited.plan, camp_id, item_id)), _from_values(found["answer"]))


def kept_explanation(resources: Resources, operation: Operation, scenario: Scenario, key: str) -> Explained | None:
    """The explanation of this key, where the plan it is about is kept too."""
    found = resources.results.get(key)
    # one kept without its plan's key may be about another plan than today's
    audited = cached_plan(resources, found["plan"], scenario) if found and "plan" in found else None
    if found is None or audited is None:
        return None
    answer = _from_values(found["answer"])
    return Explained(tuple(reasons(operation, audited.plan, answer.camp_id, answer.item_id)), answer)


@timed("explanation")
def make_explanation(
    resources: Resources,
    operation: Operation,
    audited: AuditedPlan,
    camp_id: str,
    item_id: str | None,
    target: float,
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> str:
    """Explain a coverage and keep the answer; gives its key. Raises as ``explain``."""
    key = explain_key(resources, operation, audited, camp_id, item_id, target)
    answer = _solved(resources, operation, audited.plan, camp_id, item_id, target, cancelled, progress)
    resources.results.put(key, {"answer": asdict(answer), "plan": audited.key})
    return key


def explain_folder(
    resources: Resources, operation: Operation, folder: Path, camp_id: str, item_id: str | None, target: float
) -> tuple[Explained, Plan]:
    """Explain a coverage of a written plan.

    Raises
    ------
    InvalidScenario
        If the camp or item is not of the operation, or the plan does not fit it.
    SourceUnavailable, InvalidTable
        If the plan cannot be read.
    """
    plan = read_plan(folder)
    told = tuple(reasons(operation, plan, camp_id, item_id))
    return Explained(told, _solved(resources, operation, plan, camp_id, item_id, target, None, None)), plan


def scenario_with(operation: Operation, scenario: Scenario, answer: Explanation, least: Least) -> Scenario | None:
    """The scenario with a smallest change made and the camp held at the target; None where no scenario can say it.

    A scenario has no more trips, no earlier arrivals and no marked stock; under equal shares no camp can be held.
    """
    if not least.reaches or scenario.fairness == "equal_shares":
        return None
    values: dict[str, Any] = {}
    total, weekly = budgets(operation, scenario)
    if least.limit.kind == "budget" and total is not None:
        values["budget_usd"] = total + least.amount
    elif least.limit.kind == "weekly_budget" and weekly is not None:
        values["budget_usd_per_week"] = weekly + least.amount
    elif least.limit.kind == "stock":
        stock = with_more_stock(operation, scenario, {(least.limit.place_id, item): n for item, n in least.parts})
        if stock is None:
            return None
        values["stock"] = stock
    else:
        return None
    about = (answer.camp_id, answer.item_id)
    others = [each for each in scenario.camp_limits if (each.camp_id, each.item_id) != about]
    most = next((x.max_coverage for x in scenario.camp_limits if (x.camp_id, x.item_id) == about), None)
    # what was solved for reaches the target within a hair
    floor = answer.target if least.coverage >= answer.target else max(round(answer.target - 1e-4, 4), 0.0)
    held = CampLimit(camp_id=answer.camp_id, item_id=answer.item_id, min_coverage=floor, max_coverage=most)
    values["camp_limits"] = (*others, held)
    name = f"{operation.place_names[answer.camp_id]} at {wording.percent(answer.target)}, {_KINDS[least.limit.kind]}"
    return scenario.model_copy(update={**values, "name": name[:80]})


def with_more_stock(
    operation: Operation, scenario: Scenario, more: dict[tuple[str, str], float]
) -> tuple[StockChange, ...] | None:
    """The scenario's stock with units added by place and item; None where marks of a lot would be lost."""
    changed = {(each.place_id, each.item_id): each.quantity for each in scenario.stock}
    stock = operation.stock
    for (place, item), units in more.items():
        rows = stock[(stock[Stock.place_id] == place) & (stock[Stock.item_id] == item)]
        marks = rows[[Stock.lot_id, Stock.expires, Stock.earmark]].notna().to_numpy().any()
        if (place, item) not in changed and marks:
            return None
        before = changed.get((place, item), float(rows[Stock.quantity].sum()))
        changed[place, item] = before + units
    return tuple(StockChange(place_id=place, item_id=item, quantity=n) for (place, item), n in changed.items())


_KINDS = {"budget": "more money", "weekly_budget": "more money a week", "stock": "more stock"}


def _solved(
    resources: Resources,
    operation: Operation,
    plan: Plan,
    camp_id: str,
    item_id: str | None,
    target: float,
    cancelled: Callable[[], bool] | None,
    progress: Callable[[float, str], None] | None,
) -> Explanation:
    if not 0 < target <= 1:
        raise InvalidScenario(f"Expected a target from above 0 to 1, got {target:g}.", hint="Write 80 % as 0.8.")
    told = plan.summary.get("planning_start")
    start: pd.Timestamp = as_day(told) if told else operation.planning_start
    return explain(
        operation, plan, start, camp_id, item_id, target,
        time_limit_seconds=resources.settings.time_limit_seconds, cancelled=cancelled, progress=progress,
    )  # fmt: skip


def _from_values(values: dict[str, Any]) -> Explanation:
    def least(each: dict[str, Any]) -> Least:
        parts = tuple((str(item), float(units)) for item, units in each["parts"])
        return Least(**{**each, "limit": Limit(**each["limit"]), "parts": parts})

    return Explanation(
        **{
            **values,
            "worth": tuple(Worth(**{**each, "limit": Limit(**each["limit"])}) for each in values["worth"]),
            "least": tuple(least(each) for each in values["least"]),
            "together": tuple(least(each) for each in values["together"]),
            "notes": tuple(values["notes"]),
        }
    )
