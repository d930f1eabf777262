"""Measures of a quantile forecast."""

import numpy as np
import pandas as pd

from core.domain.schemas import LEVELS

LEVEL_ARRAY = np.array(LEVELS)
MEDIAN = LEVELS.index(0.5)


def pinball(truth: np.ndarray, quantiles: np.ndarray) -> np.ndarray:
    """Quantile loss averaged over the levels and doubled, in the unit of the truth.

    Parameters
    ----------
    truth
        Shape (...,).
    quantiles
        Shape (..., 9), levels ascending.
    """
    error = truth[..., None] - quantiles
    return 2 * np.maximum(LEVEL_ARRAY * error, (LEVEL_ARRAY - 1) * error).mean(axis=-1)


def inside_80(truth: np.ndarray, quantiles: np.ndarray) -> np.ndarray:
    """Whether the truth lies in the 80 % interval, ends included."""
    return (truth >= quantiles[..., 0]) & (truth <= quantiles[..., -1])


def as_quantiles(values: np.ndarray) -> np.ndarray:
    """Values along the last axis made a quantile forecast of people: sorted and never negative."""
    return np.sort(np.maximum(values, 0.0), axis=-1)


def mean_of(quantiles: np.ndarray) -> np.ndarray:
    """Mean of a quantile forecast: the average of its nine levels."""
    return quantiles.mean(axis=-1)


def summary(truth: np.ndarray, quantiles: np.ndarray, scale: np.ndarray) -> dict[str, float]:
    """Errors of the median and scores of the quantiles over all rows.

    Parameters
    ----------
    truth, scale
        People, shape (n,).
    quantiles
        Shape (n, 9).

    Returns
    -------
    dict
        n, mse (people squared), mae, rmse (people), sql (loss over scale), wql (loss over truth), coverage_80 (share).
    """
    error = truth - quantiles[:, MEDIAN]
    loss = pinball(truth, quantiles)
    mse = float(np.mean(error**2))
    return {
        "n": len(truth),
        "mse": mse,
        "mae": float(np.mean(np.abs(error))),
        "rmse": mse**0.5,
        "sql": float(np.mean(loss / np.maximum(scale, 1e-9))),
        "wql": float(loss.sum() / max(truth.sum(), 1e-9)),
        "coverage_80": float(inside_80(truth, quantiles).mean()),
    }


def summary_table(truth: np.ndarray, forecasts: dict[str, np.ndarray], scale: np.ndarray) -> pd.DataFrame:
    """``summary`` of each method, one row per method."""
    rows = [{"method": name, **summary(truth, quantiles, scale)} for name, quantiles in forecasts.items()]
    return pd.DataFrame(rows)
