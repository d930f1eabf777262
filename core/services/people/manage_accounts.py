"""Administrators make accounts, give them roles, disable them and reset their passwords."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.domain.access import Actor, Right, Role, require
from core.domain.account_name import faults_of_name
from core.domain.same_name import written_name
from core.errors import AidError
from core.log import log_event
from core.services.people.passwords import hash_password, one_time_password, refuse_weak
from core.services.resources import Resources
from core.store import Account

__all__ = [
    "Account", "OneTime", "accounts_of", "change_roles", "create_account", "create_first_administrator",
    "disable_account", "enable_account", "known_roles", "reset_password",
]  # fmt: skip

logger = logging.getLogger(__name__)

LONGEST_EMAIL = 320


@dataclass(frozen=True)
class OneTime:
    """An account and the password for its next sign-in, which is stored nowhere and shown once."""

    account: Account
    password: str


def create_first_administrator(resources: Resources, name: str, actor: Actor, password: str = "") -> OneTime:
    """Make the first account, after which every door asks for a sign-in.

    Parameters
    ----------
    password
        The administrator's own; a one-time password is made where it is empty.

    Raises
    ------
    NotAllowed
        Unless the actor may manage accounts.
    AidError
        If name or password cannot be used.
    StoreError
        If an account exists already.
    """
    require(actor, Right.MANAGE_PEOPLE)
    _refuse_name(name, "")
    if password:
        refuse_weak(password, name)
    given = password or one_time_password()
    account = resources.store.accounts.add(
        name,
        hash_password(given),
        {Role.ADMINISTRATOR},
        actor,
        must_change=not password,
        only_as_first=True,
    )
    log_event(logger, logging.INFO, "first account made", account=account.id, door=actor.door)
    return OneTime(account, given)


def create_account(resources: Resources, name: str, roles: Iterable[str], actor: Actor, email: str = "") -> OneTime:
    """Make an account with a one-time password.

    Parameters
    ----------
    roles
        Words of ``Role``, one at least.
    email
        By which an identity provider names the person; empty where none does.

    Raises
    ------
    NotAllowed
        Unless the actor may manage accounts.
    AidError
        If name, e-mail or roles cannot be used; every fault is named.
    StoreError
        If name or e-mail is taken, or no account exists yet: the first is an administrator.
    """
    require(actor, Right.MANAGE_PEOPLE)
    _refuse_name(name, email)
    wanted = known_roles(roles)
    if not resources.store.accounts.exist():
        raise AidError(
            "No account exists yet, and the first one has to be an administrator's.",
            "Make it on the page Accounts or with `aid accounts create-first NAME`.",
        )
    password = one_time_password()
    account = resources.store.accounts.add(name, hash_password(password), wanted, actor, email=email.strip())
    log_event(logger, logging.INFO, "account made", account=account.id, roles=_told(wanted), door=actor.door)
    return OneTime(account, password)


def accounts_of(resources: Resources, actor: Actor) -> Sequence[Account]:
    """Every account, by name.

    Raises
    ------
    NotAllowed
        Unless the actor may manage accounts.
    """
    require(actor, Right.MANAGE_PEOPLE)
    return resources.store.accounts.all()


def change_roles(resources: Resources, name: str, roles: Iterable[str], actor: Actor) -> None:
    """Give an account these roles in place of those it has; open sessions have them at once.

    Raises
    ------
    NotAllowed
        Unless the actor may manage accounts.
    AidError
        If there is no such account or role.
    StoreError
        If no administrator would be left.
    """
    require(actor, Right.MANAGE_PEOPLE)
    wanted = known_roles(roles)
    account = _account(resources, name)
    resources.store.accounts.set_roles(account.id, wanted, actor)
    log_event(logger, logging.INFO, "roles changed", account=account.id, roles=_told(wanted), door=actor.door)


def disable_account(resources: Resources, name: str, actor: Actor) -> None:
    """Disable an account and end all its sessions; what it did stays recorded under its name. Raises as above."""
    require(actor, Right.MANAGE_PEOPLE)
    account = _account(resources, name)
    resources.store.accounts.disable(account.id, actor)
    log_event(logger, logging.INFO, "account disabled", account=account.id, door=actor.door)


def enable_account(resources: Resources, name: str, actor: Actor) -> None:
    """Let a disabled account be used again. Raises as above."""
    require(actor, Right.MANAGE_PEOPLE)
    account = _account(resources, name)
    resources.store.accounts.enable(account.id, actor)
    log_event(logger, logging.INFO, "account enabled", account=account.id, door=actor.door)


def reset_password(resources: Resources, name: str, actor: Actor) -> OneTime:
    """Give an account a one-time password and end its sessions. Raises as above."""
    require(actor, Right.MANAGE_PEOPLE)
    account = _account(resources, name)
    password = one_time_password()
    resources.store.accounts.set_password(
        account.id, hash_password(password), actor, must_change=True, keep_session=None
    )
    log_event(logger, logging.INFO, "password reset", account=account.id, door=actor.door)
    return OneTime(account, password)


def known_roles(roles: Iterable[str]) -> frozenset[Role]:
    """Roles from their words.

    Raises
    ------
    AidError
        If there is none, or a word is no role.
    """
    given = list(roles)
    unknown = [role for role in given if role not in set(Role)]
    if unknown or not given:
        came = f"got {', '.join(f'“{role[:40]}”' for role in unknown)}" if unknown else "got none"
        raise AidError(f"Expected roles of {', '.join(Role)}; {came}.", "Name one role or several.")
    return frozenset(Role(role) for role in given)


def _account(resources: Resources, name: str) -> Account:
    account = None if faults_of_name(name) else resources.store.accounts.find(name)
    if account is None:
        raise AidError(f"There is no account “{written_name(name)[:80]}”.", "Look at the list of accounts.")
    return account


def _refuse_name(name: str, email: str) -> None:
    faults = faults_of_name(name)
    email = email.strip()
    if email and (not email.isprintable() or " " in email or len(email) > LONGEST_EMAIL or email.count("@") != 1):
        faults.append("the e-mail is none")
    if faults:
        raise AidError(f"The account was not made: {'; '.join(faults)}.", "Correct this and try again.")


def _told(roles: Iterable[Role]) -> str:
    return ",".join(sorted(roles))
