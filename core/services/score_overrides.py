"""Whether people's own figures came nearer to later counts than the model and than "same as last count"."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.forecasting.counts import Counts, day_numbers
from core.forecasting.truth import NEAR_DAYS, truth_at
from core.store import Override

__all__ = ["NEAR_DAYS", "OverrideTally", "ScoredOverride", "score_overrides", "tallies_by_camp", "tally_overrides"]


@dataclass(frozen=True)
class ScoredOverride:
    """One figure and what was counted later; ``counted`` is None until a count lies near its week."""

    override: Override
    counted: float | None

    @property
    def miss(self) -> float | None:
        """People between the figure and the count."""
        return _miss(self.override.people, self.counted)

    @property
    def model_miss(self) -> float | None:
        """People between the model's median, as it stood then, and the count."""
        return _miss(self.override.model_median, self.counted)

    @property
    def last_count_miss(self) -> float | None:
        """People between the last count then and the count."""
        return _miss(self.override.last_count, self.counted)

    @property
    def inside(self) -> bool | None:
        """Whether the count lies between the low and the high end; None where there is no range or no count."""
        low, high = self.override.low, self.override.high
        return None if self.counted is None or low is None or high is None else low <= self.counted <= high


@dataclass(frozen=True)
class OverrideTally:
    """How figures did that all three ways can be compared on.

    Attributes
    ----------
    compared, waiting
        Figures that are compared, and those that wait for a count.
    miss, model_miss, last_count_miss
        Mean distance to the later count, people.
    beat_model, beat_last_count
        How often the figure came nearer than the model and than "same as last count".
    ranges, inside
        Figures compared that had a low and a high end, and how often the count lay between the two.
    """

    compared: int
    waiting: int
    miss: float
    model_miss: float
    last_count_miss: float
    beat_model: int
    beat_last_count: int
    ranges: int
    inside: int


def score_overrides(operation: Operation, overrides: Sequence[Override]) -> list[ScoredOverride]:
    """The figures that stand, in the order given, each with what was counted near its week after it was entered.

    Parameters
    ----------
    operation
        The newest data version; counts answered as errors or copied are none.
    overrides
        Withdrawn ones are left out.
    """
    standing = [override for override in overrides if override.withdrawn is None]
    if not standing:
        return []
    counts = Counts.from_population(operation.population)
    camp = counts.positions_of(np.array([o.camp_id for o in standing], dtype=object))
    known = np.flatnonzero(camp >= 0)
    counted = np.full(len(standing), np.nan)
    if len(known):
        as_of = day_numbers(pd.DatetimeIndex([pd.Timestamp(standing[i].as_of) for i in known]))
        week = day_numbers(pd.DatetimeIndex([pd.Timestamp(standing[i].week) for i in known]))
        counted[known] = truth_at(counts, camp[known], as_of, week[:, None])[:, 0]
    return [
        ScoredOverride(override, None if np.isnan(value) else float(value))
        for override, value in zip(standing, counted, strict=True)
    ]


def tally_overrides(scored: Sequence[ScoredOverride]) -> OverrideTally:
    """The record of figures that can be compared with the model and with the last count."""
    misses = [
        (one.miss, one.model_miss, one.last_count_miss)
        for one in scored
        if one.miss is not None and one.model_miss is not None and one.last_count_miss is not None
    ]
    table = np.array(misses, dtype=float).reshape(-1, 3)
    means = table.mean(axis=0) if len(table) else np.full(3, np.nan)
    ranged = [inside for one in scored if (inside := one.inside) is not None]
    return OverrideTally(
        compared=len(table),
        waiting=sum(one.counted is None for one in scored),
        miss=float(means[0]),
        model_miss=float(means[1]),
        last_count_miss=float(means[2]),
        beat_model=int((table[:, 0] < table[:, 1]).sum()),
        beat_last_count=int((table[:, 0] < table[:, 2]).sum()),
        ranges=len(ranged),
        inside=sum(ranged),
    )


def tallies_by_camp(scored: Sequence[ScoredOverride]) -> dict[str, OverrideTally]:
    """The record of figures camp by camp, those with a figure that can be compared; most figures first."""
    camps = sorted({one.override.camp_id for one in scored})
    tallies = {camp: tally_overrides([one for one in scored if one.override.camp_id == camp]) for camp in camps}
    compared = {camp: tally for camp, tally in tallies.items() if tally.compared}
    return dict(sorted(compared.items(), key=lambda item: -item[1].compared))


def _miss(value: float | None, counted: float | None) -> float | None:
    return None if value is None or counted is None else abs(value - counted)
