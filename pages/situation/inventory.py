"""What runs out first, where and how surely; what lies there and comes in, what expires, when to order."""

import streamlit as st

from core.domain.change import apply_scenario
from core.domain.planning_figures import are_people_known
from core.domain.schemas import INVENTORY_TABLES, BreakCalendar
from ui import cache, state, tell_inventory
from ui.components import (
    caption,
    download,
    empty_panel,
    headline,
    key_figures,
    section,
    stale_note,
    weeks_picker,
)
from ui.inventory_page import (
    ask_outlook,
    goods_move,
    place_or_all,
    show_breaks,
    show_buffer,
    show_goods,
    show_ordering,
)
from ui.language import say
from ui.opening import open_page

opened = open_page()
operation, scenario = opened.operation, state.load_scenario()
missing = tell_inventory.missing_words(operation, are_people_known(operation, operation.planning_start))
if missing:
    headline(say("What runs out in {name} is not known", name=operation.settings.name))
    if empty_panel(*missing, key="inventory:empty", button=say("Upload stock")):
        st.switch_page("pages/data/data.py")
    st.stop()

changed = apply_scenario(operation, scenario.with_arrivals_as_told())
answer = st.container()
with st.container(horizontal=True, vertical_alignment="bottom", key="inventory-pickers"):
    with st.container(width=260):
        place_id = place_or_all(changed.place_names)
    with st.container(width="content"):
        weeks_picker("inventory")
    with st.container(width="content"):
        with_plan = goods_move()
weeks = state.weeks_ahead()
with answer:
    asked = ask_outlook(opened, scenario, weeks, with_plan)
outlook, view = asked.answer, cache.inventory_view(opened, scenario, asked, place_id)
if outlook is None or view is None:
    st.stop()

with answer:
    place = changed.place_names[place_id] if place_id else ""
    headline(tell_inventory.answer(operation, view, outlook, place), tell_inventory.lead(view, outlook))
    if changed is not operation:
        stale_note(say("What-if “{name}”", name=scenario.name), say("people, stock and arrivals are as it supposes."))
    key_figures(tell_inventory.figures(view, outlook))

pairs = [BreakCalendar.place_id, BreakCalendar.item_id]
choices = list(view.breaks[pairs].head(200).itertuples(index=False, name=None))
evidence, act = st.columns([1.9, 1], gap="large")
with evidence:
    if len(view.breaks):
        section(say("Calendar of breaks: chance of being without, %"))
        show_breaks(view)
        caption(say("Highest chance of a day of the week, by its Sunday; shelves in the order in which they run out."))
    else:
        section(say("No shelf has a chance of 10 % or more"))
with act:
    if choices:
        audited = cache.plan(opened, scenario).answer if with_plan else None
        show_buffer(opened, changed, scenario, weeks, audited, choices)
        if st.button(say("Send goods there: open the plan"), type="primary", key="inventory:plan"):
            st.switch_page("pages/decide/plan.py")

show_ordering(opened, changed, outlook, scenario, weeks, choices)
show_goods(changed, outlook, place_id)
caption(outlook.summary["assumption"], *outlook.summary["notes"])
with st.container(horizontal=True):
    for name in INVENTORY_TABLES:
        download(outlook.tables[name], f"{name}.csv", say("Download {name}", name=name), key=f"inventory:{name}:csv")
