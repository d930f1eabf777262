"""What a stranger sees, whatever address they came by: the way in, and nothing of the operation."""

import streamlit as st

from core.errors import AidError
from core.services.people.own_account import choose_password
from core.services.people.sign_in import sign_in, sign_in_by_email
from ui import actor, cache, state, tell_accounts
from ui.components import caption, failing_panel, headline
from ui.language import say

NAME, PASSWORD = "sign-in:name", "sign-in:password"
NEW, AGAIN = "sign-in:new", "sign-in:again"


def show_sign_in(why: str) -> None:
    """The form to sign in with; the page of the address comes after it.

    Parameters
    ----------
    why
        Why a session has ended; empty where there was none.
    """
    # a session that has ended does not begin again by itself, and who was refused is not asked about on every run
    if provider_knows_who() and not why and state.sign_in_fault() is None:
        _enter_by_provider()
    headline(say("Sign in to the planner"), why)
    _show_fault()
    if not cache.resources().store.accounts.exist():
        failing_panel(
            say("There is no account yet"),
            "",
            say(tell_accounts.NONE_YET),
            say(tell_accounts.FIRST),
            key="sign-in:none",
        )
        return
    with st.form("sign-in", border=False, width=420):
        st.text_input(say("Name"), key=NAME, max_chars=200, autocomplete="username")
        st.text_input(say("Password"), key=PASSWORD, type="password", max_chars=1_000, autocomplete="current-password")
        st.form_submit_button(say("Sign in"), type="primary", key="sign-in:go", on_click=_enter)
    if provider_is_set_up():
        if st.button(say("Sign in with your organisation's account"), key="sign-in:provider"):
            st.login()
        if provider_knows_who() and st.button(say("Sign out there"), key="sign-in:provider-out", type="tertiary"):
            st.logout()
    caption(say(tell_accounts.STAYS_SIGNED_IN))


def show_change_first() -> None:
    """For who came with a one-time password: a password of their own, before anything else."""
    account = actor.signed_in().account
    headline(say("{name}, choose a password of your own", name=account.name), say(tell_accounts.GOOD_PASSWORD))
    _show_fault()
    with st.form("sign-in:change", border=False, width=420):
        st.text_input(say("New password"), key=NEW, type="password", autocomplete="new-password")
        st.text_input(say("The new one again"), key=AGAIN, type="password", autocomplete="new-password")
        st.form_submit_button(say("Take this password"), type="primary", key="sign-in:take", on_click=_change)


def provider_is_set_up() -> bool:
    """Whether ``.streamlit/secrets.toml`` names an identity provider."""
    return bool(st.secrets.load_if_toml_exists() and st.secrets.get("auth"))


def provider_knows_who() -> bool:
    """Whether the identity provider has told who this is."""
    return provider_is_set_up() and bool(st.user.get("is_logged_in", False))


def _show_fault() -> None:
    fault = state.sign_in_fault()
    if fault is not None:
        failing_panel(say("You are not in yet"), "", *fault, key="sign-in:refused")


def _enter() -> None:
    name, password = (str(st.session_state.get(key, "")) for key in (NAME, PASSWORD))
    st.session_state[PASSWORD] = ""
    try:
        session = sign_in(cache.resources(), name, password, actor.DOOR)
    except AidError as error:
        state.tell_sign_in_fault(error)
        return
    state.begin_session(session.token, session.name)


def _enter_by_provider() -> None:
    """The provider knows who this is; whether they may come in is said by the accounts."""
    claims = st.user.to_dict()
    email, is_verified = str(claims.get("email") or ""), claims.get("email_verified")
    try:
        session = sign_in_by_email(cache.resources(), email, actor.DOOR, is_verified=is_verified in (True, "true"))
    except AidError as error:
        state.tell_sign_in_fault(error)
        return
    state.begin_session(session.token, session.name)
    st.rerun()


def _change() -> None:
    new, again = (str(st.session_state.get(key, "")) for key in (NEW, AGAIN))
    for key in (NEW, AGAIN):
        st.session_state[key] = ""
    try:
        if new != again:
            raise AidError(say("The new password was typed in two ways."), say("Type it again."))
        choose_password(cache.resources(), actor.DOOR, state.session_token(), new)
    except AidError as error:
        state.tell_sign_in_fault(error)
        return
    state.tell_sign_in_fault(None)
