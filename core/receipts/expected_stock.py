"""What a new stock count should find: the last count and what was recorded since; never a count itself."""

import numpy as np
import pandas as pd
from pandera.typing import Series

from core.domain.operation import Operation
from core.domain.schemas import Deliveries, Depots, Losses, Receipts, Stock, Table, WaybillLines
from core.domain.schemas.column import column

_KEY = ["place_id", "item_id"]


class ExpectedStock(Table):
    """An item at a place: counted + received - sent on - handed out - lost = expected."""

    _key = ("place_id", "item_id")

    place_id: Series[str] = column("Place")
    item_id: Series[str] = column("Item")
    counted: Series[float] = column("Counted", "units", blank=True, ge=0, description="On the planning start")
    received: Series[float] = column("Received good since", "units", blank=True, ge=0)
    sent_on: Series[float] = column("Sent on since", "units", ge=0, description="By issued waybills")
    handed_out: Series[float] = column("Handed out since", "units", blank=True, ge=0)
    lost: Series[float] = column("Lost since", "units", ge=0)
    expected: Series[float] = column(
        "Expected", "units", blank=True, description="Blank where a part is not known; below 0 a record is wrong"
    )


SUM_WITHIN = 1e-12
"""Share of the sums up to which a difference is rounding."""


def expected_stock(operation: Operation, lines: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """``ExpectedStock`` of every place and item about which anything was recorded since the count.

    Parameters
    ----------
    lines
        ``WaybillLines`` of every waybill issued here.
    as_of
        What is dated after this day is left out.
    """
    start = operation.planning_start

    def since(table: pd.DataFrame, day: str, place: str, amount: str) -> pd.Series:
        rows = table.loc[(table[day] > start) & (table[day] <= as_of), [place, "item_id", amount]]
        return _sums(rows.rename(columns={place: "place_id"}), amount)

    e, receipts = ExpectedStock, operation.receipts
    parts = {
        e.received: since(receipts, Receipts.date, Receipts.place_id, Receipts.good),
        e.sent_on: since(lines, WaybillLines.leaves, WaybillLines.origin_id, WaybillLines.quantity),
        e.handed_out: since(operation.deliveries, Deliveries.date, Deliveries.camp_id, Deliveries.quantity),
        e.lost: since(operation.losses, Losses.date, Losses.place_id, Losses.quantity),
    }
    index = pd.MultiIndex.from_arrays([[], []], names=_KEY)
    for part in parts.values():
        index = index.union(part.index)
    # through a junction goods only pass: nothing lies there, and nobody counts
    depots = operation.depots
    junctions = depots.loc[depots[Depots.kind] == "junction", Depots.depot_id]
    index = index[~index.get_level_values("place_id").isin(junctions)]
    table = index.to_frame(index=False).assign(
        **{
            e.counted: _sums(operation.stock, Stock.quantity).reindex(index).to_numpy(),
            **{name: part.reindex(index, fill_value=0.0).to_numpy() for name, part in parts.items()},
        }
    )
    came, went = table[e.counted] + table[e.received], table[e.sent_on] + table[e.handed_out] + table[e.lost]
    # what a sum of such size cannot tell from nothing would be shown as a wrong record
    left = came - went
    table[e.expected] = left.mask(left.abs() <= SUM_WITHIN * (came + went), 0.0)
    return table[e.column_names()].astype(dict.fromkeys(e.column_names()[2:], np.float64))


def _sums(table: pd.DataFrame, amount: str) -> pd.Series:
    """Sums by place and item; blank where one amount is not known."""
    groups = table.groupby(_KEY)[amount]
    return groups.sum().where(groups.count().eq(groups.size()))
