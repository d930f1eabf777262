"""The inventory of the pages: looked ahead once for a question, kept by content, found again by every page."""

from collections.abc import Callable

from core.domain.change import apply_scenario
from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.domain.schemas import INVENTORY_TABLES
from core.metrics.meter import timed
from core.services.keys import content_key
from core.services.plan_distribution import plan_distribution, plan_key
from core.services.resources import Resources
from core.services.stock_outlook import FUTURES, StockOutlook, look_ahead

FEW_FUTURES = 100
"""Futures where there are many shelves; a chance of 80 % is then told within 8 points in 19 of 20 cases."""
MANY_SHELVES = 5_000


def futures_of(operation: Operation) -> int:
    """How many futures the pages draw."""
    places = len(operation.camps) + len(operation.depots)
    return FUTURES if places * len(operation.items) <= MANY_SHELVES else FEW_FUTURES


def outlook_key(
    resources: Resources,
    operation: Operation,
    scenario: Scenario,
    weeks: int,
    with_plan: bool,
    version: str | None = None,
) -> str:
    """Content key of an inventory: data, scenario, model, code and, with a plan, all that the plan depends on."""
    version = version or resources.registry.current_version()
    return content_key(
        "inventory",
        operation.fingerprint,
        plan_key(resources, operation, scenario, version=version) if with_plan else scenario.key,
        weeks,
        futures_of(operation),
        version,
        resources.registry.fingerprint(version),
        resources.code_version,
    )


def cached_outlook(
    resources: Resources, operation: Operation, scenario: Scenario, weeks: int, with_plan: bool
) -> StockOutlook | None:
    """The inventory where it was looked ahead before; None where it still is to be."""
    found = resources.results.get(outlook_key(resources, operation, scenario, weeks, with_plan))
    if found is None:
        return None
    return StockOutlook({name: found[name] for name in INVENTORY_TABLES}, found["summary"])


@timed("inventory")
def make_outlook(
    resources: Resources,
    operation: Operation,
    scenario: Scenario,
    weeks: int,
    with_plan: bool,
    *,
    progress: Callable[[float, str], None] = lambda _share, _words: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> str:
    """Look ahead and keep the result; gives its key.

    Parameters
    ----------
    operation
        Without the scenario.
    with_plan
        Whether goods move as the scenario's plan has it; it is solved where it was not before.

    Raises
    ------
    SolveCancelled
        If a person stopped it.
    Infeasible, SolverFailed, NotEnoughHistory, InvalidTable
        If there is no plan, or as ``look_ahead``.
    """
    # read once: another model may be served before the work ends
    version = resources.registry.current_version()
    key = outlook_key(resources, operation, scenario, weeks, with_plan, version)
    plan = None
    if with_plan:
        plan = plan_distribution(
            resources, operation, scenario, version=version, cancelled=cancelled, progress=progress
        ).plan
    changed = operation if with_plan else apply_scenario(operation, scenario.with_arrivals_as_told())
    found = look_ahead(
        resources,
        changed,
        weeks,
        plan=plan,
        futures=futures_of(operation),
        version=version,
        progress=progress,
        cancelled=cancelled,
    )
    resources.results.put(key, {**found.tables, "summary": dict(found.summary)})
    return key
