"""Training: simulated and real examples in, models with their measures out."""

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
from core.forecasting.blend import BlendWeights
from core.forecasting.boosting import Boosting, fit_boosting
from core.forecasting.calibration import fit_factors
from core.forecasting.damped_trend import DampedTrend, fit_residuals
from core.forecasting.example_weights import SIMULATED, example_weights, is_emergency
from core.forecasting.examples import ExampleSet, build_examples, joined
from core.forecasting.features import feature_rows, safe_scale
from core.forecasting.forest import Forest, fit_forest
from core.forecasting.hyperparameters import Hyperparameters, TrendGrid
from core.forecasting.linear import Linear, fit_linear
from core.forecasting.method import Method
from core.forecasting.model import BLEND, ForecastModel
from core.forecasting.net import Net, TrainedNet, fit_net
from core.forecasting.real_examples import RealExamples
from core.forecasting.scores import inside_80, pinball, summary_table
from core.forecasting.simulate import simulate_population
from core.forecasting.trees import Trees
from core.forecasting.trend import Trend
from core.forecasting.views import Views, mean_known

LIBRARIES = ("numpy", "pandas", "scipy", "scikit-learn", "skops", "tensorflow", "keras")

KERAS_TOLERANCE = 1e-5
"""Largest difference allowed between Keras and the plain arrays."""

TREND_VIEWS = 8000
"""Views the candidates of the trend are compared on."""

SMALLEST_ERROR = 0.05
"""Added to a camp's scaled error before the logarithm: camps that never move have none."""


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
    real
        The real examples learnt from, which are stored with the model; None where there were none.
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
    real: RealExamples | None


def train_models(
    hyperparameters: Hyperparameters,
    real: RealExamples | None = None,
    *,
    progress: Callable[[str], None] = lambda _: None,
) -> TrainedModels:
    """Train damped trend, boosting, forest and net, calibrate their blend, and score all of them.

    The scores are of the last part of the simulated calendar. How good the models are on real emergencies is measured
    by refits that leave the emergency out (``python -m tests.benchmark forecast``).

    Parameters
    ----------
    hyperparameters
        Every choice, seed included.
    real
        Real examples to learn from beside the simulated ones. An emergency learnt from must not be used to judge the
        models: leave it out with ``RealExamples.without`` first.
    progress
        Called with a line of text at each step.
    """
    began = time.perf_counter()
    seed = hyperparameters.seed
    progress(f"simulating {hyperparameters.simulation.camps} camps")
    simulated = simulate_population(hyperparameters.simulation, seed)
    fit, weigh, score = build_examples({SIMULATED: simulated}, hyperparameters.split, hyperparameters.examples, seed)
    learnt = "" if real is None else f" and {len(real.examples.views)} real ones"
    progress(
        f"{len(fit.views)} simulated views{learnt} to learn from, {len(weigh.views)} to calibrate with, "
        f"{len(score.views)} to score on"
    )
    if real is not None:
        fit = joined([fit, real.examples])

    trend = fit_trend(fit, hyperparameters.trend)
    damped = DampedTrend(trend, fit_residuals(fit.views, fit.lead_weeks, normalised_residual(fit, trend)))
    progress(f"damped trend: half-life {trend.half_life_weeks:g} weeks, damping {trend.damping:g}")

    longest = float(hyperparameters.examples.longest_lead_weeks)
    rows, residual, weight = learning_rows(fit, trend, hyperparameters)
    progress(f"{len(rows)} rows for boosting, forest and net")
    linear = fit_linear(rows, residual, hyperparameters.linear.ridge, trend, longest)
    estimators = fit_boosting(rows, residual, weight, hyperparameters.boosting, seed)
    boosting = Boosting(trend, Trees.from_estimators(estimators), longest)
    progress("boosting fitted")
    forest = Forest(trend, fit_forest(rows, residual, weight, hyperparameters.forest, seed), longest)
    progress("forest grown")
    trained_net = fit_net(rows, residual, weight, hyperparameters.net, seed, progress)
    if trained_net.largest_difference > KERAS_TOLERANCE:
        raise RuntimeError(f"plain weights differ from Keras by {trained_net.largest_difference:.2g}")
    net = Net(trend, trained_net.layers, longest)

    methods: dict[str, Method] = {m.name: m for m in (damped, boosting, forest, net)}
    blend = BlendWeights.from_choices(hyperparameters.blend)
    seen, truth, views = scored_rows(
        {n: methods[n].predict(weigh.views, weigh.lead_weeks) for n in blend.methods()}, weigh
    )
    stretched = fit_factors(blend.mix(seen, views), truth)
    factors = stretched if hyperparameters.blend.stretch else np.ones_like(stretched)
    model = ForecastModel(hyperparameters.version, methods, blend, factors)
    progress("intervals stretched by " + ", ".join(f"{factor:.2f}" for factor in factors))

    forecasts = model.predict_by_method(score.views, score.lead_weeks)
    forecasts[linear.name] = linear.predict(score.views, score.lead_weeks)
    metrics, by_horizon = _measure(forecasts, score)
    provenance = {
        "data": {SIMULATED: {"sha256": table_hash(simulated), "counts": len(simulated)}},
        "real": real.summary() if real is not None else [],
        "data_first": str(simulated[Population.date].min().date()),
        "data_last": str(simulated[Population.date].max().date()),
        "seed": seed,
        "hyperparameters": hyperparameters.model_dump(mode="json"),
        "hyperparameters_sha256": hyperparameters.sha256(),
        "libraries": {name: _installed(name) for name in LIBRARIES},
        "python": platform.python_version(),
        "code_version": __version__,
        "rows": len(rows),
        "views": {"fit": len(fit.views), "weigh": len(weigh.views), "score": len(score.views)},
        "weights": dict(blend.settled),
        "weights_young": dict(blend.young),
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
        real,
    )


