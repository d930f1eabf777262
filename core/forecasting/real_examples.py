"""Examples from real counts, normalised, as one small file: what a clone trains on without the raw files.

Every figure is divided by the scale of movement of its own view, so the file holds no number of people; every row names
the emergency it comes from, so that a model can be fitted without it.
"""

import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from core.errors import ModelIntegrity
from core.forecasting.counts import Counts
from core.forecasting.examples import YOUNG_WEEKS, ExampleSet, joined
from core.forecasting.truth import truth_at
from core.forecasting.views import LONG_WEEKS, Views, build_views

SETTLED_WEEKS = 26
"""Weeks at the beginning of a series that are left out where the series begins long after the site was opened."""


@dataclass(frozen=True, eq=False)
class RealCounts:
    """Counts to learn from.

    Attributes
    ----------
    population
        camp_id, date, population.
    begins_with_camp
        Whether the first counts are the first weeks of the camp. Where false (reports on old sites that begin some
        year), the first half year is left out: age would be read wrongly from it.
    licence
        Source and terms, kept with the examples.
    every_weeks
        Weeks between two views of a camp.
    """

    population: pd.DataFrame
    begins_with_camp: bool
    licence: str
    every_weeks: int = 1


@dataclass(frozen=True, eq=False)
class RealExamples:
    """Normalised examples with the terms of their sources.

    Attributes
    ----------
    examples
        ``source`` of each view is the emergency; scale is 1 everywhere.
    licences
        Emergency to source and terms.
    """

    examples: ExampleSet
    licences: Mapping[str, str]

    def without(self, emergencies: Collection[str]) -> "RealExamples":
        """The same without some emergencies."""
        kept = np.flatnonzero(~np.isin(self.examples.source.astype(str), list(emergencies)))
        licences = {name: text for name, text in self.licences.items() if name not in emergencies}
        return RealExamples(self.examples.part(kept), licences)

    def with_others(self, others: "RealExamples") -> "RealExamples":
        """These and others of other emergencies; of an emergency in both, the others' examples hold."""
        kept = self.without(set(others.licences))
        return RealExamples(joined([kept.examples, others.examples]), {**kept.licences, **others.licences})

    def summary(self) -> list[dict[str, Any]]:
        """A row per emergency: name, views, camps, source and terms."""
        found = pd.DataFrame({"emergency": self.examples.source, "camp": self.examples.camp_id})
        counted = found.groupby("emergency")["camp"].agg(["size", "nunique"])
        return [
            {"emergency": str(name), "views": int(views), "camps": int(camps), "licence": self.licences[str(name)]}
            for name, views, camps in counted.itertuples()
        ]

    def to_bytes(self) -> bytes:
        """Content of the file (a compressed archive of plain arrays)."""
        views, content = self.examples.views, io.BytesIO()
        sources, source = np.unique(self.examples.source.astype(str), return_inverse=True)
        camps, camp = np.unique(self.examples.camp_id.astype(str), return_inverse=True)
        np.savez_compressed(
            content,
            allow_pickle=False,
            emergencies=sources,
            licences=np.array([self.licences[name] for name in sources]),
            camps=camps,
            emergency=source.astype(np.int16),
            camp=camp.astype(np.int16),
            lead_days=np.rint(self.examples.lead_weeks * 7).astype(np.int16),
            target=self.examples.truth.astype(np.float32),
            stale_days=(views.cutoff - views.last_day).astype(np.int32),
            age_days=(views.cutoff - views.start_day).astype(np.int32),
            n_counts=views.n_counts.astype(np.int32),
            **{name: getattr(views, name).astype(np.float32) for name in _FLOATS},
        )
        return content.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> "RealExamples":
        """Examples of a file's content; runs no code from it.

        Raises
        ------
        ModelIntegrity
            If it holds something else.
        """
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as stored:
                a = {name: stored[name] for name in stored.files}
            n = len(a["emergency"])
            floats: dict[str, Any] = {name: a[name].astype(np.float64) for name in _FLOATS}
            views = Views(
                camp=a["camp"].astype(np.int64),
                cutoff=np.zeros(n, dtype=np.int64),
                last_day=-a["stale_days"].astype(np.int64),
                start_day=-a["age_days"].astype(np.int64),
                n_counts=a["n_counts"].astype(np.int64),
                weekly=np.full((n, LONG_WEEKS + 1), np.nan),
                scale=np.ones(n),
                **floats,
            )
            source = a["emergencies"][a["emergency"]].astype(object)
            examples = ExampleSet(
                views,
                a["lead_days"] / 7.0,
                a["target"].astype(np.float64),
                source,
                a["camps"][a["camp"]].astype(object),
            )
            licences = dict(zip(a["emergencies"].tolist(), a["licences"].tolist(), strict=True))
        except (KeyError, ValueError, OSError, EOFError, IndexError) as error:
            raise ModelIntegrity(
                f"The file of real examples is not as expected: {error}.",
                "Make it again with `aid train --data DIR`.",
            ) from error
        return cls(examples, licences)


