"""Gradient boosting of the normalised residual, one scikit-learn model per quantile level."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.domain.schemas import LEVELS
from core.forecasting.around_trend import quantiles_around_trend
from core.forecasting.hyperparameters import Boosting as BoostingChoices
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
        return quantiles_around_trend(self.trend, views, lead_weeks, self.longest_lead_weeks, self.trees.predict)


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
