"""Training: simulated (and given) counts in, models with their measures out."""

import hashlib
import platform
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version as library_version
from typing import Any

import numpy as np
import pandas as pd

from core import __version__
from core.domain.schemas import Population
from core.forecasting.blend import fit_weights
from core.forecasting.boosting import Boosting, fit_boosting
from core.forecasting.calibration import fit_factors
from core.forecasting.damped_trend import DampedTrend, fit_residuals
from core.forecasting.examples import ExampleSet, build_examples
from core.forecasting.features import feature_rows, safe_scale
from core.forecasting.hyperparameters import Hyperparameters, TrendGrid
from core.forecasting.linear import Linear, fit_linear
from core.forecasting.method import Method
from core.forecasting.model import BLEND, ForecastModel
from core.forecasting.net import Net, TrainedNet, fit_net
from core.forecasting.scores import inside_80, pinball, summary_table
from core.forecasting.simulate import simulate_population
from core.forecasting.trees import Trees
from core.forecasting.trend import Trend
from core.forecasting.views import Views

SIMULATED = "simulated"
"""Name of the simulated population in tables and metadata."""

LIBRARIES = ("numpy", "pandas", "scipy", "scikit-learn", "skops", "tensorflow", "keras")

KERAS_TOLERANCE = 1e-5
"""Largest difference allowed between Keras and the plain arrays."""

TREND_VIEWS = 8000
"""Views the candidates of the trend are compared on."""


@dataclass(frozen=True, eq=False)
class Fan:
    """One forecast beside what was counted, for a plot."""

    title: str
    history_weeks: np.ndarray
    history_people: np.ndarray
    lead_weeks: np.ndarray
    quantiles: np.ndarray
    truth: np.ndarray


@dataclass(frozen=True, eq=False)
class TrainedModels:
    """Everything one training run made.

    Attributes
    ----------
    model
        What forecasts.
    linear
        The baseline, kept for comparison; it is not part of the blend.
    hyperparameters
        What it was trained with.
    estimators
        Fitted scikit-learn models, one per level.
    net
        Plain weights and the Keras model.
    metrics
        Errors and scores per method on the part of the calendar nothing was learnt from.
    metrics_by_horizon
        The same by lead in whole weeks (``horizon_weeks``).
    fans
        Example forecasts from that part.
    provenance
        Data, seed, libraries, durations: what metadata record.
    """

    model: ForecastModel
    linear: Linear
    hyperparameters: Hyperparameters
    estimators: list[Any]
    net: TrainedNet
    metrics: pd.DataFrame
    metrics_by_horizon: pd.DataFrame
    fans: tuple[Fan, ...]
    provenance: Mapping[str, Any]


def train_models(
    hyperparameters: Hyperparameters,
    populations: Mapping[str, pd.DataFrame] | None = None,
    *,
    progress: Callable[[str], None] = lambda _: None,
) -> TrainedModels:
    """Train damped trend, boosting and net, weigh and calibrate their blend, and score all of them.

    Parameters
    ----------
    hyperparameters
        Every choice, seed included.
    populations
        Name to ``population`` table of operations to learn from beside the simulated one. An operation learnt from
        must not be used to judge the models.
    progress
        Called with a line of text at each step.
    """
    began = time.perf_counter()
    seed = hyperparameters.seed
    progress(f"simulating {hyperparameters.simulation.camps} camps")
    sources = {SIMULATED: simulate_population(hyperparameters.simulation, seed), **(populations or {})}
    fit, weigh, score = build_examples(sources, hyperparameters.split, hyperparameters.examples, seed)
    progress(f"{len(fit.views)} views to learn from, {len(weigh.views)} to weigh with, {len(score.views)} to score on")

    trend = fit_trend(fit, hyperparameters.trend)
    damped = DampedTrend(trend, fit_residuals(fit.views, fit.lead_weeks, normalised_residual(fit, trend)))
    progress(f"damped trend: half-life {trend.half_life_weeks:g} weeks, damping {trend.damping:g}")

    longest = float(hyperparameters.examples.longest_lead_weeks)
    rows, residual = learning_rows(fit, trend, hyperparameters)
    progress(f"{len(rows)} rows for boosting and net")
    linear = fit_linear(rows, residual, hyperparameters.linear.ridge, trend, longest)
    estimators = fit_boosting(rows, residual, hyperparameters.boosting, seed)
    boosting = Boosting(trend, Trees.from_estimators(estimators), longest)
    progress("boosting fitted")
    trained_net = fit_net(rows, residual, hyperparameters.net, seed, progress)
    if trained_net.largest_difference > KERAS_TOLERANCE:
        raise RuntimeError(f"plain weights differ from Keras by {trained_net.largest_difference:.2g}")
    net = Net(trend, trained_net.layers, longest)

    methods: dict[str, Method] = {m.name: m for m in (damped, boosting, net)}
    seen, truth, views = scored_rows({n: m.predict(weigh.views, weigh.lead_weeks) for n, m in methods.items()}, weigh)
    weights = fit_weights(seen, truth, views.benchmark_scale, hyperparameters.blend.smallest_weight)
    uncalibrated = ForecastModel(hyperparameters.version, methods, weights, np.ones(9))
    factors = fit_factors(uncalibrated._blend(seen), truth)
    model = ForecastModel(hyperparameters.version, methods, weights, factors)
    progress("blend: " + ", ".join(f"{name} {weight:.2f}" for name, weight in weights.items()))

    forecasts = model.predict_by_method(score.views, score.lead_weeks)
    forecasts[linear.name] = linear.predict(score.views, score.lead_weeks)
    metrics, by_horizon = _measure(forecasts, score)
    provenance = {
        "data": {name: {"sha256": table_hash(table), "counts": len(table)} for name, table in sorted(sources.items())},
        "data_first": str(min(t[Population.date].min() for t in sources.values()).date()),
        "data_last": str(max(t[Population.date].max() for t in sources.values()).date()),
        "seed": seed,
        "hyperparameters": hyperparameters.model_dump(mode="json"),
        "hyperparameters_sha256": hyperparameters.sha256(),
        "libraries": {name: _installed(name) for name in LIBRARIES},
        "python": platform.python_version(),
        "code_version": __version__,
        "rows": len(rows),
        "views": {"fit": len(fit.views), "weigh": len(weigh.views), "score": len(score.views)},
        "weights": weights,
        "calibration_factors": factors.tolist(),
        "keras_difference": trained_net.largest_difference,
        "training_seconds": round(time.perf_counter() - began, 1),
    }
    progress(f"trained in {provenance['training_seconds']:.0f} s")
    return TrainedModels(
        model,
        linear,
        hyperparameters,
        estimators,
        trained_net,
        metrics,
        by_horizon,
        _example_fans(forecasts[BLEND], score),
        provenance,
    )


