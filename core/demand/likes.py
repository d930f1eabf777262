"""What a place wants of an item it never had on the shelf: the same item elsewhere, and how busy the place is."""

import numpy as np
import pandas as pd

from core.demand.panel import SERIES, Panel
from core.demand.trailing import trailing_mean
from core.domain.schemas import Consumption
from core.forecasting.scores import LEVEL_ARRAY

FEWEST_LIKES = 3
"""Series with a known level needed before anything is told."""
LEAST_UNITS = 0.5
"""Levels are compared as units + this, so that places that want none of an item can be compared too."""


def levels_by_likes(panel: Panel, wanted: pd.DataFrame) -> np.ndarray:
    """Quantiles of the mean demand a period of series from their likes.

    A series' level is taken as level of the item times busyness of the place, both as medians of log levels over the
    other series. How far real series lie off that, over all series with a known level, is the spread.

    Parameters
    ----------
    panel
        What is known.
    wanted
        Rows of place_id and item_id.

    Returns
    -------
    np.ndarray
        Units a usual period, shape (n, 9), around the series' own mean where it has one; NaN where too few likes are
        known.
    """
    log_level = np.log(trailing_mean(panel.seen)[:, -1] + LEAST_UNITS)
    known = panel.series.assign(log_level=log_level).dropna(subset=["log_level"])
    out = np.full((len(wanted), len(LEVEL_ARRAY)), np.nan)
    if len(known) < FEWEST_LIKES:
        return out
    place, item = Consumption.place_id, Consumption.item_id
    overall = float(known["log_level"].median())
    of_item = known.groupby(item)["log_level"].median()
    busyness = (known["log_level"] - known[item].map(of_item)).groupby(known[place]).median()

    def expected(rows: pd.DataFrame) -> np.ndarray:
        own_item = rows[item].map(of_item).fillna(overall)
        return (own_item + rows[place].map(busyness).fillna(0.0)).to_numpy(float)

    off = known["log_level"].to_numpy() - expected(known)
    spread = np.quantile(off, LEVEL_ARRAY)
    number = numbers_of(panel, wanted)
    own = np.where(number >= 0, log_level[number], np.nan)
    middle = np.where(np.isfinite(own), own, expected(wanted))
    return np.maximum(np.exp(middle[:, None] + spread) - LEAST_UNITS, 0.0)


def numbers_of(panel: Panel, wanted: pd.DataFrame) -> np.ndarray:
    """Series number of each row of place_id and item_id, -1 where the panel has none, shape (n,)."""
    index = pd.MultiIndex.from_frame(panel.series[SERIES])
    return index.get_indexer(pd.MultiIndex.from_frame(wanted[SERIES]))
