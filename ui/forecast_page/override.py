"""A person's own figure beside the forecast: entered, shown, planned with, withdrawn, and judged by later counts."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.domain.access import Right
from core.domain.weeks import planning_weeks
from core.errors import AidError
from core.locale import message
from core.services.describe_outlook import Outlook
from core.services.keep_overrides import (
    LONGEST_REASON,
    OverrideDraft,
    enter_override,
    overrides_of,
    withdraw_override,
)
from core.services.open_operation import OpenOperation
from core.services.plan_with_override import plan_with_override
from core.services.score_overrides import score_overrides, tally_overrides
from core.store import Override
from ui import cache, state, text
from ui.actor import actor, why_not
from ui.components import caption, failing_panel, name_field, section, small_table
from ui.components.file_strip import done_line
from ui.forecast_page import words
from ui.language import say

FARTHEST = max(state.WEEKS_AHEAD)
"""Weeks ahead for which a figure can be entered here."""
MOST_RECORDED = 50
PLAN_PAGE = "pages/decide/plan.py"


def figures_of(opened: OpenOperation, camp_id: str) -> list[Override]:
    """Every figure entered for a camp, withdrawn ones too, the newest first."""
    return overrides_of(cache.resources(), opened, camp_id)


def ahead(figures: Sequence[Override], start: pd.Timestamp, weeks: int = FARTHEST) -> list[Override]:
    """Those that stand and whose week lies ahead, within a number of weeks, the nearest first."""
    last = planning_weeks(start, weeks)[-1]
    near = [f for f in figures if f.withdrawn is None and start < pd.Timestamp(f.week) <= last]
    return sorted(near, key=lambda figure: figure.week)


def show_own_figures(
    opened: OpenOperation, outlook: Outlook, figures: Sequence[Override], forecast: pd.DataFrame
) -> None:
    """Figures beside the forecast, what can be done with them, the form for another one, and how they did.

    Parameters
    ----------
    figures
        Of ``figures_of``.
    forecast
        Rows of ``ForecastTable`` of the camp.
    """
    start = opened.operation.planning_start
    standing = ahead(figures, start)
    _show_outcome()
    if standing:
        section(words.heading(outlook.name, len(standing)))
        table = words.beside_forecast(standing, forecast, start)
        small_table(
            table,
            numbers=(message("Expected"), message("Forecast"), message("Difference")),
            strong=(message("Expected"),),
            wide=True,
        )
        _show_actions(opened, standing)
    with st.expander(say("Enter your own figure for {name}", name=text.plain(outlook.name)), key="forecast:own"):
        if not standing:
            name_field("forecast", "own:author")
        _show_form(opened, outlook.camp_id)
    _show_record(opened)


def _show_actions(opened: OpenOperation, standing: list[Override]) -> None:
    start = opened.operation.planning_start
    by_id = {figure.id: figure for figure in standing}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=200):
            name_field("forecast", "own:author")
        with st.container(width=420):
            key = "forecast:own:chosen"
            if st.session_state.get(key) not in by_id:
                st.session_state[key] = standing[0].id
            chosen = st.selectbox(
                say("Figure"), list(by_id), format_func=lambda i: words.option(by_id[i], start), key=key
            )
        if st.button(say("Plan with it"), key="forecast:own:plan"):
            _plan(opened, by_id[chosen])
        st.button(
            say("Withdraw it"),
            type="tertiary",
            key="forecast:own:withdraw",
            disabled=bool(why_not(Right.OVERRIDE)),
            on_click=_withdraw,
            args=(opened, by_id[chosen]),
        )


def _show_form(opened: OpenOperation, camp_id: str) -> None:
    start = opened.operation.planning_start
    sundays = list(planning_weeks(start, FARTHEST))
    keys = {name: _key(camp_id, name) for name in ("week", "people", "low", "high", "reason")}
    with st.form(f"forecast:own:form:{camp_id}", border=False):
        week, people, low, high = st.columns(4)
        position = min(state.weeks_ahead(), FARTHEST) - 1
        week.selectbox(
            say("Week to"), sundays, index=position, format_func=lambda d: words.day(d, start), key=keys["week"]
        )
        for column, label, name in (
            (people, say("People"), "people"),
            (low, say("At least"), "low"),
            (high, say("At most"), "high"),
        ):
            optional = "" if name == "people" else " (optional)"
            column.number_input(f"{label}{optional}", value=None, step=100.0, format="%.0f", key=keys[name])
        st.text_input(say("Reason"), key=keys["reason"], max_chars=LONGEST_REASON)
        not_allowed = why_not(Right.OVERRIDE)
        st.form_submit_button(
            say("Keep this figure beside the forecast"),
            on_click=_enter,
            args=(opened, camp_id, keys),
            disabled=bool(not_allowed),
        )
    caption(
        not_allowed,
        say(
            "It changes neither the counts nor the forecast. The forecast as it stands now is kept "
            "with it; when counts come in, the page tells which was nearer."
        ),
    )


def _show_record(opened: OpenOperation) -> None:
    every = overrides_of(cache.resources(), opened)
    if not every:
        return
    scored = score_overrides(opened.operation, every)
    told = words.tally(tally_overrides(scored))
    if told:
        caption(told)
    with st.expander(
        say("The record of figures that people entered ({number})", number=len(every)), key="forecast:own:record"
    ):
        start, names = opened.operation.planning_start, opened.operation.place_names
        table = words.record_table(every[:MOST_RECORDED], scored, start, names)
        small_table(table, numbers=table.columns[3:], wide=True)
        left = len(every) - MOST_RECORDED
        caption(
            say("All camps, the newest first; a figure withdrawn is not judged."),
            say("{left} older ones.", left=left) if left > 0 else "",
        )


def _show_outcome() -> None:
    outcome = state.figure_outcome()
    if outcome is None:
        return
    said, hint, is_done = outcome
    state.tell_figure("")
    if is_done:
        done_line(said)
    else:
        failing_panel(say("Your figure"), "", said, hint, key="forecast:own:refused")


def _enter(opened: OpenOperation, camp_id: str, keys: dict[str, str]) -> None:
    given = {name: st.session_state.get(key) for name, key in keys.items()}
    reason = str(given["reason"] or "")
    draft = OverrideDraft(camp_id, given["week"], given["people"], reason, given["low"], given["high"])
    try:
        kept = enter_override(cache.resources(), opened, draft, actor())
    except AidError as error:
        state.tell_figure(error.message, error.hint, is_done=False)
        return
    state.tell_figure(words.kept(kept, opened.operation.planning_start))
    for name in ("people", "low", "high", "reason"):
        del st.session_state[keys[name]]


def _withdraw(opened: OpenOperation, figure: Override) -> None:
    try:
        withdraw_override(cache.resources(), opened, figure.id, actor())
    except AidError as error:
        state.tell_figure(error.message, error.hint, is_done=False)
        return
    state.tell_figure(say("The figure is withdrawn; it stays in the record."))


def _plan(opened: OpenOperation, figure: Override) -> None:
    try:
        asked = plan_with_override(cache.resources(), opened, figure, state.load_scenario())
    except AidError as error:
        state.tell_figure(error.message, error.hint, is_done=False)
        st.rerun()
        return
    state.keep_draft(asked)
    state.compare([*[name for name in state.compared() if name != asked.name][-3:], asked.name])
    state.save_scenario(asked)
    st.switch_page(PLAN_PAGE)


def _key(camp_id: str, name: str) -> str:
    return state.widget_key("forecast", f"own:{name}", camp_id)
