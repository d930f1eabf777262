"""Whether a model answers sensibly on the demonstration operation, with everything read anew from its files."""

import numpy as np

from core.domain.operation import Operation
from core.domain.schemas import QUANTILES, ForecastTable, Population
from core.errors import AidError
from core.forecasting.predict import forecast_population
from core.intake import read_folder
from core.services.check_operation import FORECAST_TABLES
from core.services.resources import Resources

SMOKE_WEEKS = 8
MOST_TIMES = 4.0
"""A median this many times the last count, or its share of it, is absurd for a camp of the demonstration."""
MOST_TIMES_BAND = 10.0
"""The same of the upper end of the 80 % band."""
FEWEST_PEOPLE = 100
"""Camps below are left out of that comparison."""


def smoke_test_model(resources: Resources, version: str) -> tuple[str, ...]:
    """What is wrong with a version's forecast of the demonstration, in words; empty where nothing is.

    The forecast must have rows, be finite and not negative, its quantiles must ascend, so that every interval lies in
    the wider ones, and medians and bands must not be absurd beside the last count.
    """
    try:
        model = resources.registry.reopened().load(version)
        tables = read_folder(resources.settings.demonstration)
        operation = Operation.build({name: table for name, table in tables.items() if name in FORECAST_TABLES})
        start = operation.planning_start
        table = forecast_population(operation, start, SMOKE_WEEKS, model)
    except AidError as error:
        return (f"{error.message} {error.hint}".strip(),)
    except Exception as error:  # whatever a model's arrays do must end in going back, not in a half-done deployment
        return (f"its forecast fails: {type(error).__name__}: {error}",)
    if table.empty:
        return ("it forecasts no camp of the demonstration",)
    quantiles = table[list(QUANTILES)].to_numpy(dtype=float)
    if not np.isfinite(quantiles).all():
        return (f"{int((~np.isfinite(quantiles)).any(axis=1).sum())} of {len(table)} forecasts are no numbers",)
    counts = operation.population
    known = counts[(counts[Population.date] <= start) & counts[Population.population].notna()]
    last = known.sort_values(Population.date).groupby(Population.camp_id)[Population.population].last()
    beside = last.reindex(table[ForecastTable.camp_id]).to_numpy(dtype=float)
    middle, high = (
        table[name].to_numpy(dtype=float) / np.maximum(beside, 1.0) for name in (ForecastTable.q50, ForecastTable.q90)
    )
    compared = beside >= FEWEST_PEOPLE
    absurd = compared & ((middle > MOST_TIMES) | (middle < 1 / MOST_TIMES))
    found = []
    for what, wrong in (
        ("are below zero", (quantiles < 0).any(axis=1)),
        ("have quantiles out of order", (np.diff(quantiles, axis=1) < 0).any(axis=1)),
        (f"are more than {MOST_TIMES:g} times the last count, or less than a quarter of it", absurd),
        (f"have a band that ends above {MOST_TIMES_BAND:g} times the last count", compared & (high > MOST_TIMES_BAND)),
    ):
        if wrong.any():
            camp = table[ForecastTable.camp_id].to_numpy()[np.flatnonzero(wrong)[0]]
            found.append(f"{int(wrong.sum())} of {len(table)} forecasts {what}, first camp {camp}")
    return tuple(found)
