"""The vehicle that is marked on map and timeline."""

from collections.abc import Mapping

import streamlit as st

from ui.language import say

ALL = ""


def choose_vehicle(names: Mapping[str, str], name: str) -> str | None:
    """A select box of the vehicles that drive; None where all are looked at.

    Parameters
    ----------
    names
        Words of vehicles.
    name
        Of the dispatch, for the widget's key.
    """
    words = {ALL: say("All vehicles"), **names}
    chosen = st.selectbox(
        say("Mark a vehicle"), list(words), format_func=lambda each: words[each], key=f"dispatch:vehicle:{name}",
        persist_state="session",
    )  # fmt: skip
    return chosen or None
