"""Keys of the API: made for an account with scopes, listed, ended; and who acts with one."""

import datetime as dt
import logging
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.domain.access import Actor, Right, Scope, alone, require, rights_of_scopes
from core.domain.account_name import faults_of_name
from core.errors import AidError, SignInNeeded
from core.log import log_event
from core.services.people.who_acts import is_sign_in_required
from core.services.resources import Resources
from core.store import ApiKey

__all__ = ["ApiKey", "NewKey", "create_key", "keys_of", "known_scopes", "revoke_key", "who_acts_with_key"]

logger = logging.getLogger(__name__)

DOOR = "api"
BEGINS = "aid_"
"""So that a key that got somewhere by mistake is recognised for what it is."""
LONGEST_LABEL = 80
MOST_DAYS = 3650


@dataclass(frozen=True)
class NewKey:
    """A key with its secret, which is stored nowhere and shown once."""

    key: ApiKey
    secret: str


def create_key(
    resources: Resources,
    account: str,
    scopes: Iterable[str],
    actor: Actor,
    label: str = "",
    days: int | None = None,
) -> NewKey:
    """Make a key that acts as an account, within scopes; read is always one of them.

    Parameters
    ----------
    days
        After which it ends by itself; None for never.

    Raises
    ------
    NotAllowed
        Unless the actor may manage accounts.
    AidError
        If there is no such account or scope, or label or days cannot be used.
    """
    require(actor, Right.MANAGE_PEOPLE)
    wanted = known_scopes(scopes)
    found = None if faults_of_name(account) else resources.store.accounts.find(account)
    if found is None:
        raise AidError(f"There is no account “{account[:80]}”.", "Look at the list of accounts.")
    label = label.strip()
    if len(label) > LONGEST_LABEL or not label.isprintable():
        raise AidError(f"A label has at most {LONGEST_LABEL} characters, on one line.", "Say it shorter.")
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise AidError(f"{days:,} days were given; 1 to {MOST_DAYS:,} can be.", "Choose another number.")
    expires = None if days is None else resources.store.now() + dt.timedelta(days=days)
    secret = BEGINS + secrets.token_urlsafe(32)
    made = resources.store.api_keys.add(found, secret, label, wanted, actor, expires)
    log_event(logger, logging.INFO, "API key made", number=made.id, account=found.id, door=actor.door)
    return NewKey(made, secret)


def keys_of(resources: Resources, actor: Actor) -> Sequence[ApiKey]:
    """Every key, ended ones too.

    Raises
    ------
    NotAllowed
        Unless the actor may manage accounts.
    """
    require(actor, Right.MANAGE_PEOPLE)
    return resources.store.api_keys.all()


def revoke_key(resources: Resources, number: int, actor: Actor) -> ApiKey:
    """End a key at once. Raises as above, and StoreError where it is unknown or ended."""
    require(actor, Right.MANAGE_PEOPLE)
    return resources.store.api_keys.revoke(number, actor)


def known_scopes(scopes: Iterable[str]) -> frozenset[Scope]:
    """Scopes from their words, with read among them.

    Raises
    ------
    AidError
        If a word is no scope.
    """
    given = list(scopes)
    unknown = [scope for scope in given if scope not in set(Scope)]
    if unknown:
        came = ", ".join(f"“{scope[:40]}”" for scope in unknown)
        raise AidError(f"Expected scopes of {', '.join(Scope)}; got {came}.", "Name one scope or several.")
    return frozenset({Scope.READ, *(Scope(scope) for scope in given)})


def who_acts_with_key(resources: Resources, secret: str) -> Actor:
    """Who acts over the API: the account of a key within its scopes, or whoever sits at a machine without accounts.

    Raises
    ------
    SignInNeeded
        If a key is needed and this is none that can be used; the same words for every reason a stranger could test.
    """
    if not is_sign_in_required(resources):
        return alone(DOOR)
    found = resources.store.api_keys.find(secret) if secret else None
    if found is None:
        raise SignInNeeded("No key that is known was sent.", _SEND)
    key, account = found
    if key.revoked is not None:
        raise SignInNeeded(f"API key {key.id} was ended.", _SEND)
    if key.expires is not None and key.expires <= resources.store.now():
        raise SignInNeeded(f"API key {key.id} ended on {key.expires:%Y-%m-%d}.", _SEND)
    if account.disabled is not None:
        raise SignInNeeded(f"The account {account.name} is disabled.", "Ask an administrator.")
    # the record of decisions names the account, and by the door the key
    return Actor(account.name, account.roles, f"{DOOR} key {key.id}", limited_to=rights_of_scopes(key.scopes))


_SEND = "Send `Authorization: Bearer KEY`; an administrator makes keys with `aid api keys create ACCOUNT`."
