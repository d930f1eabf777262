"""What was known at a cutoff: cut first, then interpolate.

A view sees only counts dated on or before its cutoff. Between two of them it is linear, after the last one it carries
that one forward. Adding a later count therefore never changes an earlier view. What re-counts known by then added or
struck off is added to every count before them: a re-count moves the level and is no trend.
"""

from dataclasses import dataclass

import numpy as np

from core.forecasting.counts import Counts, search_key

LONG_WEEKS = 104
"""Weeks of the past a view keeps on a weekly grid."""

RECENT_WEEKS = 26
"""Weeks before the last count that a view keeps for the trend."""

SCALE_WEEKS = 13
"""Weeks before the last count that half of the scale of movement is taken from."""

BEGIN_SHARE = 0.01
"""A camp begins with its first count of at least this share of its largest count known.

A relative threshold drops the placeholders (0, 7) before a camp really opens just as "first count of 100" does, and
keeps a forecast in proportion when all counts are multiplied.
"""

SMALLEST_MOVEMENT = 0.002
"""Least scale of movement per week, as a share of the level."""

BENCHMARK_MOVEMENT = 0.01
"""Least scale of the published comparison, as a share of the level."""


@dataclass(frozen=True, eq=False)
class Views:
    """What was known of each camp at its cutoff; first axis of every array is the view.

    Attributes
    ----------
    camp
        Index of the camp in its ``Counts``.
    cutoff, last_day, start_day
        Day numbers of the cutoff, the last count and the count the camp begins with.
    level
        Last count, people.
    n_counts
        Counts from the beginning to the cutoff.
    previous
        Count before the last one (the last one again where there is none), people.
    gap_weeks
        Mean distance of the last four counts, weeks.
    peak
        Largest count known, people; like all counts before the last one, corrected by the re-counts since.
    weekly
        People 0, 1, ... ``LONG_WEEKS`` weeks before the cutoff; NaN before the camp begins.
    recent
        People 0, 1, ... ``RECENT_WEEKS`` weeks before the last count; NaN before the camp begins.
    scale
        Scale of movement, people per week: mean of the mean absolute weekly change of all weeks and of the last 13
        before the last count; at least 0.2 % of the level. Residuals are divided by it.
    benchmark_scale
        Mean absolute weekly change in the view, at least 1 % of the level, people: what scaled losses divide by.
    """

    camp: np.ndarray
    cutoff: np.ndarray
    last_day: np.ndarray
    start_day: np.ndarray
    level: np.ndarray
    n_counts: np.ndarray
    previous: np.ndarray
    gap_weeks: np.ndarray
    peak: np.ndarray
    weekly: np.ndarray
    recent: np.ndarray
    scale: np.ndarray
    benchmark_scale: np.ndarray

    def __len__(self) -> int:
        return len(self.cutoff)

    @property
    def stale_weeks(self) -> np.ndarray:
        """Weeks from the last count to the cutoff."""
        return (self.cutoff - self.last_day) / 7.0

    @property
    def age_weeks(self) -> np.ndarray:
        """Weeks from the beginning of the camp to the cutoff."""
        return (self.cutoff - self.start_day) / 7.0

    def part(self, rows: slice | np.ndarray) -> "Views":
        """Some of the views."""
        return Views(**{name: getattr(self, name)[rows] for name in self.__dataclass_fields__})


def build_views(counts: Counts, camp: np.ndarray, cutoff: np.ndarray) -> Views:
    """Views of camps at cutoffs; cost linear in their number.

    Parameters
    ----------
    counts
        All counts, later ones included: they are not looked at.
    camp
        Index into ``counts.camp_ids``, shape (n,).
    cutoff
        Day numbers, shape (n,). Each camp must have a count on or before its cutoff (``Counts.last_known`` >= 0).
    """
    last = counts.last_known(camp, cutoff)
    if (last < 0).any():
        raise ValueError("a view needs a count on or before its cutoff")
    start = _first_that_matters(counts, camp, last)
    last_day, start_day, level = counts.day[last], counts.day[start], counts.people[last]
    before = np.maximum(last - 1, start)
    fourth = np.maximum(last - 4, start)
    weeks = 7 * np.arange(LONG_WEEKS + 1)
    weekly = interpolate(counts, camp, last, start_day, cutoff[:, None] - weeks)
    recent = interpolate(counts, camp, last, start_day, last_day[:, None] - weeks[: RECENT_WEEKS + 1])
    long_change = mean_known(np.abs(np.diff(weekly, axis=1)))
    recent_change = mean_known(np.abs(np.diff(recent[:, : SCALE_WEEKS + 1], axis=1)))
    return Views(
        camp=camp,
        cutoff=cutoff,
        last_day=last_day,
        start_day=start_day,
        level=level,
        n_counts=last - start + 1,
        previous=counts.people[before] + counts.recounted[last] - counts.recounted[before],
        gap_weeks=(last_day - counts.day[fourth]) / 7.0 / np.maximum(last - fourth, 1),
        peak=counts.highest[last] + counts.recounted[last],
        weekly=weekly,
        recent=recent,
        scale=np.maximum((long_change + recent_change) / 2, SMALLEST_MOVEMENT * level),
        benchmark_scale=np.maximum(long_change, BENCHMARK_MOVEMENT * level),
    )


def interpolate(
    counts: Counts, camp: np.ndarray, last: np.ndarray, start_day: np.ndarray, days: np.ndarray
) -> np.ndarray:
    """People on days, from the counts up to position ``last``.

    Parameters
    ----------
    counts, camp, last
        Counts, camp of each row, and position of the last count it may use, shape (n,).
    start_day
        Days before it are NaN, shape (n,).
    days
        Day numbers, shape (n, k).

    Returns
    -------
    np.ndarray
        Linear between two counts, the last one carried forward, shape (n, k).
    """
    end = last[:, None]
    left = np.searchsorted(counts.key, search_key(camp[:, None], days), side="right")
    left = np.clip(left - 1, counts.begins[camp][:, None], end)
    right = np.minimum(left + 1, end)
    span = np.maximum(counts.day[right] - counts.day[left], 1)
    share = np.clip((days - counts.day[left]) / span, 0.0, 1.0)
    known_left, known_right = (counts.people[at] + counts.recounted[end] - counts.recounted[at] for at in (left, right))
    value = known_left + share * (known_right - known_left)
    return np.where(days < start_day[:, None], np.nan, value)


def mean_known(values: np.ndarray) -> np.ndarray:
    """Mean along the last axis of what is not NaN; 0 where nothing is known."""
    known = ~np.isnan(values)
    return np.where(known, values, 0.0).sum(axis=-1) / np.maximum(known.sum(axis=-1), 1)


def _first_that_matters(counts: Counts, camp: np.ndarray, last: np.ndarray) -> np.ndarray:
    """Position of the first count of at least ``BEGIN_SHARE`` of the largest one known, by bisection."""
    wanted = BEGIN_SHARE * counts.largest[last]
    low, high = counts.begins[camp].copy(), last.copy()
    # The running maximum never falls, so the first count that reaches the threshold is where it does.
    while (low < high).any():
        middle = (low + high) // 2
        reached = counts.largest[middle] >= wanted
        high = np.where(reached, middle, high)
        low = np.where(reached, low, middle + 1)
        low = np.minimum(low, high)
    return low
