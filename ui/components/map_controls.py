"""What a map shows: the measure in colour, and the layers that are switched on."""

from dataclasses import dataclass

import streamlit as st

NEED, DAYS, PEOPLE = "Need met", "Days of cover", "People"


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
            "What the colours show",
            choices,
            default=choices[0],
            required=True,
            key=f"map:what:{has_items}",
            label_visibility="collapsed",
            persist_state="session",
        )
        with st.popover("Layers", icon=":material/layers:", key="map:layers"):
            camps = _switch("Camps", True)
            depots = _switch("Depots", True)
            routes = _switch("Routes and flows", True)
            provinces = _switch("Provinces", True)
            online = _switch("Online background map (needs internet)", False)
    return Shown(str(what or choices[0]), camps, depots, routes, provinces, online)


def _switch(label: str, default: bool) -> bool:
    return st.toggle(label, value=default, key=f"map:layer:{label}", persist_state="session")
