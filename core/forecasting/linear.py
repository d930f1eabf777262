"""Linear baseline: a ridge of the normalised residual, with pooled quantiles of what it leaves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.domain.schemas import LEVELS
from core.forecasting.features import feature_rows
from core.forecasting.scores import LEVEL_ARRAY, as_quantiles
from core.forecasting.trend import Trend
from core.forecasting.views import Views

FARTHEST = 20.0
"""Residuals are cut here before fitting: squares of a few re-counts would otherwise rule the fit."""


@dataclass(frozen=True, eq=False)
class Linear:
    """Mean and spread of the residual, both in proportion to the view's scale.

    Attributes
    ----------
    trend
        Where the middle goes before the line speaks.
    coefficients, intercept
        Of the features, shape (f,).
    spread
        Residual quantiles at lead 1 week, shape (9,); they widen with the square root of the lead.
    """

    trend: Trend
    coefficients: np.ndarray
    intercept: float
    spread: np.ndarray
    longest_lead_weeks: float
    name: str = "linear"

    def predict(self, views: Views, lead_weeks: np.ndarray) -> np.ndarray:
        """Quantiles of people, shape (n, h, 9); see ``Method.predict``."""
        displacement = self.trend.displacement(views, lead_weeks)
        rows = feature_rows(views, np.minimum(lead_weeks, self.longest_lead_weeks), displacement)
        # Summed feature by feature, so that a camp's figure does not depend on how many camps are asked.
        middle = (np.einsum("nf,f->n", rows, self.coefficients) + self.intercept).reshape(lead_weeks.shape)
        residual = np.clip(middle, -FARTHEST, FARTHEST)[:, :, None] + self.spread * np.sqrt(lead_weeks)[:, :, None]
        return as_quantiles(self.trend.people(views, displacement)[:, :, None] + residual * views.scale[:, None, None])

    def to_json(self) -> dict[str, Any]:
        """Plain values to store; the trend is stored with the damped trend."""
        return {
            "coefficients": self.coefficients.tolist(),
            "intercept": self.intercept,
            "spread": self.spread.tolist(),
            "longest_lead_weeks": self.longest_lead_weeks,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any], trend: Trend) -> "Linear":
        """The method of stored values."""
        return cls(
            trend,
            np.array(stored["coefficients"]),
            stored["intercept"],
            np.array(stored["spread"]),
            stored["longest_lead_weeks"],
        )


def fit_linear(rows: np.ndarray, residual: np.ndarray, ridge: float, trend: Trend, longest_lead_weeks: float) -> Linear:
    """Fit with scikit-learn's ridge.

    Parameters
    ----------
    rows
        Features, shape (n, f); the first is the lead in weeks.
    residual
        Normalised residual, shape (n,).
    """
    from sklearn.linear_model import Ridge

    cut = np.clip(residual, -FARTHEST, FARTHEST)
    fitted = Ridge(alpha=ridge).fit(rows, cut)
    left_over = (residual - fitted.predict(rows)) / np.sqrt(np.maximum(rows[:, 0], 1 / 7))
    return Linear(
        trend,
        np.asarray(fitted.coef_, dtype=np.float64),
        float(fitted.intercept_),
        np.quantile(left_over, np.array(LEVELS)) if len(left_over) else np.zeros(len(LEVEL_ARRAY)),
        longest_lead_weeks,
    )
