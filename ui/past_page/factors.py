"""What shortage, delay and loss go with: a claim, its cases, and how well it held on later ones."""

import streamlit as st

from core.locale import message
from core.services.open_operation import OpenOperation
from core.services.tell_factors import OUTCOMES, TellFactors
from core.services.what_goes_with import ABOUT
from ui import cache, state
from ui.components import caption, section, small_table
from ui.language import language, say

CHOICES = {"shortage": message("Shortage"), "delay": message("Delay"), "loss": message("Loss")}
MOST_VALUES = 4
"""Values of a factor that are shown: those with the most and the least."""


@st.fragment
def show_factors(opened: OpenOperation) -> None:
    """Let a person choose an outcome, and tell what it goes with, or that this is not known."""
    about = st.segmented_control(
        say("What goes with"),
        ABOUT,
        default=ABOUT[0],
        format_func=lambda name: say(CHOICES[name]),
        required=True,
        key=state.widget_key("past", "about"),
    )
    with st.spinner(say("Learning from earlier cases, to foretell later ones")):
        found = cache.goes_with(opened, about or ABOUT[0])
    words = TellFactors(found, language())
    section(words.finding())
    if found.is_known:
        factors, values = st.columns([1, 1.9], gap="large")
        with factors:
            small_table(words.factor_table(), numbers=(message("Error without it"), message("Cases")))
        with values:
            table = words.value_table(MOST_VALUES)
            small_table(table, numbers=table.columns[2:], wide=True)
        caption(
            say("Outcome: {outcome}; mean {mean}.", outcome=say(OUTCOMES[found.about]), mean=words.outcome(found.mean)),
            words.grounds(),
            say("Going together is no reason: factors that come together cannot be told apart."),
        )
    else:
        caption(words.grounds())
