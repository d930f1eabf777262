"""Answer a recommended action: accept it, which puts its plan forward; decline it with a reason; put it off."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from core.domain.access import Actor, require
from core.domain.action import Action
from core.errors import StoreError
from core.services.actions.recommend import Recommended
from core.services.actions.tell import ActionWords
from core.services.keep_scenarios import keep_scenario, stored_scenarios
from core.services.name_scenario import free_name
from core.services.open_operation import OpenOperation
from core.services.plan_distribution import plan_key
from core.services.plans_on_record import PlanState, Proposal
from core.services.propose_plan import LONGEST_NOTE, propose_plan
from core.services.resources import Resources
from core.store import ActionAnswer, Answer

__all__ = ["ActionAnswer", "Answer", "Open"]

LONGEST_REASON = 500
"""Characters."""

LONGEST_SNOOZE = dt.timedelta(days=60)
"""After which anything comes back."""

WORTH_AGAIN = 1.5
"""Times the gain of then from which an action that was declined is shown again on newer data."""


@dataclass(frozen=True)
class Open:
    """The list as people see it: what is still to be answered, and what was.

    Attributes
    ----------
    actions
        Not answered, the one to do first at the top.
    answered
        The newest answer to each of the others.
    """

    actions: tuple[Action, ...]
    answered: tuple[ActionAnswer, ...]


def open_actions(resources: Resources, opened: OpenOperation, recommended: Recommended, today: dt.date) -> Open:
    """The list without what was accepted, declined or put off, as long as that answer holds."""
    newest: dict[str, ActionAnswer] = {}
    for given in resources.store.actions.of(opened.version.operation):
        newest.setdefault(given.action.key, given)
    holds = {
        key: given
        for key, given in newest.items()
        if _holds(resources, opened, given, next((a for a in recommended.actions if a.key == key), None), today)
    }
    left = tuple(action for action in recommended.actions if action.key not in holds)
    return Open(left, tuple(holds.values()))


def accept_action(
    resources: Resources,
    opened: OpenOperation,
    action: Action,
    actor: Actor,
    *,
    cancelled: Callable[[], bool] | None = None,
) -> ActionAnswer:
    """Accept: its scenario is kept under a free name and its plan put forward, to be approved by a second person.

    A count has no plan. A plan that waits already is not put forward again.

    Raises
    ------
    NotAllowed
        Unless the actor may put plans forward (for a count: answer questions about data).
    InvalidScenario, Infeasible, SolveCancelled, SolverFailed, StoreError
        As ``propose_plan``; nothing is recorded then.
    """
    require(actor, action.right)
    proposal = None if action.scenario is None else _put_forward(resources, opened, action, actor, cancelled)
    return _record(
        resources, opened, action, Answer.ACCEPTED, actor, proposal=None if proposal is None else proposal.id
    )


def decline_action(
    resources: Resources, opened: OpenOperation, action: Action, actor: Actor, reason: str
) -> ActionAnswer:
    """Decline, with a reason.

    Raises
    ------
    NotAllowed
        As ``accept_action``.
    StoreError
        If no reason is given, or it is too long.
    """
    require(actor, action.right)
    if not reason.strip():
        raise StoreError("The action was not declined: no reason is given.", "Say why; whoever looks later reads it.")
    return _record(resources, opened, action, Answer.DECLINED, actor, reason=reason)


def snooze_action(
    resources: Resources, opened: OpenOperation, action: Action, actor: Actor, until: dt.date, today: dt.date
) -> ActionAnswer:
    """Put off until a day, on which it comes back.

    Raises
    ------
    NotAllowed
        As ``accept_action``.
    StoreError
        If the day is not ahead, or too far.
    """
    require(actor, action.right)
    if not today < until <= today + LONGEST_SNOOZE:
        raise StoreError(
            f"An action is put off until a day from {today + dt.timedelta(days=1)} to {today + LONGEST_SNOOZE}, "
            f"not until {until}.",
            "Choose such a day, or decline it with a reason.",
        )
    return _record(resources, opened, action, Answer.SNOOZED, actor, until=until)


def action_named(recommended: Recommended, key: str) -> Action:
    """The action of a key.

    Raises
    ------
    StoreError
        If it is not in the list; says which are.
    """
    found = next((action for action in recommended.actions if action.key == key), None)
    if found is None:
        keys = ", ".join(action.key for action in recommended.actions) or "none"
        raise StoreError(f"“{key[:200]}” is not in the list of recommended actions: {keys}.", "See `aid actions`.")
    return found


def _put_forward(
    resources: Resources, opened: OpenOperation, action: Action, actor: Actor, cancelled: Callable[[], bool] | None
) -> Proposal:
    assert action.scenario is not None  # of everything but a count
    key = plan_key(resources, opened.operation, action.scenario)
    name = opened.version.operation
    for other in resources.store.proposals.of(name):
        if other.key == key and other.state != PlanState.REJECTED:
            return other
    scenario = action.scenario
    known = {each.name: each for each in stored_scenarios(resources, opened)}
    if scenario.key not in {each.key for each in known.values()}:
        scenario = scenario.model_copy(update={"name": free_name(scenario.name, known)})
        keep_scenario(resources, opened, scenario, actor)
    note = ActionWords(opened.operation).what(action)[:LONGEST_NOTE]
    return propose_plan(resources, opened, scenario, actor, note, cancelled=cancelled)


def _holds(
    resources: Resources, opened: OpenOperation, given: ActionAnswer, now: Action | None, today: dt.date
) -> bool:
    is_newer = given.data_version != opened.version.id
    if given.answer is Answer.SNOOZED:
        return given.until is not None and today < given.until
    if given.answer is Answer.DECLINED:
        return not (is_newer and now is not None and now.expected_gain > WORTH_AGAIN * given.action.expected_gain)
    if given.proposal is None:
        return not is_newer
    state = resources.store.proposals.get(given.proposal).state
    return state == PlanState.PROPOSED or (state == PlanState.APPROVED and not is_newer)


def _record(
    resources: Resources,
    opened: OpenOperation,
    action: Action,
    answer: Answer,
    actor: Actor,
    *,
    reason: str = "",
    until: dt.date | None = None,
    proposal: int | None = None,
) -> ActionAnswer:
    if len(reason) > LONGEST_REASON:
        raise StoreError(
            f"The reason has {len(reason):,} characters, at most {LONGEST_REASON} are kept.", "Say it shorter."
        )
    version = opened.version
    given = ActionAnswer(version.operation, version.id, answer, actor.name, action, reason.strip(), until, proposal)
    return resources.store.actions.add(given, actor)
