"""Whether the forecast has been better than "same as last count", at one camp or over all."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from core.domain.schemas import ForecastTable
from core.forecasting.plots import METHOD_TITLES

__all__ = ["METHOD_TITLES", "NAIVE", "SERVED", "TrackRecord", "score_past_forecasts"]

SERVED = "blend"
"""The method whose forecast is served."""
NAIVE = "last_count"
"""The method it must beat."""
FEWEST_PAST_WEEKS = 8
"""A camp with fewer scored weeks than this is judged by all camps together."""
LEAST_GAIN = 0.05
"""A typical miss smaller by less than this share is told as no better."""

SCORES = ("method", "n", "miss_people", "miss_share", "inside_80", "gives_band")

Verdict = Literal["better", "no better", "not known"]


@dataclass(frozen=True, eq=False)
class TrackRecord:
    """How past forecasts did.

    Attributes
    ----------
    scores
        ``method``, ``n`` (weeks scored), ``miss_people`` (mean absolute error of the median), ``miss_share`` (the same
        over the people counted), ``inside_80`` (share of later counts inside the 80 % band), ``gives_band``; the
        served method first, the naive one second.
    of_camp
        Whether they are of the camp asked for; else of all camps, since it has too few.
    verdict
        Of the served method against the naive one.
    """

    scores: pd.DataFrame
    of_camp: bool
    verdict: Verdict

    def row(self, method: str) -> pd.Series:
        """Scores of one method."""
        return self.scores[self.scores["method"] == method].iloc[0]


def score_past_forecasts(errors: pd.DataFrame | None, camp_id: str, weeks: int) -> TrackRecord:
    """The record of every method at one horizon.

    Parameters
    ----------
    errors
        Of ``backtest_errors``; None where they are not known yet.
    camp_id
        Camp to judge.
    weeks
        Horizon to judge.
    """
    if errors is None:
        return TrackRecord(pd.DataFrame(columns=list(SCORES)), False, "not known")
    at_horizon = errors[errors[ForecastTable.horizon_weeks] == weeks]
    own = at_horizon[at_horizon[ForecastTable.camp_id] == camp_id]
    enough = own.loc[own["method"] == SERVED, "n"].sum() >= FEWEST_PAST_WEEKS
    scores = _scores(own if enough else at_horizon)
    return TrackRecord(scores, bool(enough), _verdict(scores))


def _scores(errors: pd.DataFrame) -> pd.DataFrame:
    n = errors["n"].astype(float)
    totals = pd.DataFrame(
        {
            "method": errors["method"],
            "n": errors["n"],
            "miss": errors["mean_absolute_error"] * n,
            "truth": errors["mean_truth"] * n,
            "inside": errors["coverage_80"] * n,
        }
    )
    sums = totals.groupby("method", sort=False).sum()
    order = [SERVED, NAIVE, *(method for method in sums.index if method not in (SERVED, NAIVE))]
    sums = sums.loc[[method for method in order if method in sums.index]]
    return pd.DataFrame(
        {
            "method": sums.index,
            "n": sums["n"].astype(int).to_numpy(),
            "miss_people": (sums["miss"] / sums["n"]).to_numpy(),
            "miss_share": (sums["miss"] / sums["truth"].where(sums["truth"] > 0)).to_numpy(),
            "inside_80": (sums["inside"] / sums["n"]).to_numpy(),
            "gives_band": sums.index != NAIVE,
        }
    )


def _verdict(scores: pd.DataFrame) -> Verdict:
    miss = scores.set_index("method")["miss_people"]
    if SERVED not in miss or NAIVE not in miss:
        return "not known"
    return "better" if miss[SERVED] < (1 - LEAST_GAIN) * miss[NAIVE] else "no better"
