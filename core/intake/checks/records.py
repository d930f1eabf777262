"""Questions about what was recorded after the fact: receipts that do not add up, losses, answers of people."""

from collections.abc import Mapping

import pandas as pd

from core.domain.finding import Finding
from core.domain.monitored import FEWEST_ASKED, share_counted, share_that_agrees
from core.domain.received import LINE, above, accounted, arrived
from core.domain.schemas import Arrivals, Losses, Monitoring, Receipts, Stock
from core.intake.checks.listing import findings_of_rows

A_POINT = 0.01
"""Share by which a share that was given may differ from the answers counted: it was rounded to whole per cent."""


def check_records(tables: Mapping[str, pd.DataFrame], start: pd.Timestamp | None) -> list[Finding]:
    """Questions and notes about receipts, losses and monitoring.

    Parameters
    ----------
    start
        Day on which the stock was counted; None where it is not known, and losses are then not compared.
    """
    return [
        *check_receipts(tables["receipts"]),
        *([] if start is None else _losses(tables, start)),
        *_monitoring(tables["monitoring"]),
    ]


def check_receipts(receipts: pd.DataFrame) -> list[Finding]:
    """Questions and notes about receipts by themselves: what they say was sent and what arrived."""
    if receipts.empty:
        return []
    total = accounted(receipts)
    lines = receipts.assign(arrived=arrived(receipts), total=total).groupby(LINE, dropna=False, sort=False)
    told = receipts.assign(
        total=total, arrived=lines["arrived"].transform("sum"), most=lines[Receipts.sent].transform("max")
    )
    first = ~receipts.duplicated(LINE)
    sent = receipts[Receipts.sent]
    return [
        *findings_of_rows(
            "question",
            "receipts",
            told[above(told["arrived"], told["most"]) & first],
            Receipts.sent,
            "received_above_waybill",
            lambda row: (
                f"{row[Receipts.waybill_id]}: {row['arrived']:,.6g} of {row[Receipts.item_id]} arrived at "
                f"{row[Receipts.place_id]}, and {row['most']:,.6g} were sent."
            ),
            "Count again, or correct the receipt.",
        ),
        *findings_of_rows(
            "question",
            "receipts",
            told[above(total, sent) | above(sent, total)],
            Receipts.sent,
            "receipt_sum",
            lambda row: (
                f"{row[Receipts.waybill_id]}: {row[Receipts.sent]:,.6g} of {row[Receipts.item_id]} were sent; good, "
                f"damaged and missing make {row['total']:,.6g}."
            ),
            "Correct one of them.",
        ),
        *findings_of_rows(
            "question",
            "receipts",
            receipts[~first],
            Receipts.waybill_id,
            "receipt_twice",
            lambda row: (
                f"{row[Receipts.waybill_id]} has another receipt of {row[Receipts.item_id]} at "
                f"{row[Receipts.place_id]}; they are added up."
            ),
            "Keep one, unless the goods came in parts.",
        ),
        *findings_of_rows(
            "note",
            "receipts",
            receipts[receipts[Receipts.good].isna()],
            Receipts.good,
            "unknown_receipt",
            lambda row: f"How much {row[Receipts.item_id]} of {row[Receipts.waybill_id]} arrived good is not known.",
            "Fill it in, 0 if nothing did.",
        ),
    ]


