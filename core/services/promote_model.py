"""Serve a version that a second person accepted; what speaks against it needs a written reason."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from core.domain.access import Actor, Right, alone, require
from core.domain.decision import Act, Decision
from core.errors import RegistryError
from core.services.bias_bounds import reasons_needed
from core.services.check_compliance import Compliance, check_compliance
from core.services.evaluate_model import stored_evaluation
from core.services.propose_promotion import proposal_for, refuse_long, suggest_promotion
from core.services.resources import Resources
from core.services.review_promotion import accept_promotion, accepted_proposal
from core.services.what_was_seen import what_was_seen
from core.store import ModelProposal, ModelState

__all__ = ["Promotion", "promote_model"]

MOST_NAMED = 5
"""Groups named in a refusal; the rest are counted."""


@dataclass(frozen=True)
class Promotion:
    """What was promoted.

    Attributes
    ----------
    version
        Served from now on.
    needed
        What a reason was needed for; empty where none was.
    reason
        The reason given.
    proposal
        Number of the accepted proposal.
    """

    version: str
    needed: tuple[str, ...]
    reason: str
    proposal: int


def promote_model(
    resources: Resources,
    version: str,
    reason: str,
    today: dt.date,
    actor: Actor,
    tell: Callable[[str], None] = lambda _: None,
) -> Promotion:
    """Promote a version that was proposed with evidence and accepted by a second person, and record it.

    One person alone at a machine without accounts, who gives no name, proposes and accepts in this one step; the record
    then says that one person did both.

    Raises
    ------
    NotAllowed
        Unless the actor may promote a model.
    RegistryError
        If something speaks against it, or nothing was measured, and no reason is given; if what the compliance check
        found has to be mended first; if nobody proposed it, or no second person accepted it.
    ModelNotFound, ModelIntegrity
        If there is no such version, or its files are not what was stored.
    """
    require(actor, Right.PROMOTE_MODEL)
    resources.registry.load(version)
    reason = reason.strip()
    needed = reasons_needed(stored_evaluation(resources, version))
    refuse_long(reason)
    compliance = check_compliance(resources, version, today)
    needed += tuple(f"{one.check}: {one.found}" for one in compliance.needs_reason if one.check != "bias")
    _refuse_blocked(version, compliance)
    _refuse_unreasoned(version, needed, reason)
    proposal = accepted_proposal(resources, version) or _accepted_now(resources, version, reason, actor, tell)
    # on record first: a promotion that nobody recorded cannot be, one that was recorded and then failed can
    seen = what_was_seen(resources) | {
        "promoted": version,
        "promoted_fingerprint": resources.registry.fingerprint(version),
        "spoke_against": list(needed),
        "proposal": proposal.id,
        "evidence_sha256": proposal.evidence_sha256,
        "compliant": compliance.passed,
    }
    subject = f"model {version}"
    resources.store.decisions.record(Decision(Act.PROMOTE_MODEL, actor, subject=subject, reason=reason, seen=seen))
    resources.registry.promote(version)
    resources.registry.record_promotion(
        {
            "version": version,
            "day": today.isoformat(),
            "reason": reason,
            "needed": list(needed),
            "by": actor.name,
            "proposal": proposal.id,
            "proposed_by": proposal.author,
            "accepted_by": proposal.decided_by,
            "evidence_sha256": proposal.evidence_sha256,
            "compliant": compliance.passed,
        }
    )
    return Promotion(version, needed, reason, proposal.id)


def _accepted_now(
    resources: Resources, version: str, reason: str, actor: Actor, tell: Callable[[str], None]
) -> ModelProposal:
    """Whoever promotes accepts what waits, if that is theirs to do; one alone may propose it in the same breath."""
    waiting = proposal_for(resources, version, ModelState.PROPOSED)
    if waiting is not None:
        return accept_promotion(resources, waiting.id, actor, reason)
    if actor.signed_in or actor.name != alone(actor.door).name:
        raise RegistryError(
            f"Model {version} was not promoted: nobody has proposed it.",
            f"Propose it with its evidence, `aid models propose {version}`; a second person then promotes it.",
        )
    made = suggest_promotion(resources, version, actor=actor, reason=reason, tell=tell)
    return accept_promotion(resources, made.id, actor, reason)


def _refuse_blocked(version: str, compliance: Compliance) -> None:
    if compliance.blocking:
        raise RegistryError(
            f"Model {version} was not promoted: {'; '.join(one.found for one in compliance.blocking)}.",
            "; ".join(one.mend for one in compliance.blocking).capitalize() + ".",
        )


def _refuse_unreasoned(version: str, needed: tuple[str, ...], reason: str) -> None:
    if not needed or reason:
        return
    shown = "; ".join(needed[:MOST_NAMED])
    shown += f"; and {len(needed) - MOST_NAMED} more" if len(needed) > MOST_NAMED else ""
    raise RegistryError(
        f"Model {version} was not promoted: {shown}.",
        f'Say why it should serve all the same, `aid promote {version} --reason "..."`, or measure it again: '
        f"`aid models evaluate {version} --data DIR`.",
    )
