"""A forest of the normalised residual whose leaves keep quantiles of what was seen in them."""

from dataclasses import dataclass

import numpy as np

from core.forecasting.around_trend import quantiles_around_trend
from core.forecasting.hyperparameters import Forest as ForestChoices
from core.forecasting.leaf_tables import LeafTables
from core.forecasting.trend import Trend
from core.forecasting.views import Views


@dataclass(frozen=True, eq=False)
class Forest:
    """Residual quantiles of camps that looked alike, around the damped trend.

    Attributes
    ----------
    trend
        Where the middle goes before the forest speaks.
    tables
        Normalised residual quantiles of feature rows.
    longest_lead_weeks
        Longest trained lead; longer ones are asked as that one and widened.
    """

    trend: Trend
    tables: LeafTables
    longest_lead_weeks: float
    name: str = "forest"

    def predict(self, views: Views, lead_weeks: np.ndarray) -> np.ndarray:
        """Quantiles of people, shape (n, h, 9); see ``Method.predict``."""
        return quantiles_around_trend(self.trend, views, lead_weeks, self.longest_lead_weeks, self.tables.predict)


def fit_forest(
    rows: np.ndarray, residual: np.ndarray, weight: np.ndarray, choices: ForestChoices, seed: int
) -> LeafTables:
    """Grow the forest in scikit-learn and keep it as plain arrays.

    It splits by the inverse hyperbolic sine of the residual, so that a few re-counts do not decide where.

    Parameters
    ----------
    rows
        Features, shape (n, f).
    residual, weight
        Normalised residual and how much each row counts, shape (n,).
    """
    from sklearn.ensemble import ExtraTreesRegressor

    forest = ExtraTreesRegressor(
        choices.trees,
        max_depth=choices.depth,
        min_samples_leaf=choices.smallest_leaf,
        max_features=choices.features_share,
        random_state=seed,
        n_jobs=1,
    ).fit(rows.astype(np.float32), np.arcsinh(residual), sample_weight=weight)
    return LeafTables.from_estimator(forest, rows, residual, weight)
