"""Boosted trees as plain arrays: what scikit-learn learnt, without scikit-learn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

CHUNK_ROWS = 2048
"""Rows walked through all trees at once; keeps the work in the processor's cache."""


class Nodes(Protocol):
    """Trees laid end to end as arrays; a leaf follows itself on both sides."""

    @property
    def feature(self) -> np.ndarray:
        """Feature asked at each node."""

    @property
    def threshold(self) -> np.ndarray:
        """Left where the feature is at most this."""

    @property
    def left(self) -> np.ndarray:
        """Node that follows on the left."""

    @property
    def right(self) -> np.ndarray:
        """Node that follows on the right."""

    @property
    def depth(self) -> int:
        """Steps from a root to the deepest leaf."""


def leaves_reached(nodes: Nodes, rows: np.ndarray, roots: np.ndarray) -> np.ndarray:
    """The leaf at which each row arrives in each tree, shape (n_rows, n_trees).

    Parameters
    ----------
    rows
        Features, shape (n_rows, f), in the precision of the thresholds.
    roots
        First node of each tree, shape (n_trees,).
    """
    flat, offset = np.ascontiguousarray(rows).ravel(), (np.arange(len(rows)) * rows.shape[1])[:, None]
    node = np.broadcast_to(roots, (len(rows), len(roots)))
    for _ in range(nodes.depth):
        goes_left = flat[offset + nodes.feature[node]] <= nodes.threshold[node]
        node = np.where(goes_left, nodes.left[node], nodes.right[node])
    return node


@dataclass(frozen=True, eq=False)
class Trees:
    """Trees of all quantile levels, laid end to end.

    Attributes
    ----------
    feature, threshold, left, right, value
        Per node: feature asked, threshold (left where feature <= threshold), nodes that follow, value added at a leaf.
        A leaf follows itself on both sides.
    roots
        First node of each tree, shape (n_levels, n_trees).
    baseline
        Value before any tree, shape (n_levels,).
    depth
        Steps from a root to the deepest leaf.
    """

    feature: np.ndarray
    threshold: np.ndarray
    left: np.ndarray
    right: np.ndarray
    value: np.ndarray
    roots: np.ndarray
    baseline: np.ndarray
    depth: int

    @classmethod
    def from_estimators(cls, estimators: Sequence[Any]) -> "Trees":
        """Trees of fitted ``HistGradientBoostingRegressor`` objects without categories, one per level."""
        parts: dict[str, list[np.ndarray]] = {k: [] for k in ("feature", "threshold", "left", "right", "value")}
        roots, offset, depth = [], 0, 0
        for estimator in estimators:
            own = []
            for (predictor,) in estimator._predictors:
                nodes = predictor.nodes
                leaf = nodes["is_leaf"].astype(bool)
                here = np.arange(len(nodes))
                parts["feature"].append(np.where(leaf, 0, nodes["feature_idx"]).astype(np.int32))
                parts["threshold"].append(np.where(leaf, np.inf, nodes["num_threshold"]))
                parts["left"].append((np.where(leaf, here, nodes["left"]) + offset).astype(np.int32))
                parts["right"].append((np.where(leaf, here, nodes["right"]) + offset).astype(np.int32))
                parts["value"].append(np.where(leaf, nodes["value"], 0.0))
                own.append(offset)
                offset += len(nodes)
                depth = max(depth, int(nodes["depth"].max()))
            roots.append(own)
        longest = max(map(len, roots))
        # Levels that stopped early repeat nothing: a leaf of value 0 stands in for the trees they do not have.
        for key, filler in (("feature", 0), ("threshold", np.inf), ("left", offset), ("right", offset), ("value", 0.0)):
            parts[key].append(np.array([filler]))
        padded = np.array([own + [offset] * (longest - len(own)) for own in roots], dtype=np.int32)
        joined = {key: np.concatenate(piece) for key, piece in parts.items()}
        baseline = np.array([float(np.ravel(e._baseline_prediction)[0]) for e in estimators])
        return cls(
            joined["feature"].astype(np.int32),
            joined["threshold"].astype(np.float64),
            joined["left"].astype(np.int32),
            joined["right"].astype(np.int32),
            joined["value"].astype(np.float64),
            padded,
            baseline,
            depth,
        )

    def predict(self, rows: np.ndarray) -> np.ndarray:
        """Value of every level, shape (n_rows, n_levels)."""
        out = np.empty((len(rows), len(self.roots)))
        for begin in range(0, len(rows), CHUNK_ROWS):
            chunk = rows[begin : begin + CHUNK_ROWS]
            for level, roots in enumerate(self.roots):
                node = leaves_reached(self, chunk, roots)
                out[begin : begin + CHUNK_ROWS, level] = self.baseline[level] + self.value[node].sum(axis=1)
        return out

    def to_arrays(self) -> dict[str, np.ndarray]:
        """Arrays to store."""
        return {
            "feature": self.feature,
            "threshold": self.threshold,
            "left": self.left,
            "right": self.right,
            "value": self.value,
            "roots": self.roots,
            "baseline": self.baseline,
            "depth": np.array(self.depth),
        }

    @classmethod
    def from_arrays(cls, stored: Mapping[str, np.ndarray]) -> "Trees":
        """Trees of stored arrays."""
        names = ("feature", "threshold", "left", "right", "value", "roots", "baseline")
        return cls(**{name: stored[name] for name in names}, depth=int(stored["depth"]))
