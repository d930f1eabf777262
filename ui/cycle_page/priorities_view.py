"""What people said as proposed weights: accepted or declined with a reason; and what the weights are made of."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from core.domain.access import Right
from core.errors import AidError
from core.locale import message
from core.services.open_operation import OpenOperation
from core.services.priorities import (
    SCENARIO,
    PriorityWords,
    ProposedPriority,
    accept_priority,
    answers_to_priorities,
    decline_priority,
    open_priorities,
    propose_priorities,
    weights_table,
)
from core.services.priorities.answer import LARGEST_WEIGHT, LONGEST_REASON
from core.services.priorities.weights import ACCEPTED, BY, IN_TABLE, REASON, WEIGHT
from ui import cache, state, text
from ui.actor import actor, why_not
from ui.components import caption, section, small_table
from ui.language import language, say
from ui.text import safe

MOST_SHOWN = 6
"""Proposals drawn at once, the strongest evidence first."""


def show_priorities(opened: OpenOperation) -> None:
    """Proposals with their evidence and answers to them, and the weights of every camp."""
    resources, operation = cache.resources(), opened.operation
    found, name = propose_priorities(operation), opened.version.operation
    words = PriorityWords(operation, language())
    proposals = open_priorities(resources, name, found)
    section(say("What people said should count more"))
    caption(
        say(
            "Proposed from answers and complaints since {since}, where a place lies at least ten points off all the "
            "others and chance does not explain it. Nothing changes until a person accepts; then it stands in the "
            "scenario “{scenario}”.",
            since=text.date(found.since),
            scenario=SCENARIO,
        )
    )
    if not proposals:
        caption(say("Nothing that people said speaks for another weight now."))
    for proposed in proposals[:MOST_SHOWN]:
        _card(opened, words, proposed)
    if len(proposals) > MOST_SHOWN:
        caption(text.counted(len(proposals) - MOST_SHOWN, "more proposal"))
    if found.too_few:
        with st.expander(say("Too few to say")):
            caption(*words.too_few(found.too_few))
    with st.expander(say("What the weight of a person is made of")):
        _weights(opened)


def _card(opened: OpenOperation, words: PriorityWords, proposed: ProposedPriority) -> None:
    key, why = f"cycle:priority:{proposed.key}", why_not(Right.PROPOSE_PLAN)
    with st.container(border=True, key=f"card-priority-{text.file_stem(proposed.key)}", gap="xsmall"):
        said = "".join(f'<div class="aid-card-effect">{safe(words.evidence(one))}</div>' for one in proposed.evidence)
        st.html(f'<div class="aid-card"><span class="what">{safe(words.what(proposed))}</span></div>{said}')
        with st.popover(say("Answer"), disabled=bool(why), help=text.plain(why) or None):
            weight = None
            if proposed.about != "look":
                weight = st.number_input(
                    say("Weight"), 0.01, LARGEST_WEIGHT, proposed.proposed, 0.05, key=f"{key}:weight"
                )
            reason = st.text_input(say("Why"), max_chars=LONGEST_REASON, key=f"{key}:reason")
            with st.container(horizontal=True, gap="small"):
                if st.button(say("Accept"), key=f"{key}:accept"):
                    _answered(
                        lambda: accept_priority(cache.resources(), opened, proposed, actor(), reason, weight),
                        say("Accepted: {what}.", what=words.what(proposed)),
                    )
                if st.button(say("Decline"), key=f"{key}:decline"):
                    _answered(
                        lambda: decline_priority(cache.resources(), opened, proposed, actor(), reason),
                        say("Declined: {what}.", what=words.what(proposed)),
                    )


def _answered(act: Callable[[], object], said: str) -> None:
    try:
        act()
    except AidError as error:
        state.tell_recorded(error.message, error.hint, is_done=False)
    else:
        state.tell_recorded(said)
    st.rerun()


def _weights(opened: OpenOperation) -> None:
    answers = answers_to_priorities(cache.resources(), opened.version.operation)
    table = weights_table(opened.operation, answers)
    names = opened.operation.place_names
    shown = pd.DataFrame(
        {
            message("Camp"): [names[camp] for camp in table.index],
            message("Weight"): [f"{value:g}" for value in table[WEIGHT]],
            message("Where from"): [
                say("blank, counts as 1") if pd.isna(value) else say("table camps") for value in table[IN_TABLE]
            ],
            message("Accepted"): ["" if pd.isna(value) else f"{value:g}" for value in table[ACCEPTED]],
            message("By, and why"): [
                "" if by is None else f"{by}: {reason}" for by, reason in zip(table[BY], table[REASON], strict=True)
            ],
        }
    )
    small_table(shown, numbers=(message("Weight"), message("Accepted")), wide=True)
    caption(
        say(
            "The weight is one number for each camp, with no hidden parts: a person there without an item for a week "
            "counts so many times. Groups, answers and complaints change it only where a person accepts it."
        )
    )
