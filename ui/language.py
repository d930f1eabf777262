"""The language of this session, and what pages say in it."""

import streamlit as st

from core.locale import ENGLISH, LANGUAGES, Language
from ui import state


def settle_language() -> None:
    """Settle the language at the beginning of a run: the one chosen, else the browser's where pages speak it."""
    if state.language_code() not in LANGUAGES:
        wanted = (st.context.locale or "").split("-")[0].lower()
        state.choose_language(wanted if wanted in LANGUAGES else ENGLISH.code)


def language() -> Language:
    """The language of this session; English before it is settled."""
    return LANGUAGES.get(state.language_code(), ENGLISH)


def say(english: str, **values: object) -> str:
    """What a page says, in the language of this session; ``english`` names places for values in braces."""
    return language().say(english, **values)
