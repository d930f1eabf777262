"""Accept a proposed priority, with the weight a person gives it, or decline it; a reason stands with either."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from core.domain.access import Actor, Right, require
from core.domain.decision import Act, Decision
from core.domain.scenario import PriorityChange, Scenario, VulnerabilityChange
from core.errors import StoreError
from core.services.keep_scenarios import keep_scenario, stored_scenarios
from core.services.open_operation import OpenOperation
from core.services.priorities.propose import Priorities, ProposedPriority
from core.services.resources import Resources

SCENARIO = "What people said"
"""Scenario that holds what was accepted; a plan uses it when a person chooses it."""
LONGEST_REASON = 500
LARGEST_WEIGHT = 10.0
_ACTS = {Act.ACCEPT_PRIORITY.value: True, Act.DECLINE_PRIORITY.value: False}
_SUBJECT = "priority "


@dataclass(frozen=True)
class PriorityAnswer:
    """One answer, as it stands in the record of decisions; a later one takes its place.

    Attributes
    ----------
    weight
        The weight that was accepted; 0 where it was declined, and where none was proposed.
    fingerprint
        Of the proposal as it was then.
    """

    key: str
    is_accepted: bool
    weight: float
    reason: str
    author: str
    time: dt.datetime
    fingerprint: str


def accept_priority(
    resources: Resources,
    opened: OpenOperation,
    proposed: ProposedPriority,
    actor: Actor,
    reason: str,
    weight: float | None = None,
) -> Scenario | None:
    """Accept: the weight goes into the scenario ``SCENARIO``; data and other scenarios stay as they are.

    Parameters
    ----------
    weight
        Another weight than the one proposed; not used where none is proposed; there is no scenario then.

    Raises
    ------
    NotAllowed
        Unless the actor may put plans forward.
    StoreError
        If no reason is given, or the weight is out of bounds.
    """
    require(actor, Right.PROPOSE_PLAN)
    _check(reason)
    given = proposed.proposed if weight is None else weight
    scenario = None
    if proposed.about != "look":
        if not 0 < given <= LARGEST_WEIGHT:
            raise StoreError(f"A weight lies above 0 and up to {LARGEST_WEIGHT:g}, not {given:g}.", "Choose another.")
        scenario = _with(opened, resources, proposed, given)
        keep_scenario(resources, opened, scenario, actor)
    _record(resources, opened, Act.ACCEPT_PRIORITY, proposed, actor, reason, 0.0 if scenario is None else given)
    return scenario


def decline_priority(
    resources: Resources, opened: OpenOperation, proposed: ProposedPriority, actor: Actor, reason: str
) -> None:
    """Decline; it comes back when people say something else.

    Raises
    ------
    NotAllowed, StoreError
        As ``accept_priority``.
    """
    require(actor, Right.PROPOSE_PLAN)
    _check(reason)
    _record(resources, opened, Act.DECLINE_PRIORITY, proposed, actor, reason, 0.0)


def answers_to_priorities(resources: Resources, operation: str) -> list[PriorityAnswer]:
    """The newest answer to each proposal, the newest first."""
    newest: dict[str, PriorityAnswer] = {}
    for entry in resources.store.decisions.entries(operation):
        if entry.act in _ACTS:
            seen: Mapping[str, Any] = entry.seen
            key = entry.subject.removeprefix(_SUBJECT)
            answer = PriorityAnswer(
                key, _ACTS[entry.act], seen["weight"], entry.reason, entry.name, entry.time, seen["fingerprint"]
            )
            newest.setdefault(key, answer)
    return list(newest.values())


def open_priorities(resources: Resources, operation: str, found: Priorities) -> tuple[ProposedPriority, ...]:
    """Proposals without those whose answer still holds: the evidence is the same as then."""
    answered = {answer.key: answer.fingerprint for answer in answers_to_priorities(resources, operation)}
    return tuple(one for one in found.proposed if answered.get(one.key) != one.fingerprint)


def priority_named(found: Priorities, key: str) -> ProposedPriority:
    """The proposal of a key.

    Raises
    ------
    StoreError
        If there is none.
    """
    known = {one.key: one for one in found.proposed}
    if key not in known:
        raise StoreError(
            f"“{key[:200]}” is no proposed priority: {', '.join(known) or 'there is none'}.", "See `aid priorities`."
        )
    return known[key]


def _check(reason: str) -> None:
    if not reason.strip():
        raise StoreError("It was not answered: no reason is given.", "Say why; whoever looks later reads it.")
    if len(reason) > LONGEST_REASON:
        raise StoreError(f"The reason has {len(reason):,} characters; at most {LONGEST_REASON}.", "Shorten it.")


def _with(opened: OpenOperation, resources: Resources, proposed: ProposedPriority, weight: float) -> Scenario:
    kept = {one.name: one for one in stored_scenarios(resources, opened)}.get(SCENARIO, Scenario(name=SCENARIO))
    if proposed.about == "camp":
        camp = str(proposed.camp_id)
        others = tuple(change for change in kept.vulnerability if change.camp_id != camp)
        new = VulnerabilityChange(camp_id=camp, vulnerability=weight)
        return kept.model_copy(update={"vulnerability": (*others, new)})
    item = str(proposed.item_id)
    rest = tuple(change for change in kept.priorities if change.item_id != item)
    return kept.model_copy(update={"priorities": (*rest, PriorityChange(item_id=item, priority=weight))})


def _record(
    resources: Resources,
    opened: OpenOperation,
    act: Act,
    proposed: ProposedPriority,
    actor: Actor,
    reason: str,
    weight: float,
) -> None:
    seen = {
        "data_version": opened.version.id,
        "weight": weight,
        "fingerprint": proposed.fingerprint,
        "proposal": asdict(proposed),
    }
    subject = f"{_SUBJECT}{proposed.key}"
    resources.store.decisions.record(Decision(act, actor, opened.version.operation, subject, reason.strip(), seen))
