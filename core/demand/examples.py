"""Rows to learn demand from, and rows to forecast: the view of a series at the end of a period, some periods ahead."""

from dataclasses import dataclass

import numpy as np

from core.demand.features import FARTHEST, Views
from core.demand.panel import Panel

HORIZONS = (1, 2, 3)
"""Reporting periods ahead that are learnt; further ones are forecast as the last of them."""
FEWEST_REPORTS = 3
"""Reports a series must have before it teaches anything."""
HALF_LIFE_PERIODS = 24.0
"""Periods after which an example counts half: behaviour changes over the years."""
FARTHEST_TARGET = 20.0
"""Targets are cut at this many scales: a bulk issue teaches that it happens, not how large it may be."""
MISSING = -2 * FARTHEST
"""Stands for what is not known where a learner takes no blanks: below every real value."""


@dataclass(frozen=True, eq=False)
class Rows:
    """Views some periods ahead.

    Attributes
    ----------
    features
        Shape (n, f), NaN where not known.
    level, scale
        Units a period of the view, shape (n,).
    series, origin, horizon
        Series number, last known period, periods ahead, shape (n,).
    """

    features: np.ndarray
    level: np.ndarray
    scale: np.ndarray
    series: np.ndarray
    origin: np.ndarray
    horizon: np.ndarray

    def units(self, normalised: np.ndarray) -> np.ndarray:
        """Units a period of normalised distances from the level, never negative, shape (n, 9)."""
        return np.maximum(self.level[:, None] + self.scale[:, None] * normalised, 0.0)

    @property
    def filled(self) -> np.ndarray:
        """Features with a number in place of every blank, single precision."""
        return np.where(np.isfinite(self.features), self.features, MISSING).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Examples:
    """Rows with what then came.

    Attributes
    ----------
    rows
        The views.
    target
        (demand - level) / scale, cut at ``FARTHEST_TARGET``, shape (n,).
    weight
        How much each counts: a series with many reports a little less each, old ones less.
    """

    rows: Rows
    target: np.ndarray
    weight: np.ndarray


def rows_at(panel: Panel, views: Views, series: np.ndarray, origin: np.ndarray, horizon: np.ndarray) -> Rows:
    """Rows of series at periods, some periods ahead, all of shape (n,)."""
    level, scale = views.level[series, origin], views.scale[series, origin]
    own = np.stack([column[series, origin] for column in views.columns.values()], axis=1)
    wanted = origin + horizon
    per_year = panel.calendar.periods_per_year
    before = wanted - per_year
    last_year = np.where(before >= 0, panel.seen[series, np.maximum(before, 0)], np.nan)
    angle = 2 * np.pi * (wanted % per_year) / per_year
    ahead = np.stack(
        [
            horizon.astype(float),
            np.sin(angle),
            np.cos(angle),
            np.clip((last_year - level) / scale, -FARTHEST, FARTHEST),
        ],
        axis=1,
    )
    return Rows(np.concatenate([own, ahead], axis=1), level, scale, series, origin, horizon)


def examples_of(panel: Panel, views: Views, since: int = 0) -> Examples:
    """Every view of the panel whose outcome is known: reported, with goods on the shelf.

    Parameters
    ----------
    since
        Views from this period on; from the first by default.
    """
    last = panel.n_periods - 1
    found: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for horizon in HORIZONS:
        first = since + horizon
        known = np.isfinite(panel.seen[:, first:])
        taught = views.columns["history"][:, since : since + known.shape[1]] >= FEWEST_REPORTS
        series, origin = np.nonzero(known & taught)
        found.append((series, origin + since, np.full(len(series), horizon)))
    series, origin, horizon_of = (np.concatenate(parts) for parts in zip(*found, strict=True))
    rows = rows_at(panel, views, series, origin, horizon_of)
    target = (panel.seen[series, origin + horizon_of] - rows.level) / rows.scale
    per_series = np.bincount(series, minlength=len(panel.series))[series]
    weight = 0.5 ** ((last - origin) / HALF_LIFE_PERIODS) / np.sqrt(per_series)
    return Examples(rows, np.clip(target, -FARTHEST_TARGET, FARTHEST_TARGET), weight)
