"""Blend: the weighted mean of the methods' quantiles, level by level, with weights learnt out of sample."""

from collections.abc import Mapping

import numpy as np

from core.forecasting.scores import pinball


def blended(forecasts: Mapping[str, np.ndarray], weights: Mapping[str, float]) -> np.ndarray:
    """Weighted mean of quantiles; stays sorted because each part is."""
    return np.sum([weight * forecasts[name] for name, weight in weights.items() if weight], axis=0)


def fit_weights(
    forecasts: Mapping[str, np.ndarray], truth: np.ndarray, scale: np.ndarray, smallest: float = 0.0
) -> dict[str, float]:
    """Weights, >= ``smallest`` and summing to 1, of least mean quantile loss over scale.

    Parameters
    ----------
    forecasts
        Method to quantiles of rows it did not learn from, shape (n, 9).
    truth, scale
        People, shape (n,).
    smallest
        Least weight of each method. Above 0 it hedges: what is best on simulated camps need not be on real ones.
    """
    from scipy.optimize import minimize

    names = list(forecasts)
    stacked = np.stack([forecasts[name] / scale[:, None] for name in names])
    target = truth / scale
    even = np.full(len(names), 1 / len(names))

    def loss(weights: np.ndarray) -> float:
        return float(pinball(target, np.tensordot(weights, stacked, axes=1)).mean())

    found = minimize(
        loss,
        even,
        method="SLSQP",
        bounds=[(smallest, 1.0)] * len(names),
        constraints=[{"type": "eq", "fun": lambda weights: weights.sum() - 1.0}],
    )
    best = found.x if found.success and loss(found.x) <= loss(even) else even
    best = np.where(best < 0.02, 0.0, best)  # not worth its computing time
    return {name: round(float(w), 4) for name, w in zip(names, best / best.sum(), strict=True)}
