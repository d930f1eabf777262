"""Two sliders that ask at once: more or less money, more or fewer people at the selected camp."""

import streamlit as st

from core.domain.scenario import Scenario
from core.domain.schemas import Camps
from core.services.open_operation import OpenOperation
from core.services.quick_what_if import budgets, quick_what_if
from ui import cache, state, text
from ui.language import say

STEPS = tuple(range(-50, 51, 5))


def quick_sliders(opened: OpenOperation, base: Scenario) -> Scenario:
    """Show the sliders; returns the base scenario changed by them, or the base itself where both stand at 0."""
    operation = opened.operation
    camp_id = state.selected_camp(_worst_first(opened, base))
    has_budget = any(budget is not None for budget in budgets(operation, base))
    name = operation.place_names[camp_id] if camp_id else say("the camp")
    money, people, keep = st.columns([2, 2, 1], vertical_alignment="bottom")
    round_ = state.quick_round()
    budget = money.select_slider(
        say("Budget"), STEPS, 0, format_func=_percent, disabled=not has_budget, key=f"plan:quick:budget:{round_}",
        help=None if has_budget else say("The operation has no budget."), persist_state="session",
    )  # fmt: skip
    influx = people.select_slider(
        say("People at {name}", name=text.plain(name)), STEPS, 0, format_func=_percent, disabled=camp_id is None,
        key=f"plan:quick:people:{round_}:{camp_id}", persist_state="session",
    )  # fmt: skip
    asked = quick_what_if(
        operation, base, float(budget) / 100, camp_id, float(influx) / 100, _people(opened, base, camp_id)
    )
    with keep, st.container(horizontal=True):
        if asked != base and st.button(say("Keep it"), key="plan:quick:keep"):
            state.keep_draft(asked)
            state.compare([*state.compared()[-3:], asked.name])
            state.save_scenario(asked)
            state.reset_quick()
            st.rerun()
        if asked != base and st.button(say("Back to 0"), type="tertiary", key="plan:quick:back"):
            state.reset_quick()
            st.rerun()
    return asked


def _percent(step: int) -> str:
    return f"{text.signed(step)}{text.NBSP}%"


def _worst_first(opened: OpenOperation, base: Scenario) -> list[str]:
    known = cache.plan(opened, base, patience_seconds=0).answer
    if known is None:
        return [str(camp) for camp in opened.operation.camps[Camps.camp_id]]
    return [str(camp) for camp in cache.coverage(opened, known).sort_values("coverage")["camp_id"]]


def _people(opened: OpenOperation, base: Scenario, camp_id: str | None) -> float:
    camps = cache.situation(opened, base.weeks).camps.set_index("camp_id")["people"]
    count = camps.get(camp_id)
    return float(count) if text.known(count) and count is not None else 0.0
