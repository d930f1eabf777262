"""The stress test of one plan, found once for a question and kept by content."""

from collections.abc import Callable

from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.services.keys import content_key
from core.services.plan_distribution import plan_distribution, plan_key
from core.services.resources import Resources
from core.services.stress_plans import stress_plans

PLAN = "plan"
"""What the one plan is called in its table of regret: the name of a scenario is no part of the key."""


def stress_key(
    resources: Resources,
    operation: Operation,
    scenario: Scenario,
    futures: int,
    threshold: float,
    version: str | None = None,
) -> str:
    """Content key: that of the plan, with what is asked of it."""
    return content_key("stress", plan_key(resources, operation, scenario, version=version), futures, threshold)


def make_stress(
    resources: Resources,
    operation: Operation,
    scenario: Scenario,
    futures: int,
    threshold: float,
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> str:
    """Replay the plan of a scenario over many futures and keep the result; gives its key.

    Raises
    ------
    InvalidScenario, InvalidTable, Infeasible, SolveCancelled, SolverFailed, NotEnoughHistory
        As ``plan_distribution`` and ``stress_plans``.
    """
    # read once: another model may be served before the work ends
    version = resources.registry.current_version()
    key = stress_key(resources, operation, scenario, futures, threshold, version)
    plan = plan_distribution(
        resources, operation, scenario, version=version, cancelled=cancelled, progress=progress
    ).plan
    if progress is not None:
        progress(0.5, "Replaying the plan over many futures")
    test = stress_plans(operation, {PLAN: plan}, futures, threshold, resources.settings.parallel)
    summary = {
        "futures": test.stress.futures,
        "threshold": test.stress.threshold,
        "chance_any_under": test.stress.chance_any_under,
        "mean_unmet": test.stress.mean_unmet,
        "planned_unmet": test.stress.planned_unmet,
    }
    resources.results.put(key, {"camps": test.stress.camps, "regret": test.regret, "summary": summary})
    return key
