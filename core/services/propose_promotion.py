"""Propose a model to serve: it is put on record with its evidence, forecasts in the shadow, and waits for a person."""

from collections.abc import Callable

from core.domain.access import Actor, Right, require
from core.errors import RegistryError
from core.services.check_compliance import check_compliance
from core.services.promotion_evidence import gather_evidence
from core.services.resources import Resources
from core.services.what_was_seen import what_was_seen
from core.store import ModelDraft, ModelProposal, ModelState

LONGEST_REASON = 1_000
"""Characters."""


def suggest_promotion(
    resources: Resources,
    version: str,
    *,
    actor: Actor,
    reason: str,
    tell: Callable[[str], None] = lambda _: None,
) -> ModelProposal:
    """Make a version the challenger, gather its evidence, and put both before whoever decides.

    Nothing that is served changes. A schedule may suggest as well as a person; accepting is always a person's.

    Parameters
    ----------
    reason
        Why it is proposed: a schedule, drift, what somebody changed.
    tell
        Called with a line of text at each step; planning again takes a while.

    Raises
    ------
    NotAllowed
        Unless the actor may train models or promote one.
    StoreError
        If the same files wait for a decision already.
    RegistryError
        If the reason is too long.
    ModelNotFound, ModelIntegrity
        If there is no such version, or its files are not what was stored.
    """
    if not actor.may(Right.PROMOTE_MODEL):
        require(actor, Right.TRAIN_MODEL)
    refuse_long(reason)
    registry, now = resources.registry, resources.store.now()
    registry.load(version)
    evidence = gather_evidence(resources, version, now, tell)
    compliance = check_compliance(resources, version, now.date())
    draft = ModelDraft(
        version=version,
        fingerprint=registry.fingerprint(version),
        champion=evidence["champion"],
        evidence=evidence,
        compliance=compliance.to_json(),
        code_version=resources.code_version,
        note=reason.strip(),
        seen=what_was_seen(resources),
    )
    made = resources.store.model_proposals.propose(draft, actor)
    if registry.champion_or_none() != version:
        registry.challenge(version)
    return made


def proposals_of(
    resources: Resources, version: str | None = None, state: ModelState | None = None
) -> list[ModelProposal]:
    """Proposed models, newest first; of one version and in one state where they are named."""
    return resources.store.model_proposals.of(version, state)


def proposal_for(resources: Resources, version: str, state: ModelState) -> ModelProposal | None:
    """The newest proposal, in a state, of the files that a version has now; None where there is none."""
    fingerprint = resources.registry.fingerprint(version)
    return next((one for one in proposals_of(resources, version, state) if one.fingerprint == fingerprint), None)


def refuse_long(reason: str) -> None:
    """Refuse a reason that is too long to keep.

    Raises
    ------
    RegistryError
        Says how long it may be.
    """
    if len(reason) > LONGEST_REASON:
        raise RegistryError(
            f"The reason has {len(reason):,} characters, at most {LONGEST_REASON:,} are kept.", "Say it shorter."
        )
