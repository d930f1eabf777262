"""How young camps grow: pooled over real and simulated camps, for camps that have no past of their own."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from core.errors import ModelIntegrity
from core.forecasting.examples import YOUNG_WEEKS, ExampleSet
from core.forecasting.scores import LEVEL_ARRAY

GRID = np.round(np.arange(0.05, 0.96, 0.05), 2)
"""Levels at which growth is kept; finer than those of a forecast, since two of them are combined."""

REAL_SHARE = 0.5
"""Say of the real camps. They are few and come from three emergencies that grew fast; simulated ones are many, and most
of them grow slowly. Neither kind alone would be wide enough on both sides."""

OPENING_WEEKS = 4
"""Views of the first weeks are left out: a count of the first days tells who has come so far, and grows manyfold; a
planning figure tells who is expected."""

SMALLEST_RATIO = 0.05
"""A ratio of later to earlier people is kept within 1/20 and 20."""


@dataclass(frozen=True, eq=False)
class YoungGrowth:
    """Quantiles of the logarithm of later over earlier people in camps of 4 to 13 weeks.

    Attributes
    ----------
    log_ratio
        Shape (n_leads, 19): lead of 1, 2, ... weeks, level of ``GRID``.
    learnt_from
        What it rests on: camps of each kind, and hashes of both sources.
    """

    log_ratio: np.ndarray
    learnt_from: Mapping[str, Any]

    @property
    def fingerprint(self) -> str:
        """sha256 of the figures, 64 hexadecimal digits."""
        return hashlib.sha256(np.ascontiguousarray(self.log_ratio, dtype="<f8").tobytes()).hexdigest()

    def grown(self, figure: np.ndarray, weeks: np.ndarray) -> np.ndarray:
        """People a number of weeks after a planning figure was set, as quantiles.

        Log people = log figure + growth over the weeks + the figure's own error. Nobody keeps a record of how planning
        figures turned out, so their error is taken from young camps too: as far as those moved in the longest lead,
        in either direction alike. A figure is thereby never surer than a count a quarter old.

        Parameters
        ----------
        figure
            People, > 0, shape (n,).
        weeks
            Weeks since the figure was set, shape (n, h); the longest lead learnt is the last that widens further.

        Returns
        -------
        numpy.ndarray
            Shape (n, h, 9), sorted.
        """
        leads = np.arange(1, len(self.log_ratio) + 1)
        inside = np.clip(weeks, 0.0, leads[-1])
        error = np.concatenate([self.log_ratio[-1], -self.log_ratio[-1]])
        from_today = np.vstack([np.zeros(len(GRID)), self.log_ratio])
        below = np.minimum(np.floor(inside).astype(int), leads[-1] - 1)
        part = (inside - below)[..., None]
        growth = (1 - part) * from_today[below] + part * from_today[below + 1]
        both = (growth[..., :, None] + error).reshape(*weeks.shape, -1)
        quantiles = np.moveaxis(np.quantile(both, LEVEL_ARRAY, axis=-1), 0, -1)
        return figure[:, None, None] * np.exp(quantiles)

    def to_json(self) -> str:
        """Content of the file."""
        stored = {"learnt_from": dict(self.learnt_from), "log_ratio": np.round(self.log_ratio, 5).tolist()}
        return json.dumps(stored, indent=1, allow_nan=False) + "\n"


def read_young_growth(path: Path) -> YoungGrowth:
    """Growth of a file made by ``YoungGrowth.to_json``.

    Raises
    ------
    ModelIntegrity
        If it is missing or holds something else.
    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        growth = YoungGrowth(np.array(stored["log_ratio"], dtype=np.float64), stored["learnt_from"])
        if growth.log_ratio.ndim != 2 or growth.log_ratio.shape[1] != len(GRID) or not len(growth.log_ratio):
            raise ValueError(f"shape {growth.log_ratio.shape}")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelIntegrity(
            f"{path.name}, the growth of young camps, is not as expected: {error}.",
            "Make it again with `python data/make_young_growth.py`.",
        ) from error
    return growth


def fit_young_growth(real: ExampleSet, simulated: ExampleSet, learnt_from: Mapping[str, Any]) -> YoungGrowth:
    """Pooled growth of camps of 4 to 13 weeks.

    Every camp has one say in its kind, however often it was counted; real camps together have ``REAL_SHARE``.

    Parameters
    ----------
    real, simulated
        Examples with views of any age; leads of a column differ by less than a week.
    """
    parts = [_young(kind) for kind in (real, simulated)]
    leads = min(part.truth.shape[1] for part in parts)
    table = np.empty((leads, len(GRID)))
    for lead in range(leads):
        values, weights = [], []
        for part, say in zip(parts, (REAL_SHARE, 1 - REAL_SHARE), strict=True):
            ratio = part.truth[:, lead] / part.views.level
            known = ~np.isnan(ratio)
            camp = np.unique(part.camp_id[known].astype(str), return_inverse=True)[1]
            if not len(camp):
                continue
            weight = 1.0 / np.bincount(camp)[camp]
            values.append(np.log(np.clip(ratio[known], SMALLEST_RATIO, 1 / SMALLEST_RATIO)))
            weights.append(say * weight / weight.sum())
        if not values:
            raise ValueError(f"no young camp was counted {lead + 1} weeks later")
        table[lead] = _weighted_quantiles(np.concatenate(values), np.concatenate(weights), GRID)
    # a longer lead is never surer than a shorter one; where it seems so, too few camps were counted
    upper = GRID > 0.5
    table[:, upper] = np.maximum.accumulate(table[:, upper], axis=0)
    table[:, GRID < 0.5] = np.minimum.accumulate(table[:, GRID < 0.5], axis=0)
    table.sort(axis=1)
    number = [len(np.unique(part.camp_id.astype(str))) for part in parts]
    return YoungGrowth(table, {**learnt_from, "real_camps": number[0], "simulated_camps": number[1]})


def _young(examples: ExampleSet) -> ExampleSet:
    views = examples.views
    return examples.part(
        np.flatnonzero((views.age_weeks >= OPENING_WEEKS) & (views.age_weeks < YOUNG_WEEKS) & (views.level > 0))
    )


def _weighted_quantiles(values: np.ndarray, weights: np.ndarray, levels: np.ndarray) -> np.ndarray:
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) - weights[order] / 2
    return np.interp(levels, reached / weights.sum(), values[order])
