"""How many people the camps of a region, a country and the operation will hold together."""

from dataclasses import dataclass

import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import TotalsTable
from core.domain.weeks import as_day
from core.forecasting.coherent_totals import coherent_totals
from core.forecasting.dependence import MEASURED
from core.forecasting.joint_paths import SAMPLES
from core.services.forecast_people import PEOPLE_TABLES, forecast_people
from core.services.keys import content_key
from core.services.resources import Resources


@dataclass(frozen=True)
class PeopleInAll:
    """People in all camps together on the Sunday of the first week: median and 80 % band, added up future by future."""

    people: float
    low: float
    high: float


def total_people(
    resources: Resources, operation: Operation, as_of: pd.Timestamp | str, weeks: int, version: str | None = None
) -> pd.DataFrame:
    """``TotalsTable`` of the operation's forecast, from the cache where the same was asked before.

    Raises
    ------
    NotEnoughHistory
        If no camp has a count on or before ``as_of``, nor a planning figure.
    ModelNotFound, ModelIntegrity
        If the model cannot be used.
    """
    as_of = as_day(as_of)
    version = version or resources.registry.current_version()
    people, model = operation.fingerprint_of(*PEOPLE_TABLES), resources.registry.fingerprint(version)
    key = content_key("totals", people, as_of.date(), weeks, version, model, MEASURED, SAMPLES, resources.code_version)
    cached = resources.results.get(key)
    if cached is not None:
        return cached["totals"]
    forecast = forecast_people(resources, operation, as_of, weeks, version)
    table = coherent_totals(operation, forecast.table, as_of, MEASURED, forecast.planned)
    resources.results.put(key, {"totals": table})
    return table


def people_in_all(totals: pd.DataFrame) -> PeopleInAll:
    """All camps of a ``TotalsTable`` in its first week."""
    first = totals_of(totals, "operation").sort_values(TotalsTable.horizon_weeks).iloc[0]
    return PeopleInAll(*(float(first[level]) for level in (TotalsTable.q50, TotalsTable.q10, TotalsTable.q90)))


def totals_of(
    totals: pd.DataFrame, level: str, country: str = "", region: str = "", by: str = "everybody"
) -> pd.DataFrame:
    """Rows of one place and partition, by group and week."""
    place = (totals[TotalsTable.level] == level) & (totals[TotalsTable.country] == country)
    return totals[place & (totals[TotalsTable.region] == region) & (totals[TotalsTable.by] == by)]
