"""Forecasts of an operation's own past, as they would have been made, beside what was counted later."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import QUANTILES, ForecastTable
from core.forecasting.bias import AGE, COUNTS, LEVEL, STALE, TRUTH
from core.forecasting.counts import Counts, day_dates
from core.forecasting.model import BLEND, ForecastModel
from core.forecasting.truth import truth_at
from core.forecasting.views import Views, build_views
from core.forecasting.views_asked import ViewsAsked, quantiles_by_method
from core.parallel import HERE, Engine, run_all

CUTOFF = "cutoff"
"""Column of the day a past forecast is made."""

FEWEST_COUNTS = 3
FEWEST_WEEKS = 8
"""A rolling backtest asks for at least this many counts and weeks of history."""

VIEWS_AT_ONCE = 250
"""Forecasts in one batch, between two reports of progress."""

POINTS = (
    ForecastTable.camp_id, CUTOFF, ForecastTable.horizon_weeks, ForecastTable.week, *QUANTILES, TRUTH, LEVEL,
    ForecastTable.last_count_date, AGE, STALE, COUNTS,
)  # fmt: skip
"""Columns of a table of past forecasts: the forecast, the later count, and what was known at the cutoff."""


@dataclass(frozen=True, eq=False)
class PastForecasts:
    """Every past forecast of every method.

    Attributes
    ----------
    camp_ids
        Camp of each view, shape (n,).
    views
        n views.
    days
        Day numbers of the Sundays forecast, shape (n, weeks).
    truth
        People counted then, NaN where not scored, shape (n, weeks).
    quantiles
        Method to people, shape (n, weeks, 9).
    """

    camp_ids: np.ndarray
    views: Views
    days: np.ndarray
    truth: np.ndarray
    quantiles: Mapping[str, np.ndarray]

    def points(self) -> pd.DataFrame:
        """The served forecasts that can be scored, columns ``POINTS``, by camp, cutoff and horizon."""
        view, lead = np.nonzero(~np.isnan(self.truth))
        views = self.views.part(view)
        served = self.quantiles[BLEND][view, lead] if len(view) else np.empty((0, len(QUANTILES)))
        table = pd.DataFrame(
            {
                ForecastTable.camp_id: pd.array(self.camp_ids[view], dtype="str"),
                CUTOFF: day_dates(views.cutoff),
                ForecastTable.horizon_weeks: lead + 1,
                ForecastTable.week: day_dates(self.days[view, lead]),
                **dict(zip(QUANTILES, served.T, strict=True)),
                TRUTH: self.truth[view, lead],
                LEVEL: views.level,
                ForecastTable.last_count_date: day_dates(views.last_day),
                AGE: views.age_weeks,
                STALE: views.stale_weeks * 7,
                COUNTS: views.n_counts,
            }
        )
        by = [ForecastTable.camp_id, CUTOFF, ForecastTable.horizon_weeks]
        return table[list(POINTS)].sort_values(by, kind="stable", ignore_index=True)


def rolling_forecasts(
    operation: Operation,
    weeks: int,
    model: ForecastModel,
    every_weeks: int = 4,
    tick: Callable[[float], None] = lambda _: None,
    engine: Engine = HERE,
) -> PastForecasts:
    """Forecasts of every method from Sundays every ``every_weeks``, from the first count on.

    A camp takes part where it has at least 8 weeks of history and 3 counts. A week is scored only near a real later
    count (see ``truth``); views without such a week are left out.

    Parameters
    ----------
    tick
        Called with the share done, 0 to 1, between parts of the work; an exception of it ends the work.
    engine
        Where the forecasts are made, ``VIEWS_AT_ONCE`` at once.
    """
    counts = Counts.from_population(operation.population)
    first, last = (int(counts.day.min()), int(counts.day.max())) if len(counts.day) else (0, -1)
    # Day 3 of the epoch, 1970-01-04, was a Sunday.
    sundays = np.arange(first + (3 - first) % 7, last + 1, 7 * every_weeks)
    camp = np.repeat(np.arange(len(counts.camp_ids)), len(sundays))
    cutoff = np.tile(sundays, len(counts.camp_ids))
    known = counts.last_known(camp, cutoff) >= 0 if len(camp) else np.zeros(0, dtype=bool)
    if not known.any():
        nothing = np.empty((0, weeks))
        empty = np.zeros(0, dtype=np.int64)
        some = Views(**dict.fromkeys(Views.__dataclass_fields__, empty))
        return PastForecasts(np.zeros(0, dtype=object), some, nothing, nothing, {})
    views = build_views(counts, camp[known], cutoff[known])
    enough = (views.n_counts >= FEWEST_COUNTS) & (views.age_weeks >= FEWEST_WEEKS)
    days = week_days(views.cutoff, weeks)
    truth = truth_at(counts, views.camp, views.cutoff, days)
    rows = np.flatnonzero(enough & (~np.isnan(truth)).any(axis=1))
    views, days, truth = views.part(rows), days[rows], truth[rows]
    leads = (days - views.cutoff[:, None]) / 7.0
    parts = [slice(begin, begin + VIEWS_AT_ONCE) for begin in range(0, len(rows), VIEWS_AT_ONCE)]
    asked = [ViewsAsked(model, views.part(part), leads[part]) for part in parts]
    answers = run_all(engine, quantiles_by_method, asked, tick)
    found = {method: [answer[method] for answer in answers] for method in (answers[0] if answers else ())}
    quantiles_of = {method: np.concatenate(pieces) for method, pieces in found.items()}
    return PastForecasts(counts.camp_ids[views.camp], views, days, truth, quantiles_of)


def week_days(cutoff: np.ndarray, weeks: int) -> np.ndarray:
    """Day numbers of the Sundays after each cutoff, the first strictly after it, shape (n, weeks)."""
    first = cutoff + 7 - (cutoff - 3) % 7
    return first[:, None] + 7 * np.arange(weeks)
