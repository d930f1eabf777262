"""Order lines put together to one row per order, and what was known of each on a day."""

import numpy as np
import pandas as pd

from core.domain.finding import Finding
from core.domain.schemas import Orders

LINES = "lines"
"""Lines of the order."""
DESTINATION = "destination"
"""Country of the destination, else the place itself."""
LEARNT_AFTERWARDS = (Orders.delivered, Orders.recorded, Orders.weight_kg, Orders.freight_usd)
"""Columns that are filled when an order comes in."""
TEXTS = (Orders.origin, DESTINATION, Orders.mode, Orders.incoterm, Orders.product_group, Orders.item)


def one_row_per_order(lines: pd.DataFrame) -> pd.DataFrame:
    """Orders from their lines, in the order of ``order_id``.

    The line of most value speaks for the words; quantity and value are summed; weight and freight, which belong to the
    whole order, are those of the first line that states them. An order is delivered and recorded when its last line
    is; one open line keeps it open. It is promised for its latest date.

    Parameters
    ----------
    lines
        ``Orders``, typed.
    """
    lines = lines.assign(
        **{
            DESTINATION: lines[Orders.destination_country].fillna(lines[Orders.destination_id]),
            Orders.item: lines[Orders.item].fillna(lines[Orders.item_id]),
        }
    )
    by_value = lines.sort_values([Orders.order_id, Orders.value_usd], ascending=[True, False], kind="stable")
    orders = by_value.drop_duplicates(Orders.order_id).set_index(Orders.order_id)[list(TEXTS)].fillna("")
    grouped = by_value.groupby(Orders.order_id)
    orders[LINES] = grouped.size().astype(float)
    for column in (Orders.quantity, Orders.value_usd):
        orders[column] = grouped[column].sum(min_count=1)
    for column in (Orders.weight_kg, Orders.freight_usd):
        orders[column] = grouped[column].first()
    orders[Orders.ordered] = grouped[Orders.ordered].min()
    for column in (Orders.promised, Orders.delivered, Orders.recorded):
        orders[column] = grouped[column].max()
    open_lines = lines[Orders.delivered].isna().groupby(lines[Orders.order_id]).any()
    orders.loc[open_lines, [Orders.delivered, Orders.recorded]] = pd.NaT
    return orders.reset_index()


def sound_orders(orders: pd.DataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """Orders whose dates can be true, and what is asked about the others, which are left out.

    A delivery without a day of recording, or recorded before it happened, counts as known from the day it happened.
    """
    delivered, ordered, recorded = (orders[c] for c in (Orders.delivered, Orders.ordered, Orders.recorded))
    early = (delivered < ordered).to_numpy()
    written_early = ((recorded < ordered) & ~early).to_numpy()
    findings = [
        *_asked(orders, early, Orders.delivered, "delivered_before_ordered", "delivered before it was ordered"),
        *_asked(orders, written_early, Orders.recorded, "recorded_before_ordered", "recorded before it was ordered"),
    ]
    unwritten = int((delivered.notna() & recorded.isna()).sum())
    if unwritten:
        words = f"{unwritten:,} deliveries name no day of recording; each counts as known from the day it happened."
        findings.append(Finding("note", "orders", None, Orders.recorded, "not_recorded", words, ""))
    kept = orders.assign(**{Orders.recorded: recorded.where(recorded >= delivered, delivered)})
    return kept[~(early | written_early)].reset_index(drop=True), findings


def _asked(orders: pd.DataFrame, wrong: np.ndarray, column: str, rule: str, words: str) -> list[Finding]:
    named = ", ".join(f"“{name}”" for name in orders.loc[wrong, Orders.order_id].head(5))
    if not wrong.any():
        return []
    told = f"Orders {words}: {int(wrong.sum()):,}, such as {named}. They are left out."
    return [Finding("question", "orders", None, column, rule, told, "Correct the dates, or leave them out for good.")]


def known_on(orders: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Orders as they stood on a day: what was recorded before it is known; what was ordered before it is open.

    What is recorded on the day or later is taken out, so that the answer is the same whether the file holds it or not.
    """
    written = (orders[Orders.recorded] < day).to_numpy()
    placed = (orders[Orders.ordered] < day).to_numpy()
    known = orders[written | placed].reset_index(drop=True)
    still_open = ~(known[Orders.recorded] < day).to_numpy()
    for column in LEARNT_AFTERWARDS:
        known[column] = known[column].mask(still_open)
    return known
