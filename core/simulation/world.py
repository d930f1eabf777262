"""What really happens in a future, and when it becomes known: people, counts, arrivals."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.arrival_delays import days_late_of
from core.domain.schemas import Camps, Population
from core.domain.weeks import DAYS_PER_WEEK, numbers_of_weeks
from core.forecasting.dependence import MEASURED
from core.forecasting.joint_paths import CampForecasts, joint_scores, people_at
from core.simulation.ground import Ground

USUAL_GAP_WEEKS, LONGEST_GAP_WEEKS = 4, 8
"""Between two counts of a camp that was counted once only; and the longest that is drawn."""


@dataclass(frozen=True, eq=False)
class World:
    """One future. Policies never see it: ``known.what_is_known`` cuts out of it what is known on a day.

    Attributes
    ----------
    people
        Really there on each Sunday, shape (n_camps, n_weeks).
    counts
        ``Population``: every count of this future in the order of dates; each becomes known on its date.
    camp
        Position of the camp of each count, shape (n_counts,).
    lands
        Week in which each announced arrival really comes, shape (n_arrivals,).
    """

    people: np.ndarray
    counts: pd.DataFrame
    camp: np.ndarray
    lands: np.ndarray

    def counts_until(self, day: pd.Timestamp) -> pd.DataFrame:
        """Counts dated on or before a day."""
        return self.counts.iloc[: self._known(day)]

    def last_counts(self, day: pd.Timestamp) -> np.ndarray:
        """People of each camp by its last count until a day, 0 where there is none, shape (n_camps,)."""
        known, last = self._known(day), np.zeros(len(self.people))
        # of several counts of a camp the later one stays
        last[self.camp[:known]] = self.counts[Population.population].to_numpy(float)[:known]
        return last

    def _known(self, day: pd.Timestamp) -> int:
        return int(
            np.searchsorted(self.counts[Population.date].to_numpy("datetime64[ns]"), day.to_datetime64(), "right")
        )


def world_of(ground: Ground, people: np.ndarray, counts: pd.DataFrame, lands: np.ndarray) -> World:
    """A future from its parts; counts of no camp of the operation and blank ones are left out."""
    camps = pd.Index(ground.operation.camps[Camps.camp_id])
    counts = counts.dropna(subset=[Population.population])
    counts = counts[counts[Population.camp_id].isin(camps)].sort_values(Population.date, kind="stable")
    counts = counts.reset_index(drop=True)
    return World(people, counts, camps.get_indexer(counts[Population.camp_id]), lands)


def real_worlds(ground: Ground, seeds: Sequence[int]) -> list[World]:
    """A history that is known to its end: its counts are what happens, arrivals are drawn.

    Between two counts a history permits many courses; people move evenly from one to the next here. Before a camp's
    first count nobody is there, after its last they stay. Policies see the counts on their dates and nothing between.
    """
    counts = ground.operation.population.dropna(subset=[Population.population])
    people = np.stack(
        [
            _between_counts(counts[counts[Population.camp_id] == camp], ground.sundays[: ground.weeks])
            for camp in ground.operation.camps[Camps.camp_id]
        ]
    )
    return [world_of(ground, people, counts, _landing_weeks(ground, seed)) for seed in seeds]


def _between_counts(counts: pd.DataFrame, sundays: pd.DatetimeIndex) -> np.ndarray:
    if counts.empty:
        return np.zeros(len(sundays))
    by_day = counts.groupby(Population.date)[Population.population].last()
    days = by_day.index.to_numpy("datetime64[ns]").astype(np.int64)
    return np.interp(sundays.to_numpy("datetime64[ns]").astype(np.int64), days, by_day.to_numpy(float), left=0.0)


def drawn_worlds(ground: Ground, quantiles: np.ndarray, seeds: Sequence[int]) -> list[World]:
    """Futures drawn from the forecast made at the start: people of all camps together, counts, arrivals.

    A camp is counted as often as before: after the middle of the gaps between its counts so far, in whole weeks, on a
    Sunday, and a count tells who is there. Counts dated after the start that the tables hold are not used.

    Parameters
    ----------
    quantiles
        People by camp, week lived through and level, shape (n_camps, n_weeks, 9).
    seeds
        One a future.
    """
    camps = ground.operation.camps
    places = CampForecasts(
        camp_ids=camps[Camps.camp_id].to_numpy(dtype=object),
        country=camps[Camps.country].fillna("").to_numpy(dtype=object),
        region=camps[Camps.admin1].fillna("").to_numpy(dtype=object),
        quantiles=quantiles,
        weeks=np.arange(1.0, ground.weeks + 1),
        occasion="",
    )
    counts = ground.operation.population
    counts = counts[(counts[Population.date] <= ground.start) & counts[Population.population].notna()]
    counted = _counted(ground, counts)
    worlds = []
    for seed in seeds:
        of_seed = CampForecasts(**{**places.__dict__, "occasion": f"simulation {seed}"})
        people = people_at(quantiles, joint_scores(of_seed, MEASURED, 2)[:, :, :1])[:, :, 0]
        new = _with_counts(ground, counts, people, counted)
        worlds.append(world_of(ground, people, new, _landing_weeks(ground, seed)))
    return worlds


def _counted(ground: Ground, counts: pd.DataFrame) -> np.ndarray:
    """Whether each camp is counted on each Sunday, shape (n_camps, n_weeks)."""
    camps = ground.operation.camps[Camps.camp_id]
    dates = counts.sort_values(Population.date).groupby(Population.camp_id)[Population.date]
    gaps = dates.agg(lambda days: days.diff().dt.days.median() / DAYS_PER_WEEK).reindex(camps)
    gap = np.clip(np.rint(gaps.fillna(USUAL_GAP_WEEKS).to_numpy(float)), 1, LONGEST_GAP_WEEKS)
    since = (ground.start - dates.max().reindex(camps)).dt.days.fillna(0).to_numpy(float) // DAYS_PER_WEEK
    due = np.maximum(gap - since, 1)[:, None]
    week = np.arange(1, ground.weeks + 1)[None, :]
    return (week >= due) & ((week - due) % gap[:, None] == 0)


def _with_counts(ground: Ground, counts: pd.DataFrame, people: np.ndarray, counted: np.ndarray) -> pd.DataFrame:
    camp, week = np.nonzero(counted)
    new = pd.DataFrame(
        {
            Population.camp_id: ground.operation.camps[Camps.camp_id].array.take(camp),
            Population.date: ground.sundays.to_numpy("datetime64[ns]")[week],
            Population.population: np.rint(people[camp, week]),
        }
    ).reindex(columns=counts.columns)
    return pd.concat([counts, new.astype(counts.dtypes.to_dict())], ignore_index=True)


def _landing_weeks(ground: Ground, seed: int) -> np.ndarray:
    """Week in which each arrival comes, its delay drawn around the day announced in whole days, after the start.

    A delay is normal where its spread is told, else as past orders were late; on its day where neither is there, which
    ``Ground.notes`` says.
    """
    kinds = ground.kinds
    drawn = np.random.default_rng([seed, kinds.arrival_day.size]).standard_normal(kinds.arrival_day.size)
    late = np.nan_to_num(days_late_of(drawn, kinds.announced, ground.past_days_late))
    late_days = np.rint(late).astype("timedelta64[D]").astype("timedelta64[ns]")
    first = np.datetime64(ground.start, "ns") + np.timedelta64(1, "D")
    days = np.maximum(kinds.arrival_day + late_days, first)
    return numbers_of_weeks(days, ground.start).astype(np.intp)
