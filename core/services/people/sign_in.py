"""Sign in and out: one answer to every wrong try, and a wait that grows with each."""

import logging
import secrets
from dataclasses import dataclass

from core.domain.access import Actor, Role
from core.domain.account_name import faults_of_name
from core.domain.same_name import email_key
from core.errors import SignInRefused
from core.log import log_event
from core.metrics.meter import METER
from core.metrics.metric_names import SIGN_IN_FAILURES
from core.services.people.passwords import hash_password, is_outdated, is_password
from core.services.resources import Resources
from core.store import Account

logger = logging.getLogger(__name__)

FREE_FAILURES = 2
"""Wrong tries after which the next may follow at once."""
LONGEST_WAIT_SECONDS = 900.0
LONGEST_EMAIL = 320


@dataclass(frozen=True)
class NewSession:
    """What a sign-in gives: the token, known to its holder alone, and what the person has to know.

    Attributes
    ----------
    must_change
        Whether a password of their own has to be chosen before anything else.
    """

    token: str
    name: str
    roles: frozenset[Role]
    must_change: bool


def wait_seconds(failures: int) -> float:
    """Seconds to the next try after so many wrong ones: none, none, 2, 4, 8, up to a quarter of an hour.

    Examples
    --------
    >>> [wait_seconds(failures) for failures in (1, 2, 3, 4, 5, 50)]
    [0.0, 0.0, 2.0, 4.0, 8.0, 900.0]
    """
    over = failures - FREE_FAILURES
    return 0.0 if over <= 0 else min(2.0 ** min(over, 20), LONGEST_WAIT_SECONDS)


def sign_in(resources: Resources, name: str, password: str, door: str) -> NewSession:
    """Begin a session of the account with this name and password.

    An unknown name, a disabled account and a wrong password give the same words after the same time.

    Raises
    ------
    SignInRefused
        If they do not go together, or it is too early for another try of this name at this door.
    """
    store = resources.store
    wait = store.failed_sign_ins.count_try(name, door, wait_seconds)
    if wait > 0:
        _refused(door, "too early", wait_seconds=round(wait))
        raise SignInRefused(f"There were too many wrong tries. {told_wait(wait)}", "Then try again.")
    # a name that no account can have is not looked for: a database cannot be asked for every string
    account = None if faults_of_name(name) else store.accounts.find(name)
    fits = is_password(account.password_hash if account else None, password)
    if account is None or not fits or account.disabled is not None:
        _refused(door, "name and password", account=account.id if account else None)
        raise SignInRefused(
            "Name and password do not go together.", "Try again; after several wrong tries there is a wait."
        )
    store.failed_sign_ins.forget(name, door)
    if account.password_hash and is_outdated(account.password_hash):
        store.accounts.rehash(account.id, account.password_hash, hash_password(password))
    return _begin(resources, account, door, by_password=True)


def sign_in_by_email(resources: Resources, email: str, door: str, *, is_verified: bool) -> NewSession:
    """Begin a session of somebody whom an identity provider has recognised.

    Parameters
    ----------
    is_verified
        Whether the provider says that the e-mail is the person's own.

    Raises
    ------
    SignInRefused
        If the e-mail is not verified, its account is disabled, or no account has it and unknown ones are refused.
    """
    email = email_key(email)
    if not is_verified or not email.isprintable() or not 3 <= len(email) <= LONGEST_EMAIL or "@" not in email:
        _refused(door, "e-mail not verified")
        raise SignInRefused(
            "The identity provider gave no e-mail that it has verified.", "Ask whoever looks after the provider."
        )
    account = resources.store.accounts.find_email(email)
    if account is None and resources.settings.is_unknown_email_viewer and not faults_of_name(email):
        account = resources.store.accounts.add(
            email, None, {Role.VIEWER}, Actor("identity provider", frozenset(), door), email=email, must_change=False
        )
    if account is None or account.disabled is not None:
        _refused(door, "no account for e-mail", account=account.id if account else None)
        raise SignInRefused("No account that can be used has this e-mail.", "Ask an administrator for an account.")
    return _begin(resources, account, door, by_password=False)


def sign_out(resources: Resources, token: str, door: str) -> None:
    """End a session; a token that is of none ends nothing."""
    found = resources.store.sessions.find(token) if token else None
    if found is not None and found[0].door == door:
        resources.store.sessions.end(found[1].id, only=found[0].id)
        log_event(logger, logging.INFO, "signed out", account=found[1].id, door=door)


def told_wait(seconds: float) -> str:
    """How long to wait, in words, rounded up.

    Examples
    --------
    >>> told_wait(1.2), told_wait(130)
    ('Wait 2 seconds.', 'Wait 3 minutes.')
    """
    if seconds <= 90:
        whole = max(1, int(-(-seconds // 1)))
        return f"Wait {whole} second{'s' if whole != 1 else ''}."
    return f"Wait {int(-(-seconds // 60))} minutes."


def _begin(resources: Resources, account: Account, door: str, *, by_password: bool) -> NewSession:
    token = secrets.token_urlsafe(32)
    resources.store.sessions.begin(account.id, token, door, by_password=by_password)
    log_event(logger, logging.INFO, "signed in", account=account.id, door=door)
    return NewSession(token, account.name, account.roles, by_password and account.must_change)


def _refused(door: str, reason: str, **told: int | None) -> None:
    """Log and count a try that was refused; what was typed is told to nobody, it may be a password."""
    METER.count(SIGN_IN_FAILURES, door=door, reason=reason)
    log_event(logger, logging.WARNING, "sign-in refused", door=door, kind=reason, **told)
