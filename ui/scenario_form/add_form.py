"""One form per kind of change: fill it in, add it to the list."""

import datetime as dt
from typing import Any

import streamlit as st

from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.services.check_scenario import with_entries
from ui import state
from ui.language import say
from ui.scenario_form.choices import choices_of
from ui.scenario_form.kinds import KINDS, Cell, ChangeKind


def add_form(operation: Operation, scenario: Scenario) -> Scenario | None:
    """Choose a kind of change and fill it in; returns the scenario with the change when it was added.

    Raises
    ------
    InvalidScenario
        If what was filled in cannot be used, in words.
    """
    kinds = {kind.field: kind for kind in KINDS if all(operation.has(table) for table in kind.tables)}
    chosen = st.pills(
        say("Add a change"),
        list(kinds),
        format_func=lambda field: say(kinds[field].title),
        default="influx",
        required=True,
        key="plan:add:kind",
        persist_state="session",
    )
    kind = kinds[chosen or "influx"]
    with st.form(f"plan:add:{kind.field}", border=True):
        columns = st.columns(len(kind.cells))
        values = {
            cell.name: _input(cell, kind, operation, column) for cell, column in zip(kind.cells, columns, strict=True)
        }
        if not st.form_submit_button(kind.button, icon=":material/add:"):
            return None
    entries = scenario.to_values().get(kind.field, [])
    return with_entries(operation, scenario, kind.field, [*entries, {k: v for k, v in values.items() if v is not None}])


def _input(cell: Cell, kind: ChangeKind, operation: Operation, column: Any) -> Any:
    key = f"plan:add:{kind.field}:{cell.name}"
    if cell.kind == "date":
        start = operation.planning_start.date()
        first = start + dt.timedelta(days=1) if cell.needed else None
        day = column.date_input(cell.label, value=first, key=key, format="YYYY-MM-DD")
        return day.isoformat() if day else None
    if cell.kind in ("number", "percent"):
        number = column.number_input(
            cell.label,
            min_value=float(cell.low),
            max_value=float(cell.high),
            value=float(cell.start) if cell.needed else None,
            step=1.0 if cell.high > 1000 or cell.kind == "percent" else 0.1,
            format="%.0f" if cell.high > 1e6 or cell.kind == "percent" else "%.2f",
            key=key,
        )
        return None if number is None else number / 100 if cell.kind == "percent" else number
    if cell.kind == "text":
        return column.text_input(cell.label, max_chars=200, key=key) or None
    options = choices_of(operation)[cell.kind]
    selected = list(options).index(camp) if (camp := state.selected_camp(list(options))) in options else 0
    chosen: str | None = column.selectbox(
        cell.label,
        list(options),
        index=(selected if cell.kind == "camp" else 0) if cell.needed and options else None,
        format_func=lambda i: options.get(i, i),
        placeholder="none",
        key=key,
    )
    return chosen
