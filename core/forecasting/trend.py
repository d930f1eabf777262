"""A damped trend that starts at the last registration, not at the cutoff."""

from dataclasses import dataclass

import numpy as np

from core.forecasting.features import safe_scale
from core.forecasting.views import RECENT_WEEKS, Views

STEEPEST = 0.25
"""Largest slope in use, as a share of the level per week."""


@dataclass(frozen=True)
class Trend:
    """Shape of the trend.

    Attributes
    ----------
    half_life_weeks
        Weeks after which a past weekly change counts half, > 0.
    damping
        Share of the slope that is left after one week, in (0, 1).
    shrinkage
        Weeks of no change mixed into the slope, >= 0: a short history is believed less.
    count_shrinkage
        Steps between counts without a change mixed in besides, >= 0: two counts months apart make many weeks on the
        weekly grid, and are still one observation.
    """

    half_life_weeks: float
    damping: float
    shrinkage: float
    count_shrinkage: float = 0.0

    def displacement(self, views: Views, lead_weeks: np.ndarray) -> np.ndarray:
        """Expected people less the last count, over the view's scale, shape (n, h).

        The slope is the weighted mean of weekly changes before the last count; it acts, ever weaker, from the date of
        that count, so an old count is carried on as far as the trend reaches.
        """
        weight = 0.5 ** (np.arange(RECENT_WEEKS) / self.half_life_weeks)
        change = -np.diff(views.recent, axis=1)
        known = ~np.isnan(change)
        total = (known * weight).sum(axis=1) + self.shrinkage
        slope = (np.where(known, change, 0.0) * weight).sum(axis=1) / np.maximum(total, 1e-9)
        steps = views.n_counts - 1
        slope = slope * steps / np.maximum(steps + self.count_shrinkage, 1e-9)
        slope = np.clip(slope, -STEEPEST * views.level, STEEPEST * views.level)
        weeks = views.stale_weeks[:, None] + lead_weeks
        moved = slope[:, None] * self.damping * (1 - self.damping**weeks) / (1 - self.damping)
        return np.maximum(moved, -views.level[:, None]) / safe_scale(views.scale)[:, None]

    def people(self, views: Views, displacement: np.ndarray) -> np.ndarray:
        """Expected people of a displacement, shape (n, h)."""
        return np.maximum(views.level[:, None] + displacement * views.scale[:, None], 0.0)
