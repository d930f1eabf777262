"""What every learnt method shares: the damped trend says where the middle goes, the method how far reality strays."""

from collections.abc import Callable

import numpy as np

from core.forecasting.damped_trend import widening
from core.forecasting.features import feature_rows
from core.forecasting.scores import as_quantiles
from core.forecasting.trend import Trend
from core.forecasting.views import Views


def quantiles_around_trend(
    trend: Trend,
    views: Views,
    lead_weeks: np.ndarray,
    longest_lead_weeks: float,
    residual_of_rows: Callable[[np.ndarray], np.ndarray],
) -> np.ndarray:
    """Quantiles of people, shape (n, h, 9); see ``Method.predict``.

    Parameters
    ----------
    trend
        Where the middle goes before the method speaks.
    longest_lead_weeks
        Longest trained lead; longer ones are asked as that one and widened.
    residual_of_rows
        From feature rows, shape (n x h, f), to normalised residual quantiles, shape (n x h, 9).
    """
    displacement = trend.displacement(views, lead_weeks)
    rows = feature_rows(views, np.minimum(lead_weeks, longest_lead_weeks), displacement)
    residual = residual_of_rows(rows).reshape(*lead_weeks.shape, -1)
    residual = residual * widening(lead_weeks, longest_lead_weeks)[:, :, None]
    middle = trend.people(views, displacement)[:, :, None]
    return as_quantiles(middle + residual * views.scale[:, None, None])
