"""How much of what was handed out on paper people can have had: by what receipts brought, and by what they say.

Both are bounds from above. Where neither is known, what was handed out on paper stands.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.monitored import FEWEST_ASKED, share_that_agrees
from core.domain.operation import Operation
from core.domain.schemas import RECEIVED, Consumption, Losses, Monitoring, Receipts, Stock

NEAR_DAYS = 3
"""Days by which a stock report may lie off the beginning of the weeks looked at."""

_AT = ["place_id", "item_id"]


@dataclass(frozen=True, eq=False)
class PastAid:
    """Bounds on what people of a camp had of an item in some weeks.

    Attributes
    ----------
    available
        Item units that can have been handed out, by camp and item: on the shelf when the weeks began, and received
        good since, less lost and still there. Only where a stock report tells the shelf, and a receipt is known.
    share_asked
        Share of people asked who say that they received it, by camp and item.
    share_asked_of_all
        The same by camp, where no item was named.
    """

    available: pd.Series
    share_asked: pd.Series
    share_asked_of_all: pd.Series


def past_aid(operation: Operation, since: pd.Timestamp, start: pd.Timestamp) -> PastAid:
    """What is known of the weeks after ``since``, up to and with ``start``, the day on which the stock was counted."""
    answers = operation.monitoring
    answers = answers[
        (answers[Monitoring.indicator] == RECEIVED)
        & (answers[Monitoring.people_asked] >= FEWEST_ASKED)
        & answers[Monitoring.group].isna()
        & _within(answers[Monitoring.date], since, start)
    ]
    answers = answers.assign(share=share_that_agrees(answers)).dropna(subset=["share"])
    of_all = answers[Monitoring.item_id].isna()
    return PastAid(
        _available(operation, since, start),
        _mean_share(answers[~of_all], [Monitoring.camp_id, Monitoring.item_id]),
        _mean_share(answers[of_all], [Monitoring.camp_id]),
    )


def _available(operation: Operation, since: pd.Timestamp, start: pd.Timestamp) -> pd.Series:
    reports, receipts, losses = operation.consumption, operation.receipts, operation.losses
    ended = reports[Consumption.period_start] + pd.to_timedelta(reports[Consumption.days], unit="D")
    off = (ended - since).dt.days.abs()
    near = reports.assign(off=off)[(off <= NEAR_DAYS) & reports[Consumption.stock_end].notna()]
    before = near.sort_values("off", kind="stable").drop_duplicates(_AT).set_index(_AT)[Consumption.stock_end]
    received = _sums(receipts[_within(receipts[Receipts.date], since, start)], Receipts.good)
    lost = _sums(losses[_within(losses[Losses.date], since, start)], Losses.quantity)
    left = _sums(operation.stock, Stock.quantity)
    # a shelf or a loss that is not known takes nothing off: the bound then lies higher, and is still one
    taken = lost.add(left, fill_value=0.0).reindex(received.index).fillna(0.0)
    return (before.reindex(received.index) + received - taken).clip(lower=0).dropna()


def _sums(table: pd.DataFrame, amount: str) -> pd.Series:
    """Sums by place and item; blank where one amount is not known."""
    groups = table.groupby(_AT)[amount]
    return groups.sum().where(groups.count().eq(groups.size()))


def _within(days: pd.Series, since: pd.Timestamp, start: pd.Timestamp) -> pd.Series:
    return (days > since) & (days <= start)


def _mean_share(answers: pd.DataFrame, about: list[str]) -> pd.Series:
    """Mean of the shares, each by how many people were asked."""
    weight = answers[Monitoring.people_asked]
    sums = answers.assign(agree=answers["share"] * weight, weight=weight).groupby(about)[["agree", "weight"]].sum()
    return (sums["agree"] / sums["weight"].where(sums["weight"] > 0, np.nan)).rename("share")
