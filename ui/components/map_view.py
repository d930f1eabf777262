"""Put a map on a page: it keeps its view while its layers change, and a click on a camp selects the camp everywhere."""

from collections.abc import Sequence

import folium
import streamlit as st
from streamlit_folium import st_folium

from core.look.palette import Theme
from ui import state
from ui.components.frame import caption
from ui.maps.clicks import clicked
from ui.maps.legend import GROUND_NOTE

HEIGHT = 560
"""Highest a map is, so that a phone can scroll past it."""
_RETURNED = ("last_active_drawing", "last_object_clicked_count")


def show_map(
    ground: folium.Map, layers: Sequence[folium.FeatureGroup], theme: Theme, *, key: str, height: int = HEIGHT
) -> None:
    """Show a map; clicking a camp selects it (``state.select_camp``) before the page runs again.

    Parameters
    ----------
    ground
        From ``maps.base_map``, made anew on this run.
    layers
        From ``maps.situation_layers`` or ``maps.change_layers``; a change of these keeps the view.
    theme
        The frame is made anew when the theme changes.
    key
        Page and map: ``map:main``.
    """
    full_key = f"{key}:{theme.name}"
    told = st_folium(
        ground,
        key=full_key,
        height=height,
        use_container_width=True,
        returned_objects=_RETURNED,
        feature_group_to_add=list(layers),
        render=False,  # the map is rendered on the way all the same; its frame need not be
        on_change=lambda: _take_click(full_key),
    )
    if not told.get("last_object_clicked_count"):
        state.forget_click(full_key)


def map_legend(html: str, colored: str) -> None:
    """Show the key of a map, and the line that says what is coloured and over which days."""
    st.html(html)
    caption(colored, GROUND_NOTE)


def _take_click(key: str) -> None:
    value = st.session_state.get(key) or {}
    feature = value.get("last_active_drawing") or {}
    camp = (feature.get("properties") or {}).get("camp_id")
    count = value.get("last_object_clicked_count")
    camp = clicked(camp) if isinstance(camp, str) else None
    if camp is not None and state.fresh_click(key, f"{camp} {count}" if count else None):
        state.select_camp(camp)
