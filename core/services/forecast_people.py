"""How many people each camp will hold."""

from dataclasses import dataclass

import pandas as pd

from core.domain.operation import Operation
from core.domain.planning_figures import planning_figures
from core.domain.schemas import ForecastTable
from core.domain.weeks import as_day
from core.forecasting.new_camps import CompletedForecast, with_planning_figures
from core.forecasting.predict import METHOD, camps_without_history, forecast_by_method, forecast_population
from core.forecasting.young_growth import read_young_growth
from core.metrics.meter import timed
from core.services.keys import content_key
from core.services.resources import Resources

PEOPLE_TABLES = ("camps", "population", "expected")
"""The tables a forecast reads; a change of any other leaves it as it is."""


@dataclass(frozen=True, eq=False)
class PeopleForecast:
    """A forecast and what it could not say.

    Attributes
    ----------
    table
        ``ForecastTable``.
    missing
        Camps without any count on or before the date and without a planning figure; not known, not zero.
    planned
        Camps whose forecast rests on a planning figure, which is not a count.
    """

    table: pd.DataFrame
    missing: tuple[str, ...]
    planned: tuple[str, ...] = ()


@timed("forecast")
def forecast_people(
    resources: Resources, operation: Operation, as_of: pd.Timestamp | str, weeks: int, version: str | None = None
) -> PeopleForecast:
    """Quantiles of the people per camp and week, from the cache where the same was asked before.

    Raises
    ------
    NotEnoughHistory
        If no camp has a count on or before ``as_of``, nor a planning figure.
    ModelNotFound, ModelIntegrity
        If the model, or the growth of young camps where a camp has a planning figure, cannot be used.
    """
    as_of = as_day(as_of)
    version = version or resources.registry.current_version()
    key = _key("forecast", resources, operation, as_of, weeks, version)
    uncounted = camps_without_history(operation, as_of)
    cached = resources.results.get(key)
    if cached is None:
        is_begun_by_figures = len(uncounted) == len(operation.camps) and has_planning_figures(operation, as_of)
        table = (
            _nothing(ForecastTable.column_names())
            if is_begun_by_figures
            else forecast_population(
                operation, as_of, weeks, resources.registry.load(version), resources.settings.parallel
            )
        )
        resources.results.put(key, {"forecast": table})
    else:
        table = cached["forecast"]
    whole = _completed(resources, operation, table, as_of, weeks, version)
    missing = tuple(camp for camp in uncounted if camp not in set(whole.planned))
    return PeopleForecast(whole.table, missing, whole.planned)


def forecast_key(
    resources: Resources, operation: Operation, as_of: pd.Timestamp | str, weeks: int, version: str | None = None
) -> str:
    """Content key of a forecast, with every input of it."""
    return _key("forecast", resources, operation, as_day(as_of), weeks, version or resources.registry.current_version())


def has_planning_figures(operation: Operation, as_of: pd.Timestamp) -> bool:
    """Whether any camp is forecast from a planning figure."""
    return not planning_figures(operation, as_of).empty


def _completed(
    resources: Resources, operation: Operation, table: pd.DataFrame, as_of: pd.Timestamp, weeks: int, version: str
) -> CompletedForecast:
    if not has_planning_figures(operation, as_of):
        return CompletedForecast(table, ())
    growth = read_young_growth(resources.settings.young_growth)
    return with_planning_figures(operation, table, as_of, weeks, growth, version)


def _nothing(columns: list[str]) -> pd.DataFrame:
    """No rows of a forecast, its columns of the right kinds."""
    text = dict.fromkeys((METHOD, ForecastTable.camp_id, ForecastTable.model_version), "str")
    days = dict.fromkeys((ForecastTable.week, ForecastTable.last_count_date), "datetime64[ns]")
    kinds = {**text, **days, ForecastTable.horizon_weeks: "int64"}
    return pd.DataFrame({name: pd.Series(dtype=kinds.get(name, "float64")) for name in columns})


def forecast_each_method(
    resources: Resources, operation: Operation, as_of: pd.Timestamp | str, weeks: int, version: str | None = None
) -> pd.DataFrame:
    """Quantiles by every method of the model, "same as last count" among them, with a column ``method``.

    Camps that were never counted have no rows: a planning figure is no method. Without any count there are none at all,
    as long as a camp has such a figure.
    """
    as_of = as_day(as_of)
    is_counted = len(camps_without_history(operation, as_of)) < len(operation.camps)
    if not is_counted and has_planning_figures(operation, as_of):
        return _nothing([METHOD, *ForecastTable.column_names()])
    version = version or resources.registry.current_version()
    key = _key("methods", resources, operation, as_of, weeks, version)
    cached = resources.results.get(key)
    if cached is None:
        table = forecast_by_method(operation, as_of, weeks, resources.registry.load(version))
        resources.results.put(key, {"methods": table})
        return table
    return cached["methods"]


def _key(what: str, resources: Resources, operation: Operation, as_of: pd.Timestamp, weeks: int, version: str) -> str:
    people, model = operation.fingerprint_of(*PEOPLE_TABLES), resources.registry.fingerprint(version)
    return content_key(what, people, as_of.date(), weeks, version, model, resources.code_version)
