"""Means, shares and last values of the periods that lie behind, for all series and all periods at once."""

import numpy as np


def trailing_mean(values: np.ndarray, periods: int | None = None) -> np.ndarray:
    """Mean of what is known in the last periods, this one included; blank where nothing is.

    Parameters
    ----------
    values
        Series down, periods across; NaN where not known, shape (n, m).
    periods
        How many periods back; all of them by default.
    """
    total = _trailing_sum(np.nan_to_num(values), periods)
    count = trailing_count(np.isfinite(values), periods)
    return np.divide(total, count, out=np.full(values.shape, np.nan), where=count > 0)


def trailing_count(flags: np.ndarray, periods: int | None = None) -> np.ndarray:
    """How many of the last periods, this one included, carry a flag, shape (n, m)."""
    return _trailing_sum(flags.astype(float), periods)


def last_known(values: np.ndarray) -> np.ndarray:
    """The latest known value up to and with each period, shape (n, m)."""
    at = np.where(np.isfinite(values), np.arange(values.shape[1]), -1)
    at = np.maximum.accumulate(at, axis=1)
    found = np.take_along_axis(values, np.maximum(at, 0), axis=1)
    return np.where(at >= 0, found, np.nan)


def lagged(values: np.ndarray, periods: int) -> np.ndarray:
    """Values of some periods before, blank before the first, shape (n, m)."""
    if periods == 0:
        return values
    out = np.full(values.shape, np.nan)
    if periods < values.shape[1]:
        out[:, periods:] = values[:, :-periods]
    return out


def _trailing_sum(values: np.ndarray, periods: int | None) -> np.ndarray:
    running = np.cumsum(values, axis=1)
    if periods is None or periods >= values.shape[1]:
        return running
    out = running.copy()
    out[:, periods:] -= running[:, :-periods]
    return out
