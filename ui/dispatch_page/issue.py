"""Issue the waybills of a week: confirmed in a dialog, for it cannot be undone."""

import streamlit as st

from core.domain.access import Right
from core.domain.waybill import Waybill
from core.errors import AidError
from core.services.describe_dispatch import what_goes
from core.services.dispatch_papers import DispatchPapers
from core.services.issue_waybills import issue_waybills, issued_of_week
from core.services.plan_dispatch import CheckedDispatch
from core.services.plans_to_dispatch import PlanToDispatch
from ui import cache, text
from ui.actor import actor, why_not
from ui.components import caption, sentence_list
from ui.language import say

MOST_LISTED = 12


def show_issue(chosen: PlanToDispatch, checked: CheckedDispatch, papers: DispatchPapers) -> None:
    """The button, or why there is none."""
    if not chosen.is_accepted:
        caption(say("Waybills are issued for approved plans only: propose this plan on the page Plan & scenarios."))
        return
    if not papers.sealed:
        caption(say("No vehicle carries anything, so there is no waybill to issue."))
        return
    refused = why_not(Right.ISSUE_WAYBILLS)
    label = say("Issue {counted}", counted=text.counted(len(papers.sealed), "waybill"))
    if st.button(label, key="dispatch:issue", type="primary", disabled=bool(refused)):
        _confirm(chosen, checked, papers)
    if refused:
        caption(refused)


@st.dialog("Issue the waybills of this week?")
def _confirm(chosen: PlanToDispatch, checked: CheckedDispatch, papers: DispatchPapers) -> None:
    others = {
        each.id
        for each in issued_of_week(cache.resources(), chosen.version.operation, papers.week)
        if each.waybill.plan != chosen.key
    }
    sentence_list([("", said) for said in what_goes(checked.dispatch, len(papers.sealed), len(others))])
    listed = papers.sealed[:MOST_LISTED]
    rows = [(sealed.waybill.place, _what(sealed.waybill))
            for sealed in listed]  # fmt: skip
    sentence_list(rows)
    hidden = len(papers.sealed) - len(listed)
    caption(say("And {hidden} more.", hidden=hidden) if hidden else "", say("This cannot be undone."))
    with st.container(horizontal=True):
        done = st.button(
            say("Issue them"), key="dispatch:issue:yes", type="primary", on_click=_issue, args=(chosen, checked)
        )
        if done or st.button(say("Not now"), key="dispatch:issue:no", type="tertiary"):
            st.rerun()


def _issue(chosen: PlanToDispatch, checked: CheckedDispatch) -> None:
    try:
        issue_waybills(cache.resources(), chosen, checked, actor())
    except AidError as error:
        st.toast(text.plain(f"{error.message} {error.hint}"), icon=":material/block:")


def _what(waybill: Waybill) -> str:
    return say("{weight} from {origin}", weight=text.tonnes(waybill.weight_kg / 1000), origin=waybill.origin)
