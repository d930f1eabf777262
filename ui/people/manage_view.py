"""What an administrator does with accounts: make the first, make others, roles, disable, reset."""

from collections.abc import Callable, Sequence

import streamlit as st

from core.domain.access import Role
from core.errors import AidError
from core.locale import message
from core.services.people.manage_accounts import (
    OneTime,
    change_roles,
    create_account,
    create_first_administrator,
    disable_account,
    enable_account,
    reset_password,
)
from core.store import Account
from ui import cache, state, tell_accounts, text
from ui.actor import actor
from ui.components import caption, failing_panel, section, sentence_list, small_table
from ui.components.file_strip import done_line
from ui.language import say

NAME, NEW, AGAIN, EMAIL, ROLES = (f"accounts:new:{name}" for name in ("name", "password", "again", "email", "roles"))
WHOSE = "accounts:whose"


def show_first() -> None:
    """The form that makes the first account."""
    with st.form("accounts:first", border=False, width=420):
        st.text_input(say("Name of the administrator"), key=NAME, max_chars=80)
        st.text_input(say("Password"), key=NEW, type="password", autocomplete="new-password")
        st.text_input(say("The password again"), key=AGAIN, type="password", autocomplete="new-password")
        st.form_submit_button(say("Make the first account"), type="primary", key="accounts:first:go", on_click=_first)
    caption(say(tell_accounts.GOOD_PASSWORD))


def show_accounts(every: Sequence[Account]) -> None:
    """Everybody's account, and what may be changed about it."""
    small_table(tell_accounts.accounts_table(every), strong=(message("Name"),), wide=True)
    make, change = st.columns(2, gap="large")
    with make:
        section(say("Make an account"))
        with st.form("accounts:make", border=False):
            st.text_input(say("Name"), key=NAME, max_chars=80)
            st.text_input(say("E-mail (only for sign-in with the organisation's account)"), key=EMAIL, max_chars=320)
            st.multiselect(say("Roles"), list(Role), format_func=str, key=ROLES)
            st.form_submit_button(say("Make the account"), key="accounts:make:go", on_click=_make)
    with change:
        section(say("Change an account"))
        _show_change({one.name: one for one in every})
    with st.expander(say("What each role may do")):
        sentence_list([(f"{role.value.capitalize()}:", tell_accounts.role_line(role)) for role in Role])


def show_outcome() -> None:
    """What came of the last change, and a one-time password until it is put away."""
    if outcome := state.account_outcome():
        words, hint, is_done = outcome
        state.tell_account("")
        if is_done:
            done_line(words)
        else:
            failing_panel(say("It was not done"), "", words, hint, key="accounts:refused")
    if once := state.one_time():
        name, password = once
        with st.container(border=True, key="box-one-time"):
            section(say("One-time password of {name}", name=name))
            st.code(password, language=None)
            caption(say(tell_accounts.ONE_TIME))
            st.button(say("I have passed it on"), key="accounts:noted", on_click=state.show_one_time, args=("", ""))


def _show_change(by_name: dict[str, Account]) -> None:
    whose = st.selectbox(say("Account"), list(by_name), key=WHOSE)
    account = by_name[whose]
    key = f"accounts:roles:{account.id}:{tell_accounts.roles(account)}"
    chosen = st.multiselect(say("Its roles"), list(Role), default=[r for r in Role if r in account.roles], key=key)
    with st.container(horizontal=True):
        st.button(
            say("Save the roles"),
            key="accounts:roles",
            disabled=set(chosen) == account.roles or not chosen,
            on_click=_do,
            args=(
                lambda: change_roles(cache.resources(), whose, chosen, actor()),
                say("{whose} has other roles now.", whose=whose),
            ),
        )
        st.button(
            say("Reset the password"),
            key="accounts:reset",
            type="tertiary",
            on_click=_do,
            args=(
                lambda: reset_password(cache.resources(), whose, actor()),
                say("{whose} is signed out everywhere.", whose=whose),
            ),
        )
        if account.disabled is None:
            words = say("{whose} can no longer sign in; all sessions have ended.", whose=whose)
            act: Callable[[], None] = lambda: disable_account(cache.resources(), whose, actor())  # noqa: E731
            st.button(say("Disable"), key="accounts:disable", type="tertiary", on_click=_do, args=(act, words))
        else:
            words = say("{whose} can sign in again.", whose=whose)
            act = lambda: enable_account(cache.resources(), whose, actor())  # noqa: E731
            st.button(say("Enable"), key="accounts:enable", type="tertiary", on_click=_do, args=(act, words))


def _do(act: Callable[[], OneTime | None], words: str) -> None:
    try:
        made = act()
    except AidError as error:
        state.tell_account(error.message, error.hint, is_done=False)
        return
    state.tell_account(words)
    if made is not None:
        state.show_one_time(made.account.name, made.password)
        # the form that made it is for the next person
        st.session_state.update(dict.fromkeys({NAME, EMAIL} & set(st.session_state), ""))


def _first() -> None:
    name, new, again = (str(st.session_state.get(key, "")) for key in (NAME, NEW, AGAIN))
    st.session_state[NEW] = st.session_state[AGAIN] = ""

    def make() -> None:
        if new != again:
            raise AidError(say("The password was typed in two ways."), say("Type it again."))
        if not new:
            raise AidError(say("The password is blank."), say("Choose one."))
        create_first_administrator(cache.resources(), name, actor(), new)

    _do(
        make,
        say("{name} is administrator; every page and command asks for a sign-in from now on.", name=text.plain(name)),
    )


def _make() -> None:
    name, email, roles = (st.session_state.get(key) for key in (NAME, EMAIL, ROLES))
    given = str(name or "")
    words = say("The account of {name} is made.", name=given.strip())
    _do(lambda: create_account(cache.resources(), given, list(roles or ()), actor(), str(email or "")), words)
