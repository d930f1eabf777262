"""Further questions about a plan, one at a time, each computed when it is asked."""

from collections.abc import Callable

import streamlit as st

from core.locale import message
from core.services.open_operation import OpenOperation
from core.services.plan_distribution import AuditedPlan
from ui.components import section
from ui.language import say
from ui.plan_page.alternatives import show_alternatives
from ui.plan_page.explain import show_explanation
from ui.plan_page.fairness import show_fairness
from ui.plan_page.futures import show_futures
from ui.plan_page.seek import show_seek

Question = Callable[[OpenOperation, AuditedPlan], None]

QUESTIONS: dict[str, Question] = {
    message("Is it fair?"): show_fairness,
    message("If need turns out differently"): show_futures,
    message("What would lift a camp"): show_explanation,
    message("What a floor takes"): show_seek,
    message("What else is as good"): show_alternatives,
}
"""What can be asked, in the words of the button, and what shows the answer."""


def show_more(opened: OpenOperation, audited: AuditedPlan) -> None:
    """Show the questions, and the answer to the one that is chosen."""
    section(say("Ask more of this plan"))
    chosen = st.segmented_control(
        say("Ask more of this plan"),
        list(QUESTIONS),
        format_func=say,
        key="plan:more",
        label_visibility="collapsed",
        persist_state="session",
    )
    if chosen in QUESTIONS:
        QUESTIONS[chosen](opened, audited)
