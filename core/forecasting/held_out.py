"""Forecasts of real emergencies by models that have not seen them: refits that each leave a part of them out.

A model must not be judged on what it learnt from. So the emergencies are dealt into a few parts, the model is fitted
anew without each part, and forecasts the part left out. Sites of the countries around an emergency go with it: some of
its camps are still reported there years later.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.schemas import QUANTILES
from core.forecasting.ablation import forecasts_without
from core.forecasting.bias import AGE, CAMP, COUNTS, LEVEL, PEOPLE, PLACE, STALE, TRUTH
from core.forecasting.blend import BlendWeights
from core.forecasting.example_weights import SITES
from core.forecasting.examples import ExampleSet
from core.forecasting.hyperparameters import Hyperparameters
from core.forecasting.importance import mean_importance, permutation_importance
from core.forecasting.model import BLEND, ForecastModel
from core.forecasting.real_examples import RealExamples
from core.forecasting.train import train_models

NEIGHBOURS: Mapping[str, tuple[str, ...]] = {
    "burundi2015": ("Rwanda", "Tanzania", "Uganda", "Democratic Republic of the Congo", "Burundi"),
    "mali2012": ("Burkina Faso", "Mauritania", "Niger", "Mali"),
    "syria2013": ("Iraq", "Jordan", "Lebanon", "Turkey", "Syria"),
}
"""Countries whose sites are left out with a published emergency."""

SCORED_WEEKS = 8
"""Leads, in whole weeks, that are scored."""


@dataclass(frozen=True, eq=False)
class HeldOut:
    """Forecasts of what was left out.

    Attributes
    ----------
    points
        Columns of ``bias.POINT_COLUMNS``; figures of people are over the view's scale of movement, ``camp_people`` is
        NaN where no size was given.
    without, alone
        Quantiles of ``forecasts_without`` and of each method by itself, rows as in ``points``.
    scale
        Scale that losses are divided by, shape (n,).
    importance
        Of each refit on what it left out, averaged; empty where it was not asked for.
    blend
        Weights, the same in every refit.
    parts
        What each refit left out.
    """

    points: pd.DataFrame
    without: Mapping[str, np.ndarray]
    alone: Mapping[str, np.ndarray]
    scale: np.ndarray
    importance: pd.DataFrame
    blend: BlendWeights
    parts: tuple[tuple[str, ...], ...]


def lighter(choices: Hyperparameters) -> Hyperparameters:
    """The same recipe on less data, for refits of seconds: fewer simulated camps, trees and passes."""
    return choices.model_copy(
        update={
            "simulation": choices.simulation.model_copy(update={"camps": min(choices.simulation.camps, 150)}),
            "examples": choices.examples.model_copy(update={"most_rows": min(choices.examples.most_rows, 10_000)}),
            "boosting": choices.boosting.model_copy(
                update={
                    "iterations": min(choices.boosting.iterations, 6),
                    "learning_rate": max(choices.boosting.learning_rate, 0.4),
                    "most_rows": min(choices.boosting.most_rows, 2_000),
                }
            ),
            "forest": choices.forest.model_copy(update={"trees": min(choices.forest.trees, 20)}),
            "net": choices.net.model_copy(update={"members": 1, "epochs": min(choices.net.epochs, 6)}),
        }
    )


def parts_of(emergencies: Sequence[str], number: int) -> list[tuple[str, ...]]:
    """Emergencies dealt into parts; those of one region are never parted.

    Examples
    --------
    >>> parts_of(["mali2012", "unhcrwash/Chad", "unhcrwash/Niger"], 2)
    [('mali2012', 'unhcrwash/Niger'), ('unhcrwash/Chad',)]
    """
    regions: dict[str, list[str]] = {}
    for name in sorted(emergencies):
        country = name.removeprefix(f"{SITES}/")
        head = next((e for e, around in NEIGHBOURS.items() if e in emergencies and country in around), name)
        regions.setdefault(head, []).append(name)
    parts: list[list[str]] = [[] for _ in range(min(number, len(regions)))]
    for position, region in enumerate(regions.values()):
        parts[position % len(parts)] += region
    return [tuple(part) for part in parts if part]


def forecast_held_out(
    choices: Hyperparameters,
    real: RealExamples,
    number: int,
    *,
    camp_people: Mapping[str, float] | None = None,
    with_importance: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> HeldOut:
    """Fit anew without each part of the emergencies and forecast it.

    Parameters
    ----------
    choices
        Of every refit.
    real
        All real examples.
    number
        Parts, and so refits; at least two emergencies of different regions are needed.
    camp_people
        Camp of ``real`` to its people, where sizes are known.
    with_importance
        Whether features are shuffled as well.

    Raises
    ------
    ValueError
        If the emergencies cannot be parted in two.
    """
    source = real.examples.source.astype(str)
    parts = parts_of(sorted(set(source)), number)
    if len(parts) < 2:
        raise ValueError(f"at least two emergencies of different regions are needed, found {len(set(source))}")
    pieces, importance = [], []
    model: ForecastModel | None = None
    for position, part in enumerate(parts):
        progress(f"refit {position + 1} of {len(parts)}, without {', '.join(part)}")
        model = train_models(choices, real.without(part)).model
        left_out = real.examples.part(np.flatnonzero(np.isin(source, part)))
        pieces.append(_forecasts(model, left_out, camp_people or {}))
        if with_importance:
            importance.append(permutation_importance(model, left_out, choices.seed))
    assert model is not None  # there are at least two parts
    points, without, alone, scales = zip(*pieces, strict=True)
    return HeldOut(
        pd.concat(points, ignore_index=True),
        {name: np.concatenate([piece[name] for piece in without]) for name in without[0]},
        {name: np.concatenate([piece[name] for piece in alone]) for name in alone[0]},
        np.concatenate(scales),
        mean_importance(importance),
        model.blend,
        tuple(parts),
    )


def points_of(examples: ExampleSet, camp_people: Mapping[str, float], quantiles: np.ndarray) -> pd.DataFrame:
    """A row per view and lead that has a truth, columns ``bias.POINT_COLUMNS``; quantiles have shape (n, h, 9)."""
    view, lead = np.nonzero(~np.isnan(examples.truth))
    views = examples.views.part(view)
    place = np.array([str(name).removeprefix(f"{SITES}/") for name in examples.source[view]], dtype=object)
    camp = examples.camp_id[view].astype(str)
    table = {
        PLACE: place,
        CAMP: camp,
        PEOPLE: [camp_people.get(name, np.nan) for name in camp],
        AGE: views.age_weeks,
        STALE: views.stale_weeks * 7,
        COUNTS: views.n_counts,
        LEVEL: views.level,
        TRUTH: examples.truth[view, lead],
    }
    return pd.DataFrame({**table, **dict(zip(QUANTILES, quantiles[view, lead].T, strict=True))})


def _forecasts(
    model: ForecastModel, left_out: ExampleSet, camp_people: Mapping[str, float]
) -> tuple[pd.DataFrame, dict[str, np.ndarray], dict[str, np.ndarray], np.ndarray]:
    truth, leads = left_out.truth[:, :SCORED_WEEKS], left_out.lead_weeks[:, :SCORED_WEEKS]
    rows = np.flatnonzero((~np.isnan(truth)).any(axis=1))
    some = ExampleSet(
        left_out.views.part(rows), leads[rows], truth[rows], left_out.source[rows], left_out.camp_id[rows]
    )
    single = {name: method.predict(some.views, some.lead_weeks) for name, method in model.methods.items()}
    together = forecasts_without(model, single, some.views)
    view, lead = np.nonzero(~np.isnan(some.truth))
    return (
        points_of(some, camp_people, together[BLEND]),
        {name: quantiles[view, lead] for name, quantiles in together.items()},
        {name: quantiles[view, lead] for name, quantiles in single.items()},
        some.views.benchmark_scale[view],
    )
