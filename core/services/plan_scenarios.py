"""Plans of several scenarios of one operation, worked on where the setting says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.errors import AllocationError, Infeasible, SolveCancelled, SolverFailed
from core.parallel import HERE, run_all
from core.services.plan_distribution import AuditedPlan, cached_plan, keep_audited, plan_distribution, plan_key
from core.services.resources import Resources, for_workers

Planned = AuditedPlan | AllocationError
"""A plan, or why there is none."""


def plan_scenarios(
    resources: Resources,
    operation: Operation,
    scenarios: Sequence[Scenario],
    words: Sequence[str],
    *,
    version: str | None = None,
    progress: Callable[[float, str], None] = lambda _share, _words: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> list[Planned]:
    """Plan each scenario; one that has no plan is told by its error, ``Infeasible`` or ``SolverFailed``.

    The first is planned by the process that asks; where it has no plan, the others are not asked for.

    Parameters
    ----------
    words
        What each is called in the progress.
    version
        Model version of the forecast, of all plans alike.

    Raises
    ------
    SolveCancelled, InvalidScenario, NotEnoughHistory, SourceUnavailable
        As their names say.
    """
    # read once: another model may be served before the last plan is made
    version = version or resources.registry.current_version()
    plans: list[Planned] = []
    here = len(scenarios) if resources.settings.parallel == HERE else 1
    for number, scenario in enumerate(scenarios[:here]):

        def tell(share: float, doing: str, number: int = number) -> None:
            progress((number + share) / len(scenarios), f"{words[number]}: {doing.lower()}")

        plans.append(_planned(resources, operation, scenario, version, cancelled, tell))
        if isinstance(plans[0], AllocationError):
            return plans
    others = scenarios[here:]
    known: dict[str, Planned] = {}
    for one in others:
        found = cached_plan(resources, plan_key(resources, operation, one, version=version), one)
        if found is not None and not found.plan.report.was_cancelled():
            known[one.key] = found
    asked = [one for one in others if one.key not in known]

    def tick(share: float) -> None:
        if cancelled():
            raise SolveCancelled("The solve was cancelled.")
        done = len(scenarios) - len(asked) * (1 - share)
        progress(done / len(scenarios), f"{round(done)} of {len(scenarios)} plans")

    apart = [_ScenarioAsked(for_workers(resources), operation, one, version) for one in asked]
    made = run_all(resources.settings.parallel, _planned_apart, apart, tick)
    for one, planned in zip(asked, made, strict=True):
        known[one.key] = planned
        if isinstance(planned, AuditedPlan):
            # a worker of a cluster may keep its results elsewhere
            keep_audited(resources, planned)
    return plans + [known[one.key] for one in others]


@dataclass(frozen=True, eq=False)
class _ScenarioAsked:
    resources: Resources
    operation: Operation
    scenario: Scenario
    version: str


def _planned_apart(asked: _ScenarioAsked) -> Planned:
    return _planned(asked.resources, asked.operation, asked.scenario, asked.version)


def _planned(
    resources: Resources,
    operation: Operation,
    scenario: Scenario,
    version: str,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> Planned:
    try:
        return plan_distribution(
            resources, operation, scenario, version=version, cancelled=cancelled, progress=progress
        )
    except (Infeasible, SolverFailed) as error:
        return error
