"""What the forest sees of an order: words as the mean of what past orders with them did, sizes, season."""

import numpy as np
import pandas as pd

from core.domain.schemas import Orders
from core.lead_times.shipments import DESTINATION, LINES, TEXTS

COMMON_ORDERS = 10.0
"""Orders of its own that a word needs to count as much as the mean of all."""
PAIRS = ((DESTINATION, Orders.mode), (Orders.origin, DESTINATION))
"""Words whose combination is looked at too."""


def word_means(
    past: pd.DataFrame, asked: pd.DataFrame, values: np.ndarray, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Mean value of past orders with the same word, shrunken to the mean of all; columns are words and pairs.

    Parameters
    ----------
    past, asked
        As ``shipments.one_row_per_order``, n and q rows.
    values, weights
        Of the past orders, shape (n,).

    Returns
    -------
    tuple
        Shapes (n, w) and (q, w); a word that no past order has stands at the mean of all.
    """
    common = float(np.average(values, weights=weights))
    seen, wanted = [], []
    for names in (*((name,) for name in TEXTS), *PAIRS):
        keys = [pd.MultiIndex.from_frame(table[list(names)]) for table in (past, asked)]
        sums = pd.DataFrame({"value": values * weights, "weight": weights}).groupby(keys[0].to_flat_index()).sum()
        mean = (sums["value"] + COMMON_ORDERS * common) / (sums["weight"] + COMMON_ORDERS)
        seen.append(mean.reindex(keys[0].to_flat_index()).to_numpy())
        wanted.append(mean.reindex(keys[1].to_flat_index()).fillna(common).to_numpy())
    return np.column_stack(seen), np.column_stack(wanted)


def sizes(orders: pd.DataFrame) -> np.ndarray:
    """Quantity, value, value of a unit (logarithms, -1 where not known) and number of lines, shape (n, 4)."""
    quantity, value = orders[Orders.quantity].to_numpy(float), orders[Orders.value_usd].to_numpy(float)
    each = np.log(np.maximum(value, 1.0) / np.maximum(quantity, 1.0))
    told = np.column_stack([np.log1p(quantity), np.log1p(value), each, orders[LINES].to_numpy(float)])
    return np.nan_to_num(told, nan=-1.0)


def day_parts(orders: pd.DataFrame, column: str) -> np.ndarray:
    """Month and day of the month, -1 where the day is not known; shape (n, 2)."""
    days = orders[column].dt
    return np.nan_to_num(np.column_stack([days.month.to_numpy(float), days.day.to_numpy(float)]), nan=-1.0)


def promised_span(orders: pd.DataFrame) -> np.ndarray:
    """Days from ordered to promised, within 0 and two years, -1 where not known; shape (n, 1)."""
    days = (orders[Orders.promised] - orders[Orders.ordered]).dt.days.to_numpy(float, na_value=np.nan)
    return np.nan_to_num(np.clip(days, 0, 730), nan=-1.0)[:, None]
