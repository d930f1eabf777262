"""Who runs short, of what, and when; and what to do first."""

import streamlit as st

from core.domain.change import apply_scenario
from core.domain.planning_figures import are_people_known
from core.look.palette import COVERAGE, DAYS_OF_COVER
from core.services.load_situation import camp_figures
from core.services.short_names import short_item_names
from core.services.tell_situation import tell_situation
from core.services.total_people import people_in_all
from ui import cache, state, tell_today
from ui.asking import ask_plan
from ui.brief_dialog import brief_button
from ui.components import (
    HeatGroup,
    caption,
    empty_panel,
    headline,
    heat_table,
    key_figures,
    scale_legend,
    section,
    stale_note,
)
from ui.language import language, say
from ui.opening import open_page
from ui.today_page import look_for_news, show_people_only, show_steps

DATA_PAGE = "pages/data/data.py"

opened = open_page()
operation, scenario = opened.operation, state.load_scenario()
start = operation.planning_start
if not are_people_known(operation, start):
    headline(say("How many people are at the camps of {name} is not known", name=operation.settings.name))
    words = say("Needs, days of cover and plans begin at a count of people. The map shows the camps without one.")
    if empty_panel(
        say("No count on or before the planning day"), words, key="today:no-counts", button=say("Upload counts")
    ):
        st.switch_page(DATA_PAGE)
    st.stop()
if not operation.has("items"):
    people = cache.forecast(opened, scenario.weeks).table
    in_all = people_in_all(cache.totals(opened, scenario.weeks))
    if show_people_only(camp_figures(operation, people, start), in_all, start):
        st.switch_page(DATA_PAGE)
    st.stop()

audited = cache.plan(opened, scenario, patience_seconds=0.0).answer
today = cache.today(opened, scenario, audited)
situation = today.situation

changed = apply_scenario(operation, scenario)
told = tell_situation(changed, situation, today.shelves, audited is not None, language())
headline(told.answer, told.lead)
if changed is not operation:
    stale_note(
        say("What-if “{name}”", name=scenario.name),
        say("people and stock are as it supposes, not as they were counted."),
    )
key_figures(tell_today.figures(operation, today, scenario))

evidence, act = st.columns([1.9, 1], gap="medium")
with evidence:
    heads, groups = short_item_names(operation), []
    if today.knows_shelves:
        section(say("Worst first: days until the shelf is empty"))
        groups.append(HeatGroup.from_rows(say("Days of cover"), DAYS_OF_COVER, situation.cover, "days", heads))
    else:
        words = say("Days of cover need a count of what is on the camps' shelves. Without one, Today shows needs only.")
        if empty_panel(say("No stock counts yet"), words, key="today:no-stock", button=say("Upload stock")):
            st.switch_page(DATA_PAGE)
        section(say("Camps and their last count"))
    if not situation.served.empty:
        groups.append(HeatGroup.from_rows(say("% of need met"), COVERAGE, situation.served, "served", heads))
    heat_table(
        situation.camps,
        groups,
        key="today:heat",
        selected=told.camp_id,
        first_camps=today.camps_in_order,
        first_items=today.items_in_order,
    )
    for group in groups:
        scale_legend(group.scale, unknown=group is groups[0])
    model = cache.resources().registry.current_version()
    caption(*tell_today.sources(situation, scenario, model, today))

with act:
    section(say("Do next"))
    if audited is None and ask_plan(opened, scenario, "today") is not None:
        st.rerun()  # the plan came while the rest was drawn: now draw with it
    weighed = cache.actions(opened, scenario) if audited is not None else None
    page = show_steps(opened, scenario, today, weighed)
    if audited is not None:
        brief_button(opened, audited, "today")
    if page:
        st.switch_page(page)

look_for_news(opened)
