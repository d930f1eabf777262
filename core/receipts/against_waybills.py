"""Receipts set against the waybills that were issued, and waybills that nobody has received."""

import pandas as pd

from core.domain.finding import Finding
from core.domain.received import above, arrived
from core.domain.schemas import Receipts, WaybillLines
from core.domain.weeks import days_between
from core.intake.checks.listing import findings_of_rows
from core.receipts.received_lines import ReceivedLines, line_of_receipt

OVERDUE_DAYS = 7
"""Days past its planned arrival after which a waybill without a receipt is asked about."""


def check_against_waybills(lines: pd.DataFrame, receipts: pd.DataFrame) -> list[Finding]:
    """Questions about receipts that say otherwise than the issued waybills.

    Parameters
    ----------
    lines
        ``WaybillLines`` of every waybill issued here.
    receipts
        ``Receipts``; those dated before the first issued waybill leaves are of older papers, and are not asked about
        where no waybill of their number is known.
    """
    if lines.empty or receipts.empty:
        return []
    at = line_of_receipt(lines, receipts)
    known = receipts[Receipts.waybill_id].isin(lines[WaybillLines.waybill_id])
    theirs = lines.iloc[at.clip(min=0)].set_index(receipts.index)
    of_a_line = pd.Series(at >= 0, index=receipts.index)
    told = receipts.assign(
        written=theirs[WaybillLines.quantity].where(of_a_line),
        leaves=theirs[WaybillLines.leaves].where(of_a_line),
        arrived=arrived(receipts).groupby(at).transform("sum"),
    )
    sent, since = told[Receipts.sent], lines[WaybillLines.leaves].min()
    first_of_line = ~pd.Series(at, index=receipts.index).duplicated()
    return [
        *findings_of_rows(
            "question",
            "receipts",
            told[of_a_line & first_of_line & above(told["arrived"], told["written"])],
            Receipts.good,
            "received_above_waybill",
            lambda row: (
                f"{row[Receipts.waybill_id]}: {row['arrived']:,.6g} of {row[Receipts.item_id]} arrived at "
                f"{row[Receipts.place_id]}, and the waybill says {row['written']:,.6g}."
            ),
            "Count again, or correct the receipt.",
        ),
        *findings_of_rows(
            "question",
            "receipts",
            told[~known & (told[Receipts.date] >= since)],
            Receipts.waybill_id,
            "unknown_waybill",
            lambda row: f"No waybill {row[Receipts.waybill_id]} was issued here.",
            "Read the number on the paper again.",
        ),
        *findings_of_rows(
            "question",
            "receipts",
            told[known & ~of_a_line],
            Receipts.item_id,
            "not_on_waybill",
            lambda row: (
                f"{row[Receipts.waybill_id]} has no {row[Receipts.item_id]}{_of_lot(row)} for {row[Receipts.place_id]}."
            ),
            "Correct item, lot or place; where an item came in several lots, name the lot.",
        ),
        *findings_of_rows(
            "question",
            "receipts",
            told[above(sent, told["written"]) | above(told["written"], sent)],
            Receipts.sent,
            "sent_against_waybill",
            lambda row: (
                f"{row[Receipts.waybill_id]}: the receipt says that {row[Receipts.sent]:,.6g} of "
                f"{row[Receipts.item_id]} were sent, the waybill {row['written']:,.6g}."
            ),
            "Write what the waybill says.",
        ),
        *findings_of_rows(
            "question",
            "receipts",
            told[told[Receipts.date] < told["leaves"]],
            Receipts.date,
            "receipt_before_dispatch",
            lambda row: (
                f"{row[Receipts.waybill_id]} was received on {row[Receipts.date].date()}, and was to leave on "
                f"{row['leaves'].date()}."
            ),
            "Correct the date.",
        ),
    ]


def overdue_waybills(received: pd.DataFrame, as_of: pd.Timestamp) -> list[Finding]:
    """A question for each waybill of which a line has no receipt ``OVERDUE_DAYS`` after it was to arrive.

    Parameters
    ----------
    received
        ``ReceivedLines``.
    """
    waited = days_between(received[ReceivedLines.arrives], as_of)
    late = received.assign(waited=waited)[(received[ReceivedLines.receipts] == 0) & (waited > OVERDUE_DAYS)]
    return findings_of_rows(
        "question",
        "waybills",
        late.drop_duplicates(ReceivedLines.waybill_id),
        ReceivedLines.waybill_id,
        "receipt_overdue",
        lambda row: (
            f"{row[ReceivedLines.waybill_id]} was to reach {row[ReceivedLines.place_id]} on "
            f"{row[ReceivedLines.arrives].date()}, {row['waited']:.0f} days ago, and has no receipt."
        ),
        "Ask the receiver, and enter what arrived.",
    )


def _of_lot(row: dict) -> str:
    return "" if pd.isna(row[Receipts.lot_id]) else f" of lot {row[Receipts.lot_id]}"
