"""The list of recommended actions: every kind looked for, each weighed by solving again, ranked, at most ten."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pandas as pd

from core.domain.action import Action
from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.domain.weeks import DAYS_PER_WEEK
from core.errors import SolverFailed
from core.services.actions.ask_donor import ask_for_goods, ask_for_money, lift_earmarks
from core.services.actions.bring_forward import bring_forward
from core.services.actions.buy import buy
from core.services.actions.candidate import Candidate
from core.services.actions.count_again import count_again
from core.services.actions.effect import weighed
from core.services.actions.reroute import in_force, reroute
from core.services.actions.screening import Screening
from core.services.actions.standing import Standing
from core.services.actions.transfer import transfer
from core.services.effect_on_plan import newest_approved_plan
from core.services.keys import content_key
from core.services.plan_distribution import MOST_WARM_CELLS, plan_distribution, plan_key
from core.services.resources import Resources
from core.store import Proposal
from core.stress.futures import has_spread

MOST_SHOWN = 10
"""Actions in the list."""

USD_THAT_HALVES = 10_000.0
"""Cost at which a gain counts half of what it would for nothing."""


@dataclass(frozen=True)
class Recommended:
    """The list.

    Attributes
    ----------
    actions
        The one to do first at the top.
    considered
        Possible actions that were weighed.
    note
        Why there is no list, or what was left out; empty where there is nothing to say.
    """

    actions: tuple[Action, ...]
    considered: int
    note: str = ""


def actions_key(resources: Resources, operation: Operation, scenario: Scenario, name: str) -> str:
    """Content key of the list: all that the plan's key has in it, and the plan in force."""
    return _key(resources, operation, scenario, name, resources.registry.current_version(), _approved(resources, name))


def _key(
    resources: Resources, operation: Operation, scenario: Scenario, name: str, version: str, approved: Proposal | None
) -> str:
    plan = plan_key(resources, operation, scenario, version=version)
    return content_key("actions", plan, approved.key if approved else "", name)


def _approved(resources: Resources, name: str) -> Proposal | None:
    return newest_approved_plan(resources, name) if name else None


def cached_actions(resources: Resources, operation: Operation, scenario: Scenario, name: str) -> Recommended | None:
    """The list where it was made before."""
    found = resources.results.get(actions_key(resources, operation, scenario, name))
    if found is None:
        return None
    kept = found["recommended"]
    actions = (Action.from_values(values) for values in kept["actions"])
    return Recommended(tuple(_as_asked(each, scenario) for each in actions), kept["considered"], kept["note"])


def _as_asked(action: Action, scenario: Scenario) -> Action:
    """An action that goes on with the plan as it stands has the scenario as this asker named it, not the first one."""
    same = action.scenario is not None and action.scenario.key == scenario.key
    return replace(action, scenario=scenario) if same else action


def make_actions(
    resources: Resources,
    operation: Operation,
    scenario: Scenario,
    name: str,
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> str:
    """Make the list and keep it; gives its key. Raises as ``recommend_actions``."""
    # read once: another model may be served, or another plan approved, before the work ends
    version, approved = resources.registry.current_version(), _approved(resources, name)
    key = _key(resources, operation, scenario, name, version, approved)
    made = _recommended(resources, operation, scenario, version, approved, cancelled, progress)
    values = {"actions": [each.to_values() for each in made.actions], "considered": made.considered, "note": made.note}
    resources.results.put(key, {"recommended": values})
    return key


def recommend_actions(
    resources: Resources,
    operation: Operation,
    scenario: Scenario,
    name: str = "",
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> Recommended:
    """Look for what is worth doing, and weigh each by a plan of its own.

    Parameters
    ----------
    operation
        As it is; the scenario is applied here.
    name
        Operation whose approved plans count as the plan in force; empty for tables that are not stored.

    Raises
    ------
    InvalidScenario, Infeasible, SolveCancelled, SolverFailed, NotEnoughHistory, InvalidTable
        As ``plan_distribution``.
    """
    version, approved = resources.registry.current_version(), _approved(resources, name)
    return _recommended(resources, operation, scenario, version, approved, cancelled, progress)


def _recommended(
    resources: Resources,
    operation: Operation,
    scenario: Scenario,
    version: str,
    approved: Proposal | None,
    cancelled: Callable[[], bool] | None,
    progress: Callable[[float, str], None] | None,
) -> Recommended:
    stop = cancelled or (lambda: False)
    tell = progress or (lambda share, words: None)
    cells = len(operation.camps) * len(operation.items) * scenario.weeks
    if cells > MOST_WARM_CELLS:
        return Recommended((), 0, _TOO_LARGE.format(cells=cells, most=MOST_WARM_CELLS))
    tell(0.02, "Solving the plan as it stands")
    audited = plan_distribution(resources, operation, scenario, version=version, cancelled=stop)
    if not has_spread(audited.plan.needs):
        return Recommended((), 0, _NO_SPREAD)
    standing = Standing(resources, operation, scenario, audited, version, approved, stop)
    tell(0.15, "Looking for what would help")
    candidates, note = _candidates(standing)
    found: list[Action] = []
    for turn, candidate in enumerate(candidates):
        tell(0.3 + 0.5 * turn / len(candidates), "Solving again with one action each")
        action = weighed(standing, candidate)
        found += [] if action is None else [action]
    counts = count_again(standing, lambda camp: tell(0.85, "Weighing what a count would be worth"))
    found += counts
    ranked = sorted(found, key=lambda each: (-rank_score(each, standing.start), each.key))
    return Recommended(tuple(ranked[:MOST_SHOWN]), len(candidates) + len(counts), note)


def _candidates(standing: Standing) -> tuple[list[Candidate], str]:
    found = [
        *reroute(standing, in_force(standing)),
        *transfer(standing),
        *buy(standing),
        *lift_earmarks(standing),
    ]
    if standing.short.empty:
        return found, ""
    try:
        screening = Screening(standing)
        return [
            *found,
            *bring_forward(standing, screening),
            *ask_for_goods(standing, screening),
            *ask_for_money(standing, screening),
        ], ""
    except SolverFailed:
        return found, _NO_TIME


def rank_score(action: Action, start: pd.Timestamp) -> float:
    """Weighted person-weeks saved in the mean of futures; less where it costs more and where more time is left."""
    days = DAYS_PER_WEEK if action.by is None else max((pd.Timestamp(action.by) - start).days, 1)
    weeks_left = max(days / DAYS_PER_WEEK, 1.0)
    return action.expected_gain / (1.0 + max(action.cost_usd + action.gift_usd, 0.0) / USD_THAT_HALVES) / weeks_left


_TOO_LARGE = (
    "Recommended actions are worked out for up to {most:,} camps x items x weeks; this operation has {cells:,}. "
    "Plan fewer weeks, or ask about one region."
)
_NO_SPREAD = "The needs of this plan have no spread, so nothing can be said of how surely an action helps."
_NO_TIME = "Arrivals, gifts and money were not looked at: the solver ran out of time."
