"""Every list of a what-if as a table whose rows are edited, added and deleted; checked row by row when taken over."""

from typing import Any

import pandas as pd
import streamlit as st

from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.services.check_scenario import with_entries
from ui import text
from ui.language import say
from ui.scenario_form.choices import choices_of
from ui.scenario_form.kinds import KINDS, Cell, CellKind, ChangeKind

_DTYPES: dict[str, str] = {"date": "datetime64[ns]", "number": "float64", "percent": "float64"}


def table_form(operation: Operation, scenario: Scenario) -> Scenario | None:
    """Edit one list as a table; returns the scenario with the rows when they were taken over.

    Raises
    ------
    InvalidScenario
        If a row cannot be used; names the row.
    """
    kinds = {kind.field: kind for kind in KINDS}
    filled = [field for field in kinds if getattr(scenario, field)]
    chosen = st.selectbox(
        say("List"),
        list(kinds),
        index=list(kinds).index(filled[0]) if filled else 0,
        format_func=lambda field: f"{say(kinds[field].title)} ({len(getattr(scenario, field))})",
        key="plan:table:kind",
    )
    kind = kinds[chosen]
    options = choices_of(operation)
    # a new key for every content: the edits of an older table must not be laid over a newer one
    key = f"plan:table:{kind.field}:{scenario.key[:12]}"
    with st.form(f"{key}:form", border=True):
        rows = st.data_editor(
            table_of(scenario, kind),
            num_rows="dynamic",
            hide_index=True,
            width="stretch",
            column_config={cell.name: _column(cell, options) for cell in kind.cells},
            placeholder=text.NOT_KNOWN if kind.field == "stock" else "",
            key=key,
        )
        if not st.form_submit_button(say("Take over the table")):
            return None
    return with_entries(operation, scenario, kind.field, entries_of(rows, kind))


def table_of(scenario: Scenario, kind: ChangeKind) -> pd.DataFrame:
    """A list of the scenario as a table with a column per cell; percentages are shares times 100."""
    entries = scenario.to_values().get(kind.field, [])
    columns = {}
    for cell in kind.cells:
        values = [entry.get(cell.name) for entry in entries]
        if cell.kind == "percent":
            values = [None if v is None else v * 100 for v in values]
        columns[cell.name] = pd.Series(values, dtype=_DTYPES.get(cell.kind, "str"))
    return pd.DataFrame(columns)


def entries_of(rows: pd.DataFrame, kind: ChangeKind) -> list[dict[str, Any]]:
    """Plain values of the rows; blank cells are left out, rows without any value too."""
    entries = []
    for row in rows.to_dict("records"):
        entry = {cell.name: _plain(cell, row[cell.name]) for cell in kind.cells if row.get(cell.name) not in ("", None)}
        entry = {name: value for name, value in entry.items() if value is not None}
        if entry:
            entries.append(entry)
    return entries


def _plain(cell: Cell, value: Any) -> Any:
    if pd.isna(value):
        return None
    if cell.kind == "date":
        return pd.Timestamp(value).date().isoformat()
    if cell.kind in ("number", "percent"):
        return float(value) / (100 if cell.kind == "percent" else 1)
    return str(value)


def _column(cell: Cell, options: dict[CellKind, dict[str, str]]) -> Any:
    if cell.kind == "date":
        return st.column_config.DateColumn(cell.label, format="D MMM YYYY")
    if cell.kind in ("number", "percent"):
        return st.column_config.NumberColumn(cell.label, min_value=cell.low, max_value=cell.high)
    if cell.kind == "text":
        return st.column_config.TextColumn(cell.label, max_chars=200)
    names = options[cell.kind]
    return st.column_config.SelectboxColumn(
        cell.label, options=list(names), format_func=lambda i: names.get(str(i), str(i))
    )
