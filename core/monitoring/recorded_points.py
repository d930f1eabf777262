"""Forecasts as they were served, beside what was counted later."""

import numpy as np
import pandas as pd

from core.domain.schemas import QUANTILES, Camps, ForecastTable
from core.forecasting.bias import AGE, COUNTS, LEVEL, PLACE, STALE, TRUTH
from core.forecasting.counts import Counts, day_dates, day_numbers
from core.forecasting.past_forecasts import CUTOFF
from core.forecasting.truth import truth_at
from core.forecasting.views import build_views


def recorded_points(
    forecasts: pd.DataFrame, as_of: pd.Timestamp, camps: pd.DataFrame, population: pd.DataFrame
) -> pd.DataFrame:
    """The rows of one served forecast that a later count can score.

    Parameters
    ----------
    forecasts
        ``ForecastTable`` as it was served.
    as_of
        Day it was made from.
    camps, population
        Of the newest data version; counts answered as errors or copied are none.

    Returns
    -------
    pandas.DataFrame
        Camp, cutoff, horizon, week, the quantiles, place, the later count and what was known at the cutoff.
    """
    f, counts = ForecastTable, Counts.from_population(population)
    camp = counts.positions_of(forecasts[f.camp_id])
    cutoff = np.full(len(camp), day_numbers(as_of)[0])
    known = np.flatnonzero(counts.last_known(camp, cutoff) >= 0) if len(counts.camp_ids) else np.zeros(0, dtype=int)
    if not len(known):
        return pd.DataFrame(columns=[f.camp_id, CUTOFF, f.horizon_weeks, f.week, *QUANTILES, PLACE, *_KNOWN])
    served = forecasts.iloc[known]
    views = build_views(counts, camp[known], cutoff[known])
    truth = truth_at(counts, camp[known], cutoff[known], day_numbers(served[f.week])[:, None])[:, 0]
    place = camps.set_index(Camps.camp_id)[Camps.country]
    table = pd.DataFrame(
        {
            f.camp_id: served[f.camp_id].to_numpy(),
            CUTOFF: day_dates(cutoff[known]),
            f.horizon_weeks: served[f.horizon_weeks].to_numpy(),
            f.week: served[f.week].to_numpy(),
            **{level: served[level].to_numpy(dtype=float) for level in QUANTILES},
            PLACE: place.reindex(served[f.camp_id]).fillna("").astype(str).to_numpy(),
            TRUTH: truth,
            LEVEL: views.level,
            AGE: views.age_weeks,
            STALE: views.stale_weeks * 7,
            COUNTS: views.n_counts,
        }
    )
    return table[table[TRUTH].notna()].reset_index(drop=True)


_KNOWN = (TRUTH, LEVEL, AGE, STALE, COUNTS)
