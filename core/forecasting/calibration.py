"""Conformal widening: the spread around the median is stretched until each level holds what it says."""

import numpy as np

from core.domain.schemas import LEVELS
from core.forecasting.scores import MEDIAN

NARROWEST, WIDEST = 1.0, 2.5
"""Bounds of a factor. Intervals are never narrowed: simulated camps are no ground to be surer about real ones.
A correction beyond the upper bound would be a fault to find, not to repair."""


def calibrated(quantiles: np.ndarray, factors: np.ndarray) -> np.ndarray:
    """Quantiles with each distance from the median multiplied by its level's factor, sorted, never negative."""
    middle = quantiles[..., MEDIAN : MEDIAN + 1]
    return np.sort(np.maximum(middle + (quantiles - middle) * factors, 0.0), axis=-1)


def spread_by(quantiles: np.ndarray, factor: float | np.ndarray) -> np.ndarray:
    """Quantiles with each distance from the median multiplied by a factor (one, or one a row), never negative."""
    middle = quantiles[..., MEDIAN : MEDIAN + 1]
    return np.maximum(middle + (quantiles - middle) * factor, 0.0)


def fit_factors(quantiles: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Factor of each level.

    Parameters
    ----------
    quantiles
        Forecasts of rows that nothing was learnt from, shape (n, 9).
    truth
        People, shape (n,).

    Returns
    -------
    np.ndarray
        Shape (9,); 1 at the median.
    """
    factors = np.ones(len(LEVELS))
    middle = quantiles[:, MEDIAN]
    for index, level in enumerate(LEVELS):
        if index == MEDIAN:
            continue
        distance = quantiles[:, index] - middle
        usable = np.abs(distance) > 1e-9
        if usable.sum() < 100:
            continue
        # How far the truth lies on this side, in units of the distance given; its quantile is the factor wanted.
        ratio = (truth[usable] - middle[usable]) / distance[usable]
        factors[index] = np.quantile(ratio, max(level, 1 - level))
    return np.clip(np.round(factors, 4), NARROWEST, WIDEST)
