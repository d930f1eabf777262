"""What lies on the camps' shelves, and need less it."""

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import Items, Stock


def camp_stock(operation: Operation, camps: pd.Index, items: pd.DataFrame, start: pd.Timestamp) -> np.ndarray:
    """Units on the camps' shelves at ``start`` that their people may have, shape (n_camps, n_items)."""
    stock = operation.stock
    usable = (
        stock[Stock.place_id].isin(camps)
        & stock[Stock.quantity].notna()
        & (stock[Stock.expires].isna() | (stock[Stock.expires] > start))
        & (stock[Stock.earmark].isna() | (stock[Stock.earmark] == stock[Stock.place_id]))
    )
    summed = stock[usable].groupby([Stock.place_id, Stock.item_id])[Stock.quantity].sum()
    wanted = pd.MultiIndex.from_product([camps, items[Items.item_id]])
    return summed.reindex(wanted, fill_value=0.0).to_numpy(float).reshape(len(camps), len(items))


def less_stock(need: np.ndarray, stock: np.ndarray) -> np.ndarray:
    """Need less stock that is used up earliest first; axis 2 is the week."""
    beyond = np.maximum(np.cumsum(need, axis=2) - stock[:, :, None], 0.0)
    return np.diff(beyond, axis=2, prepend=0.0)
