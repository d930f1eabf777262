"""All camps or one: the one is selected on every page."""

from collections.abc import Mapping

import streamlit as st

from ui import state
from ui.language import say

ALL = ""
_ONE_CAMP = "needs:one-camp"


def camp_or_all(camps: Mapping[str, str]) -> str | None:
    """A select box of all camps together and each; returns the camp_id, None for all.

    Parameters
    ----------
    camps
        camp_id to name.
    """
    key = state.widget_key("needs", "camp")
    chosen = state.selected_camp(list(camps)) if state.is_open(_ONE_CAMP) else None
    st.session_state[key] = chosen or ALL
    words = {ALL: say("All camps"), **camps}
    st.selectbox(say("Camp"), list(words), format_func=lambda i: words[i], key=key, on_change=_take, args=(key,))
    return chosen


def _take(key: str) -> None:
    camp = st.session_state[key]
    state.leave_open(_ONE_CAMP, bool(camp))
    if camp:
        state.select_camp(camp)
