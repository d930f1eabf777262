"""Training examples: views at many cutoffs with what was counted later."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.forecasting.counts import Counts
from core.forecasting.hyperparameters import Examples as ExampleChoices, Split
from core.forecasting.truth import truth_at
from core.forecasting.views import Views, build_views

YOUNG_WEEKS = 13
"""A camp younger than this gives a view every week, later ones fewer."""

FIT, WEIGH, SCORE = 0, 1, 2
"""Parts of the split in time."""


@dataclass(frozen=True, eq=False)
class ExampleSet:
    """Views with leads and truth.

    Attributes
    ----------
    views
        n views.
    lead_weeks
        Shape (n, h).
    truth
        People, NaN where not scored or not in the part, shape (n, h).
    source
        Name of the population each view comes from, shape (n,).
    camp_id
        Camp of each view, shape (n,).
    """

    views: Views
    lead_weeks: np.ndarray
    truth: np.ndarray
    source: np.ndarray
    camp_id: np.ndarray

    def part(self, rows: np.ndarray) -> "ExampleSet":
        """Some of the examples."""
        return ExampleSet(
            self.views.part(rows), self.lead_weeks[rows], self.truth[rows], self.source[rows], self.camp_id[rows]
        )


def build_examples(
    populations: Mapping[str, pd.DataFrame], split: Split, choices: ExampleChoices, seed: int
) -> tuple[ExampleSet, ExampleSet, ExampleSet]:
    """Examples to fit on, to weigh the methods on, and to score only; parted by time within each population.

    Truth of a part is dated within it, cutoffs of the later parts lie after the part before: nothing scored was learnt.
    """
    rng = np.random.default_rng(seed)
    made = [_examples_of(name, table, split, choices, rng) for name, table in sorted(populations.items())]
    return tuple(joined([sets[part] for sets in made]) for part in (FIT, WEIGH, SCORE))  # type: ignore[return-value]


def joined(sets: list[ExampleSet]) -> ExampleSet:
    """Several example sets as one."""
    views = Views(
        **{name: np.concatenate([getattr(s.views, name) for s in sets]) for name in Views.__dataclass_fields__}
    )
    return ExampleSet(
        views,
        np.concatenate([s.lead_weeks for s in sets]),
        np.concatenate([s.truth for s in sets]),
        np.concatenate([s.source for s in sets]),
        np.concatenate([s.camp_id for s in sets]),
    )


def _examples_of(
    name: str, population: pd.DataFrame, split: Split, choices: ExampleChoices, rng: np.random.Generator
) -> list[ExampleSet]:
    counts = Counts.from_population(population)
    first, last = int(counts.day.min()), int(counts.day.max())
    span = last - first
    fit_end = first + int(split.fit_share * span)
    weigh_end = fit_end + int(split.weigh_share * span)
    grid = np.arange(first, last, 7)
    camp = np.repeat(np.arange(len(counts.camp_ids)), len(grid))
    cutoff = np.tile(grid, len(counts.camp_ids)) + rng.integers(0, 7, len(camp))
    # Young camps are few and hard: they give a view every week, the others one in every_weeks.
    begun = counts.day[counts.begins[:-1]][camp]
    wanted = (cutoff < begun + 7 * YOUNG_WEEKS) | (rng.random(len(camp)) < 1 / choices.every_weeks)
    known = (counts.last_known(camp, cutoff) >= 0) & (cutoff <= last) & wanted
    camp, cutoff = camp[known], cutoff[known]
    views = build_views(counts, camp, cutoff)
    early = rng.integers(0, 7, len(cutoff))
    days = cutoff[:, None] + 7 * np.arange(1, choices.longest_lead_weeks + 1) - early[:, None]
    truth = truth_at(counts, camp, cutoff, days)
    lead = (days - cutoff[:, None]) / 7.0
    whole = ExampleSet(views, lead, truth, np.full(len(camp), name, dtype=object), counts.camp_ids[camp])
    parts = []
    for begin, end in ((first - 1, fit_end), (fit_end, weigh_end), (weigh_end, last)):
        inside = np.where(days <= end, truth, np.nan)
        chosen = (cutoff > begin) & (cutoff <= end) & (~np.isnan(inside)).any(axis=1) & (views.scale > 0)
        parts.append(ExampleSet(whole.views, lead, inside, whole.source, whole.camp_id).part(np.flatnonzero(chosen)))
    return parts
