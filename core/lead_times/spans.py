"""Past orders as spans of days: those that ended, and those that are still running."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.schemas import Orders
from core.lead_times.target import Target

FADING_DAYS = 540.0
"""Days in which the weight of a past order falls to 1/e: behaviour changes over the years (docs/lead-times.md)."""


@dataclass(frozen=True, eq=False)
class Spans:
    """What a forecast learns from.

    Attributes
    ----------
    orders
        One row per span, as ``shipments.one_row_per_order``.
    days
        Days from the start to the delivery, or to the day of asking where it is still open, within the target's bounds.
    ended
        Whether it was delivered.
    weights
        How much it counts by its age.
    """

    orders: pd.DataFrame
    days: np.ndarray
    ended: np.ndarray
    weights: np.ndarray


def spans_of(target: Target, known: pd.DataFrame, day: pd.Timestamp) -> Spans:
    """Spans of the orders known on a day; those without the day they count from are left out."""
    ended = known[Orders.delivered].notna().to_numpy()
    age = _days(day, known[target.starts])
    taken = np.where(ended, _days(known[Orders.delivered], known[target.starts]), age)
    within = np.clip(taken, target.least_days, target.most_days)
    # an order that is due only in a long time has shown nothing yet
    told = ~np.isnan(taken) & (ended | (taken > target.least_days))
    return Spans(
        known[told].reset_index(drop=True), within[told], ended[told], np.exp(-np.maximum(age[told], 0) / FADING_DAYS)
    )


def lasted(target: Target, asked: pd.DataFrame, day: pd.Timestamp) -> np.ndarray:
    """Days that each asked order has certainly taken on a day, for it was not delivered before; shape (q,)."""
    age = _days(day, asked[target.starts])
    return np.clip(np.nan_to_num(age, nan=target.least_days), target.least_days, target.most_days)


def _days(later: pd.Series | pd.Timestamp, earlier: pd.Series) -> np.ndarray:
    """Whole days from one to another; counted in days, for centuries overflow in nanoseconds."""
    return _day_numbers(later) - _day_numbers(earlier)


def _day_numbers(days: pd.Series | pd.Timestamp) -> np.ndarray:
    numbers = np.asarray(days, dtype="datetime64[D]")
    return np.where(np.isnat(numbers), np.nan, numbers.astype("int64").astype(float))
