"""Who got what and when, against need; empty shelves, neglect, lateness, and what they go with."""

import streamlit as st

from core.services.load_situation import camp_figures
from core.services.past_distributions import PERIOD_WEEKS, THRESHOLDS
from ui import cache, past_page as page, state, text
from ui.components import caption, download, empty_panel, headline, key_figures, section, small_table
from ui.language import say
from ui.opening import open_page
from ui.theme import current_theme

opened = open_page()
operation, theme = opened.operation, current_theme()
title = st.container()
with st.container(horizontal=True, vertical_alignment="bottom", key="past-pickers"):
    with st.container(width=170):
        weeks = st.selectbox(
            say("Length of a period"), PERIOD_WEEKS, format_func=lambda n: text.counted(n, "week"),
            key=state.widget_key("past", "weeks"),
        )  # fmt: skip
    with st.container(width=170):
        threshold = st.selectbox(
            say("Short when under"), THRESHOLDS, index=1, format_func=text.percent,
            key=state.widget_key("past", "threshold"),
        )  # fmt: skip
past = cache.past(opened, weeks, threshold)
if past is None:
    with title:
        headline(say("What was handed out in {name} is not on record", name=operation.settings.name))
    words = say("Deliveries or stock reports of items with a standard tell it. Forecasts and plans work without.")
    if empty_panel(say("No distributions yet"), words, key="past:empty", button=say("Upload tables")):
        st.switch_page("pages/data/data.py")
    st.stop()

with title:
    headline(*page.answer(operation, past))
    key_figures(page.figures(past))
camps = camp_figures(operation, cache.forecast(opened, 4).table, operation.planning_start)
evidence, neglect = st.columns([1.9, 1], gap="medium")
with evidence:
    section(say("Need met by camp, period by period"))
    page.show_map_by_period(operation, past, camps, theme)
with neglect:
    section(page.neglect_finding(operation, past))
    if not past.neglect.empty:
        small_table(page.neglect_table(operation, past), numbers=page.NEGLECT_NUMBERS)
    section(page.late_finding(past))
    if past.late_orders.empty and past.late_arrivals.empty:
        caption(say("It takes orders with a promised day, or arrivals and receipts of the same lot."))
    else:
        small_table(page.late_table(operation, past), numbers=page.LATE_NUMBERS)
section(say("Who got what, by camp"))
small_table(page.camp_table(operation, past), numbers=page.CAMP_NUMBERS, wide=True)
section(page.shelf_finding(past))
small_table(page.item_table(operation, past), numbers=page.ITEM_NUMBERS, wide=True)
groups, donors = st.columns(2, gap="large")
with groups:
    section(say("By the people items are for"))
    small_table(page.group_table(past), numbers=page.GROUP_NUMBERS)
with donors:
    section(say("By donor"))
    small_table(page.donor_table(past), numbers=page.DONOR_NUMBERS)
caption(*page.sources(past))
download(
    past.table, f"past-distributions-{operation.planning_start.date()}.csv",
    say("Download every camp, item and period"), key="past:csv",
)  # fmt: skip
page.show_factors(opened)
