"""Which vehicle carries what in a week, what cannot be carried, and the papers that go along."""

import streamlit as st

from core.services.describe_dispatch import vehicle_names
from core.services.edit_dispatch import DispatchEdits
from core.services.issue_waybills import issued_dispatch
from ui import cache, state
from ui.components import empty_panel, headline
from ui.dispatch_page import (
    ask_dispatch,
    choose_plan,
    choose_vehicle,
    choose_week,
    show_answer,
    show_edits,
    show_figures,
    show_issue,
    show_loads,
    show_map_of_trips,
    show_papers,
    show_status,
    show_timeline,
    show_unserved,
)
from ui.language import say
from ui.opening import open_page

opened = open_page()
if not opened.operation.has("vehicles"):
    headline(say("There is nothing to drive with yet: the operation has no vehicles"))
    pressed = empty_panel(
        say("No vehicles"),
        say("A dispatch needs the table vehicles: where each kind stands, how many, what it may carry and costs."),
        key="dispatch:no-vehicles",
        button=say("Upload vehicles"),
    )
    if pressed:
        st.switch_page("pages/data/data.py")
    st.stop()

answer = st.container()
plan_box, week_box = st.columns([1.2, 1], vertical_alignment="bottom")
with plan_box:
    chosen = choose_plan(opened)
if chosen is None:
    with answer:
        headline(say("The plan is not solved yet"), say("Its goods can be put on vehicles as soon as it is."))
    st.stop()
with week_box:
    question = choose_week(chosen)
if question is None:
    with answer:
        headline(say("This plan sends nothing, so nothing has to drive"))
    st.stop()

issued = issued_dispatch(cache.resources(), chosen.version.operation, chosen.key, question.week)
name = f"{chosen.key[:12]}:{question.week}:{question.objective}"
edits = None if issued else state.dispatch_edits(name) or DispatchEdits(question)
checked = None if edits is None else ask_dispatch(chosen, edits, name)
if issued is not None:
    papers = cache.papers_of_issued(chosen, issued)
elif checked is not None:
    papers = cache.papers_of_draft(chosen, checked)
else:
    with answer:
        headline(say("The goods of this week are not on vehicles yet"))
    st.stop()

dispatch = papers.dispatch
names, places = vehicle_names(dispatch, chosen.operation), chosen.operation.place_names
with answer:
    show_answer(chosen, dispatch)
    show_figures(dispatch)
    show_status(chosen, checked, issued, dispatch)
with st.columns([1, 1.25], gap="medium")[0]:
    vehicle = choose_vehicle(names, name)
left, right = st.columns([1, 1.25], gap="medium")
with left:
    show_map_of_trips(chosen, dispatch, vehicle)
with right:
    show_timeline(dispatch, edits, names, places, vehicle)
show_unserved(chosen, dispatch)
left, right = st.columns([1, 1.25], gap="medium")
with left:
    show_loads(dispatch, names, places)
with right:
    if edits is not None:
        show_edits(dispatch, edits, name, names, places)
    show_papers(papers, vehicle)
    if edits is not None and checked is not None:
        show_issue(chosen, checked, papers)
