"""What one more of each limit is worth to a camp, and the smallest change that lifts it to a target."""

import streamlit as st

from core.services.answer_question import explain_question
from core.services.explain_coverage import Explained, scenario_with
from core.services.open_operation import OpenOperation
from core.services.plan_distribution import AuditedPlan
from core.services.short_names import short_item_names
from core.services.tell_explanation import tell_goal, tell_least, tell_others, tell_worth
from ui import cache, text
from ui.components import caption, section, sentence_list
from ui.components.pickers import camp_picker
from ui.language import say
from ui.plan_page.working_out import work_out
from ui.what_if import take_what_if

ALL = "all"
MOST = 5
TARGETS = tuple(range(10, 101, 5))


def show_explanation(opened: OpenOperation, audited: AuditedPlan) -> None:
    """Choose camp, item and target; the answer stands below."""
    coverage = cache.coverage(opened, audited).sort_values("coverage", kind="stable")
    names, items = opened.operation.place_names, short_item_names(opened.operation)
    choose, what, how_much = st.columns([2, 2, 1.4], vertical_alignment="bottom")
    with choose:
        camp = camp_picker({c: names[c] for c in coverage["camp_id"]}, "plan:explain", say("Camp"))
    if camp is None:
        return
    needed = audited.plan.coverage
    of_camp = needed.loc[(needed["camp_id"] == camp) & (needed["need"] > 0), "item_id"].unique().tolist()
    chosen = what.selectbox(
        say("Item"), [ALL, *of_camp], key="plan:explain:item", persist_state="session",
        format_func=lambda item: say("All items") if item == ALL else text.plain(items.get(item, item)),
    )  # fmt: skip
    share = how_much.selectbox(
        say("Target"), TARGETS, TARGETS.index(80), format_func=lambda points: f"{points}{text.NBSP}%",
        key="plan:explain:target", persist_state="session",
    )  # fmt: skip
    item = None if chosen == ALL else str(chosen)
    target = float(share) / 100
    asked = cache.explanation(opened, audited, camp, item, target)
    question = explain_question(audited.plan.scenario, camp, item, target)
    if (
        work_out(opened, asked, question, say("Solving for what binds at {camp}", camp=names[camp]), say("Work it out"))
        and asked.answer
    ):
        _show(opened, audited, asked.answer)


def _show(opened: OpenOperation, audited: AuditedPlan, answer: Explained) -> None:
    operation, numbers, scenario = opened.operation, answer.numbers, audited.plan.scenario
    section(say("The smallest change"))
    sentence_list([("", sentence) for sentence in tell_goal(operation, numbers, scenario.fairness)])
    for position, least in enumerate(numbers.least):
        line = (say("Enough:") if least.reaches else "", tell_least(operation, numbers, least))
        changed = scenario_with(operation, scenario, numbers, least)
        if changed is None:
            sentence_list([line])
            continue
        words, button = st.columns([5, 1.2], vertical_alignment="center")
        with words:
            sentence_list([line])
        if button.button(say("As a what-if"), key=f"plan:explain:try:{position}"):
            take_what_if(changed)
    others = tell_others(operation, numbers)
    if others:
        sentence_list([("", others)])
    worth = [("", sentence) for sentence in tell_worth(operation, numbers)]
    if worth:
        section(say("One unit more of what binds"))
        sentence_list(worth[:MOST])
    if len(worth) > MOST:
        with st.expander(say("{number} more limits", number=len(worth) - MOST)):
            sentence_list(worth[MOST:])
    caption(
        say(
            "Every figure is from solving again. Each change is for this camp alone, and with it no "
            "camp gets less than by this plan, unless said otherwise."
        ),
        *numbers.notes,
    )
