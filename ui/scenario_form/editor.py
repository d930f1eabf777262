"""The form of a what-if: add changes, see them in words, take them back, solve."""

from collections.abc import Collection

import streamlit as st

from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.errors import InvalidScenario
from core.services.check_scenario import with_values
from core.services.name_scenario import checked_name
from core.services.tell_scenario import changes_in_words, without_change
from ui import state, text
from ui.language import say
from ui.scenario_form.add_form import add_form
from ui.scenario_form.settings_form import settings_form
from ui.scenario_form.table_form import table_form


def scenario_editor(operation: Operation, scenario: Scenario, taken: Collection[str]) -> Scenario | None:
    """Edit a what-if; returns it when *Solve* was pressed and everything in it can be used.

    Half-made edits stay in the session (``state.edit``), also while other pages are looked at.

    Parameters
    ----------
    taken
        Names of other scenarios, which this one cannot have.
    """
    with st.container(border=True, key="box-plan-editor"):
        try:
            return _edit(operation, scenario, taken)
        except InvalidScenario as error:
            st.error(text.plain(f"{error.message} {error.hint}".strip()), icon=":material/error:")
            return None


def _edit(operation: Operation, scenario: Scenario, taken: Collection[str]) -> Scenario | None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.html('<div class="aid-panel"><h4>Make a what-if</h4></div>')
        if st.button(say("Close without solving"), type="tertiary", key="plan:editor:close"):
            state.edit(None)
            st.rerun()
    one, many = st.tabs([say("Change by change"), say("As a table")])
    with one:
        changed = add_form(operation, scenario)
        _take_back(operation, scenario)
    with many:
        changed = table_form(operation, scenario) or changed
    if changed is not None:
        state.edit(changed)
        st.rerun()
    pressed = settings_form(operation, scenario)
    if pressed is None:
        return None
    button, values = pressed
    name = checked_name(values["name"], taken)
    finished = with_values(operation, scenario, {**values, "name": name})
    state.edit(finished)
    if button == "list":
        st.rerun()
    return finished


def _take_back(operation: Operation, scenario: Scenario) -> None:
    for number, change in enumerate(changes_in_words(operation, scenario)):
        key = f"plan:back:{scenario.key[:12]}:{number}"
        if st.button(
            text.plain(change.words), icon=":material/close:", type="tertiary", key=key, help=say("Take it back")
        ):
            state.edit(without_change(scenario, change), anew=True)
            st.rerun()
