"""Who acts on a page, and what they may not do: the one place where pages learn it."""

from core.domain.access import Actor, Right, require
from core.errors import NotAllowed, SignInNeeded
from core.services.people.who_acts import SignedIn, is_sign_in_required, session_of, who_acts
from ui import cache, state

DOOR = "page"


def actor() -> Actor:
    """Who acts in this session.

    Raises
    ------
    SignInNeeded
        If sign-in is required and the session cannot be used any more.
    """
    return who_acts(cache.resources(), DOOR, state.session_token(), state.author())


def is_open() -> bool:
    """Whether everybody at this machine may do everything, for there is no account."""
    return not is_sign_in_required(cache.resources())


def signed_in() -> SignedIn:
    """The session of whoever is signed in, with a one-time password too.

    Raises
    ------
    SignInNeeded
        If there is none that can be used; says why.
    """
    return session_of(cache.resources(), DOOR, state.session_token())


def why_not(right: Right) -> str:
    """Why something may not be done, in words; empty where it may."""
    try:
        require(actor(), right)
    except SignInNeeded as error:
        return error.message
    except NotAllowed as error:
        return f"{error.message} {error.hint}"
    return ""
