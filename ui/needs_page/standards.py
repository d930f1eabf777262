"""Standards of the items beside a known profile, and the items table with the profile's values to take along."""

from collections.abc import Callable, Sequence

import streamlit as st

from core.domain.operation import Operation
from core.domain.schemas import PHASES
from core.locale import message
from core.services.compare_standards import (
    KnownStandards,
    compare_standards,
    items_with_standards,
    refused_profiles,
)
from core.services.upload_tables import csv_for_people
from ui import state, tell_standards, text
from ui.components import caption, section, sentence_list, small_table
from ui.language import say


def show_standards(operation: Operation, known: KnownStandards) -> None:
    """Choose a profile and a phase; see each item beside it.

    Parameters
    ----------
    operation
        As it is stored: what is downloaded here is to be uploaded again, without the what-if that is looked at.
    """
    refused = refused_profiles(known)
    heading = st.container()
    if refused:
        sentence_list([(say("Not used."), words) for words in tell_standards.refused_words(refused)])
    profiles = known.profiles()
    if not profiles:
        with heading:
            section(say("Standards: no profile to compare with"))
        caption(say("No profile of known standards is installed, or none passed its check."))
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        profile = _pick(say("Profile"), profiles, "profile", tell_standards.profile_words)
        phase = _pick(say("Phase"), PHASES, "phase", lambda name: say(tell_standards.PHASE_WORDS[name]))
    chosen = known.of(profile, phase)
    table = compare_standards(operation, chosen)
    with heading:
        section(tell_standards.comparison_sentence(table, profile, phase))
    small_table(tell_standards.comparison_table(table, profile), strong=(message("Difference"),), wide=True)
    caption(
        say(
            "An item is compared with the standard it names in its column “standard”, else by its "
            "name; foods with known contents by the energy they give together. Hard bounds are set "
            "wide by this planner and are no standard."
        ),
        say(
            "Household goods are turned into persons by {household_size} people a household.",
            household_size=f"{operation.settings.household_size:g}",
        ),
    )
    words = tell_standards.profile_words(profile)
    st.download_button(
        text.plain(say("Download items with the values of {profile}", profile=words)),
        lambda: csv_for_people(items_with_standards(operation, chosen)),
        f"items-{profile}-{phase}.csv",
        "text/csv",
        key="needs:items-csv",
        on_click="ignore",
        icon=":material/download:",
    )
    caption(
        say(
            "Nothing changes here: look the file over and upload it on the page Data, which shows what it would change."
        )
    )


def _pick(label: str, options: Sequence[str], name: str, words: Callable[[str], str]) -> str:
    with st.container(width=220):
        chosen: str = st.selectbox(label, options, format_func=words, key=state.widget_key("needs", name))
    return chosen
