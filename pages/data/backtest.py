"""How good past forecasts of this operation would have been, where they failed, and why."""

import streamlit as st

from core.locale import message
from core.services.backtest_report import BOUNDS, most_counted
from core.services.keep_overrides import overrides_of
from core.services.score_forecasts import NAIVE, SERVED
from core.services.score_overrides import score_overrides, tallies_by_camp, tally_overrides
from ui import cache, charts, tell_backtest, tell_bias
from ui.backtest_page import ask_backtest
from ui.components import (
    caption,
    download,
    empty_panel,
    headline,
    key_figures,
    section,
    sentence_list,
    show_chart,
    small_table,
    stale_note,
)
from ui.language import say
from ui.opening import open_page
from ui.theme import current_theme

MOST_CAMPS = 40

opened = open_page()
operation, theme = opened.operation, current_theme()
name = operation.settings.name
report = ask_backtest(opened)
if report is None:
    st.stop()
if report.points.empty:
    headline(tell_backtest.not_yet(name))
    words = tell_backtest.what_is_needed(most_counted(operation))
    if empty_panel(say("Too few counts for a backtest"), words, key="backtest:empty", button=say("Upload counts")):
        st.switch_page("pages/data/data.py")
    st.stop()

headline(tell_backtest.answer(report, name), tell_backtest.lead(report))
if learnt := tell_backtest.learnt_from(report):
    stale_note(*learnt)
key_figures(tell_backtest.figures(report))

evidence, beside = st.columns([1.9, 1], gap="large")
with evidence:
    section(tell_backtest.by_horizon_finding(report))
    chart = charts.errors_by_horizon(report.errors, tell_backtest.DRAWN, SERVED, NAIVE, theme)
    show_chart(chart, tell_backtest.by_horizon_finding(report), key="backtest:misses")
    caption(
        say("People, mean of the absolute difference to later counts, by weeks ahead."), tell_backtest.sources(report)
    )
with beside:
    section(tell_backtest.held_finding(report))
    held = charts.held_by_horizon(report.horizons, theme)
    show_chart(held, tell_backtest.held_finding(report), key="backtest:held")
    caption(say("Share of later counts inside the 80\u00a0% band, by weeks ahead."))

section(tell_backtest.worst_finding(report))
sentence_list([tell_backtest.story(week) for week in report.worst])
caption(
    say("The largest misses in people; of spans of one camp that overlap, the worst. What lay between is computed.")
)

section(tell_backtest.camps_finding(report))
drawn, table = st.columns([1, 2.2], gap="medium")
with drawn:
    show_chart(charts.skill_by_camp(report.camps, theme), tell_backtest.camps_finding(report), key="backtest:camps")
    caption(say("Gain over “same as last count”, the least first."))
with table:
    small_table(
        tell_backtest.camps(report, MOST_CAMPS), numbers=tell_backtest.SCORES, strong=(message("Gain"),), wide=True
    )
    caption(*tell_backtest.scores_explained(), tell_backtest.left_out(report))

section(tell_bias.bias_finding(report.bias))
small_table(tell_bias.bias_rows(report.bias, say("Country")), numbers=tell_bias.NUMBERS, wide=True)
bounds = (BOUNDS.most_bias_share, BOUNDS.least_coverage, BOUNDS.fewest_forecasts, BOUNDS.fewest_camps)
caption(*tell_bias.bias_explained(*bounds), say("People in a camp: median of its counts."))

scored = score_overrides(operation, overrides_of(cache.resources(), opened))
every, by_camp = tally_overrides(scored), tallies_by_camp(scored)
if every.compared:
    section(tell_backtest.own_figures_finding(every))
    own = tell_backtest.own_figures(every, by_camp, operation.place_names)
    small_table(own, numbers=tell_backtest.FIGURES, wide=True)
    caption(
        say("Mean distance to the count near the week, people; the forecast and the last count as they stood that day.")
    )

with st.expander(say("By weeks ahead, and every camp at every week ahead"), key="backtest:weeks"):
    small_table(tell_backtest.horizons(report), numbers=tell_backtest.SCORES, wide=True)
    by_week = tell_backtest.camp_by_week(report, MOST_CAMPS)
    small_table(by_week, numbers=by_week.columns[1:], wide=True)
    caption(say("Typical miss, people; that of the last count in brackets."))
with st.container(horizontal=True):
    download(report.points, "backtest-forecasts.csv", say("Download every past forecast"), key="backtest:points")
    download(
        report.errors, "backtest-errors.csv", say("Download errors by camp, method and week"), key="backtest:errors"
    )
