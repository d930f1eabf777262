"""How late goods on their way may come: by the spread that is told of them, else by what past orders did."""

from statistics import NormalDist

import numpy as np
import pandas as pd

from core.domain.schemas import Arrivals, Orders

LEAST_ORDERS = 20
"""Past orders with a promised day from which days late are told."""
COMMON_ORDERS = 20.0
"""Orders of its own that a place needs to count as much as all past orders together."""


def past_days_late(orders: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """``days`` after the promise, and ``place``, of each order delivered and recorded before a day.

    Orders delivered before they were ordered are left out; an order of several lines came with its last.
    """
    known = orders[Orders.recorded].fillna(orders[Orders.delivered]).lt(day) & orders[Orders.delivered].lt(day)
    sound = known & orders[Orders.promised].notna() & ~(orders[Orders.delivered] < orders[Orders.ordered])
    past = orders[sound]
    late = (past[Orders.delivered] - past[Orders.promised]).dt.days.groupby(past[Orders.order_id]).max()
    place = past.groupby(Orders.order_id)[Orders.destination_id].first()
    return pd.DataFrame({"days": late.astype(float), "place": place}).reset_index(drop=True)


def days_late_at(level: float, arrivals: pd.DataFrame, orders: pd.DataFrame, day: pd.Timestamp) -> np.ndarray:
    """Days after its date within which each arrival is there with a chance of ``level``, shape (n,).

    A told ``delay_days_sd`` is the spread of a normal delay around the date. Where it is blank, past orders speak,
    those to the same place more. Blank where neither is there. Never below 0: nobody plans on goods before they are
    due.

    Parameters
    ----------
    level
        Chance, above 0 and below 1.
    arrivals, orders
        Tables of the operation.
    day
        Day of planning; what was recorded on it or later is not looked at.
    """
    scores = np.full(len(arrivals), NormalDist().inv_cdf(level))
    return np.maximum(days_late_of(scores, arrivals, past_days_late(orders, day)), 0.0)


def days_late_of(scores: np.ndarray, arrivals: pd.DataFrame, past: pd.DataFrame) -> np.ndarray:
    """Days after its date on which each arrival comes, below 0 where it is early, shape (n,); blank where not known.

    Parameters
    ----------
    scores
        Where in its spread each arrival is, as a standard normal number; drawn ones give one future.
    arrivals
        Of the operation.
    past
        ``past_days_late``.
    """
    from scipy.special import ndtr

    told = arrivals[Arrivals.delay_days_sd].to_numpy(float) * scores
    if len(past) < LEAST_ORDERS:
        return told
    past = past.sort_values("days", kind="stable")
    days, places = past["days"].to_numpy(), past["place"].to_numpy(dtype=object)
    asked = arrivals[Arrivals.depot_id].to_numpy(dtype=object)
    levels, learnt = ndtr(scores), np.full(len(arrivals), np.nan)
    for place in pd.unique(asked):
        here = asked == place
        over = np.cumsum((places == place) + COMMON_ORDERS / len(past))
        at = np.searchsorted(over, levels[here] * over[-1] - 1e-9)
        learnt[here] = days[np.minimum(at, len(days) - 1)]
    return np.where(np.isnan(told), learnt, told)


def with_dates_kept(level: float, arrivals: pd.DataFrame, orders: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Arrivals after a day, moved to the date on which they are there with a chance of ``level``.

    Those of the day or before are part of the stock count and stay; so do those whose delay nobody knows.
    """
    moved = arrivals.copy()
    late = np.nan_to_num(np.ceil(days_late_at(level, arrivals, orders, day)))
    ahead = (arrivals[Arrivals.date] > day).to_numpy()
    moved[Arrivals.date] = arrivals[Arrivals.date] + pd.to_timedelta(np.where(ahead, late, 0.0), unit="D")
    return moved
