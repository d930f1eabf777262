"""The last cycle by camp, item and week: planned, dispatched, received, handed out; what is not known stays blank."""

from collections.abc import Mapping

import pandas as pd
from pandera.typing import Series

from core.domain.schemas import Coverage, Deliveries, Receipts, Shipments, Table
from core.domain.schemas.column import column
from core.domain.weeks import days_between, week_ending
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
    plan_tables: Mapping[str, pd.DataFrame],
    received: pd.DataFrame,
    other_receipts: pd.DataFrame,
    deliveries: pd.DataFrame,
    weeks: pd.DatetimeIndex,
) -> pd.DataFrame:
    """``CycleTable`` of some weeks: each camp, item and week that a plan, waybill, receipt or delivery names.

    Parameters
    ----------
    plan_tables
        ``shipments`` and ``coverage`` of the plan, whose camps are told.
    received
        ``ReceivedLines`` of every issued waybill.
    other_receipts
        ``Receipts`` that are of no issued waybill; they are told in the week of their day.
    deliveries
        ``Deliveries``.
    weeks
        Sundays.
    """
    coverage = plan_tables["coverage"]
    camps = coverage[Coverage.camp_id].unique()
    planned = _sums(
        plan_tables["shipments"].rename(columns={Shipments.destination_id: "camp_id"}), [Shipments.quantity]
    )
    planned_out = _sums(coverage, [Coverage.delivered])
    sent = received.rename(columns={ReceivedLines.place_id: "camp_id"})
    on_paper = _sums(sent, [ReceivedLines.quantity])
    good, late = _received(sent, other_receipts)
    given = deliveries.assign(week=week_ending(deliveries[Deliveries.date]))
    out = _sums(given, [Deliveries.quantity])

    rows = planned.index.union(planned_out.index[planned_out[Coverage.delivered] > 0])
    for index in (on_paper.index, good.index, out.index):
        rows = rows.union(index)
    rows = rows[rows.get_level_values("week").isin(weeks) & rows.get_level_values("camp_id").isin(camps)]
    table = rows.to_frame(index=False)
    issued = table["week"].isin(received[ReceivedLines.week]).to_numpy()
    dispatched = on_paper[ReceivedLines.quantity].reindex(rows)
    # in a week of waybills what has none was not sent; in a week without any nobody knows
    table[CycleTable.dispatched] = dispatched.fillna(0.0).where(issued).to_numpy()
    table[CycleTable.planned] = planned[Shipments.quantity].reindex(rows, fill_value=0.0).to_numpy()
    for name in (CycleTable.good, CycleTable.damaged, CycleTable.missing):
        nothing_sent = issued & ~rows.isin(good.index)
        table[name] = good[name].reindex(rows).mask(nothing_sent, 0.0).to_numpy()
    lost = table[CycleTable.damaged] + table[CycleTable.missing]
    accounted = table[CycleTable.good] + lost
    table[CycleTable.loss_share] = lost / accounted.where(accounted > 0)
    table[CycleTable.days_late] = late.reindex(rows).to_numpy()
    table[CycleTable.planned_out] = planned_out[Coverage.delivered].reindex(rows, fill_value=0.0).to_numpy()
    reported = pd.MultiIndex.from_frame(table[["camp_id", "week"]]).isin(out.index.droplevel("item_id"))
    handed = out[Deliveries.quantity].reindex(rows)
    # a quantity left blank stays not known; an item that a report of the week leaves out was not handed out
    table[CycleTable.handed_out] = handed.mask(reported & ~rows.isin(out.index), 0.0).to_numpy()
    table[CycleTable.not_sent] = table[CycleTable.planned] - table[CycleTable.dispatched]
    table[CycleTable.not_received] = table[CycleTable.dispatched] - table[CycleTable.good]
    table[CycleTable.not_handed_out] = table[CycleTable.planned_out] - table[CycleTable.handed_out]
    return table[CycleTable.column_names()]


def _received(sent: pd.DataFrame, other: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series]:
    """Good, damaged and missing by camp, item and week, and days late; not known where a line has no receipt."""
    amounts = [CycleTable.good, CycleTable.damaged, CycleTable.missing]
    other = other.assign(week=week_ending(other[Receipts.date])).rename(columns={Receipts.place_id: "camp_id"})
    every = pd.concat([sent[[*_KEY, *amounts]], other[[*_KEY, *amounts]]])
    waited = days_between(sent[ReceivedLines.arrives], sent[ReceivedLines.received]).clip(lower=0)
    late = sent.assign(waited=waited).groupby(_KEY)["waited"].max()
    return _sums(every, amounts), late


def _sums(table: pd.DataFrame, amounts: list[str]) -> pd.DataFrame:
    """Sums by camp, item and week; blank where one amount is not known."""
    groups = table.groupby(_KEY)[amounts]
    return groups.sum().where(groups.count().eq(groups.size(), axis=0))
