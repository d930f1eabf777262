"""Quantiles of a time when some of those observed have not ended: weighted Kaplan-Meier, given the age reached."""

import numpy as np

from core.domain.schemas import LEVELS

_TINY = 1e-12


def survival_quantiles(days: np.ndarray, ended: np.ndarray, weights: np.ndarray, at_least: np.ndarray) -> np.ndarray:
    """Quantiles of days, each question with its own weights of what was observed.

    An observation that has not ended counts among those at risk up to its days. A question that has lasted
    ``at_least`` days is answered by the observations that ended then or later. Where the weights that ended do not
    reach a level, the answer is the longest observed.

    Parameters
    ----------
    days
        Days until the end, or until now, shape (n,).
    ended
        Whether it has ended, shape (n,).
    weights
        Not negative, shape (q, n).
    at_least
        Days each question has lasted; minus infinity where nothing is known, shape (q,).

    Returns
    -------
    np.ndarray
        Shape (q, 9), ascending, never below ``at_least``.

    Examples
    --------
    >>> days, ended = np.array([10.0, 20.0, 30.0]), np.array([True, True, True])
    >>> survival_quantiles(days, ended, np.ones((1, 3)), np.array([15.0]))[0, [0, 8]]
    array([20., 30.])
    """
    days, over = _share_over(days, ended, weights, at_least)
    answers = np.full((len(weights), len(LEVELS)), days[-1])
    for position, level in enumerate(LEVELS):
        reached = over >= level - 1e-9
        answers[:, position] = np.where(reached[:, -1], days[reached.argmax(axis=1)], days[-1])
    return np.maximum(answers, at_least[:, None])


def mean_and_sd(days: np.ndarray, ended: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of days, each shape (q,); what has not ended by the longest observed ends there.

    Parameters
    ----------
    days, ended, weights
        As for ``survival_quantiles``.
    """
    days, over = _share_over(days, ended, weights, np.full(len(weights), -np.inf))
    over[:, -1] = 1.0
    shares = np.diff(over, axis=1, prepend=0.0)
    mean = shares @ days
    return mean, np.sqrt(np.maximum(shares @ days**2 - mean**2, 0.0))


def _share_over(
    days: np.ndarray, ended: np.ndarray, weights: np.ndarray, at_least: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Days in order, shape (n,), and the share that has ended by each of them, shape (q, n)."""
    order = np.lexsort((ended, days))
    days, ended, weights = days[order], ended[order], weights[:, order]
    at_risk = np.cumsum(weights[:, ::-1], axis=1)[:, ::-1]
    counts = ended & (days >= at_least[:, None])
    ends = np.divide(weights, at_risk, out=np.zeros_like(weights), where=counts & (at_risk > _TINY))
    return days, 1.0 - np.cumprod(1.0 - np.minimum(ends, 1.0), axis=1)


def days_foreseen(days: np.ndarray, ended: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Days of each observation, those not ended with the mean of what they then took by the common survival curve.

    Parameters
    ----------
    days, ended, weights
        Shape (n,).
    """
    order = np.lexsort((ended, days))
    sorted_days, sorted_weights = days[order], weights[order]
    at_risk = np.cumsum(sorted_weights[::-1])[::-1]
    alive = np.cumprod(1.0 - np.where(ended[order], np.minimum(sorted_weights / np.maximum(at_risk, _TINY), 1.0), 0.0))
    steps = np.diff(sorted_days, append=sorted_days[-1])
    beyond = np.cumsum((alive * steps)[::-1])[::-1]
    left = np.divide(beyond, alive, out=np.zeros_like(beyond), where=alive > _TINY)
    foreseen = np.empty_like(days)
    foreseen[order] = sorted_days + np.where(ended[order], 0.0, left)
    return foreseen
