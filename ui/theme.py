"""The theme the person in front of the screen has chosen."""

import streamlit as st

from core.look.palette import LIGHT, THEMES, Theme


def current_theme() -> Theme:
    """Colours of the browser's theme; light where the browser has not said."""
    return THEMES.get(st.context.theme.type or "light", LIGHT)
