"""What to put in the ration, where to buy it and how to move it at least cost, under what a person needs."""

import streamlit as st

from core.errors import AidError, Infeasible
from core.services.design_ration import what_a_ration_lacks
from ui import cache, tell_ration
from ui.components import caption, empty_panel, failing_panel, headline, infeasible_panel, key_figures, stale_note
from ui.language import say
from ui.opening import open_page
from ui.ration_page import ask_ration, show_buying, show_foods, show_nutrients

opened = open_page()
operation = opened.operation
missing = what_a_ration_lacks(operation)
if missing:
    headline(say("No ration can be designed for {name} yet", name=operation.settings.name))
    words = tell_ration.missing_words(missing)
    if empty_panel(say("Tables are missing"), words, key="ration:empty", button=say("Get the template and upload")):
        st.switch_page("pages/data/data.py")
    st.stop()

answer = st.container()
question = ask_ration(operation)
try:
    audited = cache.ration(opened, question)
except Infeasible as error:
    with answer:
        headline(say("No ration keeps all these limits"), say("Change one of them below."))
        infeasible_panel(error.limits, key="ration:infeasible")
    st.stop()
except AidError as error:
    with answer:
        headline(say("This ration cannot be designed"))
        failing_panel(say("No ration"), "", error.message, error.hint, key="ration:failing")
    st.stop()

design = audited.design
with answer:
    headline(tell_ration.answer(design), tell_ration.lead(operation, design))
    if tell_ration.limits(design):
        stale_note(say("Weekly limits are left aside"), tell_ration.limits(design))
    key_figures(tell_ration.figures(design))

left, right = st.columns([1.25, 1], gap="large")
with left:
    show_nutrients(design)
with right:
    show_foods(operation, design)
show_buying(operation, design)
caption(
    say(
        "Optimal, audited: all {limits} limits hold. One period; stock, arrivals, budget "
        "and lead times are left aside.",
        limits=f"{audited.audit.limits_checked:,}",
    ),
    *design.summary["notes"],
)
