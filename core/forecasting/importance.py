"""Importance: how much worse the served blend gets when one feature tells it nothing, measured out of sample.

A feature is made to tell nothing by shuffling its column over the rows (permutation importance, Breiman 2001). Features
that say much the same stand in for one another, so families of features are shuffled together as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from core.forecasting.examples import ExampleSet
from core.forecasting.feature_table import FAMILIES, family_of
from core.forecasting.features import FEATURES
from core.forecasting.method import Method
from core.forecasting.model import ForecastModel
from core.forecasting.scores import pinball

MOST_VIEWS = 500
"""Views that features are shuffled over; more of them narrow the figures little."""

LEADS = (1, 4, 8, 13)
"""Leads, in whole weeks, that it is measured at."""

REPEATS = 2
"""Shuffles of each feature; the spread between them is stored."""

IMPORTANCE_COLUMNS = ("kind", "name", "loss_share", "spread", "n")
"""``kind`` is ``feature`` or ``family``; ``loss_share`` is the loss when shuffled over the loss as it is, less 1."""


def permutation_importance(model: ForecastModel, examples: ExampleSet, seed: int) -> pd.DataFrame:
    """Growth of the scaled quantile loss of the blend when a feature, or a family of them, is shuffled.

    Parameters
    ----------
    model
        Must not have learnt from the examples.
    examples
        Views with truth; at most ``MOST_VIEWS`` of them are used, drawn with the seed.
    seed
        Of the draw and the shuffles.

    Returns
    -------
    pandas.DataFrame
        Columns ``IMPORTANCE_COLUMNS``, the most important first, families before features; empty without examples.
    """
    rng = np.random.default_rng(seed)
    some = np.sort(rng.choice(len(examples.views), min(MOST_VIEWS, len(examples.views)), replace=False))
    lead = [week - 1 for week in LEADS if week <= examples.lead_weeks.shape[1]]
    views, leads, truth = examples.views.part(some), examples.lead_weeks[some][:, lead], examples.truth[some][:, lead]
    known = ~np.isnan(truth)
    if not known.any():
        return pd.DataFrame(columns=list(IMPORTANCE_COLUMNS))

    def loss(of: ForecastModel) -> float:
        lost = pinball(truth, of.predict(views, leads)) / np.maximum(views.benchmark_scale, 1e-9)[:, None]
        return float(lost[known].mean())

    base = max(loss(model), 1e-9)
    asked = [("family", name, [c for c, f in enumerate(FEATURES) if family_of(f) == name]) for name in FAMILIES]
    asked += [("feature", name, [column]) for column, name in enumerate(FEATURES)]
    rows = []
    for number, (kind, name, columns) in enumerate(asked):
        if not columns:
            continue
        grown = [loss(_told_nothing(model, columns, seed + 1000 * r + number)) / base - 1 for r in range(REPEATS)]
        rows.append((kind, name, float(np.mean(grown)), float(max(grown) - min(grown)), int(known.sum())))
    table = pd.DataFrame(rows, columns=list(IMPORTANCE_COLUMNS))
    return table.sort_values(["kind", "loss_share"], ascending=[True, False], ignore_index=True)


def mean_importance(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Importance over models that each left something else out, weighted by rows; the spread is between them."""
    tables = [table for table in tables if len(table)]
    if not tables:
        return pd.DataFrame(columns=list(IMPORTANCE_COLUMNS))
    every = pd.concat(tables, ignore_index=True)
    every["total"] = every["loss_share"] * every["n"]
    grouped = every.groupby(["kind", "name"], sort=False)
    n = grouped["n"].sum()
    spread = grouped["loss_share"].max() - grouped["loss_share"].min() if len(tables) > 1 else grouped["spread"].max()
    table = pd.DataFrame({"loss_share": grouped["total"].sum() / n, "spread": spread, "n": n}).reset_index()
    table = table[list(IMPORTANCE_COLUMNS)]
    return table.sort_values(["kind", "loss_share"], ascending=[True, False], ignore_index=True)


def _told_nothing(model: ForecastModel, columns: Sequence[int], seed: int) -> ForecastModel:
    return replace(model, methods={name: _shuffled(m, columns, seed) for name, m in model.methods.items()})


def _shuffled(method: Method, columns: Sequence[int], seed: int) -> Method:
    """The method with some columns of its feature rows shuffled; one that reads no feature rows stays as it is."""
    if not is_dataclass(method) or isinstance(method, type):
        return method
    held: Any = method
    for field in fields(held):
        part = getattr(held, field.name)
        if any(hasattr(part, entry) for entry in _ENTRIES):
            return replace(held, **{field.name: _Shuffled(part, tuple(columns), seed)})
    return method


_ENTRIES = ("predict", "standardised")
"""Where feature rows enter what a method has learnt: trees and leaf tables predict from them, nets standardise them."""


@dataclass(frozen=True, eq=False)
class _Shuffled:
    """What a method has learnt, asked with some columns shuffled: the same way for every method of equal seed."""

    learnt: Any
    columns: tuple[int, ...]
    seed: int

    def predict(self, rows: np.ndarray) -> Any:
        return self.learnt.predict(self._mixed(rows))

    def standardised(self, rows: np.ndarray) -> Any:
        return self.learnt.standardised(self._mixed(rows))

    def outputs(self, standardised: np.ndarray) -> Any:
        return self.learnt.outputs(standardised)

    def _mixed(self, rows: np.ndarray) -> np.ndarray:
        order = np.random.default_rng(self.seed).permutation(len(rows))
        mixed = rows.copy()
        mixed[:, list(self.columns)] = rows[order][:, list(self.columns)]
        return mixed
