"""At the foot of the menu: the language that pages speak."""

import streamlit as st

from core.locale import LANGUAGES
from ui import state
from ui.language import language, say

KEY = "frame:language"


def show_language_choice() -> None:
    """Offer the languages, each by the name it calls itself."""
    codes = list(LANGUAGES)
    with st.sidebar:
        st.selectbox(
            say("Language"),
            codes,
            index=codes.index(language().code),
            format_func=lambda code: LANGUAGES[code].own_name,
            key=KEY,
            on_change=_take,
        )


def _take() -> None:
    state.choose_language(st.session_state[KEY])
