"""The plan itself: what is sent, bought and handed out, to read and to take along."""

import pandas as pd
import streamlit as st

from core.domain.schemas import PLAN_TABLES, Items, Shipments
from core.locale import message
from core.services.open_operation import OpenOperation
from core.services.pack_plan import pack_plan
from core.services.plan_distribution import AuditedPlan
from core.services.tell_scenario import route_names
from ui.components import data_table, download
from ui.components.states import empty_panel
from ui.language import say

TITLES = {
    "shipments": message("Shipments"),
    "trips": message("Trips"),
    "purchases": message("Purchases"),
    "coverage": message("Coverage"),
    "stock": message("Stock"),
    "losses": message("Losses"),
}

COLUMNS = {
    "shipments": [
        Shipments.week,
        Shipments.origin_id,
        Shipments.destination_id,
        Shipments.item_id,
        Shipments.quantity,
        Shipments.trips,
        Shipments.lot_id,
    ]
}
"""Columns worth reading where a table has more; the file has all."""


UNMARKED = "unmarked"
"""A blank lot is not unknown: nothing marks these goods."""


def show_tables(opened: OpenOperation, audited: AuditedPlan) -> None:
    """One table of the plan at a time, with names in place of identifiers, and the files as they are."""
    plan = audited.plan
    chosen = st.segmented_control(
        say("Table of the plan"), list(TITLES), format_func=lambda name: say(TITLES[name]), default="shipments",
        required=True,
        key="plan:table", persist_state="session",
    )  # fmt: skip
    name = chosen or "shipments"
    table = plan.tables[name]
    if table.empty:
        empty_panel(
            say("No {table} in this plan", table=say(TITLES[name]).lower()),
            say("Nothing of this kind happens."),
            key=f"plan:none:{name}",
        )
    else:
        if Shipments.lot_id in table:
            table = table.fillna({Shipments.lot_id: UNMARKED})
        data_table(
            table,
            PLAN_TABLES[name],
            key=f"plan:rows:{name}",
            columns=COLUMNS.get(name),
            names=_names(opened, table),
        )
    with st.container(horizontal=True):
        download(
            plan.tables[name], f"{name}.csv", say("{table} as CSV", table=say(TITLES[name])), key=f"plan:csv:{name}"
        )
        st.download_button(
            say("Whole plan folder as zip"), lambda: pack_plan(plan), f"plan-{audited.key[:4]}.zip", "application/zip",
            key="plan:zip", on_click="ignore", icon=":material/folder_zip:",
        )  # fmt: skip
    notes = [str(note) for note in plan.summary.get("notes", [])]
    if notes:
        with st.expander(say("What was estimated or is not known")):
            for note in notes:
                st.text(note)


def _names(opened: OpenOperation, table: pd.DataFrame) -> dict[str, dict[str, str]]:
    operation = opened.operation
    places = operation.place_names
    items = operation.items
    found = dict.fromkeys(("camp_id", "depot_id", "place_id", "origin_id", "destination_id", "earmark"), places)
    found["item_id"] = dict(zip(items[Items.item_id], items[Items.name], strict=True))
    if "route_id" in table:
        found["route_id"] = route_names(operation)
    return found
