"""Expected demand by week, from forecasts by reporting period: each week has its share of the period of its Sunday."""

import numpy as np
import pandas as pd

from core.demand.examples import HORIZONS
from core.demand.forecast import forecast_demand
from core.demand.panel import SERIES, Calendar, known_on
from core.domain.schemas import QUANTILES
from core.domain.weeks import DAYS_PER_WEEK


def weekly_demand(reports: pd.DataFrame, start: pd.Timestamp, weeks: pd.DatetimeIndex) -> pd.DataFrame:
    """Quantiles of demand of every reported place and item.

    Parameters
    ----------
    reports
        ``Consumption``; only what had ended by ``start`` is seen.
    weeks
        Sundays after ``start``. Those beyond the third reporting period have the demand of the third.

    Returns
    -------
    pandas.DataFrame
        place_id, item_id, week, q10 to q90: item units; empty where nothing had been reported.
    """
    known = known_on(reports, start)
    columns = [*SERIES, "week", *QUANTILES]
    if known.empty or not len(weeks):
        return pd.DataFrame(columns=columns)
    tasks = known[SERIES].drop_duplicates().assign(cutoff=start)
    table = forecast_demand(reports, tasks, len(HORIZONS)).table
    calendar = Calendar.of(known)
    last = max(calendar.ended_by(start), 0)
    horizon = np.clip(calendar.period_at(pd.Series(weeks)) - last, 1, len(HORIZONS))
    share = DAYS_PER_WEEK / calendar.lengths(last + horizon)
    by_week = pd.DataFrame({"week": weeks, "horizon": horizon, "share": share})
    wide = table.merge(by_week, on="horizon")
    wide[list(QUANTILES)] = wide[list(QUANTILES)].mul(wide["share"], axis=0)
    return wide.sort_values([*SERIES, "week"], ignore_index=True)[columns]
