"""What no vehicle carries, why, and the cheapest change that would serve it."""

import streamlit as st

from core.domain.dispatch import Dispatch
from core.locale import message
from core.services.describe_dispatch import unserved_words
from core.services.plans_to_dispatch import PlanToDispatch
from ui import text
from ui.components import section, small_table
from ui.language import say

MOST_ROWS = 12


def show_unserved(chosen: PlanToDispatch, dispatch: Dispatch) -> None:
    """The table, the heaviest first; nothing where everything is carried."""
    rows = unserved_words(chosen.operation, dispatch)
    if rows.empty:
        return
    section(say("What cannot be carried, and what would serve it"))
    small_table(rows.head(MOST_ROWS), numbers=(message("Not carried"),), strong=(message("To"),), wide=True)
    if len(rows) > MOST_ROWS:
        with st.expander(say("All {counted}", counted=text.counted(len(rows), "load"))):
            small_table(rows, numbers=(message("Not carried"),), strong=(message("To"),), wide=True)
