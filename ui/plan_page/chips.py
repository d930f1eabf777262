"""Chips of the scenarios: up to four side by side, the last of them is the one in focus."""

from dataclasses import dataclass

import streamlit as st

from core.domain.scenario import Scenario
from core.services.keep_scenarios import BASELINE, stored_scenarios
from core.services.name_scenario import free_name
from core.services.open_operation import OpenOperation
from ui import cache, state, text
from ui.language import say

MOST = 4
KEY = "plan:compared"


@dataclass(frozen=True)
class Chosen:
    """Scenarios set side by side, in order; ``stored`` names those that everybody sees."""

    scenarios: tuple[Scenario, ...]
    stored: frozenset[str]

    @property
    def focus(self) -> Scenario:
        """The scenario of the session: the last one chosen."""
        return self.scenarios[-1]


def known_scenarios(opened: OpenOperation) -> tuple[dict[str, Scenario], frozenset[str]]:
    """Baseline, stored scenarios and this session's drafts by name, and the names of the stored ones.

    What the address or another page asks is kept as a draft, so that it has a chip.
    """
    stored = {s.name: s for s in stored_scenarios(cache.resources(), opened)}
    asked = state.load_scenario()
    known = {**stored, **state.drafts()}
    if known.get(asked.name) != asked:
        if asked.name in known:  # the address says something else under a known name
            asked = asked.model_copy(update={"name": free_name(asked.name, known)})
            state.save_scenario(asked)
        state.keep_draft(asked)
        known[asked.name] = asked
    return known, frozenset(set(stored) - {BASELINE.name})


def choose_scenarios(known: dict[str, Scenario], stored: frozenset[str]) -> Chosen:
    """The scenarios chosen for comparison; call ``show_chips`` to draw them."""
    names = [name for name in state.compared() if name in known]
    focus = state.load_scenario().name
    if focus not in names:
        names = [*(names[: MOST - 1] or ([BASELINE.name] if focus != BASELINE.name else [])), focus]
    state.compare(names)
    order = [name for name in known if name in names and name != focus]
    return Chosen(tuple(known[name] for name in (*order, focus)), stored)


def show_chips(known: dict[str, Scenario], chosen: Chosen) -> None:
    """Draw the chips."""
    st.session_state[KEY] = [scenario.name for scenario in chosen.scenarios]
    st.pills(
        say("Scenarios side by side, at most four"),
        list(known),
        selection_mode="multi",
        format_func=lambda name: (
            text.plain(name) + ("" if name in chosen.stored or name == BASELINE.name else " (draft)")
        ),
        key=KEY,
        label_visibility="collapsed",
        on_change=_take,
        args=(dict(known), chosen.focus.name),
    )


def _take(known: dict[str, Scenario], focus: str) -> None:
    names = [name for name in st.session_state[KEY] if name in known] or [BASELINE.name]
    if len(names) > MOST:
        st.toast(say("At most four scenarios stand side by side; the first one gave way."))
        names = names[-MOST:]
    added = [name for name in names if name not in state.compared()]
    new_focus = added[-1] if added else focus if focus in names else names[-1]
    state.compare(names)
    state.save_scenario(known[new_focus])
