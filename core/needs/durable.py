"""Goods that last: what was handed out serves until its life ends, and only what lacks is newly required."""

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import Deliveries, Items


def handed_out(
    operation: Operation, camps: pd.Index, items: pd.DataFrame, weeks: pd.DatetimeIndex, start: pd.Timestamp
) -> np.ndarray:
    """Units handed out by ``start`` that still serve in each week, shape (n_camps, n_items, n_weeks).

    A unit serves up to and with the day on which it is ``lifetime_days`` old; a blank life never ends. Deliveries after
    ``start`` and of unknown quantity are not seen.
    """
    lifetimes = items.set_index(Items.item_id)[Items.lifetime_days]
    given = operation.deliveries
    given = given[
        (given[Deliveries.date] <= start)
        & given[Deliveries.item_id].isin(lifetimes.index)
        & given[Deliveries.camp_id].isin(camps)
        & given[Deliveries.quantity].notna()
    ]
    served = np.zeros((len(camps), len(items), len(weeks)))
    at = (camps.get_indexer(given[Deliveries.camp_id]), lifetimes.index.get_indexer(given[Deliveries.item_id]))
    lives = given[Deliveries.item_id].map(lifetimes).astype(float).fillna(np.inf).to_numpy()
    for position, week in enumerate(weeks):
        age_days = (week - given[Deliveries.date]).dt.days.to_numpy()
        np.add.at(served, (*at, position), given[Deliveries.quantity].to_numpy() * (age_days <= lives))
    return served


def newly_required(due: np.ndarray) -> np.ndarray:
    """New need per week from what is due in all by then, less what serves; axis 2 is the week."""
    highest = np.maximum.accumulate(np.maximum(due, 0.0), axis=2)
    return np.diff(highest, axis=2, prepend=0.0)
