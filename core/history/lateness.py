"""What came after the day it was promised for: orders by destination, arrivals by the place that received them."""

import pandas as pd
from pandera.typing import Series

from core.domain.schemas import Arrivals, Orders, Receipts
from core.domain.schemas.column import Table, column
from core.lead_times.shipments import DESTINATION, known_on, one_row_per_order, sound_orders

LATE_DAYS = 7
"""Days after the promise from which something is called late."""


class LateTable(Table):
    """Places and how what was promised to them came, the worst first."""

    place: Series[str] = column("Place")
    came: Series[float] = column("Came", ge=0)
    late: Series[float] = column("Late", ge=0)
    median_days_late: Series[float] = column("Median days late", "days", blank=True)
    overdue: Series[float] = column("Overdue, not come yet", ge=0)


def late_orders(lines: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """``LateTable`` by destination, from what was recorded before ``as_of``.

    Parameters
    ----------
    lines
        ``Orders``, typed; an order is late by its latest promised date.
    """
    if lines.empty:
        return _table(pd.DataFrame(columns=["place", "days_late", "open_days"]).astype({"days_late": float}))
    orders, _ = sound_orders(one_row_per_order(known_on(_with_recorded(lines), as_of)))
    orders = orders.dropna(subset=[Orders.promised])
    return _table(
        pd.DataFrame(
            {
                "place": orders[DESTINATION],
                "days_late": (orders[Orders.delivered] - orders[Orders.promised]).dt.days,
                "open_days": (as_of - orders[Orders.promised]).dt.days.where(orders[Orders.delivered].isna()),
            }
        )
    )


def late_arrivals(arrivals: pd.DataFrame, receipts: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """``LateTable`` by the place that received: arrivals of a lot beside the receipts of that lot.

    Parameters
    ----------
    arrivals, receipts
        ``Arrivals`` and ``Receipts``; those without a lot cannot be matched and are left out.
    """
    promised = arrivals.dropna(subset=[Arrivals.lot_id])
    promised = promised[promised[Arrivals.date] <= as_of]
    came = receipts[receipts[Receipts.date] <= as_of].dropna(subset=[Receipts.lot_id])
    first = came.groupby([Receipts.place_id, Receipts.item_id, Receipts.lot_id])[Receipts.date].min().rename("came")
    keys = [Arrivals.depot_id, Arrivals.item_id, Arrivals.lot_id]
    both = promised.merge(first.reset_index(), left_on=keys, right_on=first.index.names, how="left")
    return _table(
        pd.DataFrame(
            {
                "place": both[Arrivals.depot_id],
                "days_late": (both["came"] - both[Arrivals.date]).dt.days,
                "open_days": (as_of - both[Arrivals.date]).dt.days.where(both["came"].isna()),
            }
        )
    )


def _with_recorded(lines: pd.DataFrame) -> pd.DataFrame:
    """A delivery without a day of recording counts as known from the day it happened."""
    return lines.assign(**{Orders.recorded: lines[Orders.recorded].fillna(lines[Orders.delivered])})


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    rows = rows.assign(late=rows["days_late"] > LATE_DAYS, overdue=rows["open_days"] > LATE_DAYS)
    by_place = rows.groupby("place").agg(
        came=("days_late", "count"),
        late=("late", "sum"),
        median_days_late=("days_late", "median"),
        overdue=("overdue", "sum"),
    )
    table = by_place[by_place["came"] + by_place["overdue"] > 0].reset_index().astype({"came": float, "late": float})
    table = table.assign(at_fault=table["late"] + table["overdue"]).astype({"overdue": float})
    table = table.sort_values("at_fault", ascending=False, kind="stable", ignore_index=True)
    return table[LateTable.column_names()]
