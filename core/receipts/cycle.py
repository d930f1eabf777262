"""The last cycle by camp, item and week: planned, dispatched, received, handed out; what is not known stays blank."""

import pandas as pd
from pandera.typing import Series

from core.domain.schemas import Coverage, Deliveries, Receipts, Shipments, Table
from core.domain.schemas.column import column
from core.domain.weeks import week_ending
from core.receipts.received_lines import ReceivedLines

_KEY = ["camp_id", "item_id", "week"]


class CycleTable(Table):
    """A camp, item and week. Goods on the road are told in the week they left, goods handed out in that of the day."""

    _key = ("camp_id", "item_id", "week")

    camp_id: Series[str] = column("Camp")
    item_id: Series[str] = column("Item")
    week: Series[pd.Timestamp] = column("Week")
    planned: Series[float] = column("Planned to be sent", "units", ge=0)
    dispatched: Series[float] = column(
        "Sent", "units", blank=True, ge=0, description="By issued waybills; blank where none was issued for the week"
    )
    good: Series[float] = column(
        "Received good", "units", blank=True, ge=0, description="Blank where a waybill of it has no receipt"
    )
    damaged: Series[float] = column("Damaged", "units", blank=True, ge=0)
    missing: Series[float] = column("Missing", "units", blank=True, ge=0)
    loss_share: Series[float] = column(
        "Lost on the way", "share", blank=True, ge=0, description="Damaged and missing of what was sent"
    )
    days_late: Series[float] = column(
        "Late", "days", blank=True, ge=0, description="Longest time a receipt came after the planned arrival"
    )
    planned_out: Series[float] = column("Planned to be handed out", "units", ge=0)
    handed_out: Series[float] = column(
        "Handed out", "units", blank=True, ge=0, description="Blank where the camp reported nothing in the week"
    )
    not_sent: Series[float] = column("Planned less sent", "units", blank=True)
    not_received: Series[float] = column("Sent less received good", "units", blank=True)
    not_handed_out: Series[float] = column("Planned less handed out", "units", blank=True)


def compare_cycle(
    plan_tables: dict[str, pd.DataFrame],
    received: pd.DataFrame,
    receipts: pd.DataFrame,
    deliveries: pd.DataFrame,
    weeks: pd.DatetimeIndex,
) -> pd.DataFrame:
    """``CycleTable`` of some weeks: every camp, item and week that a plan, waybill, receipt or delivery names.

    Parameters
    ----------
    plan_tables
        ``shipments`` (with ``destination``) and ``coverage`` of the plan.
    received
        ``ReceivedLines`` of every issued waybill.
    receipts
        ``Receipts`` that are of no issued waybill: they are told in the week of their day.
    deliveries
        ``Deliveries``.
    weeks
        Sundays.
    """
    coverage = plan_tables["coverage"].rename(columns={Coverage.delivered: CycleTable.planned_out})
    camps = coverage[Coverage.camp_id].unique()
    planned = _added_up(plan_tables["shipments"], {"destination": "camp_id"}, [Shipments.quantity])
    sent = received[received[ReceivedLines.place_id].isin(camps)].rename(columns={ReceivedLines.place_id: "camp_id"})
    on_paper = sent.groupby(_KEY)[ReceivedLines.quantity].sum()
    arrived = _arrived(sent)
    other = receipts.assign(week=week_ending(receipts[Receipts.date]))
    other = other[other[Receipts.place_id].isin(camps)].rename(columns={Receipts.place_id: "camp_id"})
    given = deliveries.assign(week=week_ending(deliveries[Deliveries.date]))
    out = given.groupby(_KEY)[Deliveries.quantity].agg(["sum", "count", "size"])

    rows = planned.index.union(on_paper.index).union(arrived.index).union(out.index)
    rows = rows.union(pd.MultiIndex.from_frame(other[_KEY].drop_duplicates())) if len(other) else rows
    rows = rows.union(pd.MultiIndex.from_frame(coverage.loc[coverage[CycleTable.planned_out] > 0, _KEY]))
    rows = rows[rows.get_level_values("week").isin(weeks) & rows.get_level_values("camp_id").isin(camps)]
    raise NotImplementedError
