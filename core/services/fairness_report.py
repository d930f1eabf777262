"""Every fairness rule on one question, and the price of fairness between the efficient plan and the fairest."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from core.allocation.price_of_fairness import price_of_fairness
from core.comparison.lorenz import camp_need, gini, lorenz_curve
from core.comparison.shares import item_shares
from core.domain.change import apply_plan, apply_scenario
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.scenario import Scenario
from core.domain.wording import FAIRNESS
from core.errors import AllocationError
from core.metrics.meter import timed
from core.services.keys import content_key
from core.services.plan_distribution import plan_key
from core.services.plan_scenarios import plan_scenarios
from core.services.resources import Resources

EFFICIENCY, PRO_RATA = "efficiency", "equal_shares"

FIGURES = (
    "worst_coverage",
    "weighted_unmet",
    "cost_usd",
    "objective",
    "waste_t",
    "expired_t",
    "disposed_t",
    "over_delivered_t",
    "transport_usd_per_person_week",
    "weeks_late",
)
"""Of ``summary.json``, as each rule's plan has them."""

_SHARE_OF_RULES = 0.75


@dataclass(frozen=True, eq=False)
class FairnessReport:
    """What the page shows of all rules together.

    Attributes
    ----------
    points
        Of ``PriceCurve``.
    rules
        A row per rule: ``rule``, ``FIGURES`` (blank where the rule has no plan), ``gini``, ``price_share`` (weighted
        person-weeks served that are given up against the efficient plan), ``why`` (why there is no plan, else empty).
    parts_of_units, is_whole
        Of ``PriceCurve``.
    """

    points: pd.DataFrame
    rules: pd.DataFrame
    parts_of_units: bool
    is_whole: bool


def fairness_key(resources: Resources, operation: Operation, scenario: Scenario, version: str | None = None) -> str:
    """Content key: that of the efficient plan of the same question, whatever rule the scenario has."""
    efficient = with_rule(scenario, EFFICIENCY)
    return content_key("fairness report", plan_key(resources, operation, efficient, version=version))


def with_rule(scenario: Scenario, rule: str) -> Scenario:
    """The same question under another rule."""
    return scenario.model_copy(update={"fairness": rule})


def cached_fairness(resources: Resources, operation: Operation, scenario: Scenario) -> FairnessReport | None:
    """The report where it was made before; None where it still is to be made."""
    found = resources.results.get(fairness_key(resources, operation, scenario))
    if found is None:
        return None
    return FairnessReport(found["points"], found["rules"], **found["curve"])


@timed("every_rule")
def make_fairness(
    resources: Resources,
    operation: Operation,
    scenario: Scenario,
    *,
    progress: Callable[[float, str], None] = lambda _share, _words: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> str:
    """Solve every rule, then the curve, and keep the result; gives its key.

    Raises
    ------
    Infeasible, InvalidScenario, SolveCancelled, SolverFailed, NotEnoughHistory
        If the efficient plan cannot be made; another rule that has no plan is told in its row.
    """
    # read once, before the work: another model may be served before it ends
    version = resources.registry.current_version()
    key = fairness_key(resources, operation, scenario, version)
    plans = plan_scenarios(
        resources,
        operation,
        [with_rule(scenario, rule) for rule in FAIRNESS],
        [f"Rule “{name}”" for name in FAIRNESS.values()],
        version=version,
        progress=lambda share, words: progress(_SHARE_OF_RULES * share, words),
        cancelled=cancelled,
    )
    efficient = plans[0]
    if isinstance(efficient, AllocationError):
        raise efficient
    rows = [
        {"rule": rule, "why": found.message}
        if isinstance(found, AllocationError)
        else _row(operation, rule, found.plan)
        for rule, found in zip(FAIRNESS, plans, strict=True)
    ]
    changed = apply_scenario(operation, scenario, operation.planning_start)
    curve = price_of_fairness(
        changed,
        efficient.plan.needs,
        scenario,
        operation.planning_start,
        float(efficient.plan.summary["worst_coverage"]),
        time_limit_seconds=resources.settings.time_limit_seconds,
        cancelled=cancelled,
        progress=lambda share, words: progress(_SHARE_OF_RULES + (1 - _SHARE_OF_RULES) * share, words),
    )
    rules = pd.DataFrame(rows, columns=["rule", *FIGURES, "gini", "served", "why"])
    rules[[*FIGURES, "gini", "served"]] = rules[[*FIGURES, "gini", "served"]].astype("float64")
    most = float(rules["served"].iloc[0])
    rules["price_share"] = (1 - rules["served"] / most if most > 0 else rules["served"] * 0.0).clip(lower=0.0)
    how = {"parts_of_units": curve.parts_of_units, "is_whole": curve.is_whole}
    resources.results.put(key, {"points": curve.points, "rules": rules.drop(columns="served"), "curve": how})
    return key


def _row(operation: Operation, rule: str, plan: Plan) -> dict[str, object]:
    changed = apply_plan(operation, plan)
    camps = camp_need(changed, plan)
    return {
        "rule": rule,
        **{name: plan.summary.get(name) for name in FIGURES},
        "gini": gini(lorenz_curve(camps["needed"], camps["coverage"])),
        "served": _weighted_served(changed, plan),
        "why": "",
    }


def _weighted_served(changed: Operation, plan: Plan) -> float:
    shares = item_shares(changed, plan)
    return float(((shares["needed"] - shares["without"]) * shares["weight"]).sum())
