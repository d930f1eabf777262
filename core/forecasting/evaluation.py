"""The evaluation of a model: bias, importance, ablation and feature selection, with what they were measured on."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from core import __version__
from core.errors import ModelIntegrity
from core.forecasting.ablation import ABLATION_COLUMNS, ablation_table, forecasts_without
from core.forecasting.bias import BIAS_COLUMNS, BOUNDS, CAMP, PLACE, TRUTH, bias_table
from core.forecasting.damped_trend import DampedTrend
from core.forecasting.example_weights import SIMULATED
from core.forecasting.examples import ExampleSet, build_examples
from core.forecasting.feature_selection import SELECTION_COLUMNS, select_features
from core.forecasting.held_out import SCORED_WEEKS, HeldOut, forecast_held_out, lighter
from core.forecasting.hyperparameters import Hyperparameters
from core.forecasting.importance import IMPORTANCE_COLUMNS, permutation_importance
from core.forecasting.model import ForecastModel
from core.forecasting.real_examples import RealExamples
from core.forecasting.simulate import simulate_population
from core.forecasting.trend import Trend

TRAINING_PARTS, EVALUATION_PARTS = 2, 3
"""Refits at training time, lighter ones, and when a version is evaluated for itself, by its whole recipe."""

MOST_ABLATION_VIEWS = 1_500
"""Views of the simulated calendar that the ablation at training time is measured on."""

TABLES: Mapping[str, tuple[str, ...]] = {
    "bias": BIAS_COLUMNS,
    "importance": IMPORTANCE_COLUMNS,
    "ablation": ABLATION_COLUMNS,
    "selection": SELECTION_COLUMNS,
}


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What is known of a model beyond its errors.

    Attributes
    ----------
    bias
        Of ``bias_table``; empty where there were too few real emergencies.
    importance
        Of ``permutation_importance``.
    ablation
        Of ``ablation_table``.
    selection
        Of ``select_features``.
    measured
        ``kind`` (``training`` or ``refits``), ``parts`` left out by refits, ``data_sha256`` of the real examples,
        ``importance_on`` and ``ablation_on`` (``simulated`` or ``emergencies``), ``weeks`` ahead scored,
        ``sizes_known``, ``bounds`` and ``code_version``.
    """

    bias: pd.DataFrame
    importance: pd.DataFrame
    ablation: pd.DataFrame
    selection: pd.DataFrame
    measured: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Plain values; numbers to six decimal places."""
        tables = {name: _records(getattr(self, name)) for name in TABLES}
        return {**tables, "measured": dict(self.measured)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Evaluation":
        """Evaluation of stored values.

        Raises
        ------
        ModelIntegrity
            If a table or a column is missing.
        """
        try:
            tables = {}
            for name, columns in TABLES.items():
                table = pd.DataFrame(list(stored[name]), columns=None if stored[name] else list(columns))
                tables[name] = table[list(columns)]
            return cls(**tables, measured=dict(stored["measured"]))
        except (KeyError, TypeError, ValueError) as error:
            raise ModelIntegrity(
                f"The evaluation of the model is not as expected: {error}.",
                "Make it again with `aid models evaluate VERSION`.",
            ) from error


def evaluate_training(
    model: ForecastModel,
    choices: Hyperparameters,
    real: RealExamples | None,
    progress: Callable[[str], None] = lambda _: None,
) -> Evaluation:
    """What can be measured in seconds after a training run.

    Features and methods are judged on the last part of the simulated calendar, which the model has not learnt from;
    bias on real emergencies, by lighter refits of the same recipe that leave them out.
    """
    progress("measuring features and methods on the part nothing was learnt from")
    simulated = simulate_population(choices.simulation, choices.seed)
    score = build_examples({SIMULATED: simulated}, choices.split, choices.examples, choices.seed)[2]
    held_out = _held_out(lighter(choices), real, TRAINING_PARTS, {}, False, progress)
    return _evaluation(
        held_out,
        permutation_importance(model, score, choices.seed),
        _simulated_ablation(model, score, choices.seed),
        select_features(choices, _trend_of(model)),
        real,
        {"kind": "training", "importance_on": "simulated", "ablation_on": "simulated", "sizes_known": False},
    )


def evaluate_refits(
    model: ForecastModel,
    choices: Hyperparameters,
    real: RealExamples,
    camp_people: Mapping[str, float] | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Evaluation:
    """Everything on real emergencies, by refits of the whole recipe that each leave a part of them out; takes minutes.

    Parameters
    ----------
    model
        The version itself; only its trend is looked at.
    choices
        What it was trained with.
    real
        Examples of the emergencies.
    camp_people
        Camp to people, where raw counts are at hand.
    """
    held_out = _held_out(choices, real, EVALUATION_PARTS, camp_people or {}, True, progress)
    if held_out is None:
        raise ModelIntegrity(
            "There are too few real emergencies to leave one out.",
            "Give a folder with counts of at least two emergencies: `aid models evaluate VERSION --data DIR`.",
        )
    points = held_out.points
    camp = points[PLACE].astype(str).to_numpy() + "\n" + points[CAMP].astype(str).to_numpy()
    truth = points[TRUTH].to_numpy(dtype=float)
    return _evaluation(
        held_out,
        held_out.importance,
        ablation_table(held_out.without, held_out.alone, truth, held_out.scale, camp, held_out.blend),
        select_features(choices, _trend_of(model)),
        real,
        {
            "kind": "refits",
            "importance_on": "emergencies",
            "ablation_on": "emergencies",
            "sizes_known": bool(camp_people),
        },
    )


def _evaluation(
    held_out: HeldOut | None,
    importance: pd.DataFrame,
    ablation: pd.DataFrame,
    selection: pd.DataFrame,
    real: RealExamples | None,
    measured: dict[str, Any],
) -> Evaluation:
    bias = pd.DataFrame(columns=list(BIAS_COLUMNS)) if held_out is None else bias_table(held_out.points)
    return Evaluation(
        bias,
        importance,
        ablation,
        selection,
        {
            **measured,
            "parts": [list(part) for part in held_out.parts] if held_out else [],
            "data_sha256": hashlib.sha256(real.to_bytes()).hexdigest() if real else "",
            "weeks": SCORED_WEEKS,
            "bounds": {
                "most_bias_share": BOUNDS.most_bias_share,
                "least_coverage": BOUNDS.least_coverage,
                "fewest_forecasts": BOUNDS.fewest_forecasts,
                "fewest_camps": BOUNDS.fewest_camps,
            },
            "code_version": __version__,
        },
    )


def _held_out(
    choices: Hyperparameters,
    real: RealExamples | None,
    number: int,
    camp_people: Mapping[str, float],
    with_importance: bool,
    progress: Callable[[str], None],
) -> HeldOut | None:
    if real is None:
        return None
    try:
        return forecast_held_out(
            choices, real, number, camp_people=camp_people, with_importance=with_importance, progress=progress
        )
    except ValueError as error:
        progress(f"no bias table: {error}")
        return None


def _simulated_ablation(model: ForecastModel, score: ExampleSet, seed: int) -> pd.DataFrame:
    drawn = np.random.default_rng(seed).choice(
        len(score.views), min(MOST_ABLATION_VIEWS, len(score.views)), replace=False
    )
    some = score.part(np.sort(drawn))
    single = {name: method.predict(some.views, some.lead_weeks) for name, method in model.methods.items()}
    without = forecasts_without(model, single, some.views)
    view, lead = np.nonzero(~np.isnan(some.truth))
    return ablation_table(
        {name: quantiles[view, lead] for name, quantiles in without.items()},
        {name: quantiles[view, lead] for name, quantiles in single.items()},
        some.truth[view, lead],
        some.views.benchmark_scale[view],
        some.camp_id[view],
        model.blend,
    )


def _trend_of(model: ForecastModel) -> Trend:
    damped = model.methods["damped_trend"]
    if not isinstance(damped, DampedTrend):
        raise TypeError("a trained model holds a damped trend")
    return damped.trend


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): _plain(v) for k, v in row.items()} for row in table.to_dict("records")]


def _plain(value: Any) -> Any:
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    return round(float(value), 6) if isinstance(value, float | np.floating) else value
