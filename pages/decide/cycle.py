"""What became of the plan: planned, sent, received, handed out, and what people said afterwards."""

import streamlit as st

from core.services.heard import heard as heard_in
from core.services.plans_to_dispatch import approved_plans
from ui import cache, state
from ui.components import empty_panel, headline, section
from ui.cycle_page import choose_plan, enter_heard, show_cycle, show_heard, show_priorities, words
from ui.language import say
from ui.opening import open_page
from ui.recording import show_recorded

opened = open_page()
heard = heard_in(opened.operation)
approved = approved_plans(cache.resources(), opened.version.operation)
answer = st.container()
if approved:
    cycle = cache.cycle(opened, choose_plan(approved))
    with answer:
        headline(*words.answer(opened.operation, cycle))
        show_recorded()
    if len(cycle.weeks):
        show_cycle(opened, cycle)
else:
    with answer:
        headline(*words.answer_without_plan(heard))
        show_recorded()
        pressed = empty_panel(
            say("No approved plan"),
            say("Propose a plan and have it approved; this page then follows it week by week."),
            key="cycle:empty",
            button=say("Open the plan"),
        )
    if pressed:
        st.switch_page("pages/decide/plan.py")
show_heard(opened, heard, cache.situation(opened, state.weeks_ahead()).camps)
show_priorities(opened)
section(say("Enter what people said"))
enter_heard(opened, cache.receiving(opened).as_of.date())
