"""The plain rule: past orders of the same destination and mode, given the age of the order asked about."""

import numpy as np
import pandas as pd

from core.domain.schemas import Orders
from core.lead_times.shipments import DESTINATION
from core.lead_times.spans import Spans
from core.lead_times.survival import survival_quantiles

COMMON_ORDERS = 20.0
"""Orders of its own that a destination and mode needs to count as much as all past orders together."""


def plain_quantiles(past: Spans, asked: pd.DataFrame, at_least: np.ndarray) -> np.ndarray:
    """Quantiles of days, shape (q, 9), from delivered orders alone; each counts the same, however old."""
    orders, days = past.orders[past.ended], past.days[past.ended]
    weights = same_group(orders, asked) + COMMON_ORDERS / len(orders)
    return survival_quantiles(days, np.ones(len(days), bool), weights, at_least)


def same_group(past: pd.DataFrame, asked: pd.DataFrame) -> np.ndarray:
    """1 where a past order went to the same destination by the same mode as an asked one, else 0; shape (q, n)."""
    n_asked = len(asked)
    both = pd.concat([asked[[DESTINATION, Orders.mode]], past[[DESTINATION, Orders.mode]]], ignore_index=True)
    group = both.groupby([DESTINATION, Orders.mode], dropna=False).ngroup().to_numpy()
    return (group[:n_asked, None] == group[None, n_asked:]).astype(float)
