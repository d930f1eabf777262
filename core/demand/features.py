"""What a forecast of demand looks at: each series' own past, its shelf, its place and its item, in its own units."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.demand.panel import Panel
from core.demand.trailing import lagged, last_known, trailing_count, trailing_mean
from core.domain.schemas import Consumption

LAGS = 6
"""Latest periods given one by one."""
FARTHEST = 30.0
"""Features are cut at this many scales, so that one bulk issue does not make all others look alike."""
SEASON_PERIODS = 12
"""Periods of a year of months; for other lengths it is simply a year's worth of them."""


@dataclass(frozen=True, eq=False)
class Views:
    """What was known of every series at the end of every period.

    Attributes
    ----------
    level
        Units a period: middle one of the means of the last 3, 6 and 12 periods with goods on the shelf, shape (n, m).
    scale
        Usual change from period to period, at least 5 % of the mean and one unit, shape (n, m).
    columns
        Feature name to values, shape (n, m).
    """

    level: np.ndarray
    scale: np.ndarray
    columns: dict[str, np.ndarray]


def robust_level(seen: np.ndarray) -> np.ndarray:
    """Middle one of the means of the last 3, 6 and 12 periods; the whole past where these hold nothing; else 0."""
    means = np.stack([trailing_mean(seen, k) for k in (3, 6, 12)])
    known = np.isfinite(means)
    middle = np.sort(np.where(known, means, np.inf), axis=0)
    # with two known the lower one is taken, with one that one
    count = known.sum(axis=0)
    picked = np.take_along_axis(middle, np.maximum((count - 1) // 2, 0)[None], axis=0)[0]
    picked = np.where(count > 0, picked, trailing_mean(seen))
    return np.nan_to_num(picked)


def usual_change(given: np.ndarray) -> np.ndarray:
    """Mean absolute change between reported periods, at least 5 % of the mean and one unit, shape (n, m)."""
    before = lagged(last_known(given), 1)
    change = trailing_mean(np.abs(given - before))
    return np.maximum(np.maximum(np.nan_to_num(change), 0.05 * np.nan_to_num(trailing_mean(given))), 1.0)


def build_views(panel: Panel) -> Views:
    """Features of every series at the end of every period; nothing later reaches them."""
    seen, given = panel.seen, panel.given
    level, scale = robust_level(seen), usual_change(given)
    reported = np.isfinite(given)

    def scaled(values: np.ndarray) -> np.ndarray:
        return np.clip(values / scale, -FARTHEST, FARTHEST)

    surprise = scaled(seen - lagged(level, 1))
    columns = {f"lag_{k}": scaled(lagged(seen, k) - level) for k in range(LAGS)}
    columns |= {f"mean_{k}": scaled(trailing_mean(seen, k) - level) for k in (3, 6, 12)}
    columns["mean_all"] = scaled(trailing_mean(seen) - level)
    columns["last_seen"] = scaled(last_known(seen) - level)
    deviation = np.abs(seen - level)
    columns["spread_6"] = scaled(trailing_mean(deviation, 6))
    columns["spread_12"] = scaled(trailing_mean(deviation, 12))
    columns["level"] = scaled(level)
    columns["log_level"] = np.log1p(level)
    columns["log_scale"] = np.log1p(scale)
    columns["zero_share"] = trailing_mean(np.where(np.isfinite(seen), seen == 0, np.nan), 12)
    columns["zero_share_3"] = trailing_mean(np.where(np.isfinite(seen), seen == 0, np.nan), 3)
    columns["empty_share"] = trailing_mean(np.where(reported, panel.empty, np.nan), 12)
    columns["empty_now"] = np.where(reported, panel.empty, np.nan)
    columns["ran_out_now"] = np.where(reported, panel.ran_out, np.nan)
    columns["ran_out_share"] = trailing_mean(np.where(reported, panel.ran_out, np.nan), 12)
    columns["history"] = trailing_count(reported)
    columns["reported_share"] = trailing_count(reported, 6) / 6
    stock = last_known(panel.stock)
    columns["stock"] = scaled(stock)
    columns["cover"] = np.minimum(stock / np.maximum(level, 0.5), FARTHEST)
    columns["received"] = scaled(panel.received)
    columns["received_3"] = scaled(trailing_mean(panel.received, 3))
    columns["ordered"] = scaled(panel.ordered)
    columns["adjustment"] = scaled(panel.adjustment)
    for name, key in (("place", Consumption.place_id), ("item", Consumption.item_id)):
        group = pd.factorize(panel.series[key])[0]
        columns[f"{name}_surprise"] = _others_mean(np.clip(surprise, -3, 3), group)
        columns[f"{name}_surprise_3"] = trailing_mean(columns[f"{name}_surprise"], 3)
        columns[f"{name}_empty"] = _others_mean(np.where(reported, panel.empty.astype(float), np.nan), group)
        columns[f"{name}_zero"] = _others_mean(columns["zero_share"], group)
        columns[f"{name}_level"] = _others_mean(np.log1p(level), group)
    return Views(level, scale, columns)


def _others_mean(values: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Mean over the other series of the same group, shape (n, m); blank where there is none."""
    known = np.isfinite(values).astype(float)
    filled = np.nan_to_num(values)
    members = np.zeros((group.max() + 1, len(group)))
    members[group, np.arange(len(group))] = 1.0
    total, count = (members @ filled)[group] - filled, (members @ known)[group] - known
    return np.divide(total, count, out=np.full(values.shape, np.nan), where=count > 0)
