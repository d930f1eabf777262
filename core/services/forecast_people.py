"""How many people each camp will hold."""

from dataclasses import dataclass

import pandas as pd

from core.domain.operation import Operation
from core.domain.weeks import as_day
from core.forecasting.predict import camps_without_history, forecast_by_method, forecast_population
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
        Camps without any count on or before the date; not known, not zero.
    """

    table: pd.DataFrame
    missing: tuple[str, ...]


def forecast_people(
    resources: Resources, operation: Operation, as_of: pd.Timestamp | str, weeks: int, version: str | None = None
) -> PeopleForecast:
    """Quantiles of the people per camp and week, from the cache where the same was asked before.

    Raises
    ------
    NotEnoughHistory
        If no camp has a count on or before ``as_of``.
    ModelNotFound, ModelIntegrity
        If the model cannot be used.
    """
    as_of = as_day(as_of)
    version = version or resources.registry.current_version()
    key = _key("forecast", resources, operation, as_of, weeks, version)
    missing = tuple(camps_without_history(operation, as_of))
    cached = resources.results.get(key)
    if cached is None:
        table = forecast_population(operation, as_of, weeks, resources.registry.load(version))
        resources.results.put(key, {"forecast": table})
    else:
        table = cached["forecast"]
    return PeopleForecast(table, missing)


def forecast_each_method(
    resources: Resources, operation: Operation, as_of: pd.Timestamp | str, weeks: int, version: str | None = None
) -> pd.DataFrame:
    """Quantiles by every method of the model, "same as last count" among them, with a column ``method``."""
    as_of = as_day(as_of)
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
