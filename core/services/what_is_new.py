"""Whether anything of an operation changed since a page was drawn: cheap enough to be asked every few seconds."""

from core.services.effect_on_plan import newest_approved_plan
from core.services.resources import Resources


def stamp_of(resources: Resources, name: str) -> str:
    """Changes with a published data version (counts, receipts, roads), an approved plan and an answer to an action."""
    version = resources.store.latest_version(name)
    approved = newest_approved_plan(resources, name)
    answer = resources.store.actions.newest(name)
    return f"{version.id if version else 0} {approved.id if approved else 0} {answer}"
