"""The life cycle on the model card: who serves, the evidence for another, accept or decline it, go back."""

import datetime as dt
from collections.abc import Callable

import streamlit as st

from core.domain.access import Right
from core.domain.same_name import name_key
from core.errors import AidError
from core.services.deploy_model import deploy_model
from core.services.life_cycle import LifeCycle, ModelProposal, life_cycle
from core.services.review_promotion import accept_promotion, decline_promotion
from core.services.roll_back_model import roll_back_model
from ui import cache, state, tell_life_cycle, text
from ui.actor import actor
from ui.components import caption, name_field, section, sentence_list, small_table
from ui.language import say

LONGEST_REASON = 1_000


def show_life_cycle() -> None:
    """Where the models stand, and what may be done about it."""
    cycle = life_cycle(cache.resources())
    section(tell_life_cycle.finding(cycle))
    may = actor().may(Right.PROMOTE_MODEL)
    if cycle.waiting or cycle.accepted or cycle.before:
        name_field("model_card")
    for one in cycle.waiting:
        _show_waiting(one, may)
    if cycle.accepted is not None:
        _show_accepted(cycle.accepted, may)
    if not cycle.waiting and cycle.accepted is None:
        caption(tell_life_cycle.how_to_propose())
    if not cycle.shadow.empty:
        small_table(tell_life_cycle.shadow_table(cycle.shadow), numbers=tell_life_cycle.BESIDE)
    elif cycle.challenger:
        caption(say("What it says in the shadow is scored as soon as counts come that are later than its forecasts."))
    if cycle.record:
        small_table(tell_life_cycle.record_table(cycle.record))
    _show_way_back(cycle, may)


def _show_waiting(one: ModelProposal, may: bool) -> None:
    is_own = name_key(actor().name) == name_key(one.author) and bool(actor().signed_in or state.author())
    with st.container(border=True, key=f"model-waiting-{one.id}"):
        sentence_list([(say("Waits for a second person:"), tell_life_cycle.told_proposal(one))])
        _show_evidence(one)
        reason = _reason(f"decide:{one.id}", say("Why (declining needs it)"))
        with st.container(horizontal=True):
            st.button(
                say("Accept model {version}", version=one.version),
                key=f"model_card:accept:{one.id}",
                type="primary",
                disabled=not may or is_own,
                on_click=_do,
                args=(lambda why: accept_promotion(cache.resources(), one.id, actor(), why), reason),
            )
            st.button(
                say("Decline it"),
                key=f"model_card:decline:{one.id}",
                disabled=not may,
                on_click=_do,
                args=(lambda why: decline_promotion(cache.resources(), one.id, actor(), why), reason),
            )
        if is_own:
            caption(say("You proposed this; a second person must accept it."))
        elif not may:
            caption(say("Somebody who is approver can decide about it."))


def _show_evidence(one: ModelProposal) -> None:
    evidence = one.evidence
    small_table(tell_life_cycle.evidence_table(evidence), numbers=tell_life_cycle.BESIDE, wide=True)
    sentence_list(tell_life_cycle.plans(evidence))
    camps = tell_life_cycle.changed_camps(evidence)
    if len(camps):
        small_table(camps, numbers=tell_life_cycle.BESIDE[:2])
    small_table(tell_life_cycle.compliance_table(one.compliance), wide=True)
    weeks = tell_life_cycle.by_weeks(evidence)
    if len(weeks):
        with st.expander(say("Loss, SQL, by weeks ahead"), key=f"model_card:weeks:{one.id}"):
            small_table(weeks, numbers=tell_life_cycle.BESIDE)
    operations = [
        say("{operation}, {n} weeks", operation=row["operation"], n=text.whole(row["n"]))
        for row in evidence["history"]["operations"]
    ]
    caption(
        say("Past of {operations}; neither model has learnt from it.", operations=text.joined(operations)),
        say("Evidence {hash}.", hash=one.evidence_sha256[:12]),
    )


def _show_accepted(one: ModelProposal, may: bool) -> None:
    with st.container(border=True, key=f"model-accepted-{one.id}"):
        accepted = say("Accepted by {name}:", name=one.decided_by or "")
        sentence_list([(accepted, tell_life_cycle.told_proposal(one))])
        reason = _reason(f"serve:{one.id}", say("Why it should serve, where something speaks against it"))
        st.button(
            say("Serve model {version}", version=one.version),
            key=f"model_card:serve:{one.id}",
            type="primary",
            disabled=not may,
            on_click=_do,
            args=(lambda why: deploy_model(cache.resources(), one.version, why, dt.date.today(), actor()), reason),
        )
        caption(say("It is tried on the demonstration first; where it fails, the model served now stays."))


def _show_way_back(cycle: LifeCycle, may: bool) -> None:
    if cycle.before is None:
        return
    with st.expander(say("Go back to model {version}", version=cycle.before), key="model_card:back"):
        reason = _reason("back", say("Why"))
        st.button(
            say("Serve {version} again", version=cycle.before),
            key="model_card:roll-back",
            disabled=not may,
            on_click=_do,
            args=(lambda why: roll_back_model(cache.resources(), why, dt.date.today(), actor()), reason),
        )
        caption(say("One person is enough to go back; it is recorded."))


def _reason(name: str, label: str) -> str:
    key = state.widget_key("model_card", "reason", name)
    st.text_input(label, key=key, max_chars=LONGEST_REASON)
    return key


def _do(act: Callable[[str], object], reason: str) -> None:
    try:
        act(str(st.session_state.get(reason, "")))
    except AidError as error:
        st.toast(text.plain(f"{error.message} {error.hint}"), icon=":material/block:")
