"""Approve or reject a proposed plan; a person never approves their own."""

from core.domain.access import Actor, Right, require, require_another
from core.errors import StoreError
from core.services.resources import Resources
from core.services.what_was_seen import what_was_seen
from core.store import Proposal

LONGEST_REASON = 500
"""Characters."""


def approve_plan(resources: Resources, number: int, actor: Actor, reason: str = "") -> Proposal:
    """Approve a plan that somebody else proposed.

    Raises
    ------
    NotAllowed
        Unless the actor may approve plans and is not who proposed it.
    StoreError
        If there is no such plan, it was decided already, or one of its files is not what was proposed.
    """
    proposal = resources.store.proposals.get(number)
    require_another(actor, proposal.author, Right.APPROVE_PLAN)
    _refuse_long(reason)
    resources.store.proposals.files(number)  # nobody approves what cannot be shown again
    return resources.store.proposals.approve(number, actor, reason.strip(), _seen(resources, proposal))


def reject_plan(resources: Resources, number: int, actor: Actor, reason: str) -> Proposal:
    """Reject a proposed plan, with a reason; raises as ``approve_plan``, but one's own may be rejected too."""
    proposal = resources.store.proposals.get(number)
    require(actor, Right.APPROVE_PLAN)
    _refuse_long(reason)
    if not reason.strip():
        raise StoreError(f"Plan {number} was not rejected: no reason is given.", "Say why; its author reads it.")
    return resources.store.proposals.reject(number, actor, reason.strip(), _seen(resources, proposal))


def _seen(resources: Resources, proposal: Proposal) -> dict[str, object]:
    data = resources.store.version_of_id(proposal.data_version)
    newest = resources.store.latest_version(proposal.operation)
    # approving a plan made from older data is allowed, and the record says that newer ones were there
    return what_was_seen(resources, data, proposal.scenario) | {"newest_version": None if newest is None else newest.id}


def _refuse_long(reason: str) -> None:
    if len(reason) > LONGEST_REASON:
        raise StoreError(
            f"The reason has {len(reason):,} characters, at most {LONGEST_REASON} are kept.", "Say it shorter."
        )
