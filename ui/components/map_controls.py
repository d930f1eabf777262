"""What a map shows: the measure in colour, and the layers that are switched on."""

from dataclasses import dataclass

import streamlit as st

from core.locale import message
from ui.language import say

NEED, DAYS, PEOPLE = message("Need met"), message("Days of cover"), message("People")


@dataclass(frozen=True)
class Shown:
    """The measure in colour, and which layers are drawn."""

    what: str
    camps: bool
    depots: bool
    routes: bool
    provinces: bool
    online: bool


def map_controls(has_items: bool) -> Shown:
    """Buttons of the measure and a list of layers; without items only people can be shown."""
    choices = (NEED, DAYS, PEOPLE) if has_items else (PEOPLE,)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        what = st.segmented_control(
            say("What the colours show"),
            choices,
            format_func=say,
            default=choices[0],
            required=True,
            key=f"map:what:{has_items}",
            label_visibility="collapsed",
            persist_state="session",
        )
        with st.popover(say("Layers"), icon=":material/layers:", key="map:layers"):
            camps = _switch("camps", say("Camps"), True)
            depots = _switch("depots", say("Depots"), True)
            routes = _switch("routes", say("Routes and flows"), True)
            provinces = _switch("provinces", say("Provinces"), True)
            online = _switch("online", say("Online background map (needs internet)"), False)
    return Shown(str(what or choices[0]), camps, depots, routes, provinces, online)


def _switch(name: str, label: str, default: bool) -> bool:
    return st.toggle(label, value=default, key=f"map:layer:{name}", persist_state="session")
