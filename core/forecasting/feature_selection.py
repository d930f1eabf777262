"""Feature selection by time-ordered cross-validation: which families of features earn their place.

A small boosting model of the median is fitted on the past of the simulated calendar and scored on the time after it, at
several points in time, with all features and without each family. Cutoffs of a fit, and what was counted for them, lie
before everything it is scored on.
"""

import numpy as np
import pandas as pd

from core.forecasting.example_weights import SIMULATED
from core.forecasting.examples import ExampleSet, build_examples, joined
from core.forecasting.feature_table import FAMILIES, family_of
from core.forecasting.features import FEATURES, feature_rows, safe_scale
from core.forecasting.hyperparameters import Hyperparameters
from core.forecasting.simulate import simulate_population
from core.forecasting.trend import Trend

FOLD_BEGINS = (0.55, 0.70, 0.85)
"""Shares of the calendar at which a fit ends and its scoring begins."""

FOLD_SHARE = 0.15
"""Share of the calendar that is scored after each of them."""

MOST_ROWS = 6_000
"""Rows fitted and scored in a fold at most, drawn with the seed."""

CLEAR_SHARE = 0.002
"""A family earns its place where the loss grows by more than this in most folds when it is left out."""

SELECTION_COLUMNS = ("family", "features", "loss_share", "least", "most", "folds_worse", "folds", "earns_place")
"""``loss_share``: loss without the family over that with all features, less 1; mean, least and most over folds."""


def select_features(choices: Hyperparameters, trend: Trend) -> pd.DataFrame:
    """What leaving each family of features out costs, by time-ordered cross-validation.

    Parameters
    ----------
    choices
        Simulation and seed.
    trend
        The damped trend that residuals are taken from.

    Returns
    -------
    pandas.DataFrame
        Columns ``SELECTION_COLUMNS``, the family that costs most to lose first.
    """
    simulated = simulate_population(
        choices.simulation.model_copy(update={"camps": min(choices.simulation.camps, 300)}), choices.seed
    )
    examples = joined(list(build_examples({SIMULATED: simulated}, choices.split, choices.examples, choices.seed)))
    rows, target, made, counted = _dated_rows(examples, trend, choices.seed)
    first, last = made.min(), counted.max()
    losses: dict[str, list[float]] = {name: [] for name in ("", *FAMILIES)}
    for begin in FOLD_BEGINS:
        border, end = first + begin * (last - first), first + (begin + FOLD_SHARE) * (last - first)
        fit, score = np.flatnonzero(counted <= border), np.flatnonzero((made > border) & (counted <= end))
        if not len(fit) or not len(score):
            continue
        fit, score = _some(fit, choices.seed), _some(score, choices.seed)
        for name, lost in losses.items():
            kept = [column for column, feature in enumerate(FEATURES) if not name or family_of(feature) != name]
            lost.append(_loss(rows[:, kept], target, fit, score, choices.seed))
    whole = np.array(losses.pop(""))
    table = []
    for name, lost in losses.items():
        change = np.array(lost) / whole - 1
        worse = int((change > CLEAR_SHARE).sum())
        members = [feature for feature in FEATURES if family_of(feature) == name]
        table.append(
            (
                name,
                members,
                *map(float, (change.mean(), change.min(), change.max())),
                worse,
                len(change),
                worse * 2 > len(change),
            )
        )
    found = pd.DataFrame(table, columns=list(SELECTION_COLUMNS))
    return found.sort_values("loss_share", ascending=False, ignore_index=True)


def _dated_rows(examples: ExampleSet, trend: Trend, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Features, normalised residual, day of the cutoff and day that was forecast; one lead drawn per view."""
    rng = np.random.default_rng(seed)
    known = ~np.isnan(examples.truth)
    drawn = np.argmax(np.where(known, rng.random(known.shape), -1.0), axis=1)[:, None]
    lead = np.take_along_axis(examples.lead_weeks, drawn, axis=1)
    truth = np.take_along_axis(examples.truth, drawn, axis=1)[:, 0]
    views = examples.views
    displacement = trend.displacement(views, lead)
    rows = feature_rows(views, lead, displacement)
    target = (truth - trend.people(views, displacement)[:, 0]) / safe_scale(views.scale)
    return rows, np.arcsinh(target), views.cutoff, views.cutoff + 7 * lead[:, 0]


def _some(rows: np.ndarray, seed: int) -> np.ndarray:
    if len(rows) <= MOST_ROWS:
        return rows
    return np.sort(np.random.default_rng(seed).choice(rows, MOST_ROWS, replace=False))


def _loss(rows: np.ndarray, target: np.ndarray, fit: np.ndarray, score: np.ndarray, seed: int) -> float:
    """Mean absolute error of the median on the rows to score, as asinh of the normalised residual."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    model = HistGradientBoostingRegressor(
        loss="absolute_error",
        max_iter=30,
        learning_rate=0.15,
        max_leaf_nodes=12,
        early_stopping=False,
        random_state=seed,
    )
    model.fit(rows[fit], target[fit])
    return float(np.abs(target[score] - model.predict(rows[score])).mean())
