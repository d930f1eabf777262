"""Who acts on the command line: the one place where commands learn it."""

import os
from typing import TYPE_CHECKING

from core.errors import AidError
from entrypoints.commands.kept_sign_in import kept_token

if TYPE_CHECKING:
    from core.domain.access import Actor
    from core.services.resources import Resources

DOOR = "command line"


def acting(name: str = "") -> "Actor":
    """Who runs this command: whoever signed in, or at a machine without accounts whoever sits there.

    Parameters
    ----------
    name
        The name somebody gave with the command; where people sign in it can only be their own.

    Raises
    ------
    SignInNeeded
        If sign-in is required and there is none that can be used.
    AidError
        If the name given is not that of who signed in.
    """
    from core.bootstrap import build_resources
    from core.domain.same_name import name_key
    from core.services.people.who_acts import who_acts

    resources = build_resources()
    actor = who_acts(resources, DOOR, token_of(resources), name)
    if actor.signed_in and name.strip() and name_key(name) != name_key(actor.name):
        raise AidError(
            f"You are signed in as {actor.name}, and gave the name “{name.strip()[:80]}”.",
            "Leave the name away, or sign in as that person.",
        )
    return actor


def refuse_strangers() -> None:
    """Refuse to show what the store keeps to somebody who may not look at it; raises as ``acting``."""
    from core.domain.access import Right, require

    require(acting(), Right.LOOK)


def token_of(resources: "Resources") -> str:
    """Token of AID_TOKEN, else the one kept for AID_USER, else of who signed in last; empty where there is none."""
    given = os.environ.get("AID_TOKEN", "").strip()
    return given or kept_token(resources.settings.database_url, os.environ.get("AID_USER", "").strip())
