"""What was wrong with the address a session began with, said until it has been read."""

import streamlit as st

from ui import state
from ui.components.states import failing_panel
from ui.language import say


def show_address_fault() -> None:
    """The panel of a link that cannot be followed; pages run themselves again, so it stays until it is put away."""
    fault = state.address_fault()
    if fault is None:
        return
    message, hint = fault
    if failing_panel(say("The link cannot be followed"), "", message, hint, key="address", button=say("Go on")):
        state.tell_address_fault(None)
        st.rerun()
