"""What people will take of each item at each place, learnt from an operation's own stock reports."""

from collections.abc import Callable

import pandas as pd

from core.demand import DemandForecast, forecast_demand as forecast
from core.errors import InvalidScenario

FARTHEST = 12
"""Reporting periods ahead that may be asked for."""


def forecast_demand(
    reports: pd.DataFrame,
    tasks: pd.DataFrame,
    horizons: int = 3,
    progress: Callable[[str], None] = lambda _: None,
) -> DemandForecast:
    """Forecast places and items from cutoffs, each with only what was reported by then.

    Parameters
    ----------
    reports
        ``Consumption``.
    tasks
        place_id, item_id, cutoff.
    horizons
        Reporting periods ahead.

    Raises
    ------
    InvalidScenario
        If more periods are asked for than are forecast.
    """
    if not 1 <= horizons <= FARTHEST:
        raise InvalidScenario(f"Demand is forecast 1 to {FARTHEST} reporting periods ahead, not {horizons}.")
    return forecast(reports, tasks, horizons, progress=progress)


def method_words(forecast: DemandForecast) -> list[str]:
    """How many series were forecast with what."""
    counts = forecast.methods["method"].value_counts()
    words = {
        "blend": "{n} learned",
        "mean_of_three": "{n} by the mean of three periods, which the learned forecast did not beat there",
        "likes": "{n} by the same item elsewhere, having no known demand of their own",
    }
    return [words.get(str(name), f"{{n}} {name}").format(n=f"{n:,}") for name, n in counts.items()]
