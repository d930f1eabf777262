"""Go back, in one step, to the model that was served before."""

import datetime as dt
from dataclasses import dataclass

from core.domain.access import Actor, Right, require
from core.domain.decision import Act, Decision
from core.errors import ModelNotFound, RegistryError
from core.services.propose_promotion import refuse_long
from core.services.resources import Resources
from core.services.what_was_seen import what_was_seen


@dataclass(frozen=True)
class ModelRolledBack:
    """What was done: ``version`` serves from now on, ``withdrawn`` does not any more."""

    version: str
    withdrawn: str


def roll_back_model(resources: Resources, reason: str, today: dt.date, actor: Actor) -> ModelRolledBack:
    """Withdraw the champion and serve the version before it, which a second person had accepted in its day.

    One person is enough: going back is the safe way, and must not wait.

    Raises
    ------
    NotAllowed
        Unless the actor may promote models.
    ModelNotFound
        If no version was served before that can still be read.
    """
    require(actor, Right.PROMOTE_MODEL)
    refuse_long(reason)
    withdrawn = resources.registry.champion()
    target = version_before(resources, withdrawn)
    if target is None:
        raise ModelNotFound(
            f"No model served before {withdrawn} is stored and as it was.",
            "Choose a stored version with `aid models`, and promote it.",
        )
    return put_back(resources, target, withdrawn, reason, today, actor)


def put_back(
    resources: Resources, target: str, withdrawn: str, reason: str, today: dt.date, actor: Actor
) -> ModelRolledBack:
    """Serve ``target`` in place of ``withdrawn``, and record it; whoever calls has asked for the right."""
    seen = what_was_seen(resources) | {"withdrawn": withdrawn, "promoted": target}
    seen["promoted_fingerprint"] = resources.registry.fingerprint(target)
    decision = Decision(Act.ROLL_BACK_MODEL, actor, subject=f"model {target}", reason=reason.strip(), seen=seen)
    resources.store.decisions.record(decision)
    resources.registry.promote(target)
    resources.registry.record_promotion(
        {
            "version": target,
            "day": today.isoformat(),
            "reason": reason.strip(),
            "needed": [],
            "by": actor.name,
            "withdrawn": withdrawn,
        }
    )
    return ModelRolledBack(target, withdrawn)


def version_before(resources: Resources, version: str) -> str | None:
    """The version served before one, the first that can still be read; None where there is none."""
    for earlier in resources.registry.served_before(version):
        try:
            resources.registry.load(earlier)
        except RegistryError:
            continue
        return earlier
    return None
