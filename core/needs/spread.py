"""Quantiles of need where household size has a range of its own."""

from statistics import NormalDist

import numpy as np
import pandas as pd

from core.domain.indicators import household_sizes
from core.domain.operation import Operation
from core.domain.schemas import LEVELS, Camps

MIDDLE = LEVELS.index(0.5)
_Z = np.array([NormalDist().inv_cdf(level) for level in LEVELS])
HOW_FAR = np.abs(_Z) / abs(_Z[-1])
"""Distance of each quantile from the median, as a share of that of the 90 % quantile, on the normal curve."""


def household_distances(operation: Operation, camps: pd.Index) -> np.ndarray:
    """How far a household standard moves from its median by household size alone, shape (n_camps, n_quantiles).

    Distances are in log space and at least 0. ``household_size_low`` and ``household_size_high`` are an 80 % range:
    small households (low) raise the upper quantiles of need, big ones (high) lower its lower quantiles; quantiles
    between lie on a normal curve. A side that is blank, or lies on the wrong side of the size, adds nothing.
    """
    table = operation.camps.set_index(Camps.camp_id).reindex(camps)
    size = household_sizes(operation).reindex(camps).to_numpy(float)
    up = np.log(size / table[Camps.household_size_low].to_numpy(float))
    down = np.log(table[Camps.household_size_high].to_numpy(float) / size)
    sides = np.where(np.arange(len(LEVELS)) > MIDDLE, up[:, None], down[:, None])
    return np.fmax(np.nan_to_num(sides, nan=0.0), 0.0) * HOW_FAR


def widened(need: np.ndarray, distances: np.ndarray) -> np.ndarray:
    """Quantiles of need, wider by a second source of spread that is independent of the first.

    The median stays as it is. Every other quantile is at ``sqrt(a**2 + b**2)`` from it in log space, where ``a`` is its
    distance by the people of the forecast and ``b`` that by household size. With ``b`` = 0 nothing changes; both grow
    with the distance from the median, so quantiles do not cross.

    Parameters
    ----------
    need
        At least 0; the last axis holds the quantiles.
    distances
        Of ``household_distances``, made to fit ``need``.
    """
    median = need[..., MIDDLE : MIDDLE + 1]
    sign = np.sign(np.arange(need.shape[-1]) - MIDDLE)
    with np.errstate(divide="ignore", invalid="ignore"):
        by_people = np.fmax(sign * np.log(need / median), 0.0)
        wide = median * np.exp(sign * np.hypot(by_people, distances))
    # nobody by the median: what upper quantiles need has no distance from it, so only households move it
    wide = np.where(median > 0, wide, need * np.exp(sign * distances))
    return np.where(distances > 0, wide, need)


def uncrossed(need: np.ndarray) -> np.ndarray:
    """Quantiles (last axis) that never cross; the median stays, the others are moved away from it as far as needed."""
    upper = np.maximum.accumulate(need[..., MIDDLE:], axis=-1)
    lower = np.minimum.accumulate(need[..., MIDDLE::-1], axis=-1)[..., ::-1]
    return np.concatenate([lower[..., :-1], upper], axis=-1)
