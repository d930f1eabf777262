"""Gradient boosting of the normalised residual, one scikit-learn model per quantile level."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.domain.schemas import LEVELS
from core.forecasting.damped_trend import widening
from core.forecasting.features import feature_rows
from core.forecasting.hyperparameters import Boosting as BoostingChoices
from core.forecasting.scores import as_quantiles
from core.forecasting.trees import Trees
from core.forecasting.trend import Trend
from core.forecasting.views import Views


@dataclass(frozen=True, eq=False)
class Boosting:
    """Residual quantiles from trees, around the damped trend.

    Attributes
    ----------
    trend
        Where the middle goes before the trees speak.
    trees
        Normalised residual quantiles of feature rows.
    longest_lead_weeks
        Longest trained lead; longer ones are asked as that one and widened.
    """

    trend: Trend
    trees: Trees
    longest_lead_weeks: float
    name: str = "boosting"

    def predict(self, views: Views, lead_weeks: np.ndarray) -> np.ndarray:
        """Quantiles of people, shape (n, h, 9); see ``Method.predict``."""
        displacement = self.trend.displacement(views, lead_weeks)
        asked = np.minimum(lead_weeks, self.longest_lead_weeks)
        rows = feature_rows(views, asked, displacement)
        residual = self.trees.predict(rows).reshape(*lead_weeks.shape, len(LEVELS))
        residual = residual * widening(lead_weeks, self.longest_lead_weeks)[:, :, None]
        middle = self.trend.people(views, displacement)[:, :, None]
        return as_quantiles(middle + residual * views.scale[:, None, None])


def fit_boosting(
    rows: np.ndarray, residual: np.ndarray, weight: np.ndarray, choices: BoostingChoices, seed: int
) -> list[Any]:
    """Fitted scikit-learn estimators, one per level.

    Parameters
    ----------
    rows
        Features, shape (n, f).
    residual, weight
        Normalised residual and how much each row counts, shape (n,).
    """
    from sklearn.ensemble import HistGradientBoostingRegressor

    if len(rows) > choices.most_rows:
        some = np.sort(np.random.default_rng(seed).choice(len(rows), choices.most_rows, replace=False))
        rows, residual, weight = rows[some], residual[some], weight[some]
    return [
        HistGradientBoostingRegressor(
            loss="quantile",
            quantile=level,
            max_iter=choices.iterations,
            learning_rate=choices.learning_rate,
            max_leaf_nodes=choices.leaves,
            max_depth=choices.depth,
            min_samples_leaf=choices.smallest_leaf,
            l2_regularization=choices.l2,
            early_stopping=False,
            random_state=seed,
        ).fit(rows, residual, sample_weight=weight)
        for level in LEVELS
    ]
