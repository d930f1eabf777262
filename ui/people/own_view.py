"""Everybody's own account: another password, sessions."""

import streamlit as st

from core.errors import AidError
from core.services.people.own_account import change_password, end_other_sessions, own_sessions
from ui import actor, cache, state, tell_accounts, text
from ui.components import caption, section, small_table
from ui.language import say

OLD, NEW, AGAIN = "accounts:old", "accounts:new", "accounts:again"


def show_own(has_password: bool) -> None:
    """Change the password, where the account has one; look at sessions and end the others."""
    password, sessions = st.columns(2, gap="large")
    with sessions:
        _show_sessions()
    with password:
        section(say("Your password"))
        if not has_password:
            caption(say("You sign in with your organisation's account; there is no password here."))
            return
        with st.form("accounts:password", border=False):
            st.text_input(say("Old password"), key=OLD, type="password", autocomplete="current-password")
            st.text_input(say("New password"), key=NEW, type="password", autocomplete="new-password")
            st.text_input(say("The new one again"), key=AGAIN, type="password", autocomplete="new-password")
            st.form_submit_button(say("Change the password"), key="accounts:change", on_click=_change)
        caption(say(tell_accounts.GOOD_PASSWORD), say("Your other sessions end."))


def _show_sessions() -> None:
    this, sessions = own_sessions(cache.resources(), actor.DOOR, state.session_token())
    section(
        say(
            "You are signed in {rest}",
            rest="once" if len(sessions) == 1 else say("{sessions} times", sessions=len(sessions)),
        )
    )
    small_table(tell_accounts.sessions_table(sessions, this))
    st.button(say("End the other sessions"), key="accounts:end", on_click=_end, disabled=len(sessions) == 1)
    settings = cache.resources().settings
    caption(
        say(
            "A session ends after {minutes} minutes without use, and after {hours} hours at the latest.",
            minutes=f"{settings.session_idle_minutes:g}",
            hours=f"{settings.session_hours:g}",
        )
    )


def _change() -> None:
    old, new, again = (str(st.session_state.get(key, "")) for key in (OLD, NEW, AGAIN))
    for key in (OLD, NEW, AGAIN):
        st.session_state[key] = ""
    try:
        if new != again:
            raise AidError(say("The new password was typed in two ways."), say("Type it again."))
        change_password(cache.resources(), actor.DOOR, state.session_token(), old, new)
    except AidError as error:
        state.tell_account(error.message, error.hint, is_done=False)
        return
    state.tell_account(say("Your password is changed, and your other sessions have ended."))


def _end() -> None:
    try:
        ended = end_other_sessions(cache.resources(), actor.DOOR, state.session_token())
    except AidError as error:
        state.tell_account(error.message, error.hint, is_done=False)
        return
    state.tell_account(say("{counted} ended.", counted=text.counted(ended, "session")))
