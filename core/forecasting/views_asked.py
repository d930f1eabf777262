"""Forecasts of some views as one batch of work, and of many in batches that are the same on every engine."""

from dataclasses import dataclass

import numpy as np

from core.forecasting.model import ForecastModel
from core.forecasting.views import Views
from core.parallel import Engine, run_all

CAMPS_AT_ONCE = 2000
"""Forecasts in one batch where only the blend is asked for: some seconds of work."""


@dataclass(frozen=True, eq=False)
class ViewsAsked:
    """Views and their leads in weeks, shape (n_views, n_weeks), and the model they are asked of."""

    model: ForecastModel
    views: Views
    leads: np.ndarray


def quantiles_by_method(asked: ViewsAsked) -> dict[str, np.ndarray]:
    """Quantiles of every method, each of shape (n_views, n_weeks, 9)."""
    return dict(asked.model.predict_by_method(asked.views, asked.leads))


def quantiles_of_blend(asked: ViewsAsked) -> np.ndarray:
    """Quantiles of the blend, shape (n_views, n_weeks, 9)."""
    return asked.model.predict(asked.views, asked.leads)


def predict_many(model: ForecastModel, views: Views, leads: np.ndarray, engine: Engine) -> np.ndarray:
    """Quantiles of the blend for any number of views, ``CAMPS_AT_ONCE`` at once, shape (n_views, n_weeks, 9)."""
    parts = [slice(begin, begin + CAMPS_AT_ONCE) for begin in range(0, max(len(views), 1), CAMPS_AT_ONCE)]
    asked = [ViewsAsked(model, views.part(part), leads[part]) for part in parts]
    return np.concatenate(run_all(engine, quantiles_of_blend, asked))
