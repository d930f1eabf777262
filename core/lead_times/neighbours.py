"""Which past orders are like an asked one: those it shares leaves with in a random forest."""

from dataclasses import dataclass
from typing import Any

import numpy as np

TREES = 300
SMALLEST_LEAF = 5
FEATURES_SHARE = 0.4
SAMPLE_SHARE = 0.6
SEED = 20120630
MOST_CELLS = 20_000_000
"""Asked times past orders that are weighed at once; more would not fit a laptop's memory."""


@dataclass(frozen=True, eq=False)
class Neighbours:
    """A fitted forest and the leaves of its past rows.

    Attributes
    ----------
    forest
        The fitted forest of scikit-learn.
    leaves
        Leaf of each past row in each tree, shape (n, trees).
    weights
        How much each past row counts, shape (n,).
    """

    forest: Any
    leaves: np.ndarray
    weights: np.ndarray

    def shares(self, asked: np.ndarray) -> np.ndarray:
        """Share of each past row in the answer to each asked row, shape (q, n); rows sum to 1."""
        from scipy import sparse

        n_past, trees = self.leaves.shape
        asked_leaves = self.forest.apply(asked)
        shares = np.zeros((len(asked), n_past))
        for tree in range(trees):
            held, wanted = self.leaves[:, tree], asked_leaves[:, tree]
            n_leaves = self.forest.estimators_[tree].tree_.node_count
            share = self.weights / np.bincount(held, self.weights, n_leaves)[held]
            by_leaf = sparse.csr_matrix((share, (held, np.arange(n_past))), shape=(n_leaves, n_past))
            found = by_leaf[wanted]
            shares[np.repeat(np.arange(len(asked)), np.diff(found.indptr)), found.indices] += found.data
        return shares / trees


def fit_neighbours(past: np.ndarray, values: np.ndarray, weights: np.ndarray, trees: int = TREES) -> Neighbours:
    """Grow the forest.

    Parameters
    ----------
    past
        Features, shape (n, f), without blanks.
    values
        What the trees split by, shape (n,).
    weights
        How much each past row counts, shape (n,), above 0.
    """
    from sklearn.ensemble import RandomForestRegressor

    forest = RandomForestRegressor(
        trees,
        min_samples_leaf=SMALLEST_LEAF,
        max_features=FEATURES_SHARE,
        max_samples=SAMPLE_SHARE,
        random_state=SEED,
        n_jobs=1,
    ).fit(past, values, sample_weight=weights)
    return Neighbours(forest, forest.apply(past), weights)
