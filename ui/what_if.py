"""A what-if that a page proposes becomes a draft of the session and the scenario in focus."""

import streamlit as st

from core.domain.scenario import Scenario
from core.services.name_scenario import free_name
from ui import state

MOST_COMPARED = 4


def take_what_if(scenario: Scenario) -> None:
    """Keep a scenario as a draft, set it beside those compared, look at it, and draw the page again."""
    named = scenario.model_copy(update={"name": free_name(scenario.name, state.drafts())})
    state.keep_draft(named)
    state.compare([*state.compared()[-(MOST_COMPARED - 1) :], named.name])
    state.save_scenario(named)
    st.rerun()
