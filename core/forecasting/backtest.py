"""Backtests: forecasts as they would have been made, beside what was counted later."""

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import QUANTILES, ForecastTable
from core.errors import NotEnoughHistory
from core.forecasting.counts import Counts, day_dates, day_numbers
from core.forecasting.model import ForecastModel
from core.forecasting.past_forecasts import CUTOFF, PastForecasts, rolling_forecasts, week_days
from core.forecasting.scores import MEDIAN, inside_80, pinball
from core.forecasting.views import build_views
from core.forecasting.views_asked import predict_many
from core.parallel import HERE, Engine


def backtest_at(
    operation: Operation, cutoffs: pd.DataFrame, weeks: int, model: ForecastModel, engine: Engine = HERE
) -> pd.DataFrame:
    """Forecasts from any cutoffs; announced changes are not added.

    Parameters
    ----------
    operation
        Counts after a cutoff are not looked at.
    cutoffs
        Columns camp_id, cutoff (any day).
    weeks
        Horizon 1 is the first Sunday after the cutoff.
    model
        From the registry.
    engine
        Where many cutoffs are forecast.

    Returns
    -------
    pd.DataFrame
        camp_id, cutoff, horizon_weeks, q10...q90, in the order asked.

    Raises
    ------
    NotEnoughHistory
        If a camp has no count on or before its cutoff; every such row is counted and the first named.
    """
    counts = Counts.from_population(operation.population)
    asked = pd.DatetimeIndex(pd.to_datetime(cutoffs[CUTOFF])).normalize()
    camp, cutoff = counts.positions_of(cutoffs[ForecastTable.camp_id]), day_numbers(asked)
    missing = np.flatnonzero(counts.last_known(camp, cutoff) < 0)
    if len(missing):
        first = int(missing[0])
        raise NotEnoughHistory(
            f"{len(missing)} of {len(camp)} cutoffs have no count on or before them, first row {first + 2}: camp "
            f"“{cutoffs[ForecastTable.camp_id].iloc[first]}” at {asked[first].date()}.",
            "Leave these rows out, or add earlier counts.",
        )
    views = build_views(counts, camp, cutoff)
    quantiles = predict_many(model, views, (week_days(cutoff, weeks) - cutoff[:, None]) / 7.0, engine)
    return pd.DataFrame(
        {
            ForecastTable.camp_id: pd.array(np.repeat(counts.camp_ids[camp], weeks), dtype="str"),
            CUTOFF: day_dates(np.repeat(cutoff, weeks)),
            ForecastTable.horizon_weeks: np.tile(np.arange(1, weeks + 1), len(camp)),
            **{name: quantiles[:, :, level].ravel() for level, name in enumerate(QUANTILES)},
        }
    )


def rolling_errors(
    operation: Operation, weeks: int, model: ForecastModel, every_weeks: int = 4, engine: Engine = HERE
) -> pd.DataFrame:
    """Errors of every method over the operation's own past; see ``rolling_forecasts`` and ``error_table``."""
    return error_table(rolling_forecasts(operation, weeks, model, every_weeks, engine=engine))


def error_table(past: PastForecasts) -> pd.DataFrame:
    """Errors of every method by camp and horizon.

    Returns
    -------
    pd.DataFrame
        camp_id, method, horizon_weeks, n, mean_absolute_error (people), mean_pinball (people), mean_truth (people),
        scaled_loss, coverage_80 (share); empty where nothing can be scored.
    """
    columns = [ForecastTable.camp_id, "method", ForecastTable.horizon_weeks, *_MEASURES]
    view, lead = np.nonzero(~np.isnan(past.truth))
    if not len(view):
        return pd.DataFrame(columns=columns)
    y = past.truth[view, lead]
    pieces = []
    for method, quantiles in past.quantiles.items():
        q = quantiles[view, lead]
        loss = pinball(y, q)
        pieces.append(
            pd.DataFrame(
                {
                    ForecastTable.camp_id: past.camp_ids[view],
                    "method": method,
                    ForecastTable.horizon_weeks: lead + 1,
                    "mean_absolute_error": np.abs(y - q[:, MEDIAN]),
                    "mean_pinball": loss,
                    "mean_truth": y,
                    "scaled_loss": loss / np.maximum(past.views.benchmark_scale[view], 1e-9),
                    "coverage_80": inside_80(y, q).astype(float),
                }
            )
        )
    errors = pd.concat(pieces, ignore_index=True)
    grouped = errors.groupby([ForecastTable.camp_id, "method", ForecastTable.horizon_weeks], sort=True)
    table = grouped.mean().assign(n=grouped.size()).reset_index()
    table[ForecastTable.camp_id] = table[ForecastTable.camp_id].astype("str")
    return table[columns]


_MEASURES = ("n", "mean_absolute_error", "mean_pinball", "mean_truth", "scaled_loss", "coverage_80")
