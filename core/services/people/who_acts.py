"""Who acts through a door: the holder of a session, or whoever sits at a machine without accounts."""

import datetime as dt
from dataclasses import dataclass

from core.domain.access import Actor, alone
from core.errors import SignInNeeded
from core.services.resources import Resources
from core.store import Account, Session

CLOCK_TOLERANCE = dt.timedelta(minutes=5)
"""By how much clocks of two processes may differ, or one be set right."""


@dataclass(frozen=True)
class SignedIn:
    """A session that can be used, and whose it is."""

    session: Session
    account: Account

    @property
    def must_change(self) -> bool:
        """Whether it began with a one-time password, with which nothing can be done but choose another."""
        return self.session.by_password and self.account.must_change

    def actor(self) -> Actor:
        """Who acts; without any role as long as the password is a one-time one."""
        roles = frozenset() if self.must_change else self.account.roles
        return Actor(self.account.name, roles, self.session.door)


def is_sign_in_required(resources: Resources) -> bool:
    """Whether every door asks for a sign-in: as soon as an account exists, or because the settings say so."""
    return resources.settings.is_sign_in_required or resources.store.accounts.exist()


def who_acts(resources: Resources, door: str, token: str, name: str = "") -> Actor:
    """Who acts.

    Parameters
    ----------
    door
        Through what they came.
    token
        Of their session; empty where there is none.
    name
        What they call themselves, heard only at a machine without accounts.

    Raises
    ------
    SignInNeeded
        If sign-in is required and the token is of no session that can be used.
    """
    if not is_sign_in_required(resources):
        return alone(door, name.strip())
    signed_in = session_of(resources, door, token)
    actor = signed_in.actor()
    if signed_in.must_change:
        raise SignInNeeded(
            f"{actor.name} signed in with a one-time password, with which nothing else can be done.",
            "Choose a password of your own first, on the page Accounts or with `aid accounts password`.",
        )
    return actor


def session_of(resources: Resources, door: str, token: str) -> SignedIn:
    """The session of a token, whose last use is now.

    Raises
    ------
    SignInNeeded
        If there is none, it is of another door, or it has ended; says which.
    """
    found = resources.store.sessions.find(token) if token else None
    if found is None and not resources.store.accounts.exist():
        raise SignInNeeded(
            "Sign-in is required, and there is no account yet.", "Make the first with `aid accounts create-first NAME`."
        )
    if found is None or found[0].door != door:
        raise SignInNeeded("Nobody is signed in.", _SIGN_IN)
    session, account = found
    now = resources.store.now()
    settings = resources.settings
    if account.disabled is not None:
        raise SignInNeeded(f"The account {account.name} is disabled.", "Ask an administrator.")
    if session.ended is not None:
        raise SignInNeeded("You are signed out.", _SIGN_IN)
    if session.last_seen - now > CLOCK_TOLERANCE:
        raise SignInNeeded("The clock was set back since your session began, so its end is not known.", _SIGN_IN)
    if now - session.created > dt.timedelta(hours=settings.session_hours):
        raise SignInNeeded(f"Your session ended after {settings.session_hours:g} hours.", _SIGN_IN)
    if now - session.last_seen > dt.timedelta(minutes=settings.session_idle_minutes):
        raise SignInNeeded(f"Your session ended after {settings.session_idle_minutes:g} minutes without use.", _SIGN_IN)
    resources.store.sessions.seen(session)
    return SignedIn(session, account)


_SIGN_IN = "Sign in on the page, or with `aid sign-in NAME` on the command line."
