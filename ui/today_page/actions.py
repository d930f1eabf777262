"""Recommended actions as cards: accept, put off, decline; and what was answered before."""

import datetime as dt
from collections.abc import Callable
from typing import Literal

import streamlit as st

from core.domain.action import Action, ActionKind
from core.domain.scenario import Scenario
from core.errors import AidError
from core.services.actions.answer import (
    LONGEST_REASON,
    LONGEST_SNOOZE,
    Answer,
    Open,
    accept_action,
    decline_action,
    open_actions,
    snooze_action,
)
from core.services.actions.recommend import Recommended
from core.services.actions.tell import AUDIENCE, ActionWords
from core.services.open_operation import OpenOperation
from ui import cache, state, text
from ui.actor import actor, why_not
from ui.cache import Asked
from ui.components import caption, solve_again_line
from ui.language import language, say
from ui.text import safe
from ui.watching import ask_again

PLAN, DATA = "pages/decide/plan.py", "pages/data/data.py"
SHOWN_AT_ONCE = 3
"""Cards; the others come up on request."""
MOST_ANSWERED = 3


def opened_list(opened: OpenOperation, recommended: Recommended) -> Open:
    """The list as it stands today."""
    return open_actions(cache.resources(), opened, recommended, cache.calendar_day().date())


def show_weighing(weighed: Asked[Recommended]) -> None:
    """Say that actions are being weighed, or why they are not."""
    job = weighed.job
    if job is None or job.is_under_way():
        _wait_for(weighed.key)
        return
    words = say("What else is worth doing could not be weighed: {error}", error=text.plain(job.error or job.message))
    if solve_again_line(say("Not weighed"), words, key="today:actions:again"):
        ask_again(job)


@st.fragment(run_every="2s")
def _wait_for(key: str) -> None:
    job = cache.under_way(key)
    if job is None or not job.is_under_way():
        st.rerun()
    caption(say("Weighing what else is worth doing; it takes up to a minute."))


def show_actions(opened: OpenOperation, scenario: Scenario, shown: Open, *, is_primary: bool) -> str | None:
    """Draw the cards; returns the page a person wants to go on to.

    Parameters
    ----------
    is_primary
        Whether the first card holds the one blue button of the page.
    """
    words = ActionWords(opened.operation, language())
    if not shown.actions:
        caption(say("Beside the plan nothing else is worth doing now."))
    is_all = state.is_open("today:actions")
    for position, action in enumerate(shown.actions if is_all else shown.actions[:SHOWN_AT_ONCE]):
        page = _card(opened, words, action, is_primary=is_primary and position == 0)
        if page:
            return page
    more = len(shown.actions) - SHOWN_AT_ONCE
    if more > 0:
        label = say("Show fewer actions") if is_all else text.counted(more, "more action")
        if st.button(label, key="today:actions:more", type="tertiary"):
            state.leave_open("today:actions", not is_all)
            st.rerun()
    accepted = [given for given in shown.answered if given.answer is Answer.ACCEPTED][:MOST_ANSWERED]
    caption(
        *(
            say("Accepted by {name}: {what}.", name=given.author, what=words.what(given.action))
            + (" " + say("Plan {number} is on record.", number=given.proposal) if given.proposal else "")
            for given in accepted
        )
    )
    return None


def _card(opened: OpenOperation, words: ActionWords, action: Action, *, is_primary: bool) -> str | None:
    key, why = f"today:action:{action.key}", why_not(action.right)
    urgent = action.by is not None and (action.by - opened.operation.planning_start.date()).days <= 7
    with st.container(border=True, key=f"card-action-{text.file_stem(action.key)}", gap="xsmall"):
        tag = f'<span class="aid-tag {"question" if urgent else "note"}">{safe(words.by(action))}</span>'
        st.html(
            f'<div class="aid-card"><span class="what">{safe(words.what(action))}</span>{tag}</div>'
            f'<div class="aid-card-effect">{safe(words.effect(action))}'
            f"{text.NBSP}· {safe(say(AUDIENCE[action.audience]))}</div>"
        )
        with st.container(horizontal=True, gap="small"):
            label = say("Upload a count") if action.kind is ActionKind.COUNT_AGAIN else say("Accept")
            kind: Literal["primary", "secondary"] = "primary" if is_primary else "secondary"
            if st.button(label, key=f"{key}:accept", type=kind, disabled=bool(why), help=text.plain(why) or None):
                return _accept(opened, action)
            with st.popover(say("Not now"), disabled=bool(why)):
                _put_off(opened, action, key)
            has_why = action.camp_id is not None and action.kind is not ActionKind.COUNT_AGAIN
            if has_why and st.button(say("Why"), key=f"{key}:why", type="tertiary"):
                state.select_camp(str(action.camp_id))
                state.ask_why(action.camp_id, action.item_id)
                return PLAN
    return None


def _accept(opened: OpenOperation, action: Action) -> str | None:
    """Accept it; the plan that carries it out is then the one that is looked at."""
    try:
        given = accept_action(cache.resources(), opened, action, actor())
    except AidError as error:
        st.toast(text.plain(f"{error.message} {error.hint}"), icon=":material/block:")
        return None
    if action.camp_id:
        state.select_camp(action.camp_id)
    if given.proposal is None:
        return DATA
    scenario = cache.resources().store.proposals.get(given.proposal).scenario
    if scenario != Scenario():
        state.keep_draft(scenario)
        state.compare([scenario.name])
    state.save_scenario(scenario)
    return PLAN


def _put_off(opened: OpenOperation, action: Action, key: str) -> None:
    today = cache.calendar_day().date()
    until = st.date_input(
        say("Bring it back on"),
        value=today + dt.timedelta(days=1),
        min_value=today + dt.timedelta(days=1),
        max_value=today + LONGEST_SNOOZE,
        key=f"{key}:until",
    )
    if st.button(say("Put off"), key=f"{key}:snooze") and isinstance(until, dt.date):
        _answered(lambda: snooze_action(cache.resources(), opened, action, actor(), until, today))
    reason = st.text_input(say("Why it is declined"), max_chars=LONGEST_REASON, key=f"{key}:reason")
    if st.button(say("Decline"), key=f"{key}:decline"):
        _answered(lambda: decline_action(cache.resources(), opened, action, actor(), reason))


def _answered(act: Callable[[], object]) -> None:
    try:
        act()
    except AidError as error:
        st.toast(text.plain(f"{error.message} {error.hint}"), icon=":material/block:")
        return
    st.rerun()
