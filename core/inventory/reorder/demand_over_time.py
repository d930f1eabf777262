"""What is used over a span of weeks: its mean and spread, where weeks are independent and where they are not."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np


@dataclass(frozen=True, eq=False)
class Spread:
    """Mean and standard deviation of units, shape (n,) each."""

    mean: np.ndarray
    sd: np.ndarray

    def with_lead_spread(self, week: np.ndarray, lead_sd_weeks: np.ndarray) -> "Spread":
        """The same where the span's end is itself uncertain: a week more or less is ``week`` units more or less."""
        return Spread(self.mean, np.hypot(self.sd, week * lead_sd_weeks))


class Demand(Protocol):
    """Use of several places and items, told for any span of weeks from now."""

    def over(self, weeks: np.ndarray) -> Spread:
        """Use over spans of weeks, shape (n,)."""

    def until_it_comes(self, lead_weeks: np.ndarray, review_weeks: np.ndarray) -> Spread:
        """Use between the level at which an order is due and the day its goods come in.

        Reviewed only now and then, stock is below that level when the order is placed: by what was used since it was
        passed (the undershoot). ``review_weeks`` of 0 is a look at every moment.
        """


@dataclass(frozen=True, eq=False)
class IndependentWeeks:
    """Each week's use is normal and independent of the others, as textbooks suppose.

    Attributes
    ----------
    mean, sd
        Units of one week, shape (n,).
    """

    mean: np.ndarray
    sd: np.ndarray

    def over(self, weeks: np.ndarray) -> Spread:
        """Means add up, and so do variances."""
        return Spread(self.mean * weeks, self.sd * np.sqrt(weeks))

    def until_it_comes(self, lead_weeks: np.ndarray, review_weeks: np.ndarray) -> Spread:
        """The undershoot is the residual life of a renewal process of review periods, by its first three moments."""
        lead, review = self.over(lead_weeks), self.over(review_weeks)
        used = np.maximum(review.mean, np.finfo(float).tiny)
        undershoot = np.where(review.mean > 0, (review.sd**2 + used**2) / (2 * used), 0.0)
        third = used**3 + 3 * used * review.sd**2
        variance = np.where(review.mean > 0, third / (3 * used) - undershoot**2, 0.0)
        return Spread(lead.mean + undershoot, np.sqrt(lead.sd**2 + np.maximum(variance, 0.0)))


@dataclass(frozen=True, eq=False)
class FutureWeeks:
    """Use in many futures; who is there more than expected in one week is there in the next, so weeks go together.

    Attributes
    ----------
    units
        Units of each week in each future, shape (n, n_weeks, n_futures); the last week goes on.
    """

    units: np.ndarray

    def over(self, weeks: np.ndarray) -> Spread:
        """Mean and spread over the futures."""
        return _spread(self._used(weeks))

    def until_it_comes(self, lead_weeks: np.ndarray, review_weeks: np.ndarray) -> Spread:
        """Within one future use is steady, so the undershoot is any part of a review period's use alike."""
        lead, review = self._used(lead_weeks), self._used(lead_weeks + review_weeks)
        period = review - lead
        middle = _spread(lead + period / 2)
        return Spread(middle.mean, np.hypot(middle.sd, np.sqrt(np.square(period).mean(axis=1) / 12)))

    def _used(self, weeks: np.ndarray) -> np.ndarray:
        """Units used by so many weeks from now, shape (n, n_futures)."""
        n_weeks = self.units.shape[1]
        used = np.concatenate([np.zeros_like(self.units[:, :1]), np.cumsum(self.units, axis=1)], axis=1)
        whole = np.clip(np.floor(weeks).astype(int), 0, n_weeks)
        row = np.arange(len(self.units))
        rate = self.units[row, np.minimum(whole, n_weeks - 1)]
        return used[row, whole] + (weeks - whole)[:, None] * rate


def _spread(units: np.ndarray) -> Spread:
    return Spread(units.mean(axis=1), units.std(axis=1))