_FLOATS = ("level", "previous", "gap_weeks", "peak", "recent", "benchmark_scale")


def build_real_examples(sources: Mapping[str, RealCounts], longest_lead_weeks: int, seed: int) -> RealExamples:
    """Views with what was counted later, of every emergency, normalised.

    Parameters
    ----------
    sources
        Emergency to its counts.
    longest_lead_weeks
        Leads of 1 week (less up to six days, so that any day of the week is met) to this many.
    seed
        Of the days drawn.
    """
    made = []
    for number, (name, counted) in enumerate(sorted(sources.items())):
        found = _examples_of(name, counted, longest_lead_weeks, np.random.default_rng([seed, number]))
        if found is not None:
            made.append(found)
    if not made:
        raise ValueError("no series has a count that a forecast could be compared with")
    return RealExamples(joined(made), {name: counted.licence for name, counted in sources.items()})


def _examples_of(name: str, counted: RealCounts, longest: int, rng: np.random.Generator) -> ExampleSet | None:
    counts = Counts.from_population(counted.population)
    pieces = []
    for camp in range(len(counts.camp_ids)):  # one pass per camp, each over its own dates
        first, last = counts.day[counts.begins[camp]], counts.day[counts.begins[camp + 1] - 1]
        days = np.arange(first + rng.integers(0, 7), last, 7)
        wanted = (days < first + 7 * YOUNG_WEEKS) & counted.begins_with_camp
        wanted |= np.arange(len(days)) % counted.every_weeks == 0
        pieces.append(np.column_stack([np.full(wanted.sum(), camp), days[wanted]]))
    asked = np.concatenate(pieces)
    if not len(asked):
        return None
    camp, cutoff = asked.T
    views = build_views(counts, camp, cutoff)
    early = rng.integers(0, 7, len(cutoff))
    days = cutoff[:, None] + 7 * np.arange(1, longest + 1) - early[:, None]
    truth = truth_at(counts, camp, cutoff, days)
    usable = (~np.isnan(truth)).any(axis=1) & (views.scale > 0)
    if not counted.begins_with_camp:
        usable &= views.age_weeks >= SETTLED_WEEKS
    rows = np.flatnonzero(usable)
    if not len(rows):
        return None
    views, truth = views.part(rows), truth[rows]
    label = np.array([f"{name} {number + 1}" for number in range(len(counts.camp_ids))], dtype=object)
    return ExampleSet(
        _normalised(views),
        ((days - cutoff[:, None]) / 7.0)[rows],
        truth / views.scale[:, None],
        np.full(len(rows), name, dtype=object),
        label[views.camp],
    )


def _normalised(views: Views) -> Views:
    scale = views.scale
    return replace(
        views,
        cutoff=np.zeros_like(views.cutoff),
        last_day=views.last_day - views.cutoff,
        start_day=views.start_day - views.cutoff,
        level=views.level / scale,
        previous=views.previous / scale,
        peak=views.peak / scale,
        weekly=np.full_like(views.weekly, np.nan),
        recent=views.recent / scale[:, None],
        scale=np.ones(len(scale)),
        benchmark_scale=views.benchmark_scale / scale,
    )
