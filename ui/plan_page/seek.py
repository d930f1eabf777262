"""The least money, trips or stock so that no camp is under a share of its need."""

import streamlit as st

from core.locale import message
from core.services.answer_question import seek_question
from core.services.open_operation import OpenOperation
from core.services.plan_distribution import AuditedPlan
from core.services.seek_goal import MEANS, Means, scenario_for_goal
from core.services.tell_goal import tell_goal_found
from ui import cache, text
from ui.components import caption, section, sentence_list
from ui.language import say
from ui.plan_page.working_out import work_out
from ui.what_if import take_what_if

FLOORS = tuple(range(10, 101, 5))
WORDS: dict[Means, str] = {
    "budget": message("Money"),
    "trips": message("Trips a week"),
    "stock": message("Stock at depots"),
}


def show_seek(opened: OpenOperation, audited: AuditedPlan) -> None:
    """Choose floor and means; the answer stands below."""
    scenario = audited.plan.scenario
    floor_box, means_box = st.columns([1, 2], vertical_alignment="bottom")
    share = floor_box.selectbox(
        say("No camp under"), FLOORS, FLOORS.index(80), format_func=lambda points: f"{points}{text.NBSP}%",
        key="plan:seek:floor", persist_state="session",
    )  # fmt: skip
    means = means_box.segmented_control(
        say("Least"), MEANS, default="budget", required=True, format_func=lambda each: say(WORDS[each]),
        key="plan:seek:means", persist_state="session",
    )  # fmt: skip
    floor, sought = float(share) / 100, means or "budget"
    asked = cache.goal(opened, scenario, floor, sought)
    title = say("Solving for the least {means}", means=say(WORDS[sought]).lower())
    if (
        not work_out(opened, asked, seek_question(scenario, floor, sought), title, say("Work it out"))
        or not asked.answer
    ):
        return
    first, *further = tell_goal_found(opened.operation, asked.answer)
    section(first)
    if further:
        sentence_list([("", sentence) for sentence in further])
    changed = scenario_for_goal(opened.operation, scenario, asked.answer)
    if changed is not None and st.button(say("As a what-if"), key="plan:seek:try"):
        take_what_if(changed)
    caption(
        say("The least there is, by one exact solve; everything else is as in this scenario, its fairness rule aside.")
    )
