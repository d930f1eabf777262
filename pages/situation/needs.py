"""What people will need: by item, by week, after the camps' own stock, with the arithmetic of every figure."""

import streamlit as st

from core.domain.change import apply_scenario
from core.domain.planning_figures import LABEL, are_people_known
from core.domain.schemas import NeedsTable
from core.locale import message
from core.services.describe_needs import describe_needs, people_behind, standards_table
from ui import cache, charts, state, tell_needs
from ui.charts.need_bars import MOST_ITEMS, need_bars
from ui.components import (
    caption,
    download,
    empty_panel,
    headline,
    section,
    show_chart,
    small_table,
    stale_note,
    weeks_picker,
)
from ui.language import say
from ui.needs_page import camp_or_all, show_arithmetic, show_recovered, show_standards, show_water
from ui.opening import open_page
from ui.theme import current_theme

opened = open_page()
operation, scenario, theme = opened.operation, state.load_scenario(), current_theme()
start, names = operation.planning_start, operation.place_names
missing = tell_needs.what_is_missing(operation.has("items"), are_people_known(operation, start))
if missing:
    headline(say("What the camps of {name} need is not known", name=operation.settings.name))
    if empty_panel(missing.title, missing.words, key="needs:empty", button=missing.button):
        st.switch_page("pages/data/data.py")
    show_recovered(opened, operation)
    st.stop()

weeks = state.weeks_ahead()
changed = apply_scenario(operation, scenario)
forecast, needs, notes = cache.needs(opened, scenario, weeks)
title = st.container()
with st.container(horizontal=True, vertical_alignment="bottom", key="needs-pickers"):
    with st.container(width=260):
        camp_id = camp_or_all({camp: names[camp] for camp in changed.camps["camp_id"]})
    with st.container(width="content"):
        weeks_picker("needs")
camp = names[camp_id] if camp_id else ""
with title:
    if camp_id in forecast.missing:
        headline(
            say("What {camp} needs is not known: its people were never counted", camp=camp),
            say("Count them, then need follows."),
        )
        st.stop()
    summary = describe_needs(changed, needs, camp_id)
    answer = tell_needs.answer(summary, weeks, camp)
    headline(answer, tell_needs.lead(summary))
    if camp_id in forecast.planned:
        stale_note(camp, say("people by a {label}.", label=say(LABEL)))
    if changed is not operation:
        stale_note(say("What-if “{name}”", name=scenario.name), say("people, stock and standards are as it supposes."))

bars, by_week = st.columns(2, gap="large")
with bars:
    section(say("By item: on the shelf and still needed"))
    show_chart(need_bars(summary.by_item, theme), answer, key="needs:items")
    caption(*tell_needs.bars_explained(summary, MOST_ITEMS))
with by_week:
    section(say("By week"))
    show_chart(charts.stacked_weeks(summary.by_week, theme), say("Tonnes needed by week and item"), key="needs:by-week")
    caption(say("Tonnes by the week's Sunday, median. Goods needed once fall due in the week from which they lack."))

items, sectors = st.columns([1.9, 1], gap="large")
with items:
    section(say("Every item"))
    small_table(
        tell_needs.item_table(summary), numbers=tell_needs.ITEM_NUMBERS, strong=(message("Need (t)"),), wide=True
    )
with sectors:
    section(say("By sector"))
    small_table(tell_needs.sector_table(summary), numbers=tell_needs.SECTOR_NUMBERS, strong=(message("Need (t)"),))
model = cache.resources().registry.current_version()
caption(*tell_needs.sources(summary, start, model, notes, scenario.planning_quantile))
shown = needs if camp_id is None else needs[needs[NeedsTable.camp_id] == camp_id]
download(
    shown, f"needs-{start.date()}-{weeks}-weeks.csv", say("Download needs by camp, item and week"), key="needs:csv"
)

show_water(changed, shown, names)
show_recovered(opened, operation)

with st.expander(say("Open the arithmetic of a need"), key="needs:arithmetic", expanded=True):
    show_arithmetic(changed, forecast.table, shown, {i: names[i] for i in shown[NeedsTable.camp_id].unique()}, theme)

section(say("Households and groups behind it"))
behind = people_behind(changed, start)
behind = behind if camp_id is None else behind[behind["camp_id"] == camp_id]
people = tell_needs.people_table(behind, tell_needs.first_week_people(forecast.table))
small_table(people, numbers=people.columns[1:], wide=True)
caption(
    say(
        "Groups overlap and are never added; shares of the last count that names them. Where a "
        "camp never counted a group that an item is for, the mean of the others is used and "
        "marked. Household: people, and 80 % range."
    )
)

section(say("What a person or household needs here"))
small_table(
    tell_needs.standards(standards_table(changed)), numbers=(message("Priority"),), strong=(message("Mark"),), wide=True
)

show_standards(operation, cache.standards())