def fit_trend(examples: ExampleSet, grid: TrendGrid) -> Trend:
    """The candidate with the least mean over camps of the logarithm of a camp's mean absolute error.

    Each error is divided by the scale that losses are divided by. The mean of logarithms gives every camp the same say:
    neither the many that stand still nor a few re-counts decide.
    """
    some = examples.part(np.arange(0, len(examples.views), max(len(examples.views) // TREND_VIEWS, 1)))
    camps, camp = np.unique(some.camp_id.astype(str), return_inverse=True)
    share = safe_scale(some.views.scale) / np.maximum(some.views.benchmark_scale, 1e-9)
    known = (~np.isnan(some.truth)).any(axis=1)
    candidates = [
        Trend(half_life, damping, shrinkage, count_shrinkage)
        for half_life in grid.half_life_weeks
        for damping in grid.damping
        for shrinkage in grid.shrinkage
        for count_shrinkage in grid.count_shrinkage
    ]
    errors = []
    for trend in candidates:
        error = mean_known(np.abs(normalised_residual(some, trend))) * share
        of_camp = np.bincount(camp[known], weights=error[known], minlength=len(camps))
        seen = np.bincount(camp[known], minlength=len(camps))
        errors.append(np.log(of_camp[seen > 0] / seen[seen > 0] + SMALLEST_ERROR).mean())
    return candidates[int(np.argmin(errors))]


def normalised_residual(examples: ExampleSet, trend: Trend) -> np.ndarray:
    """Truth less damped trend over the view's scale, NaN where there is no truth, shape (n, h)."""
    views = examples.views
    middle = trend.people(views, trend.displacement(views, examples.lead_weeks))
    return (examples.truth - middle) / safe_scale(views.scale)[:, None]


def learning_rows(
    examples: ExampleSet, trend: Trend, hyperparameters: Hyperparameters
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features, normalised residuals and weights of leads drawn at random from every view.

    Simulated rows beyond ``most_rows`` are left out at random. Emergencies are few, so each of their views gives more
    leads.
    """
    rng = np.random.default_rng(hyperparameters.seed + 1)
    residual = normalised_residual(examples, trend)
    # Random order of the leads that have a truth; the others sort to the end.
    order = np.argsort(np.where(np.isnan(residual), 2.0, rng.random(residual.shape)), axis=1)
    choices = hyperparameters.examples
    most = max(choices.leads_per_view, choices.leads_per_real_view)
    drawn = order[:, :most]
    simulated = examples.source == SIMULATED
    lead = np.take_along_axis(examples.lead_weeks, drawn, axis=1)
    target = np.take_along_axis(residual, drawn, axis=1).ravel()
    rows = feature_rows(examples.views, lead, trend.displacement(examples.views, lead))
    leads = np.where(is_emergency(examples.source), choices.leads_per_real_view, choices.leads_per_view)
    drawn_often = np.arange(most)[None, :] < leads[:, None]
    known = np.flatnonzero(~np.isnan(target) & drawn_often.ravel())
    view = known // most
    made_up = known[simulated[view]]
    if len(made_up) > choices.most_rows:
        kept = rng.choice(made_up, choices.most_rows, replace=False)
        known = np.sort(np.concatenate([kept, known[~simulated[view]]]))
        view = known // most
    views = examples.views
    scale = safe_scale(views.scale)
    moved = np.abs(np.take_along_axis(examples.truth, drawn, axis=1) - views.level[:, None]) / scale[:, None]
    weight = example_weights(
        examples.source[view],
        examples.camp_id[view],
        moved.ravel()[known],
        (scale / np.maximum(views.benchmark_scale, 1e-9))[view],
        hyperparameters.sources,
    )
    return rows[known], target[known], weight


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
