"""Go back to an earlier data version: its tables become the newest version; nothing between is lost."""

from core.domain.access import Actor, Right, require
from core.domain.decision import Act
from core.services.open_operation import OpenOperation
from core.services.resources import Resources
from core.services.what_was_seen import what_was_seen
from core.store import VersionInfo


def roll_back(
    resources: Resources, current: OpenOperation, version: VersionInfo, actor: Actor, reason: str = ""
) -> VersionInfo:
    """Make an earlier data version the newest again, in one transaction.

    Raises
    ------
    NotAllowed
        Unless the actor may go back to an earlier version.
    StoreError
        If a newer version exists than the one in use, or the earlier one is not what was stored.
    """
    require(actor, Right.ROLL_BACK)
    note = f"Back to version {version.number}"
    return resources.store.save_version(
        resources.store.load_version(version.id),
        parent=current.version.id,
        author=actor.name,
        note=f"{note}: {reason.strip()}" if reason.strip() else note,
        name=current.version.operation,
        actor=actor,
        act=Act.ROLL_BACK,
        seen=what_was_seen(resources, current.version) | {"back_to": version.id, "back_to_number": version.number},
    )


def version_numbered(resources: Resources, current: OpenOperation, number: int) -> VersionInfo:
    """A version of an operation by its number; raises ``StoreError``, naming those there are, if it has none."""
    return resources.store.version(number, current.version.operation)
