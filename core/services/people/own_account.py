"""What everybody may do with their own account: change the password, look at sessions, end them."""

import datetime as dt
import logging
from collections.abc import Sequence

from core.errors import AidError, SignInNeeded, SignInRefused
from core.log import log_event
from core.services.people.passwords import hash_password, is_password, refuse_weak
from core.services.people.sign_in import told_wait, wait_seconds
from core.services.people.who_acts import session_of
from core.services.resources import Resources
from core.store import Session

logger = logging.getLogger(__name__)

CHOSEN_WITHIN = dt.timedelta(minutes=15)
"""After a sign-in with a one-time password, another one is chosen without it for so long."""


def change_password(resources: Resources, door: str, token: str, old: str, new: str) -> None:
    """Take another password for the account of a session; its other sessions end.

    Raises
    ------
    SignInNeeded
        If the session cannot be used.
    SignInRefused
        If the old password is not right, or it is too early for another try.
    AidError
        If the new one is easily guessed, or the old one again.
    """
    own = session_of(resources, door, token)
    account = own.account
    refuse_weak(new, account.name)
    failed = resources.store.failed_sign_ins
    # whoever sits down at an open session must not guess the password there either
    wait = failed.count_try(account.name, door, wait_seconds)
    if wait > 0:
        raise SignInRefused(f"There were too many wrong tries. {told_wait(wait)}", "Then try again.")
    if not is_password(account.password_hash, old):
        log_event(logger, logging.WARNING, "password not changed, old one wrong", account=account.id, door=door)
        raise SignInRefused(
            "The password you have now, or the one-time password, is not right.", "Nothing was changed; try again."
        )
    failed.forget(account.name, door)
    if old == new:
        raise AidError("The new password is the old one.", "Choose another.")
    resources.store.accounts.set_password(
        account.id, hash_password(new), own.actor(), must_change=False, keep_session=own.session.id
    )
    log_event(logger, logging.INFO, "password changed", account=account.id, door=door)


def choose_password(resources: Resources, door: str, token: str, new: str) -> None:
    """Choose a password in place of the one-time one that began the session; it is not asked for again.

    Raises
    ------
    SignInNeeded
        If the session cannot be used, or began so long ago that somebody else may sit there.
    AidError
        If the new one is easily guessed, or the one-time password again.
    """
    own = session_of(resources, door, token)
    account = own.account
    if not own.must_change:
        raise SignInNeeded("This account has a password of its own.", "Change it on the page Accounts.")
    if resources.store.now() - own.session.created > CHOSEN_WITHIN:
        minutes = CHOSEN_WITHIN.total_seconds() / 60
        raise SignInNeeded(f"The sign-in is more than {minutes:.0f} minutes old.", "Sign out, and in again.")
    refuse_weak(new, account.name)
    if is_password(account.password_hash, new):
        raise AidError("The new password is the one-time password.", "Choose another.")
    resources.store.accounts.set_password(
        account.id, hash_password(new), own.actor(), must_change=False, keep_session=own.session.id
    )
    log_event(logger, logging.INFO, "password chosen", account=account.id, door=door)


def own_sessions(resources: Resources, door: str, token: str) -> tuple[int, Sequence[Session]]:
    """Id of this session, and all sessions of its account that were not signed out, the newest first."""
    own = session_of(resources, door, token)
    return own.session.id, [s for s in resources.store.sessions.of(own.account.id) if s.ended is None]


def end_other_sessions(resources: Resources, door: str, token: str) -> int:
    """End every session of the account but this one. Returns how many ended."""
    own = session_of(resources, door, token)
    return resources.store.sessions.end(own.account.id, all_but=own.session.id)
