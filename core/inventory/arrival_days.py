"""On which day goods on their way come in, future by future."""

import hashlib

import numpy as np
import pandas as pd


def arrival_days(goods: pd.DataFrame, start: pd.Timestamp, futures: int) -> np.ndarray:
    """Days after ``start`` on which each row of goods comes in, shape (n_goods, n_futures), at least 1.

    A delay is normal around the date told, with the spread told, rounded to whole days; half of the futures mirror the
    others. What is drawn depends on the goods (place, item, date, lot, holder) and on how many of the same there are
    before them, not on other rows or on the quantity.

    Parameters
    ----------
    goods
        ``goods.COLUMNS`` with a date in every row.
    futures
        Even number.
    """
    told = (goods["date"] - start).dt.days.to_numpy(float)
    spread = goods["delay_days_sd"].to_numpy(float)
    days = np.repeat(told[:, None], futures, axis=1)
    names = goods[["place_id", "item_id", "date", "lot_id", "holder"]]
    repeated = names.groupby(list(names), dropna=False).cumcount()
    keys = list(names.assign(repeated=repeated).itertuples(index=False, name=None))
    for row in np.flatnonzero(spread > 0):  # a stream of its own per row
        words = "\x1f".join("" if pd.isna(part) else str(part) for part in ("arrival", *keys[row]))
        digest = hashlib.sha256(words.encode()).digest()
        drawn = np.random.default_rng(int.from_bytes(digest[:16], "little")).standard_normal(futures // 2)
        days[row] += spread[row] * np.concatenate([drawn, -drawn])
    return np.maximum(np.rint(days), 1).astype(int)
