"""What comes of policies when each is followed week by week, beside what is done today."""

import streamlit as st

from core.services.answer_question import simulate_question
from core.services.simulate_policies import what_a_simulation_lacks
from ui import cache, state, tell_outcomes
from ui.components import caption, empty_panel, headline, key_figures, stale_note
from ui.language import say
from ui.opening import open_page
from ui.outcomes_page import ask_outcomes, show_policies, show_without
from ui.plan_page.working_out import work_out

opened = open_page()
operation, scenario = opened.operation, state.load_scenario()
lacking = what_a_simulation_lacks(operation)
if lacking:
    headline(say("What comes of a policy in {name} cannot be simulated yet", name=operation.settings.name))
    words = tell_outcomes.missing_words(lacking)
    if empty_panel(say("Tables are missing"), words, key="outcomes:empty", button=say("Get the template and upload")):
        st.switch_page("pages/data/data.py")
    st.stop()

answer = st.container()
question = ask_outcomes()
if question is None:
    with answer:
        headline(say("Which policies?"), say("Choose at least one below."))
    st.stop()

asked = cache.simulation(opened, scenario, question)
title = say("Following every policy week by week")
if not work_out(opened, asked, simulate_question(scenario, question), title, say("Simulate")) or asked.answer is None:
    with answer:
        headline(
            say("What would come of it, week by week"),
            say(
                "Forecast, plan, send the first week, live through what then happens, go on: the same for each policy."
            ),
        )
    st.stop()

simulation = asked.answer
with answer:
    headline(tell_outcomes.answer(simulation), tell_outcomes.lead(simulation))
    stale_note(say("Simulated"), say("what happens in each future is drawn from the forecast, not known."))
    key_figures(tell_outcomes.figures(simulation, operation.place_names))
show_policies(opened, simulation)
show_without(opened, simulation)
caption(*simulation.summary["notes"])
