"""The plan on record: propose it, and decide about what somebody else proposed."""

from collections.abc import Callable

import streamlit as st

from core.domain.access import Right
from core.domain.scenario import Scenario
from core.errors import AidError
from core.services.open_operation import OpenOperation
from core.services.plans_on_record import PlanState, Proposal, plans_of
from core.services.propose_plan import propose_plan
from core.services.review_plan import LONGEST_REASON, approve_plan, reject_plan
from core.services.tell_submission import told_proposal
from ui import cache, state, text
from ui.actor import actor
from ui.components import caption, section, sentence_list
from ui.language import say
from ui.plan_page.consequences import show_consequences

MOST_WAITING = 5
"""Proposals that are shown; the others come up as these are decided."""


def show_approval(opened: OpenOperation, scenario: Scenario, key: str) -> None:
    """Propose the plan that is shown, unless it is on record already; decide about those that wait.

    Parameters
    ----------
    key
        Content key of the plan that is shown.
    """
    known = plans_of(cache.resources(), opened.version.operation)
    section(say("On record"))
    own = next((one for one in known if one.key == key and one.state != PlanState.REJECTED), None)
    if own is not None:
        caption(say("What is shown is {proposal}.", proposal=told_proposal(own)))
    else:
        note = state.widget_key("plan", "note")
        st.text_input(say("Note (optional)"), key=note, max_chars=LONGEST_REASON)
        may = actor().may(Right.PROPOSE_PLAN)
        st.button(
            say("Propose this plan"),
            key="plan:propose",
            disabled=not may,
            on_click=_propose,
            args=(opened, scenario, note),
        )
        if not may:
            caption(say("Somebody who is coordinator can propose it."))
    for one in [proposal for proposal in known if proposal.state == PlanState.PROPOSED][::-1][:MOST_WAITING]:
        _show(one)


def _show(one: Proposal) -> None:
    who = actor()
    is_own, may = who.signed_in and who.name == one.author, who.may(Right.APPROVE_PLAN)
    with st.container(border=True, key=f"plan-waiting-{one.id}"):
        sentence_list([(say("Waits for a second person:"), told_proposal(one))])
        is_shown = show_consequences(one)
        reason = state.widget_key("plan", "reason", str(one.id))
        st.text_input(say("Why (a rejection needs it)"), key=reason, max_chars=LONGEST_REASON)
        with st.container(horizontal=True):
            for label, act, allowed in (
                (say("Approve"), approve_plan, may and is_shown and not is_own),
                (say("Reject"), reject_plan, may),
            ):
                name = f"plan:{label.lower()}:{one.id}"
                st.button(label, key=name, disabled=not allowed, on_click=_decide, args=(act, one, reason))
        if is_own:
            caption(say("You proposed this; a second person must approve it."))


def _propose(opened: OpenOperation, scenario: Scenario, note: str) -> None:
    try:
        propose_plan(cache.resources(), opened, scenario, actor(), str(st.session_state.get(note, "")))
    except AidError as error:
        st.toast(text.plain(f"{error.message} {error.hint}"), icon=":material/block:")


def _decide(act: Callable[..., Proposal], one: Proposal, reason: str) -> None:
    try:
        act(cache.resources(), one.id, actor(), str(st.session_state.get(reason, "")))
    except AidError as error:
        st.toast(text.plain(f"{error.message} {error.hint}"), icon=":material/block:")
