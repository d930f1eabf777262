"""How the whole stands, for managers: need met against the target, who gets least, money, what waits for a decision."""

import streamlit as st

from core.domain.planning_figures import are_people_known
from core.services.effect_on_plan import newest_approved_plan
from core.services.load_situation import camp_figures
from core.services.plans_to_dispatch import plan_of_scenario
from ui import cache, charts, overview_page as page, state
from ui.asking import ask_plan
from ui.brief_dialog import brief_button
from ui.components import caption, empty_panel, headline, key_figures, section, show_chart
from ui.language import say
from ui.opening import open_page
from ui.theme import current_theme
from ui.today_page import look_for_news, opened_list, show_weighing

opened = open_page()
operation, theme, scenario = opened.operation, current_theme(), state.load_scenario()
if not are_people_known(operation, operation.planning_start) or not operation.has("items"):
    headline(say("How far aid reaches in {name} is not known yet", name=operation.settings.name))
    words = say("An overview needs counts of people and items with a standard.")
    if empty_panel(say("No counts or no items yet"), words, key="overview:empty", button=say("Upload tables")):
        st.switch_page("pages/data/data.py")
    st.stop()

approved = newest_approved_plan(cache.resources(), opened.version.operation)
title = st.container()
audited = None if approved is not None else ask_plan(opened, scenario, "overview")
if approved is None and audited is None:
    with title:
        headline(say("No plan is approved yet, and the plan of this scenario is not there"))
    st.stop()

if audited is not None:
    chosen = plan_of_scenario(cache.resources(), opened, audited)
else:
    assert approved is not None  # one of the two is there, or the page has ended above
    chosen = cache.approved_plan(approved)
overview = cache.overview(opened, chosen)
weighed = cache.actions(opened, scenario)
waiting = page.waiting_for(opened, None if weighed.answer is None else opened_list(opened, weighed.answer))
camps = camp_figures(operation, cache.forecast(opened, scenario.weeks).table, operation.planning_start)
with title:
    headline(*page.answer(chosen.operation, overview))
    key_figures(
        page.figures(
            overview,
            chosen,
            waiting.number,
            waiting.oldest_days(cache.resources().store.now()),
            are_actions_known=weighed.answer is not None,
        )
    )

decide, worst, trend = st.columns(3, gap="medium")
with decide:
    section(say("Decide"))
    if approved is None:
        caption(say("Nothing is approved yet: what is shown is a proposal."))
    goes_to = page.show_waiting(waiting)
    if weighed.answer is None:
        show_weighing(weighed)
with worst:
    section(say("Worst five places"))
    st.html(page.worst_html(chosen.operation, overview, camps.set_index("camp_id")["people"]))
with trend:
    finding = page.trend_finding(overview)
    section(finding)
    show_chart(charts.met_by_week(overview.trend, overview.target, theme), finding, key="overview:trend")
if not overview.by_week.empty:
    section(say("Need met by camp, week by week"))
    with st.container(key="overview-map"):
        page.show_map_by_week(chosen.operation, overview, camps, theme)
caption(*page.sources(opened, chosen, approved))
with st.container(horizontal=True, gap="small"):
    if audited is not None:
        brief_button(opened, audited, "overview")
    if st.button(say("Open the plan"), key="overview:plan", type="tertiary"):
        goes_to = "pages/decide/plan.py"
if goes_to:
    st.switch_page(goes_to)
look_for_news(opened)
