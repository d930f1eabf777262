"""Counts of every camp as flat arrays, sorted by camp and day, so that all camps are searched at once."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.count_answers import is_copied
from core.domain.schemas import Population

DAY_SHIFT = 200_000
"""Added to day numbers (days since 1970-01-01) so that every date a timestamp can hold is positive."""

CAMP_STRIDE = 1 << 20
"""Distance between two camps in the search key; larger than any shifted day number."""


def day_numbers(dates: pd.Series | pd.DatetimeIndex | pd.Timestamp) -> np.ndarray:
    """Whole days since 1970-01-01, int64, same length."""
    values = np.asarray(pd.DatetimeIndex([dates]) if isinstance(dates, pd.Timestamp) else dates)
    return values.astype("datetime64[D]").astype(np.int64)


def day_dates(days: np.ndarray) -> pd.DatetimeIndex:
    """Timestamps of day numbers, the inverse of ``day_numbers``."""
    return pd.DatetimeIndex(np.asarray(days, dtype="datetime64[D]").astype("datetime64[ns]"))


@dataclass(frozen=True, eq=False)
class Counts:
    """Usable counts of all camps.

    Attributes
    ----------
    camp_ids
        Camps that have a usable count, sorted, shape (n_camps,).
    camp, day, people
        Camp (index into ``camp_ids``), day number and people of each count, sorted by camp and day, shape (n_counts,).
    key
        Increasing search key made of camp and day.
    largest
        Largest count of the same camp so far.
    recounted
        People that re-counts of the same camp added to its register so far; those they struck off are below zero.
    highest
        Largest count so far, less ``recounted``.
    begins
        Position of each camp's first count, and at the end the number of counts, shape (n_camps + 1,).
    """

    camp_ids: np.ndarray
    camp: np.ndarray
    day: np.ndarray
    people: np.ndarray
    key: np.ndarray
    largest: np.ndarray
    recounted: np.ndarray
    highest: np.ndarray
    begins: np.ndarray

    @classmethod
    def from_population(cls, population: pd.DataFrame) -> "Counts":
        """Usable counts of a ``population`` table.

        Blank counts are not counts. A count copied forward (kind ``copied``) says nothing new and is left out, unless
        nothing was counted before it. Of two lines with the same camp and date the last one holds. What a re-count
        (kind ``recount``) differs from the count before it is a correction of the register; nobody moved.
        """
        known = population.loc[
            population[Population.population].notna()
            & population[Population.date].notna()
            & population[Population.camp_id].notna()
        ]
        known = known.sort_values([Population.camp_id, Population.date], kind="stable")
        known = known.drop_duplicates([Population.camp_id, Population.date], keep="last")
        if Population.kind in known.columns:
            first = ~known[Population.camp_id].duplicated()
            known = known[first | ~is_copied(known)]
        code, names = pd.factorize(known[Population.camp_id], sort=True)
        camp = code.astype(np.int64)
        day = day_numbers(known[Population.date])
        people = known[Population.population].to_numpy(dtype=np.float64)
        step = np.diff(people, prepend=0.0)
        corrects = (
            known[Population.kind].eq("recount").fillna(False).to_numpy(bool) if Population.kind in known else False
        )
        step = np.where(corrects & known[Population.camp_id].duplicated().to_numpy(), step, 0.0)
        recounted = pd.Series(step).groupby(camp).cumsum().to_numpy(dtype=np.float64)
        return cls(
            camp_ids=np.asarray(names, dtype=object),
            camp=camp,
            day=day,
            people=people,
            key=search_key(camp, day),
            largest=pd.Series(people).groupby(camp).cummax().to_numpy(dtype=np.float64),
            recounted=recounted,
            highest=pd.Series(people - recounted).groupby(camp).cummax().to_numpy(dtype=np.float64),
            begins=np.searchsorted(camp, np.arange(len(names) + 1)),
        )

    def positions_of(self, camp_ids: pd.Series | np.ndarray) -> np.ndarray:
        """Index into ``camp_ids`` of each camp named; -1 where it has no usable count."""
        return pd.Index(self.camp_ids).get_indexer(pd.Index(np.asarray(camp_ids, dtype=object)))

    def last_known(self, camp: np.ndarray, cutoff: np.ndarray) -> np.ndarray:
        """Position of the last count dated on or before the cutoff; -1 where there is none."""
        position = np.searchsorted(self.key, search_key(camp, cutoff), side="right") - 1
        return np.where((camp >= 0) & (position >= self.begins[np.maximum(camp, 0)]), position, -1)


def search_key(camp: np.ndarray, day: np.ndarray) -> np.ndarray:
    """One integer that sorts by camp, then day."""
    return camp * CAMP_STRIDE + day + DAY_SHIFT
