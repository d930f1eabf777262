"""What lies at places, what is on its way, what was lost, what will expire."""

import pandas as pd
import streamlit as st

from core.domain.operation import Operation
from core.domain.schemas import ExpiryRisk
from core.services.describe_inventory import arrivals_at, losses_at, lots_at
from core.services.stock_outlook import StockOutlook
from ui import tell_inventory, text
from ui.components import caption, section, small_table
from ui.language import say

MOST_ROWS = 12


def show_goods(operation: Operation, outlook: StockOutlook, place_id: str | None) -> None:
    """Batches and arrivals side by side, expiry and losses below."""
    start = operation.planning_start
    expiry = outlook.tables["expiry"]
    expiry = expiry if place_id is None else expiry[expiry[ExpiryRisk.place_id] == place_id]
    section(_expiry_finding(expiry))
    if len(expiry):
        _first(tell_inventory.expiry(operation, expiry), tell_inventory.EXPIRY_NUMBERS, (say("Expires unused"),))
        caption(
            say("Lots whose last day lies in these weeks; what expires first is used first. Mean, and 80\u00a0% range.")
        )
    section(say("On its way, with the days it may come in"))
    coming = arrivals_at(operation, start, place_id)
    if len(coming):
        _first(tell_inventory.arrivals(operation, coming), tell_inventory.ARRIVAL_NUMBERS, (say("Expected"),))
    caption(say("Units of the item.") if len(coming) else say("Nothing is on its way."))
    section(say("Batches on the shelves"))
    _first(tell_inventory.lots(operation, lots_at(operation, place_id)), tell_inventory.LOT_NUMBERS, (say("Item"),))
    caption(say("As counted on {start}. ? is not known; it is not zero.", start=text.date(start, year=True)))
    lost = losses_at(operation, place_id)
    if len(lost):
        section(say("Lost in store"))
        _first(tell_inventory.losses(operation, lost), (say("Quantity"),), (say("Item"),))


def _first(table: pd.DataFrame, numbers: tuple[str, ...], strong: tuple[str, ...]) -> None:
    small_table(table.head(MOST_ROWS), numbers=numbers, strong=strong, wide=True)
    if len(table) > MOST_ROWS:
        with st.expander(say("All {number} rows", number=text.whole(len(table)))):
            st.dataframe(table, hide_index=True, width="stretch")


def _expiry_finding(expiry: pd.DataFrame) -> str:
    lots = int((expiry[ExpiryRisk.probability] >= 0.5).sum())
    if not len(expiry):
        return say("No lot expires in these weeks")
    if not lots:
        return say("Every lot that expires in these weeks is likely to be used before")
    return say("{counted} will likely expire before all of it is used", counted=text.counted(lots, "lot"))
