"""How good past forecasts would have been, beside "same as last count"."""

import pandas as pd

from core.domain.operation import Operation
from core.forecasting.backtest import backtest_at, rolling_errors
from core.services.forecast_people import PEOPLE_TABLES
from core.services.keys import content_key
from core.services.resources import Resources


def backtest_errors(
    resources: Resources, operation: Operation, weeks: int = 8, version: str | None = None
) -> pd.DataFrame:
    """Errors of rolling forecasts by camp, method and horizon; see ``rolling_errors``."""
    version = version or resources.registry.current_version()
    people = operation.fingerprint_of(*PEOPLE_TABLES)
    model = resources.registry.fingerprint(version)
    key = content_key("backtest", people, weeks, version, model, resources.code_version)
    cached = resources.results.get(key)
    if cached is None:
        table = rolling_errors(operation, weeks, resources.registry.load(version), engine=resources.settings.parallel)
        resources.results.put(key, {"errors": table})
        return table
    return cached["errors"]


def backtest_cutoffs(
    resources: Resources, operation: Operation, cutoffs: pd.DataFrame, weeks: int = 8, version: str | None = None
) -> pd.DataFrame:
    """The forecasts themselves for rows of ``camp_id,cutoff``, each made with what was known then."""
    return backtest_at(operation, cutoffs, weeks, resources.registry.load(version), resources.settings.parallel)
