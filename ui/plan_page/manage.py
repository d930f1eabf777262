"""What can be done with the scenario in focus: edit, save for all, share, delete and undo."""

from typing import Any
from urllib.parse import urlencode

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.domain.access import Right
from core.domain.scenario import Scenario
from core.services.keep_scenarios import BASELINE, drop_scenario, keep_scenario
from core.services.name_scenario import free_name
from core.services.open_operation import OpenOperation
from ui import cache, state, text
from ui.actor import actor, why_not
from ui.language import say
from ui.plan_page.chips import Chosen, show_chips


def show_manage(opened: OpenOperation, known: dict[str, Scenario], chosen: Chosen) -> DeltaGenerator:
    """Chips and the buttons behind them; returns the place for ``show_share``."""
    focus = chosen.focus
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        show_chips(known, chosen)
        if st.button(say("New what-if"), icon=":material/add:", key="plan:new"):
            state.edit(BASELINE.model_copy(update={"name": free_name("What-if", known)}), anew=True)
            st.rerun()
        if focus.name != BASELINE.name:
            if st.button(
                say("Build on it"), type="tertiary", key="plan:copy", help=say("A new what-if with the same changes")
            ):
                state.edit(focus.model_copy(update={"name": free_name(focus.name, known)}), anew=True)
                st.rerun()
            if st.button(say("Edit"), type="tertiary", key="plan:edit"):
                state.edit(focus, anew=True)
                st.rerun()
            is_saved = focus.name in chosen.stored and focus.name not in state.drafts()
            not_allowed = why_not(Right.KEEP_SCENARIO)
            locked: dict[str, Any] = {"disabled": bool(not_allowed), "help": text.plain(not_allowed) or None}
            if not is_saved and st.button(say("Save for all"), type="tertiary", key="plan:save", **locked):
                keep_scenario(cache.resources(), opened, focus, actor())
                state.drop_draft(focus.name)
                st.toast(say("{name} is saved; everybody sees it.", name=text.plain(focus.name)))
                st.rerun()
            is_mine = focus.name not in chosen.stored
            if st.button(say("Delete"), type="tertiary", key="plan:delete", **({} if is_mine else locked)):
                _delete(opened, focus, focus.name in chosen.stored)
        return st.container(width="content")


def show_share(scenario: Scenario) -> None:
    """The link to what is asked, the sliders' changes included."""
    with st.popover(say("Share link"), type="tertiary", key="plan:share"):
        st.html('<p class="aid-caption">Copy link: it carries the whole scenario, and opens this page on it.</p>')
        st.code(share_link(scenario), language=None, wrap_lines=True)


def undo_line(opened: OpenOperation) -> None:
    """After a deletion: what went, and the way back."""
    gone = state.dropped()
    if gone is None:
        return
    scenario, was_stored = gone
    with st.container(horizontal=True, vertical_alignment="center", key="box-plan-undo"):
        st.html(f'<div class="aid-line"><span>Deleted “{text.safe(scenario.name)}”.</span></div>')
        if st.button(say("Undo"), key="plan:undo"):
            if was_stored:
                keep_scenario(cache.resources(), opened, scenario, actor())
            else:
                state.keep_draft(scenario)
            state.remember_dropped(None)
            state.save_scenario(scenario)
            st.rerun()


def share_link(scenario: Scenario) -> str:
    """Address of this page with operation, scenario, camp and horizon."""
    address = (st.context.url or "").split("?", 1)[0]
    return f"{address}?{urlencode(state.share_query(scenario))}"


def _delete(opened: OpenOperation, scenario: Scenario, is_stored: bool) -> None:
    if is_stored:
        drop_scenario(cache.resources(), opened, scenario.name, actor())
    state.drop_draft(scenario.name)
    state.remember_dropped(scenario, is_stored)
    state.compare([name for name in state.compared() if name != scenario.name])
    state.save_scenario(BASELINE)
    st.rerun()
