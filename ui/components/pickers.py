"""Choices that hold on every page: camp, horizon, item."""

from collections.abc import Mapping, Sequence

import streamlit as st

from ui import state
from ui.language import say


def camp_picker(camps: Mapping[str, str], page: str, label: str = "") -> str | None:
    """A select box of camps; what is chosen is selected on every page.

    Parameters
    ----------
    camps
        camp_id to name, in the order to offer, the worst first.
    page
        Name of the page, for the widget's key.
    """
    ids = list(camps)
    chosen = state.selected_camp(ids)
    if chosen is None:
        return None
    key = state.widget_key(page, "camp")
    st.session_state[key] = chosen
    st.selectbox(label or say("Camp"), ids, format_func=lambda i: camps[i], key=key, on_change=_take_camp, args=(key,))
    return chosen


def weeks_picker(page: str, label: str = "", choices: Sequence[int] = state.WEEKS_AHEAD) -> int:
    """Buttons for the horizon in weeks; what is chosen holds on every page."""
    key = state.widget_key(page, "weeks")
    weeks = state.weeks_ahead()
    st.session_state[key] = weeks if weeks in choices else choices[0]
    st.segmented_control(label or say("Weeks ahead"), choices, key=key, on_change=_take_weeks, args=(key,))
    return int(st.session_state[key] or choices[0])


def _take_camp(key: str) -> None:
    state.select_camp(st.session_state[key])


def _take_weeks(key: str) -> None:
    if st.session_state[key] is not None:
        state.choose_weeks(st.session_state[key])
