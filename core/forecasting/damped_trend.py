"""Damped trend with quantiles of normalised residuals pooled over camps, by lead, staleness and recent movement."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.domain.schemas import LEVELS
from core.forecasting.features import ROUNDED_DIGITS
from core.forecasting.scores import LEVEL_ARRAY, as_quantiles
from core.forecasting.trend import Trend
from core.forecasting.views import Views, mean_known

STALE_EDGES = (1.0, 3.5)
"""Weeks since the last count that part fresh, ageing and old views."""

MOVEMENT_EDGES = (0.0025, 0.01, 0.03)
"""Mean absolute change of the last eight weeks, as a share of the level, that parts still from lively camps."""

AGE_EDGES = (13.0,)
"""Weeks since a camp began that part young from settled camps."""

LEAD_KNOTS = (1.0, 2.0, 4.0, 6.0, 8.0, 10.0, 13.0)
"""Leads, weeks, at which residual quantiles are kept; between them they are interpolated."""

FEWEST = 200
"""Residuals a group needs to speak for itself; smaller ones are mixed with the pool of their lead."""


@dataclass(frozen=True, eq=False)
class DampedTrend:
    """Trend and residual table.

    Attributes
    ----------
    trend
        Where the middle goes.
    residuals
        Quantiles of (truth - trend) / scale by lead knot, staleness, movement and age group, levels last,
        shape (7, 3, 4, 2, 9).
    """

    trend: Trend
    residuals: np.ndarray
    name: str = "damped_trend"

    def predict(self, views: Views, lead_weeks: np.ndarray) -> np.ndarray:
        """Quantiles of people, shape (n, h, 9); see ``Method.predict``."""
        displacement = self.trend.displacement(views, lead_weeks)
        middle = self.trend.people(views, displacement)
        spread = self.residual_quantiles(views, lead_weeks) * views.scale[:, None, None]
        return as_quantiles(middle[:, :, None] + spread)

    def residual_quantiles(self, views: Views, lead_weeks: np.ndarray) -> np.ndarray:
        """Normalised residual quantiles of each view and lead, shape (n, h, 9); beyond the last knot they widen."""
        knots = np.array(LEAD_KNOTS)
        table = self.residuals[(slice(None), *groups(views))]
        lead = np.clip(lead_weeks, knots[0], knots[-1])
        right = np.clip(np.searchsorted(knots, lead, side="left"), 1, len(knots) - 1)
        share = ((lead - knots[right - 1]) / (knots[right] - knots[right - 1]))[:, :, None]
        view = np.arange(len(views))[:, None]
        between = table[right - 1, view] * (1 - share) + table[right, view] * share
        return between * widening(lead_weeks, knots[-1])[:, :, None]

    def to_json(self) -> dict[str, Any]:
        """Plain values to store."""
        return {
            "half_life_weeks": self.trend.half_life_weeks,
            "damping": self.trend.damping,
            "shrinkage": self.trend.shrinkage,
            "count_shrinkage": self.trend.count_shrinkage,
            "levels": list(LEVELS),
            "lead_knots_weeks": list(LEAD_KNOTS),
            "stale_edges_weeks": list(STALE_EDGES),
            "movement_edges_share": list(MOVEMENT_EDGES),
            "age_edges_weeks": list(AGE_EDGES),
            "residuals": np.round(self.residuals, 6).tolist(),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "DampedTrend":
        """The method of stored values."""
        trend = Trend(**{name: stored[name] for name in ("half_life_weeks", "damping", "shrinkage", "count_shrinkage")})
        return cls(trend, np.array(stored["residuals"], dtype=np.float64))


def widening(lead_weeks: np.ndarray, longest: float) -> np.ndarray:
    """Factor on the spread for leads longer than any trained one: the square root of their ratio."""
    return np.sqrt(np.maximum(lead_weeks / longest, 1.0))


def groups(views: Views) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Staleness, movement and age group of each view."""
    movement = mean_known(np.abs(np.diff(views.recent[:, :9], axis=1))) / np.maximum(views.level, 1e-9)
    return (
        np.searchsorted(STALE_EDGES, views.stale_weeks, side="left"),
        np.searchsorted(MOVEMENT_EDGES, np.round(movement, ROUNDED_DIGITS), side="left"),
        np.searchsorted(AGE_EDGES, views.age_weeks, side="left"),
    )


def fit_residuals(views: Views, lead_weeks: np.ndarray, residual: np.ndarray) -> np.ndarray:
    """Table of residual quantiles.

    Parameters
    ----------
    views
        n views.
    lead_weeks, residual
        Lead and (truth - trend) / scale, NaN where there is no truth, shape (n, h).
    """
    stale, movement, age = (np.repeat(g, lead_weeks.shape[1]) for g in groups(views))
    lead, value = lead_weeks.ravel(), residual.ravel()
    known = ~np.isnan(value)
    stale, movement, age, lead, value = (a[known] for a in (stale, movement, age, lead, value))
    knots = np.array(LEAD_KNOTS)
    # A knot takes the leads around it, half way to its neighbours.
    nearest = np.searchsorted((knots[1:] + knots[:-1]) / 2, lead, side="left")
    shape = (len(knots), len(STALE_EDGES) + 1, len(MOVEMENT_EDGES) + 1, len(AGE_EDGES) + 1)
    table = np.zeros((*shape, len(LEVELS)))
    for knot in range(shape[0]):
        here = nearest == knot
        pool = np.quantile(value[here], LEVEL_ARRAY) if here.any() else np.zeros(len(LEVELS))
        for group in np.ndindex(shape[1:]):
            own = value[here & (stale == group[0]) & (movement == group[1]) & (age == group[2])]
            trust = min(len(own) / FEWEST, 1.0)
            quantiles = np.quantile(own, LEVEL_ARRAY) if len(own) else pool
            table[(knot, *group)] = trust * quantiles + (1 - trust) * pool
    return table
