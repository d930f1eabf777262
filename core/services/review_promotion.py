"""Accept or decline a proposed model; who proposed one does not accept it."""

from core.domain.access import Actor, Right, alone, require, require_another
from core.domain.decision import Act
from core.domain.same_name import name_key
from core.errors import NotAllowed, RegistryError, StoreError
from core.services.propose_promotion import proposal_for, refuse_long
from core.services.resources import Resources
from core.services.what_was_seen import what_was_seen
from core.store import ModelProposal, ModelState


def accept_promotion(resources: Resources, number: int, actor: Actor, reason: str = "") -> ModelProposal:
    """Accept a model that somebody else proposed; it may then be promoted or deployed.

    Raises
    ------
    NotAllowed
        Unless the actor may promote models and is not who proposed it. At a machine without accounts two different
        names are asked for as soon as somebody gives one; without any, the record says that one person did both.
    StoreError
        If there is no such proposal, or it was decided already.
    RegistryError
        If the version has other files now than were proposed, or what its compliance check found must be mended first.
    """
    proposal = resources.store.model_proposals.get(number)
    require_second_person(actor, proposal)
    refuse_long(reason)
    if resources.registry.fingerprint(proposal.version) != proposal.fingerprint:
        raise RegistryError(
            f"The files of model {proposal.version} are not those that proposal {number} is about.",
            f"Propose it again: `aid models propose {proposal.version}`.",
        )
    blocking = [check for check in proposal.compliance["checks"] if check["blocks"] and not check["passed"]]
    if blocking:
        raise RegistryError(
            f"Proposal {number} cannot be accepted: {'; '.join(check['found'] for check in blocking)}.",
            "; ".join(check["mend"] for check in blocking).capitalize() + ", and propose it again.",
        )
    return resources.store.model_proposals.accept(number, actor, reason.strip(), what_was_seen(resources))


def decline_promotion(resources: Resources, number: int, actor: Actor, reason: str) -> ModelProposal:
    """Decline a proposed model, with a reason; it is the challenger no longer. One's own may be declined too.

    Raises
    ------
    NotAllowed
        Unless the actor may promote models.
    StoreError
        If no reason is given, there is no such proposal, or it was decided already.
    """
    require(actor, Right.PROMOTE_MODEL)
    refuse_long(reason)
    if not reason.strip():
        raise StoreError(f"Proposal {number} was not declined: no reason is given.", "Say why; its author reads it.")
    done = resources.store.model_proposals.decline(number, actor, reason.strip(), what_was_seen(resources))
    if resources.registry.challenger() == done.version:
        resources.registry.challenge(None)
    return done


def require_second_person(actor: Actor, proposal: ModelProposal) -> None:
    """Refuse whoever may not accept a proposal; raises as ``accept_promotion``."""
    require_another(actor, proposal.author, Right.PROMOTE_MODEL)
    is_named = actor.name != alone(actor.door).name
    if is_named and name_key(actor.name) == name_key(proposal.author):
        raise NotAllowed(
            f"{actor.name} proposed model {proposal.version} and may not accept it too.",
            f'A second person accepts it: `aid models accept {proposal.id} --by "NAME"`.',
        )


def accepted_proposal(resources: Resources, version: str) -> ModelProposal | None:
    """The accepted proposal of the files a version has now; None where there is none.

    The record of decisions must say the same; and a version that was withdrawn since has to be proposed anew.
    """
    found = proposal_for(resources, version, ModelState.ACCEPTED)
    if found is None:
        return None
    for entry in resources.store.decisions.entries():
        if entry.act == Act.ROLL_BACK_MODEL and entry.seen.get("withdrawn") == version:
            return None
        if entry.act == Act.ACCEPT_MODEL and entry.seen.get("proposal") == found.id:
            return found if entry.seen.get("evidence_sha256") == found.evidence_sha256 else None
    return None
