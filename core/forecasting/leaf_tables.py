"""Trees whose leaves hold quantiles, as plain arrays: what a forest learnt, without scikit-learn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.forecasting.scores import LEVEL_ARRAY
from core.forecasting.trees import CHUNK_ROWS, leaves_reached

LARGEST = 60_000.0
"""Quantiles of leaves are cut here, far beyond any real one: half precision ends at 65,504."""


@dataclass(frozen=True, eq=False)
class LeafTables:
    """Trees laid end to end.

    Attributes
    ----------
    feature, threshold, left, right
        Per node: feature asked, threshold (left where feature <= threshold), nodes that follow. A leaf follows itself.
    leaf
        Row of ``quantiles`` of each node, 0 where it is no leaf.
    quantiles
        Quantiles of what fell into each leaf, half precision to stay small, shape (n_leaves, n_levels).
    roots
        First node of each tree, shape (n_trees,).
    depth
        Steps from a root to the deepest leaf.
    """

    feature: np.ndarray
    threshold: np.ndarray
    left: np.ndarray
    right: np.ndarray
    leaf: np.ndarray
    quantiles: np.ndarray
    roots: np.ndarray
    depth: int

    @classmethod
    def from_estimator(cls, forest: Any, rows: np.ndarray, target: np.ndarray, weight: np.ndarray) -> "LeafTables":
        """Tables of a fitted scikit-learn forest and the rows it learnt from.

        Parameters
        ----------
        forest
            Fitted ``ExtraTreesRegressor``.
        rows, target, weight
            Features, shape (n, f), what they lead to and how much each counts, shape (n,).
        """
        reached = forest.apply(rows.astype(np.float32))
        parts: dict[str, list[np.ndarray]] = {
            k: [] for k in ("feature", "threshold", "left", "right", "leaf", "quantiles")
        }
        roots, nodes_before, leaves_before, depth = [], 0, 0, 0
        for number, estimator in enumerate(forest.estimators_):
            tree = estimator.tree_
            is_leaf = tree.children_left < 0
            here = np.arange(tree.node_count)
            leaf_of_node = np.cumsum(is_leaf) - 1
            tables = weighted_quantiles(leaf_of_node[reached[:, number]], target, weight, int(is_leaf.sum()))
            parts["feature"].append(np.where(is_leaf, 0, tree.feature).astype(np.int16))
            parts["threshold"].append(np.where(is_leaf, np.float32(np.inf), _rounded_down(tree.threshold)))
            parts["left"].append((np.where(is_leaf, here, tree.children_left) + nodes_before).astype(np.int32))
            parts["right"].append((np.where(is_leaf, here, tree.children_right) + nodes_before).astype(np.int32))
            parts["leaf"].append(np.where(is_leaf, leaf_of_node + leaves_before, 0).astype(np.int32))
            parts["quantiles"].append(np.clip(tables, -LARGEST, LARGEST).astype(np.float16))
            roots.append(nodes_before)
            nodes_before += tree.node_count
            leaves_before += int(is_leaf.sum())
            depth = max(depth, int(tree.max_depth))
        joined = {name: np.concatenate(pieces) for name, pieces in parts.items()}
        return cls(**joined, roots=np.array(roots, dtype=np.int32), depth=depth)

    def predict(self, rows: np.ndarray) -> np.ndarray:
        """Quantiles averaged over the trees, level by level, shape (n_rows, n_levels)."""
        out = np.empty((len(rows), self.quantiles.shape[1]))
        for begin in range(0, len(rows), CHUNK_ROWS):
            # The library compares features in single precision; so do we, else a row could take another way.
            chunk = rows[begin : begin + CHUNK_ROWS].astype(np.float32)
            node = leaves_reached(self, chunk, self.roots)
            total: np.ndarray = np.zeros((len(chunk), out.shape[1]))
            for tree in range(len(self.roots)):
                total += self.quantiles[self.leaf[node[:, tree]]]
            out[begin : begin + CHUNK_ROWS] = total / len(self.roots)
        return out

    def to_arrays(self) -> dict[str, np.ndarray]:
        """Arrays to store."""
        names = ("feature", "threshold", "left", "right", "leaf", "quantiles", "roots")
        return {name: getattr(self, name) for name in names} | {"depth": np.array(self.depth)}

    @classmethod
    def from_arrays(cls, stored: Mapping[str, np.ndarray]) -> "LeafTables":
        """Tables of stored arrays."""
        names = ("feature", "threshold", "left", "right", "leaf", "quantiles", "roots")
        return cls(**{name: stored[name] for name in names}, depth=int(stored["depth"]))


def _rounded_down(threshold: np.ndarray) -> np.ndarray:
    """Largest single-precision numbers not above: a single-precision feature compares with them in the same way."""
    single = threshold.astype(np.float32)
    return np.where(single > threshold, np.nextafter(single, np.float32(-np.inf)), single).astype(np.float32)


def weighted_quantiles(group: np.ndarray, value: np.ndarray, weight: np.ndarray, n_groups: int) -> np.ndarray:
    """Weighted quantiles of the values of each group, at the nine levels.

    Parameters
    ----------
    group
        Number of each value's group, 0 to n_groups - 1, each at least once, shape (n,).
    value, weight
        Shape (n,); weights > 0.

    Returns
    -------
    np.ndarray
        Linear between values placed at the middle of their weight, shape (n_groups, 9).
    """
    order = np.lexsort((value, group))
    group, value, weight = group[order], value[order], weight[order]
    begins = np.searchsorted(group, np.arange(n_groups + 1))
    running = np.concatenate([[0.0], np.cumsum(weight)])
    total = running[begins[1:]] - running[begins[:-1]]
    inside = (running[1:] - weight / 2 - running[begins[:-1]][group]) / total[group]
    position = group + np.clip(inside, 0.0, 1.0 - 1e-6)
    first, last = begins[:-1], begins[1:] - 1
    out = np.empty((n_groups, len(LEVEL_ARRAY)))
    for index, level in enumerate(LEVEL_ARRAY):
        wanted = np.arange(n_groups) + level
        found = np.searchsorted(position, wanted)
        low, high = np.clip(found - 1, first, last), np.clip(found, first, last)
        span = position[high] - position[low]
        share = np.where(span > 0, (wanted - position[low]) / np.where(span > 0, span, 1.0), 0.0)
        out[:, index] = value[low] + np.clip(share, 0.0, 1.0) * (value[high] - value[low])
    return out
