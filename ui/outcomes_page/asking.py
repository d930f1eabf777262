"""The form of the outcomes page: policies, weeks, futures, and whether later counts are what happens."""

from typing import cast

import streamlit as st

from core.domain.simulation import POLICY_NAMES, PolicyName, SimulationQuestion
from ui import tell_outcomes
from ui.language import say

WEEKS = (4, 6, 8, 12)
FUTURES = (5, 10, 20, 50, 100)
USUAL = SimulationQuestion(policies=("planner", "pro_rata"), weeks=4, futures=5)
"""What is asked before anybody chose: few runs, so that the first answer is there in a minute."""


def ask_outcomes() -> SimulationQuestion | None:
    """Show the choices; None where no policy is chosen."""
    policies_at, weeks_at, futures_at = st.columns([3, 1, 1], vertical_alignment="bottom")
    policies = policies_at.multiselect(
        say("Policies"),
        POLICY_NAMES,
        list(USUAL.policies),
        format_func=tell_outcomes.policy_name,
        key="outcomes:policies",
        persist_state="session",
    )
    weeks = weeks_at.selectbox(
        say("Weeks"), WEEKS, WEEKS.index(USUAL.weeks), key="outcomes:weeks", persist_state="session"
    )
    futures = futures_at.selectbox(
        say("Futures"), FUTURES, FUTURES.index(USUAL.futures), key="outcomes:futures", persist_state="session"
    )
    if not policies:
        return None
    chosen = tuple(cast(PolicyName, name) for name in POLICY_NAMES if name in policies)
    return SimulationQuestion(policies=chosen, weeks=int(weeks), futures=int(futures))
