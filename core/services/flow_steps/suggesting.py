"""Put a trained version before the people who may promote it."""

from importlib import import_module

from core.domain.access import Actor
from core.services.resources import Resources


def put_forward(resources: Resources, version: str, actor: Actor, reason: str) -> int:
    """Suggest a version; gives the number of the proposal."""
    suggest_promotion = import_module("core.services.propose_promotion").suggest_promotion
    return int(suggest_promotion(resources, version, actor=actor, reason=reason).id)
