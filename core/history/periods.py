"""Past periods of whole weeks, counted back from the day of planning."""

import pandas as pd

from core.domain.indicators import is_once
from core.domain.operation import Operation
from core.domain.schemas import Consumption, Deliveries, Items
from core.domain.weeks import DAYS_PER_WEEK

MOST_PERIODS = 26
"""Periods looked back on."""


def past_periods(operation: Operation, weeks: int, end: pd.Timestamp | None = None) -> pd.DatetimeIndex:
    """Last days of the periods since the first record, ascending.

    Parameters
    ----------
    weeks
        Length of a period. One round of distributions should fit: what is handed out once a month serves a month.
    end
        Last day of the last one; the day of planning by default.
    """
    deliveries, reports = used_up(operation), operation.consumption
    end = operation.planning_start if end is None else end
    recorded = pd.concat([deliveries[Deliveries.date], reports[Consumption.period_start]])
    first = recorded[recorded <= end].min()
    if pd.isna(first):
        return pd.DatetimeIndex([])
    number = min(int((end - first).days) // (weeks * DAYS_PER_WEEK) + 1, MOST_PERIODS)
    return pd.date_range(end=end, periods=number, freq=f"{weeks * DAYS_PER_WEEK}D")


def used_up(operation: Operation) -> pd.DataFrame:
    """Deliveries of items that are used up: handing out blankets does not say that food was handed out or not."""
    items, deliveries = operation.items, operation.deliveries
    once = items.loc[is_once(items), Items.item_id]
    return deliveries[~deliveries[Deliveries.item_id].isin(once)]
