"""Backtests: forecasts as they would have been made, beside what was counted later."""

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import QUANTILES, ForecastTable
from core.errors import NotEnoughHistory
from core.forecasting.counts import Counts, day_dates, day_numbers
from core.forecasting.model import ForecastModel
from core.forecasting.scores import MEDIAN, inside_80, pinball
from core.forecasting.truth import truth_at
from core.forecasting.views import build_views

CUTOFF = "cutoff"
"""Column of the day a past forecast is made."""

FEWEST_COUNTS = 3
FEWEST_WEEKS = 8
"""A rolling backtest asks for at least this many counts and weeks of history."""


def backtest_at(operation: Operation, cutoffs: pd.DataFrame, weeks: int, model: ForecastModel) -> pd.DataFrame:
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
    quantiles = model.predict(views, (week_days(cutoff, weeks) - cutoff[:, None]) / 7.0)
    return pd.DataFrame(
        {
            ForecastTable.camp_id: pd.array(np.repeat(counts.camp_ids[camp], weeks), dtype="str"),
            CUTOFF: day_dates(np.repeat(cutoff, weeks)),
            ForecastTable.horizon_weeks: np.tile(np.arange(1, weeks + 1), len(camp)),
            **{name: quantiles[:, :, level].ravel() for level, name in enumerate(QUANTILES)},
        }
    )


def rolling_errors(operation: Operation, weeks: int, model: ForecastModel, every_weeks: int = 4) -> pd.DataFrame:
    """Errors of every method over the operation's own past.

    Cutoffs are Sundays every ``every_weeks``, from the first count on, where a camp has at least 8 weeks of history and
    3 counts. A week is scored only near a real later count (see ``truth``).

    Returns
    -------
    pd.DataFrame
        camp_id, method, horizon_weeks, n, mean_absolute_error (people), mean_pinball (people), mean_truth (people),
        scaled_loss, coverage_80 (share); empty where nothing can be scored.
    """
    counts = Counts.from_population(operation.population)
    columns = [ForecastTable.camp_id, "method", ForecastTable.horizon_weeks, *_MEASURES]
    if not len(counts.day):
        return pd.DataFrame(columns=columns)
    first, last = int(counts.day.min()), int(counts.day.max())
    # Day 3 of the epoch, 1970-01-04, was a Sunday.
    sundays = np.arange(first + (3 - first) % 7, last + 1, 7 * every_weeks)
    camp = np.repeat(np.arange(len(counts.camp_ids)), len(sundays))
    cutoff = np.tile(sundays, len(counts.camp_ids))
    known = counts.last_known(camp, cutoff) >= 0
    views = build_views(counts, camp[known], cutoff[known])
    enough = (views.n_counts >= FEWEST_COUNTS) & (views.age_weeks >= FEWEST_WEEKS)
    days = week_days(views.cutoff, weeks)
    truth = truth_at(counts, views.camp, views.cutoff, days)
    rows = np.flatnonzero(enough & (~np.isnan(truth)).any(axis=1))
    if not len(rows):
        return pd.DataFrame(columns=columns)
    views, days, truth = views.part(rows), days[rows], truth[rows]
    view, lead = np.nonzero(~np.isnan(truth))
    y = truth[view, lead]
    pieces = []
    for method, quantiles in model.predict_by_method(views, (days - views.cutoff[:, None]) / 7.0).items():
        q = quantiles[view, lead]
        loss = pinball(y, q)
        pieces.append(
            pd.DataFrame(
                {
                    ForecastTable.camp_id: counts.camp_ids[views.camp[view]],
                    "method": method,
                    ForecastTable.horizon_weeks: lead + 1,
                    "mean_absolute_error": np.abs(y - q[:, MEDIAN]),
                    "mean_pinball": loss,
                    "mean_truth": y,
                    "scaled_loss": loss / np.maximum(views.benchmark_scale[view], 1e-9),
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


def week_days(cutoff: np.ndarray, weeks: int) -> np.ndarray:
    """Day numbers of the Sundays after each cutoff, the first strictly after it, shape (n, weeks)."""
    first = cutoff + 7 - (cutoff - 3) % 7
    return first[:, None] + 7 * np.arange(weeks)
