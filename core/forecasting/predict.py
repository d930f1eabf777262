"""Forecast of an operation: people per camp and week, as quantiles."""

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import QUANTILES, Camps, ForecastTable
from core.domain.weeks import as_day, planning_weeks
from core.errors import NotEnoughHistory
from core.forecasting.announced import announced_people
from core.forecasting.counts import Counts, day_dates, day_numbers
from core.forecasting.model import ForecastModel
from core.forecasting.scores import mean_of
from core.forecasting.views import Views, build_views
from core.forecasting.views_asked import predict_many
from core.parallel import HERE, Engine

METHOD = "method"
"""Column of ``forecast_by_method`` that names the method."""


def forecast_population(
    operation: Operation, as_of: pd.Timestamp, weeks: int, model: ForecastModel, engine: Engine = HERE
) -> pd.DataFrame:
    """People per camp and week from what was known on a date.

    Parameters
    ----------
    operation
        Nothing dated after ``as_of`` is used, except announced changes (``expected``) known by then: those between
        ``as_of`` and the week are added to every quantile, floored at 0.
    as_of
        Day the forecast is made.
    weeks
        Horizon 1 is the first Sunday after ``as_of``.
    model
        From the registry.
    engine
        Where many camps are forecast.

    Returns
    -------
    pd.DataFrame
        Columns of ``ForecastTable``, by camp and week. Camps without a usable count on or before ``as_of`` are left
        out; ``camps_without_history`` names them. A camp closed on or before ``as_of`` and not counted since is 0.

    Raises
    ------
    NotEnoughHistory
        If no camp has a count on or before ``as_of``.
    """
    views, counts, sundays, leads = _prepare(operation, as_of, weeks)
    return _table(operation, counts, views, sundays, predict_many(model, views, leads, engine), model.version)


def forecast_by_method(operation: Operation, as_of: pd.Timestamp, weeks: int, model: ForecastModel) -> pd.DataFrame:
    """The same forecast by each method: column ``method`` (blend first, last_count last), then ``ForecastTable``."""
    views, counts, sundays, leads = _prepare(operation, as_of, weeks)
    tables = [
        _table(operation, counts, views, sundays, quantiles, model.version).assign(**{METHOD: name})
        for name, quantiles in model.predict_by_method(views, leads).items()
    ]
    return pd.concat(tables, ignore_index=True)[[METHOD, *ForecastTable.column_names()]]


def camps_without_history(operation: Operation, as_of: pd.Timestamp) -> list[str]:
    """Camps that have no usable count on or before a date, in the order of ``camps``."""
    camps = operation.camps[Camps.camp_id]
    counts = Counts.from_population(operation.population)
    known = counts.last_known(counts.positions_of(camps), np.full(len(camps), day_numbers(as_day(as_of))[0])) >= 0
    return [str(camp) for camp in camps[~known]]


def _prepare(
    operation: Operation, as_of: pd.Timestamp, weeks: int
) -> tuple[Views, Counts, pd.DatetimeIndex, np.ndarray]:
    if weeks < 1:
        raise ValueError("weeks must be at least 1")
    as_of = as_day(as_of)
    counts = Counts.from_population(operation.population)
    camp = counts.positions_of(operation.camps[Camps.camp_id])
    cutoff = np.full(len(camp), day_numbers(as_of)[0])
    known = counts.last_known(camp, cutoff) >= 0
    if not known.any():
        first = (
            f" The first is dated {day_dates(counts.day[[counts.day.argmin()]])[0].date()}." if len(counts.day) else ""
        )
        raise NotEnoughHistory(
            f"No camp has a count on or before {as_of.date()}.{first}",
            "Choose a later date, or add counts to population.",
        )
    views = build_views(counts, camp[known], cutoff[known])
    sundays = planning_weeks(as_of, weeks)
    leads = np.broadcast_to((sundays - as_of).days.to_numpy() / 7.0, (len(views), weeks))
    return views, counts, sundays, leads


def _table(
    operation: Operation,
    counts: Counts,
    views: Views,
    sundays: pd.DatetimeIndex,
    quantiles: np.ndarray,
    version: str,
) -> pd.DataFrame:
    camp_ids = counts.camp_ids[views.camp]
    quantiles = np.where(_closed(operation, camp_ids, views)[:, None, None], 0.0, quantiles)
    announced = announced_people(operation, camp_ids, day_dates(views.cutoff[:1])[0], sundays)
    quantiles = np.maximum(quantiles + announced[:, :, None], 0.0)
    n, h, _ = quantiles.shape
    table = pd.DataFrame(
        {
            ForecastTable.camp_id: pd.array(np.repeat(camp_ids, h), dtype="str"),
            ForecastTable.week: np.tile(sundays.to_numpy(), n),
            ForecastTable.horizon_weeks: np.tile(np.arange(1, h + 1), n),
            **{name: quantiles[:, :, level].ravel() for level, name in enumerate(QUANTILES)},
            ForecastTable.mean: mean_of(quantiles).ravel(),
            ForecastTable.last_count_date: day_dates(np.repeat(views.last_day, h)),
            ForecastTable.model_version: pd.array([version] * (n * h), dtype="str"),
        }
    )
    return table.sort_values([ForecastTable.camp_id, ForecastTable.week], kind="stable", ignore_index=True)


def _closed(operation: Operation, camp_ids: np.ndarray, views: Views) -> np.ndarray:
    """Whether each camp was closed on or before its cutoff and not counted since."""
    camps = operation.camps
    closed = pd.Series(camps[Camps.closed].to_numpy(), index=camps[Camps.camp_id].to_numpy()).reindex(camp_ids)
    day = np.where(closed.notna(), day_numbers(closed), np.iinfo(np.int64).max)
    return (day <= views.cutoff) & (views.last_day <= day)
