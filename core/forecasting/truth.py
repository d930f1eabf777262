"""What a forecast is scored against: real later counts, and nothing that was only filled in."""

import numpy as np

from core.forecasting.counts import Counts, search_key

NEAR_DAYS = 10
"""A week is scored only where a count dated after the cutoff lies this near."""

BRACKET_DAYS = 45
"""The two counts around a scored week are at most this far apart."""


def truth_at(counts: Counts, camp: np.ndarray, cutoff: np.ndarray, days: np.ndarray) -> np.ndarray:
    """People on days after a cutoff; NaN where they are not scored.

    Parameters
    ----------
    counts, camp, cutoff
        Counts, camp and cutoff (day number) of each row, shape (n,).
    days
        Day numbers, shape (n, k).

    Returns
    -------
    np.ndarray
        Linear between the counts around the day, shape (n, k).
    """
    first, end = counts.begins[camp][:, None], counts.begins[camp + 1][:, None]
    position = np.searchsorted(counts.key, search_key(camp[:, None], days), side="left")
    inside = (position >= first) & (position < end)
    right = np.clip(position, first, end - 1)
    left = np.where(counts.day[right] == days, right, np.maximum(right - 1, first))
    day_right, day_left = counts.day[right], counts.day[left]
    near = (day_right - days <= NEAR_DAYS) | ((day_left > cutoff[:, None]) & (days - day_left <= NEAR_DAYS))
    near &= day_right > cutoff[:, None]
    scored = inside & near & (day_left <= days) & (day_right - day_left <= BRACKET_DAYS)
    share = (days - day_left) / np.maximum(day_right - day_left, 1)
    value = counts.people[left] + share * (counts.people[right] - counts.people[left])
    return np.where(scored, value, np.nan)
