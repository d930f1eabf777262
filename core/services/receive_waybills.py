"""Waybills on their way, and what was received of them: entered line by line, beside what others enter."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from core.domain.access import Actor
from core.domain.finding import Finding
from core.domain.operation import Operation
from core.domain.schemas import Deliveries, Losses, Receipts, WaybillLines
from core.domain.validation import quote
from core.domain.weeks import days_between
from core.errors import StoreError
from core.intake.checks.records import check_receipts
from core.receipts import (
    OVERDUE_DAYS,
    ReceivedLines,
    check_against_waybills,
    overdue_waybills,
    received_lines,
    waybill_lines,
)
from core.services.add_records import KIND, Record, add_records, with_records
from core.services.open_operation import OpenOperation
from core.services.resources import Resources
from core.services.review_data import waiting_submissions
from core.services.submit_data import Saved

__all__ = [
    "OVERDUE_DAYS",
    "Received",
    "Receiving",
    "check_received",
    "everything_good",
    "record_receipts",
    "recorded_until",
    "waybills_of",
]


@dataclass(frozen=True)
class Received:
    """What arrived of one line of a waybill, in item units."""

    item_id: str
    lot_id: str | None
    good: float
    damaged: float = 0.0
    missing: float = 0.0


def everything_good(lines: pd.DataFrame) -> list[Received]:
    """That every one of some ``WaybillLines`` arrived whole."""
    columns = [WaybillLines.item_id, WaybillLines.lot_id, WaybillLines.quantity]
    return [
        Received(item, None if pd.isna(lot) else lot, float(quantity))
        for item, lot, quantity in lines[columns].itertuples(index=False)
    ]


@dataclass(frozen=True, eq=False)
class Receiving:
    """Issued waybills and their receipts.

    Attributes
    ----------
    lines
        ``ReceivedLines`` of every waybill issued here.
    findings
        Receipts that say otherwise than their waybill, and waybills that are overdue.
    submitted
        Waybill to who submitted a receipt of it that waits for approval.
    as_of
        Day up to which things are looked at.
    """

    lines: pd.DataFrame
    findings: tuple[Finding, ...]
    submitted: dict[str, str]
    as_of: pd.Timestamp

    @cached_property
    def waiting(self) -> pd.DataFrame:
        """``waybill_id,place_id,arrives,lines`` of waybills with a line without receipt, the one due first on top."""
        open_lines = self.lines[self.lines[ReceivedLines.receipts] == 0]
        about = [ReceivedLines.waybill_id, ReceivedLines.place_id, ReceivedLines.arrives]
        waiting = open_lines.groupby(about, sort=False).size().rename("lines").reset_index()
        return waiting.sort_values([ReceivedLines.arrives, ReceivedLines.waybill_id], ignore_index=True)

    @property
    def overdue(self) -> pd.DataFrame:
        """Those of ``waiting`` that should have arrived more than ``OVERDUE_DAYS`` ago."""
        waited = days_between(self.waiting[ReceivedLines.arrives], self.as_of)
        return self.waiting[waited > OVERDUE_DAYS]

    def open_lines(self, waybill_id: str) -> pd.DataFrame:
        """Lines of a waybill that have no receipt."""
        own = self.lines[ReceivedLines.waybill_id] == waybill_id
        return self.lines[own & (self.lines[ReceivedLines.receipts] == 0)]


def waybills_of(resources: Resources, operation: Operation, name: str, as_of: pd.Timestamp) -> Receiving:
    """Every waybill of an operation with what was received.

    Parameters
    ----------
    name
        Under which its waybills were issued.
    as_of
        Day of the look.
    """
    lines = waybill_lines(issued.waybill for issued in resources.store.waybills.all(name))
    received = received_lines(lines, operation.receipts)
    findings = check_against_waybills(lines, operation.receipts) + overdue_waybills(received, as_of)
    return Receiving(received, tuple(findings), _submitted(resources, name), as_of)


def recorded_until(resources: Resources, operation: Operation, name: str, today: dt.date) -> pd.Timestamp:
    """The day up to which things are looked at: today; of illustrative data the last day of a record or waybill."""
    if not operation.settings.illustrative:
        return pd.Timestamp(today)
    dated = (
        (operation.receipts, Receipts.date),
        (operation.deliveries, Deliveries.date),
        (operation.losses, Losses.date),
    )
    days = [table[day].max() for table, day in dated if len(table)]
    days += [pd.Timestamp(issued.waybill.arrives).normalize() for issued in resources.store.waybills.all(name)]
    return max([operation.planning_start, *(day for day in days if pd.notna(day))])


def check_received(
    opened: OpenOperation, receiving: Receiving, waybill_id: str, day: dt.date, received: Sequence[Received]
) -> list[Finding]:
    """What a receipt would make people ask about, before it is saved; raises as ``with_records``."""
    rows = _rows(receiving.lines, waybill_id, day, received)
    after = with_records(opened.operation, "receipts", rows).receipts
    new = after.index >= len(after) - len(rows)
    lines = receiving.lines[WaybillLines.column_names()]
    found = [*check_receipts(after[new]), *check_against_waybills(lines, after[new])]
    return list({(f.rule, f.row): f for f in found}.values())


def record_receipts(
    resources: Resources, name: str, waybill_id: str, day: dt.date, received: Sequence[Received], actor: Actor
) -> Saved:
    """Save what was received of a waybill issued here, as new rows of ``receipts``.

    Raises
    ------
    StoreError
        If no such waybill was issued, it has no such line, or somebody entered one of the lines meanwhile: then
        nothing is saved and nothing of theirs is touched.
    NotAllowed, InvalidTable
        As ``add_records``.
    """
    lines = waybill_lines([resources.store.waybills.get(name, waybill_id).waybill])
    rows = _rows(lines, waybill_id, day, received)

    def refuse(newest: Operation) -> None:
        by = _submitted(resources, name).get(waybill_id)
        if by is not None:
            raise StoreError(
                f"{by} has submitted a receipt of {waybill_id}, and it waits for approval.",
                "Look at it on the Data page.",
            )
        known = received_lines(lines, newest.receipts)
        done = known.loc[known[ReceivedLines.receipts] > 0, [ReceivedLines.item_id, ReceivedLines.lot_id]]
        lots = {(item, None if pd.isna(lot) else lot) for item, lot in done.itertuples(index=False)}
        again = sorted({str(one.item_id) for one in received if (one.item_id, one.lot_id) in lots})
        if again:
            raise StoreError(
                f"{', '.join(again)} of {waybill_id} was received already; nothing was saved.",
                "Load the page again and look at what was entered.",
            )

    note = f"Receipt of waybill {waybill_id}"
    return add_records(resources, name, "receipts", rows, actor, note, refuse)


def _rows(lines: pd.DataFrame, waybill_id: str, day: dt.date, received: Sequence[Received]) -> list[Record]:
    """Rows of ``receipts`` with what the waybill says was sent.

    Raises
    ------
    StoreError
        If the waybill has no such line, or one is given twice.
    """
    own = lines[lines[WaybillLines.waybill_id] == waybill_id]
    sent = {
        (item, None if pd.isna(lot) else lot): (place, quantity)
        for item, lot, place, quantity in own[
            [WaybillLines.item_id, WaybillLines.lot_id, WaybillLines.place_id, WaybillLines.quantity]
        ].itertuples(index=False)
    }
    rows: list[Record] = []
    for one in received:
        line = sent.pop((one.item_id, one.lot_id), None)
        if line is None:
            lot = f" of lot {quote(one.lot_id)}" if one.lot_id else ""
            raise StoreError(
                f"Waybill {waybill_id} has no line of {quote(one.item_id)}{lot}, or it is given twice.",
                "Name each line of the paper once, with its lot.",
            )
        rows.append(
            {
                Receipts.waybill_id: waybill_id,
                Receipts.place_id: line[0],
                Receipts.item_id: one.item_id,
                Receipts.lot_id: one.lot_id,
                Receipts.date: day.isoformat(),
                Receipts.sent: float(line[1]),
                Receipts.good: one.good,
                Receipts.damaged: one.damaged,
                Receipts.missing: one.missing,
            }
        )
    return rows


def _submitted(resources: Resources, name: str) -> dict[str, str]:
    """Waybill to who entered a receipt of it that waits for a second person."""
    waiting = [one for one in waiting_submissions(resources, name) if one.answers.get("kind") == KIND]
    return {
        str(row[Receipts.waybill_id]): one.author
        for one in waiting
        if one.answers["table"] == "receipts"
        for row in one.answers["rows"]
    }
