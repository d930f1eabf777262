"""The page is drawn again, without being loaded, as soon as something of the operation changed."""

import streamlit as st

from core.errors import StoreError
from core.services.open_operation import OpenOperation
from core.services.what_is_new import stamp_of
from ui import cache

SECONDS_BETWEEN_LOOKS = 5


def look_for_news(opened: OpenOperation) -> None:
    """Look every few seconds whether another data version, approved plan or answer is there."""
    name = opened.version.operation
    _look(name, stamp_of(cache.resources(), name))


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def _look(name: str, drawn: str) -> None:
    try:
        is_new = stamp_of(cache.resources(), name) != drawn
    except StoreError:
        return  # a store that cannot be read now is looked at again
    if is_new:
        st.rerun()
