"""A forest of normalised demand whose leaves keep quantiles of what was seen in them."""

from dataclasses import dataclass

import numpy as np

from core.demand.examples import Examples, Rows
from core.forecasting.leaf_tables import LeafTables

TREES, SMALLEST_LEAF, FEATURES_SHARE = 100, 25, 0.4


@dataclass(frozen=True, eq=False)
class Forest:
    """Quantiles of (demand - level) / scale of series that looked alike.

    Attributes
    ----------
    tables
        The trees, as plain arrays.
    """

    tables: LeafTables

    def predict(self, rows: Rows) -> np.ndarray:
        """Normalised quantiles, ascending, shape (n, 9)."""
        return self.tables.predict(rows.filled)


def fit_forest(examples: Examples, seed: int) -> Forest:
    """Learn from examples; splits by the inverse hyperbolic sine, so that a few bulk issues do not decide where."""
    from sklearn.ensemble import ExtraTreesRegressor

    filled = examples.rows.filled
    forest = ExtraTreesRegressor(
        TREES, min_samples_leaf=SMALLEST_LEAF, max_features=FEATURES_SHARE, random_state=seed, n_jobs=1
    ).fit(filled, np.arcsinh(examples.target), sample_weight=examples.weight)
    return Forest(LeafTables.from_estimator(forest, filled, examples.target, examples.weight))
