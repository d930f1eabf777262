"""The front door of the pages: whether somebody may come in, and the line that says who they are."""

import logging
from dataclasses import dataclass

import streamlit as st

from core.errors import AidError, SignInNeeded
from core.log import log_event
from core.services.people.open_door import refuse_open_to_others
from core.services.people.sign_in import sign_out
from core.services.people.who_acts import SignedIn
from ui import actor, cache, state, tell_accounts, text
from ui.components import caption, error_panel
from ui.language import say
from ui.people import kept_sign_in
from ui.people.sign_in_view import provider_knows_who, show_change_first, show_sign_in

logger = logging.getLogger("core.front_door")

ACCOUNTS_PAGE = "pages/people/accounts.py"


@dataclass(frozen=True)
class Door:
    """Whether a page may be shown.

    Attributes
    ----------
    lets_in
        Whether pages may be drawn.
    signed_in
        Who came; None where nobody did, or everybody may do everything.
    why
        Why nobody is signed in any more; empty where nobody was.
    fault
        Why it cannot be known, or must not be left to anybody, who comes in; None where neither is so.
    """

    lets_in: bool
    signed_in: SignedIn | None = None
    why: str = ""
    fault: AidError | None = None


def front_door() -> Door:
    """Look who comes, at the beginning of every run and before anything of the operation is read.

    It stays shut where it cannot be known who comes, and where the server listens to other machines while everybody
    who reaches it could do everything.
    """
    try:
        if actor.is_open():
            refuse_open_to_others(st.get_option("server.address"))
            return Door(lets_in=True)
        kept_sign_in.take()
        signed_in = actor.signed_in()
    except SignInNeeded as error:
        return Door(lets_in=False, why=error.message if state.session_token() else "")
    except AidError as error:
        log_event(logger, logging.WARNING, "the front door stays shut", kind=type(error).__name__)
        return Door(lets_in=False, fault=error)
    state.hold_for(signed_in.account.name)
    return Door(lets_in=not signed_in.must_change, signed_in=signed_in)


def show_closed(door: Door) -> None:
    """What stands in place of every page while the door is shut."""
    if door.fault is not None:
        error_panel(door.fault)
    elif door.signed_in is not None:  # with a one-time password, else the door would be open
        show_change_first()
    else:
        show_sign_in(door.why)
        if door.why:
            kept_sign_in.forget(state.session_token())
        kept_sign_in.show_errand()


def show_who(door: Door) -> None:
    """At the foot of the menu: who is signed in with the way out, or that everybody may do everything."""
    with st.sidebar:
        if door.signed_in is None:
            caption(say(tell_accounts.OPEN))
            st.page_link(ACCOUNTS_PAGE, label=say("Set up accounts"))
            return
        account = door.signed_in.account
        caption(tell_accounts.who(account))
        if st.button(say("Sign out"), key="frame:sign_out", type="tertiary", help=text.plain(account.name)):
            leave()
        kept_sign_in.keep()


def leave() -> None:
    """Sign out, forget what is in this window and in the browser, and let the identity provider know."""
    token = state.session_token()
    sign_out(cache.resources(), token, actor.DOOR)
    state.forget_session()
    kept_sign_in.forget(token)
    if provider_knows_who():
        st.logout()
        st.stop()
    st.rerun()
