"""Demand that an empty shelf hid: what people would have taken, with its interval, report by report.

Looked back on from today, so the periods after an outage speak too. Where something was given out before the shelf ran
empty, demand was at least that: the estimate is what is left of the distribution above it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.demand.likes import levels_by_likes
from core.demand.panel import Panel
from core.demand.trailing import trailing_mean
from core.forecasting.scores import LEVEL_ARRAY

NEIGHBOURS = 6
"""Periods before and after that an estimate rests on, at most as many on each side."""
FINE_LEVELS = np.linspace(0.005, 0.995, 199)
"""Levels at which the distribution around the local mean is kept."""


@dataclass(frozen=True, eq=False)
class Recovered:
    """Demand of every reported period.

    Attributes
    ----------
    quantiles
        Units a period at the nine levels, shape (n, m, 9); where demand is known all nine are what was given out, NaN
        where nothing was reported or nothing can be told.
    hidden, at_least
        The shelf was empty throughout; it ran empty in the period: shape (n, m).
    by_likes
        Series with no period of known demand: told by the same item elsewhere, shape (n,).
    """

    quantiles: np.ndarray
    hidden: np.ndarray
    at_least: np.ndarray
    by_likes: np.ndarray


def recover_demand(panel: Panel) -> Recovered:
    """Estimate what the reports cannot show.

    The middle is the mean of known periods around, the spread that of known periods around their own neighbours, in
    units of the series' usual change, pooled over all series.
    """
    full = np.where(panel.ran_out, np.nan, panel.seen)
    """Demand that was met throughout: periods that ran out would pull the middle down."""
    around, change = local_mean(full), _usual_distance(full)
    known = np.isfinite(full) & np.isfinite(around)
    pool = ((full - around) / change[:, None])[known]
    by_likes = ~np.isfinite(panel.seen).any(axis=1)
    quantiles = np.repeat(panel.given[..., None], len(LEVEL_ARRAY), axis=2)
    hidden, at_least = np.isfinite(panel.given) & panel.empty, np.isfinite(panel.given) & panel.ran_out
    series, period = np.nonzero(hidden | at_least)
    if not len(series):
        return Recovered(quantiles, hidden, at_least, by_likes)
    floor = np.where(hidden, 0.0, panel.given)[series, period]
    middle = around[series, period]
    # a series that always ran out has only what it gave: the mean of that is the least its middle can be
    middle = np.where(np.isfinite(middle), middle, trailing_mean(panel.seen)[series, -1])
    if len(pool):
        fine = np.quantile(pool, FINE_LEVELS)
        values = np.maximum(middle[:, None] + change[series][:, None] * fine, 0.0)
        quantiles[series, period] = above_floor(values, floor)
    else:
        quantiles[series, period] = np.nan
    liked = by_likes[series]
    if liked.any():
        levels = levels_by_likes(panel, panel.series)
        quantiles[series[liked], period[liked]] = levels[series[liked]]
    return Recovered(quantiles, hidden, at_least, by_likes)


def local_mean(values: np.ndarray) -> np.ndarray:
    """Mean of the known periods around each, itself left out, at most ``NEIGHBOURS`` on each side; NaN where none."""
    known, filled = np.isfinite(values).astype(float), np.nan_to_num(values)
    total, count = (_around(part) - part for part in (filled, known))
    near = np.divide(total, count, out=np.full(values.shape, np.nan), where=count > 0)
    all_total, all_count = filled.sum(axis=1, keepdims=True) - filled, known.sum(axis=1, keepdims=True) - known
    ever = np.divide(all_total, all_count, out=np.full(values.shape, np.nan), where=all_count > 0)
    return np.where(np.isfinite(near), near, ever)


def above_floor(values: np.ndarray, floor: np.ndarray) -> np.ndarray:
    """Nine quantiles of what is known to be at least a floor.

    Parameters
    ----------
    values
        Quantiles at ``FINE_LEVELS`` before the floor is known, ascending, shape (n, k).
    floor
        Shape (n,).
    """
    below = (values < floor[:, None]).mean(axis=1)
    wanted = below[:, None] + (1 - below[:, None]) * LEVEL_ARRAY
    at = np.clip(np.searchsorted(FINE_LEVELS, wanted), 0, values.shape[1] - 1)
    return np.maximum(np.take_along_axis(values, at, axis=1), floor[:, None])


def table_of(panel: Panel, recovered: Recovered) -> pd.DataFrame:
    """Reported periods as rows: place_id, item_id, period_start, distributed, state, q10, q50, q90.

    ``state`` is ``known``, ``at_least`` (ran out in the period) or ``hidden`` (empty throughout); quantities are for
    the length of the period.
    """
    series, period = np.nonzero(np.isfinite(panel.given))
    days = panel.calendar.lengths(np.arange(panel.n_periods)) / panel.usual_days
    state = np.where(recovered.hidden, "hidden", np.where(recovered.at_least, "at_least", "known"))
    out = panel.series.iloc[series].reset_index(drop=True)
    out["period_start"] = panel.calendar.starts(np.arange(panel.n_periods))[period]
    out["distributed"] = panel.given[series, period] * days[period]
    out["state"] = state[series, period]
    for name, index in (("q10", 0), ("q50", 4), ("q90", 8)):
        out[name] = recovered.quantiles[series, period, index] * days[period]
    return out


def _around(values: np.ndarray) -> np.ndarray:
    padded = np.pad(values, ((0, 0), (NEIGHBOURS, NEIGHBOURS)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * NEIGHBOURS + 1, axis=1)
    return windows.sum(axis=2)


def _usual_distance(values: np.ndarray) -> np.ndarray:
    """Mean distance of known periods from their neighbours, at least 5 % of the mean and one unit, shape (n,)."""
    distance = trailing_mean(np.abs(values - local_mean(values)))[:, -1]
    mean = trailing_mean(values)[:, -1]
    return np.maximum(np.maximum(np.nan_to_num(distance), 0.05 * np.nan_to_num(mean)), 1.0)
