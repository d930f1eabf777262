"""Who acts, through which door, and what each role may do; services ask here before they change anything."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from core.domain.same_name import name_key
from core.errors import NotAllowed


class Role(StrEnum):
    """What a person is to the planner."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    COORDINATOR = "coordinator"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """One thing that may be done; the value is how it is said after "may"."""

    LOOK = "look at operations and plans"
    EXPORT = "take data out"
    EXPORT_CONFIDENTIAL = "take confidential data out"
    SUBMIT_DATA = "submit data"
    ANSWER = "answer questions about data"
    APPROVE_DATA = "approve data"
    PUBLISH_DATA = "publish data"
    ROLL_BACK = "go back to an earlier data version"
    KEEP_SCENARIO = "keep and delete scenarios"
    OVERRIDE = "give a figure of their own beside a forecast"
    PROPOSE_PLAN = "propose a plan"
    APPROVE_PLAN = "approve a plan"
    ISSUE_WAYBILLS = "issue waybills"
    TRAIN_MODEL = "train models"
    PROMOTE_MODEL = "promote a model"
    BACK_UP = "make a safety copy"
    RESTORE = "put a safety copy back"
    MANAGE_PEOPLE = "manage accounts"
    MANAGE_WEBHOOKS = "say which addresses are told of changes"
    MANAGE_CONNECTORS = "say which addresses are asked for figures"


_VIEWER = {Right.LOOK, Right.EXPORT}
_ANALYST = {*_VIEWER, Right.SUBMIT_DATA, Right.ANSWER, Right.KEEP_SCENARIO, Right.OVERRIDE, Right.TRAIN_MODEL}
_COORDINATOR = {*_ANALYST, Right.PROPOSE_PLAN, Right.PUBLISH_DATA, Right.ISSUE_WAYBILLS}
_APPROVER = {
    *_VIEWER,
    Right.EXPORT_CONFIDENTIAL,
    Right.APPROVE_DATA,
    Right.PUBLISH_DATA,
    Right.ROLL_BACK,
    Right.APPROVE_PLAN,
    Right.PROMOTE_MODEL,
}
_ADMINISTRATOR = {
    *_VIEWER,
    Right.EXPORT_CONFIDENTIAL,
    Right.BACK_UP,
    Right.RESTORE,
    Right.MANAGE_PEOPLE,
    Right.MANAGE_WEBHOOKS,
    Right.MANAGE_CONNECTORS,
}

RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        Role.VIEWER: frozenset(_VIEWER),
        Role.ANALYST: frozenset(_ANALYST),
        Role.COORDINATOR: frozenset(_COORDINATOR),
        Role.APPROVER: frozenset(_APPROVER),
        Role.ADMINISTRATOR: frozenset(_ADMINISTRATOR),
    }
)
"""Rights of each role. Whoever looks after the machine has no say in data and plans unless given that role too."""


class Scope(StrEnum):
    """What a key of the API may be used for; it never gives more than the roles of its account."""

    READ = "read"
    WRITE = "write"
    PLAN = "plan"
    APPROVE = "approve"
    CONFIDENTIAL = "confidential"
    MODELS = "models"


SCOPES: Mapping[Scope, frozenset[Right]] = MappingProxyType(
    {
        Scope.READ: frozenset({Right.LOOK, Right.EXPORT}),
        Scope.WRITE: frozenset({Right.SUBMIT_DATA, Right.ANSWER, Right.KEEP_SCENARIO, Right.OVERRIDE}),
        Scope.PLAN: frozenset({Right.PROPOSE_PLAN, Right.ISSUE_WAYBILLS}),
        Scope.APPROVE: frozenset({Right.APPROVE_DATA, Right.PUBLISH_DATA, Right.ROLL_BACK, Right.APPROVE_PLAN}),
        Scope.CONFIDENTIAL: frozenset({Right.EXPORT_CONFIDENTIAL}),
        Scope.MODELS: frozenset({Right.TRAIN_MODEL, Right.PROMOTE_MODEL}),
    }
)
"""Rights of each scope; accounts and safety copies are looked after by people, never with a key."""


def rights_of_scopes(scopes: Iterable[Scope]) -> frozenset[Right]:
    """Rights that a key with these scopes may use at most."""
    return frozenset().union(*(SCOPES[scope] for scope in scopes))


@dataclass(frozen=True)
class Actor:
    """Who acts.

    Attributes
    ----------
    name
        Under which the act is recorded; two actors whose names have one ``name_key`` are one person.
    roles
        Every role the person has.
    door
        Through what they came: ``page``, ``command line``, ``api``, ``flow``.
    signed_in
        Whether somebody proved to be this person; False while no account exists and one person has the machine to
        themselves, where no second person can be asked for.
    limited_to
        Rights that may be used at most, whatever the roles; None where nothing limits them.
    """

    name: str
    roles: frozenset[Role]
    door: str
    signed_in: bool = True
    limited_to: frozenset[Right] | None = None

    def may(self, right: Right) -> bool:
        """Whether any of the actor's roles gives the right, and nothing keeps it from being used."""
        is_within = self.limited_to is None or right in self.limited_to
        return is_within and any(right in RIGHTS[role] for role in self.roles)


def alone(door: str, name: str = "") -> Actor:
    """The one person at a machine without accounts: every role, no proof of who it is."""
    return Actor(name or "this machine", frozenset(Role), door, signed_in=False)


def require(actor: Actor, right: Right) -> None:
    """Refuse unless the actor has a right.

    Raises
    ------
    NotAllowed
        Says who may.
    """
    if not actor.may(right):
        if actor.limited_to is not None and right not in actor.limited_to:
            wanted = next((scope.value for scope in Scope if right in SCOPES[scope]), None)
            raise NotAllowed(
                f"The key of {actor.name} may not be used to {right}.",
                f"Use a key with the scope {wanted}." if wanted else "Sign in on a page or the command line for this.",
            )
        holders = " or ".join(role.value for role in Role if right in RIGHTS[role])
        roles = ", ".join(sorted(actor.roles)) or "no role"
        raise NotAllowed(f"{actor.name} ({roles}) may not {right}.", f"Ask somebody who is {holders}.")


def require_another(actor: Actor, before: str, right: Right) -> None:
    """Refuse unless the actor has a right and is not the person who acted before.

    At a machine without accounts there is no second person; the record then says that one person did both.

    Raises
    ------
    NotAllowed
        If the same person would do both, or has not the right.
    """
    require(actor, right)
    if actor.signed_in and name_key(actor.name) == name_key(before):
        raise NotAllowed(
            f"{actor.name} submitted this and may not {right} of their own.", "Ask a second person who has the right."
        )