def _losses(tables: Mapping[str, pd.DataFrame], start: pd.Timestamp) -> list[Finding]:
    """Losses since the count that are more than lay there and came in; nothing where the stock is not known."""
    losses = tables["losses"]
    since = losses[losses[Losses.date] > start]
    if since.empty:
        return []
    place = [Losses.place_id, Losses.item_id]
    stock = tables["stock"]
    counted = stock.groupby(place)[Stock.quantity].sum()
    # one blank lot makes the stock of the item not known
    counted = counted.mask(stock[Stock.quantity].isna().groupby([stock[c] for c in place]).any())
    arrivals = tables["arrivals"].rename(columns={Arrivals.depot_id: Losses.place_id})
    came = [arrivals.loc[arrivals[Arrivals.date] > start, [*place, Arrivals.quantity]]]
    receipts = tables["receipts"]
    received = receipts.loc[receipts[Receipts.date] > start, [*place, Receipts.good]]
    came.append(received.rename(columns={Receipts.good: Arrivals.quantity}))
    new = pd.concat(came).groupby(place)[Arrivals.quantity].sum()
    told = since.assign(lost=since.groupby(place)[Losses.quantity].transform("sum"))
    at = pd.MultiIndex.from_frame(told[place])
    told["there"] = counted.reindex(at).to_numpy() + new.reindex(at).fillna(0).to_numpy()
    return findings_of_rows(
        "question",
        "losses",
        told[above(told["lost"], told["there"]) & ~told.duplicated(place)],
        Losses.quantity,
        "loss_above_stock",
        lambda row: (
            f"{row['lost']:,.6g} of {row[Losses.item_id]} were lost at {row[Losses.place_id]} since {start.date()}; "
            f"{row['there']:,.6g} lay there or came in since."
        ),
        "Correct the loss, or count the stock again.",
    )


def _monitoring(monitoring: pd.DataFrame) -> list[Finding]:
    if monitoring.empty:
        return []
    asked, agree = monitoring[Monitoring.people_asked], monitoring[Monitoring.people_yes]
    told = monitoring.assign(counted=share_counted(monitoring), share=share_that_agrees(monitoring))
    about = [Monitoring.camp_id, Monitoring.date, Monitoring.indicator, Monitoring.item_id, Monitoring.group]
    return [
        *findings_of_rows(
            "question",
            "monitoring",
            told[above(agree, asked)],
            Monitoring.people_yes,
            "more_agree_than_asked",
            lambda row: (
                f"{row[Monitoring.camp_id]}: {row[Monitoring.people_yes]:,.6g} people agree to "
                f"“{row[Monitoring.indicator]}” and {row[Monitoring.people_asked]:,.6g} were asked."
            ),
            "Correct one of them.",
        ),
        *findings_of_rows(
            "question",
            "monitoring",
            told[(told["counted"] <= 1) & ((told["counted"] - told[Monitoring.share_yes]).abs() > A_POINT)],
            Monitoring.share_yes,
            "share_against_answers",
            lambda row: (
                f"{row[Monitoring.camp_id]}: the share that agrees to “{row[Monitoring.indicator]}” is "
                f"{row[Monitoring.share_yes]:.3g}, and the answers make {row['counted']:.3g}."
            ),
            "Correct one of them; the share is used.",
        ),
        *findings_of_rows(
            "question",
            "monitoring",
            told[told.duplicated(about)],
            Monitoring.indicator,
            "asked_twice",
            lambda row: (
                f"{row[Monitoring.camp_id]} has another answer to “{row[Monitoring.indicator]}” of the same day."
            ),
            "Keep one.",
        ),
        *findings_of_rows(
            "note",
            "monitoring",
            told[told["share"].isna()],
            Monitoring.share_yes,
            "answer_unknown",
            lambda row: f"{row[Monitoring.camp_id]}: how many agree to “{row[Monitoring.indicator]}” is not known.",
            "Fill in a share, or how many agree of how many asked.",
        ),
        *findings_of_rows(
            "note",
            "monitoring",
            told[told["share"].notna() & ~(asked >= FEWEST_ASKED)],
            Monitoring.people_asked,
            "few_asked",
            lambda row: (
                f"{row[Monitoring.camp_id]}: “{row[Monitoring.indicator]}” was not asked of {FEWEST_ASKED} people, or "
                "it is not known of how many; it is shown, and no plan uses it."
            ),
            "Fill in how many people were asked.",
        ),
    ]
