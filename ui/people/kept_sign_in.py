"""A sign-in is kept by the browser, over loading a page again and in other windows: taken, kept, forgotten.

It lies in a cookie that no script can read. The page gives the browser a code for it, never the token.
"""

import streamlit as st

from core.services.people.cookie_codes import CODES, ROUTE, CookieErrand, is_of_own_page
from ui import cache, state


def take() -> None:
    """In a window where nobody has signed in or out yet: who is signed in is whom the browser's cookie says."""
    if state.is_cookie_due() and not state.session_token() and is_of_own_page(st.context.headers):
        state.take_token(_token_of_cookie())


def keep() -> None:
    """Have the browser keep the sign-in of this window, unless it does."""
    token = state.session_token()
    if token != _token_of_cookie() and not state.has_errand(token, keeps=True):
        lasts_seconds = int(cache.resources().settings.session_hours * 3600)
        _give(token, lasts_seconds)
    show_errand()


def forget(token: str) -> None:
    """Have the browser forget a sign-in that has ended, at the end of this run or the next."""
    if token and not state.has_errand(token, keeps=False):
        _give(token, 0)


def show_errand() -> None:
    """What the browser is asked to do, on every run until it is done; takes no room on the page."""
    slot = st.empty()  # always there, so that what follows keeps its place
    code = state.errand_code()
    if CODES.is_waiting(code):
        # beside the page's own address, so it is found below whatever path a proxy puts before the pages
        request = f'{{method: "POST", body: "{code}", credentials: "same-origin", cache: "no-store"}}'
        slot.html(f'<script>fetch("{ROUTE}", {request}).catch(() => {{}})</script>', unsafe_allow_javascript=True)


def _give(token: str, max_age_seconds: int) -> None:
    code = CODES.give(CookieErrand(_cookie(), token, max_age_seconds))
    state.remember_errand(token, code, keeps=max_age_seconds > 0)


def _cookie() -> str:
    """Name of the cookie; browsers keep one jar for all ports of a machine, so each address has a name of its own.

    It is the port that the browser asked: several servers behind one address share one cookie.
    """
    host = st.context.headers.get("Host")
    if not host:
        return f"aid_session_{st.get_option('server.port')}"
    port = host.rpartition(":")[2]
    return f"aid_session_{port if port.isdecimal() and port.isascii() else 'web'}"


def _token_of_cookie() -> str:
    """Token that the browser sent when this window was connected; empty where it sent none."""
    return str(st.context.cookies.get(_cookie(), ""))
