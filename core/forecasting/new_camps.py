"""Camps with a planning figure and at most one count: their forecast is the figure, grown as young camps grow."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.domain.planning_figures import LABEL, planning_figures
from core.domain.schemas import QUANTILES, ForecastTable
from core.domain.weeks import as_day, planning_weeks
from core.forecasting.announced import announced_people
from core.forecasting.scores import MEDIAN, mean_of
from core.forecasting.young_growth import YoungGrowth


@dataclass(frozen=True, eq=False)
class CompletedForecast:
    """A forecast with the camps that begin at a planning figure.

    Attributes
    ----------
    table
        ``ForecastTable``; the version of their rows ends in ``LABEL``.
    planned
        Camps whose forecast rests on a planning figure, wholly or beside their one count.
    """

    table: pd.DataFrame
    planned: tuple[str, ...]


def with_planning_figures(
    operation: Operation, forecast: pd.DataFrame, as_of: pd.Timestamp, weeks: int, growth: YoungGrowth, version: str
) -> CompletedForecast:
    """Add the camps that have a planning figure and no count, and widen those that have one count beside it.

    A camp without a count gets ``YoungGrowth.grown`` of its figure, plus what is announced to come or go, as any other
    camp. A camp with one count gets, level by level, the mean of that and of its forecast, and its band is stretched to
    hold both medians: where the first count and the plan disagree, nobody knows yet which will be right.

    Parameters
    ----------
    forecast
        ``ForecastTable`` of the camps that have a count; may be empty.
    version
        Of the model.
    """
    as_of = as_day(as_of)
    figures = planning_figures(operation, as_of)
    if figures.empty:
        return CompletedForecast(forecast, ())
    sundays = planning_weeks(as_of, weeks)
    ids = figures.index.to_numpy(dtype=object)
    set_on = figures["date"].fillna(as_of)
    since = (sundays.to_numpy()[None, :] - set_on.to_numpy()[:, None]) / np.timedelta64(7, "D")
    people = growth.grown(figures["people"].to_numpy(float), since)
    people = np.maximum(people + announced_people(operation, ids, as_of, sundays)[:, :, None], 0.0)
    by_camp = forecast.groupby(ForecastTable.camp_id, sort=False).indices
    last_count = pd.Series(pd.NaT, index=figures.index, dtype="datetime64[ns]")
    for at, (camp, counts) in enumerate(zip(ids, figures["counts"], strict=True)):
        if camp not in by_camp:
            continue
        rows = forecast.iloc[by_camp[camp]].sort_values(ForecastTable.week)
        last_count[camp] = rows[ForecastTable.last_count_date].iloc[0]
        if counts:
            people[at] = _both(people[at], rows[list(QUANTILES)].to_numpy(float))
    made = pd.DataFrame(
        {
            ForecastTable.camp_id: pd.array(np.repeat(ids, weeks), dtype="str"),
            ForecastTable.week: np.tile(sundays.to_numpy(), len(ids)),
            ForecastTable.horizon_weeks: np.tile(np.arange(1, weeks + 1), len(ids)),
            **{name: people[:, :, level].ravel() for level, name in enumerate(QUANTILES)},
            ForecastTable.mean: mean_of(people).ravel(),
            ForecastTable.last_count_date: np.repeat(last_count.to_numpy(), weeks),
            ForecastTable.model_version: pd.array([f"{version}, {LABEL}"] * (len(ids) * weeks), dtype="str"),
        }
    )
    kept = forecast[~forecast[ForecastTable.camp_id].isin(ids)]
    whole = pd.concat([kept, made], ignore_index=True) if len(kept) else made
    whole = whole.sort_values([ForecastTable.camp_id, ForecastTable.week], kind="stable", ignore_index=True)
    return CompletedForecast(whole[ForecastTable.column_names()], tuple(str(camp) for camp in ids))


def _both(planned: np.ndarray, counted: np.ndarray) -> np.ndarray:
    """Mean of two forecasts level by level, its band reaching both medians, shape (h, 9)."""
    together = (planned + counted) / 2
    medians = np.stack([planned[:, MEDIAN], counted[:, MEDIAN]])
    middle = together[:, MEDIAN : MEDIAN + 1]
    distance = together - middle
    below = (middle[:, 0] - medians.min(axis=0)) / np.maximum(-distance[:, 0], 1e-9)
    above = (medians.max(axis=0) - middle[:, 0]) / np.maximum(distance[:, -1], 1e-9)
    stretch = np.where(distance < 0, np.maximum(below, 1.0)[:, None], np.maximum(above, 1.0)[:, None])
    return np.maximum(middle + distance * stretch, 0.0)