def fit_trend(examples: ExampleSet, grid: TrendGrid) -> Trend:
    """The candidate with the least mean absolute normalised error, cut at 10 so that re-counts do not decide."""
    some = examples.part(np.arange(0, len(examples.views), max(len(examples.views) // TREND_VIEWS, 1)))
    candidates = [
        Trend(half_life, damping, shrinkage)
        for half_life in grid.half_life_weeks
        for damping in grid.damping
        for shrinkage in grid.shrinkage
    ]
    errors = [np.nanmean(np.minimum(np.abs(normalised_residual(some, trend)), 10.0)) for trend in candidates]
    return candidates[int(np.argmin(errors))]


def normalised_residual(examples: ExampleSet, trend: Trend) -> np.ndarray:
    """Truth less damped trend over the view's scale, NaN where there is no truth, shape (n, h)."""
    views = examples.views
    middle = trend.people(views, trend.displacement(views, examples.lead_weeks))
    return (examples.truth - middle) / safe_scale(views.scale)[:, None]


def learning_rows(
    examples: ExampleSet, trend: Trend, hyperparameters: Hyperparameters
) -> tuple[np.ndarray, np.ndarray]:
    """Features and normalised residuals of leads drawn at random from every view."""
    rng = np.random.default_rng(hyperparameters.seed + 1)
    residual = normalised_residual(examples, trend)
    # Random order of the leads that have a truth; the others sort to the end.
    order = np.argsort(np.where(np.isnan(residual), 2.0, rng.random(residual.shape)), axis=1)
    drawn = order[:, : hyperparameters.examples.leads_per_view]
    lead = np.take_along_axis(examples.lead_weeks, drawn, axis=1)
    target = np.take_along_axis(residual, drawn, axis=1).ravel()
    rows = feature_rows(examples.views, lead, trend.displacement(examples.views, lead))
    known = np.flatnonzero(~np.isnan(target))
    if len(known) > hyperparameters.examples.most_rows:
        known = np.sort(rng.choice(known, hyperparameters.examples.most_rows, replace=False))
    return rows[known], target[known]


def scored_rows(
    forecasts: Mapping[str, np.ndarray], examples: ExampleSet
) -> tuple[dict[str, np.ndarray], np.ndarray, Views]:
    """Forecasts, truth and views of every view and lead that has a truth, as flat rows."""
    view, lead = np.nonzero(~np.isnan(examples.truth))
    flat = {name: quantiles[view, lead] for name, quantiles in forecasts.items()}
    return flat, examples.truth[view, lead], examples.views.part(view)


def table_hash(table: pd.DataFrame) -> str:
    """sha256 of a table's content, 64 hexadecimal digits."""
    values = pd.util.hash_pandas_object(table, index=False).to_numpy()
    return hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()


def _measure(forecasts: Mapping[str, np.ndarray], score: ExampleSet) -> tuple[pd.DataFrame, pd.DataFrame]:
    flat, truth, views = scored_rows(forecasts, score)
    overall = summary_table(truth, flat, views.benchmark_scale)
    _, lead = np.nonzero(~np.isnan(score.truth))
    pieces = []
    for horizon in np.unique(lead):
        here = lead == horizon
        table = summary_table(truth[here], {n: q[here] for n, q in flat.items()}, views.benchmark_scale[here])
        pieces.append(table.assign(horizon_weeks=int(horizon) + 1))
    return overall, pd.concat(pieces, ignore_index=True)


def _example_fans(quantiles: np.ndarray, score: ExampleSet) -> tuple[Fan, ...]:
    """The easiest, the median and the hardest of the fully scored views, and three between."""
    full = np.flatnonzero((~np.isnan(score.truth)).all(axis=1))
    if not len(full):
        return ()
    truth = score.truth[full]
    loss = (pinball(truth, quantiles[full]) / score.views.scale[full][:, None]).mean(axis=1)
    order = np.argsort(loss, kind="stable")
    chosen = full[order[np.linspace(0, len(order) - 1, 6).astype(int)]]
    fans = []
    for row in chosen:
        held = inside_80(score.truth[row], quantiles[row]).mean()
        fans.append(
            Fan(
                f"{score.camp_id[row]}: {held:.0%} of weeks inside 80 %",
                -np.arange(27.0)[::-1],
                score.views.weekly[row, :27][::-1],
                score.lead_weeks[row],
                quantiles[row],
                score.truth[row],
            )
        )
    return tuple(fans)


def _installed(library: str) -> str:
    names = {"tensorflow": ("tensorflow-cpu", "tensorflow")}.get(library, (library,))
    for name in names:
        try:
            return library_version(name)
        except ImportError:  # PackageNotFoundError: the other build of the library may be installed
            continue
    return "not installed"
