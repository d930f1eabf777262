"""Ablation: what each method adds to the blend, measured by leaving it out."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from core.forecasting.blend import BlendWeights
from core.forecasting.calibration import calibrated
from core.forecasting.model import BLEND, ForecastModel
from core.forecasting.scores import inside_80, pinball
from core.forecasting.views import Views

SMALLEST_RATIO = 1e-4
"""Ratios of loss are cut here before the logarithm: a camp that was forecast exactly has none."""

ABLATION_COLUMNS = ("method", "weight", "weight_young", "loss_without", "loss_alone", "coverage_without", "n", "camps")
"""Columns of an ablation; losses are over that of the whole blend, so 1.02 without a method means it adds 2 %."""


def forecasts_without(model: ForecastModel, single: Mapping[str, np.ndarray], views: Views) -> dict[str, np.ndarray]:
    """Quantiles of the blend, and of the blend without each of its methods, the others taking over its weight.

    Parameters
    ----------
    model
        Whose blend it is.
    single
        Quantiles of each method, shape (n, ..., 9).
    views
        One per row.
    """
    found = {BLEND: model.combined(single, views)}
    for left_out in model.blend.methods():
        weights = _without(model.blend, left_out)
        if weights is not None:
            found[left_out] = calibrated(weights.mix(single, views), model.factors)
    return found


def ablation_table(
    without: Mapping[str, np.ndarray],
    alone: Mapping[str, np.ndarray],
    truth: np.ndarray,
    scale: np.ndarray,
    camp: np.ndarray,
    blend: BlendWeights,
) -> pd.DataFrame:
    """What each method adds.

    Parameters
    ----------
    without
        Of ``forecasts_without``, flat rows, shape (n, 9).
    alone
        Quantiles of each method by itself, shape (n, 9).
    truth, scale, camp
        Later count, scale that losses are divided by, and camp, shape (n,).
    blend
        The weights.

    Returns
    -------
    pandas.DataFrame
        Columns ``ABLATION_COLUMNS``, the method that adds most first. Losses are geometric means over camps of the
        quantile loss over that of the whole blend.
    """
    base = _camp_losses(truth, without[BLEND], scale, camp)
    rows = [
        {
            "method": method,
            "weight": blend.settled.get(method, 0.0),
            "weight_young": blend.young.get(method, 0.0),
            "loss_without": _ratio(_camp_losses(truth, without[method], scale, camp), base),
            "loss_alone": _ratio(_camp_losses(truth, alone[method], scale, camp), base),
            "coverage_without": float(inside_80(truth, without[method]).mean()),
            "n": len(truth),
            "camps": len(base),
        }
        for method in without
        if method != BLEND
    ]
    table = pd.DataFrame(rows, columns=list(ABLATION_COLUMNS))
    return table.sort_values("loss_without", ascending=False, ignore_index=True)


def _without(blend: BlendWeights, left_out: str) -> BlendWeights | None:
    """Weights without a method; an age that was all its own goes by those of the other age; None if none is left."""
    settled, young = (
        {name: weight for name, weight in part.items() if name != left_out and weight}
        for part in (blend.settled, blend.young)
    )
    if not settled and not young:
        return None
    settled, young = settled or young, young or settled
    return replace(
        blend,
        settled={name: weight / sum(settled.values()) for name, weight in settled.items()},
        young={name: weight / sum(young.values()) for name, weight in young.items()},
    )


def _camp_losses(truth: np.ndarray, quantiles: np.ndarray, scale: np.ndarray, camp: np.ndarray) -> np.ndarray:
    """Mean scaled loss of each camp."""
    _, position = np.unique(camp.astype(str), return_inverse=True)
    loss = pinball(truth, quantiles) / np.maximum(scale, 1e-9)
    return np.bincount(position, weights=loss) / np.bincount(position)


def _ratio(losses: np.ndarray, base: np.ndarray) -> float:
    return float(np.exp(np.log(np.maximum(losses / np.maximum(base, 1e-9), SMALLEST_RATIO)).mean()))
