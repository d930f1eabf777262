"""Under whose name something is saved: asked for while nobody signs in here, told where somebody did."""

import streamlit as st

from ui import state
from ui.actor import actor, is_open
from ui.components.frame import caption
from ui.language import say


def name_field(page: str, name: str = "author") -> None:
    """The field of the name on a page, remembered for the session; a line with the name where it is known."""
    if not is_open():
        caption(say("Saved under your name, {name}.", name=actor().name))
        return
    key = state.widget_key(page, name)
    st.session_state[key] = state.author()
    st.text_input(say("Your name"), key=key, max_chars=80, on_change=_take, args=(key,))


def _take(key: str) -> None:
    state.remember_author(st.session_state[key])
