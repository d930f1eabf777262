"""Work that takes long, as a value: its kind, the key of its answer, and what the worker is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from core.domain.change import apply_scenario
from core.domain.dispatch import DispatchRequest
from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.domain.schemas import Camps, Items
from core.errors import InvalidScenario, NotFound, StoreError
from core.services.answer_question import (
    alternatives_question,
    dispatch_question,
    explain_question,
    forecast_question,
    seek_question,
    stress_question,
)
from core.services.backtest_report import report_key
from core.services.explain_coverage import explain_key
from core.services.fairness_report import fairness_key
from core.services.forecast_people import forecast_key
from core.services.kept_outlook import outlook_key
from core.services.kept_stress import stress_key
from core.services.near_best import near_best_key
from core.services.plan_dispatch import dispatch_key
from core.services.plan_distribution import AuditedPlan, cached_plan, plan_key
from core.services.plans_to_dispatch import plan_for
from core.services.promised_plan import PLAN_KEY
from core.services.resources import Resources
from core.services.seek_goal import Means, seek_key


@dataclass(frozen=True)
class Work:
    """One piece of work on a stored data version.

    Attributes
    ----------
    kind
        ``forecast``, ``backtest``, ``plan``, ``fairness``, ``reasons``, ``goal``, ``alternatives``, ``stress``,
        ``inventory`` or ``dispatch``.
    key
        Content key of the answer: equal questions on equal data have equal keys.
    request
        What the worker is told besides the data version.
    """

    kind: str
    key: str
    request: Mapping[str, Any]


def forecast_work(resources: Resources, operation: Operation, as_of: pd.Timestamp, weeks: int, model: str) -> Work:
    """The forecast of every camp."""
    key = forecast_key(resources, operation, as_of, weeks, model)
    return Work("forecast", key, {"question": forecast_question(str(as_of.date()), weeks, model)})


def backtest_work(resources: Resources, operation: Operation, model: str, weeks: int) -> Work:
    """The forecasts of the past."""
    return Work(
        "backtest", report_key(resources, operation, model, weeks), {"backtest": {"model": model, "weeks": weeks}}
    )


def plan_work(resources: Resources, operation: Operation, scenario: Scenario) -> Work:
    """The plan of a scenario; what the scenario names must be there."""
    refuse_unusable(operation, scenario)
    return Work("plan", plan_key(resources, operation, scenario), {"scenario": scenario.to_values()})


def fairness_work(resources: Resources, operation: Operation, scenario: Scenario) -> Work:
    """Every fairness rule on a scenario."""
    refuse_unusable(operation, scenario)
    return Work("fairness", fairness_key(resources, operation, scenario), {"fairness": scenario.to_values()})


def goal_work(resources: Resources, operation: Operation, scenario: Scenario, floor: float, means: Means) -> Work:
    """The least of one means so that no camp is under a floor."""
    refuse_unusable(operation, scenario)
    key = seek_key(resources, operation, scenario, floor, means)
    return Work("goal", key, {"question": seek_question(scenario, floor, means)})


def alternatives_work(
    resources: Resources, operation: Operation, scenario: Scenario, count: int, within: float
) -> Work:
    """Plans nearly as good as that of a scenario."""
    refuse_unusable(operation, scenario)
    key = near_best_key(resources, operation, scenario, count, within)
    return Work("alternatives", key, {"question": alternatives_question(scenario, count, within)})


def stress_work(resources: Resources, operation: Operation, scenario: Scenario, futures: int, threshold: float) -> Work:
    """The plan of a scenario over many futures."""
    refuse_unusable(operation, scenario)
    key = stress_key(resources, operation, scenario, futures, threshold)
    return Work("stress", key, {"question": stress_question(scenario, futures, threshold)})


def inventory_work(resources: Resources, operation: Operation, scenario: Scenario, weeks: int, with_plan: bool) -> Work:
    """The shelves looked ahead."""
    refuse_unusable(operation, scenario)
    asked = {"scenario": scenario.to_values(), "weeks": weeks, "with_plan": with_plan}
    return Work("inventory", outlook_key(resources, operation, scenario, weeks, with_plan), {"inventory": asked})


def reasons_work(
    resources: Resources, operation: Operation, scenario: Scenario, camp: str, item: str | None, target: float
) -> Work:
    """Why a camp gets what it gets by a plan that is made.

    Raises
    ------
    NotFound
        If the operation has no such camp or item.
    StoreError
        If the plan is not made yet.
    """
    for name, column, wanted in (("camp", operation.camps[Camps.camp_id], camp), ("item", _items(operation), item)):
        if wanted is not None and wanted not in set(column):
            raise NotFound(f"The operation has no {name} “{wanted[:80]}”.", f"Look at its table {name}s.")
    audited = made_plan(resources, operation, scenario)
    key = explain_key(resources, operation, audited, camp, item, target)
    return Work("reasons", key, {"question": explain_question(scenario, camp, item, target)})


def dispatch_work(
    resources: Resources, operation: Operation, scenario: Scenario, request: DispatchRequest, proposal: int | None
) -> Work:
    """Vehicles for a week of a plan on record, or of a scenario's plan that is made; raises as ``reasons_work``."""
    if proposal is None:
        plan = made_plan(resources, operation, scenario).plan
    else:
        plan = plan_for(resources, operation, scenario, proposal)
    key = dispatch_key(resources, operation, plan, request)
    return Work("dispatch", key, {"question": dispatch_question(scenario, request, proposal)})


def made_plan(resources: Resources, operation: Operation, scenario: Scenario) -> AuditedPlan:
    """The plan of a scenario where it is made and kept.

    Raises
    ------
    StoreError
        If it is not; says what to ask first.
    """
    refuse_unusable(operation, scenario)
    found = cached_plan(resources, plan_key(resources, operation, scenario), scenario)
    if found is None:
        raise StoreError(
            "The plan of this scenario is not made, or no longer kept.",
            "Ask for the plan first and wait until its job is done.",
        )
    return found


def _items(operation: Operation) -> pd.Series:
    return operation.items[Items.item_id] if operation.has("items") else pd.Series(dtype="str")


def refuse_unusable(operation: Operation, scenario: Scenario) -> None:
    """Refuse at once what the worker could only refuse later, and folders of this machine named from outside."""
    if scenario.promised is not None and PLAN_KEY.fullmatch(scenario.promised) is None:
        raise InvalidScenario(
            "A promised plan is named by its key here, 64 hexadecimal digits.", "Take the key of a job of kind plan."
        )
    apply_scenario(operation, scenario)
