"""Inputs beyond all the model learnt from, and forecasts nobody should believe unasked: counted, never hidden."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.schemas import QUANTILES, ForecastTable
from core.monitoring.drift import Sample

LARGEST_RATIO = 3.0
"""A median above three times the last count, or below a third of it, is implausible within the weeks of a plan."""
FEWEST_PEOPLE = 100
"""Below this many people, last count and median alike, a ratio says nothing."""
WIDEST_RATIO = 20.0
"""A 90 % level above twenty times the last count is no statement about people."""


@dataclass(frozen=True)
class Flags:
    """What is out of bounds now.

    Attributes
    ----------
    inputs_out_of_range
        Input of the model to the number of camps beyond what was ever learnt from; inputs with none are left out.
    camps_out_of_range
        Camps with any such input.
    implausible_camps
        Camps with an implausible forecast.
    implausible_forecasts
        Their rows, one per camp and week.
    """

    inputs_out_of_range: dict[str, int]
    camps_out_of_range: tuple[str, ...]
    implausible_camps: tuple[str, ...]
    implausible_forecasts: int


def out_of_range(
    inputs: tuple[str, ...], now: np.ndarray, camp_ids: np.ndarray, reference: Sample
) -> tuple[dict[str, int], tuple[str, ...]]:
    """Camps beyond the smallest and largest of each input that was learnt from.

    Parameters
    ----------
    now
        One row per camp of ``camp_ids``, shape (n, m).

    Returns
    -------
    tuple
        Input to number of camps, and the camps.
    """
    low, high = reference.values.min(axis=0), reference.values.max(axis=0)
    beyond = (now < low) | (now > high)
    counted = {name: int(n) for name, n in zip(inputs, beyond.sum(axis=0), strict=True) if n}
    return counted, tuple(map(str, camp_ids[beyond.any(axis=1)]))


def implausible_forecasts(forecast: pd.DataFrame, last_counts: pd.Series) -> pd.Series:
    """Which rows of a forecast nobody should believe unasked.

    Parameters
    ----------
    forecast
        ``ForecastTable``.
    last_counts
        camp_id to its last count, people; camps without one are judged by their levels alone.

    Returns
    -------
    pandas.Series
        A mask: not finite, below zero, levels that cross, or far from the last count.
    """
    levels = forecast[list(QUANTILES)].to_numpy(dtype=float)
    last = forecast[ForecastTable.camp_id].map(last_counts).to_numpy(dtype=float)
    median = levels[:, len(QUANTILES) // 2]
    matters = np.maximum(last, median) >= FEWEST_PEOPLE
    far = matters & ((median > LARGEST_RATIO * last) | (median < last / LARGEST_RATIO))
    wide = matters & (levels[:, -1] > WIDEST_RATIO * last)
    broken = ~np.isfinite(levels).all(axis=1) | (levels < 0).any(axis=1) | (np.diff(levels, axis=1) < 0).any(axis=1)
    return pd.Series(broken | far | wide, index=forecast.index)
