"""Whether later counts lie inside the 80 % interval, and how much better forecasts are than "same as last count"."""

import numpy as np
import pandas as pd
from pandera.typing import Series

from core.domain.schemas import QUANTILES, ForecastTable
from core.domain.schemas.column import Table, column
from core.forecasting.bias import LEVEL, TRUTH
from core.forecasting.scores import inside_80, pinball
from core.monitoring.camp_groups import GROUPED_BY, camp_groups

PROMISED = 0.80
"""Share of later counts that the interval from q10 to q90 should hold."""
NORMAL = 1.959964
"""Normal score of a two-sided interval of 95 %."""
FEWEST_CAMPS = 3
"""A single camp says little about its kind; below this nothing is judged."""

HOLDS, TOO_NARROW, TOO_WIDE, TOO_FEW = "holds", "too narrow", "too wide", "too few"


class CoverageTable(Table):
    """Past forecasts of a group of camps beside later counts."""

    _key = ("by", "group")

    by: Series[str] = column("Grouped by", isin=GROUPED_BY)
    group: Series[str] = column("Group")
    forecasts: Series[int] = column("Forecasts", ge=1)
    camps: Series[int] = column("Camps", ge=1)
    coverage_80: Series[float] = column("Inside the 80 % interval", "share", ge=0, le=1)
    low: Series[float] = column("Low end", "share", ge=0, le=1, description="Of the 95 % interval of that share")
    high: Series[float] = column("High end", "share", ge=0, le=1, description="Of the 95 % interval of that share")
    skill: Series[float] = column(
        "Better than the last count", "share", blank=True, le=1,
        description="1 - quantile loss over that of same as last count; blank where that had none",
    )  # fmt: skip
    verdict: Series[str] = column("Verdict", isin=(HOLDS, TOO_NARROW, TOO_WIDE, TOO_FEW))


def coverage_table(points: pd.DataFrame) -> pd.DataFrame:
    """Coverage and skill of every group of camps.

    Parameters
    ----------
    points
        ``recorded_points`` or a replay: camp, place, forecast, later count and what was known then.

    Returns
    -------
    pandas.DataFrame
        ``CoverageTable``; empty where nothing can be scored yet.
    """
    rows = []
    if len(points):
        truth, level = points[TRUTH].to_numpy(dtype=float), points[LEVEL].to_numpy(dtype=float)
        quantiles = points[list(QUANTILES)].to_numpy(dtype=float)
        held, loss = inside_80(truth, quantiles), pinball(truth, quantiles)
        naive = pinball(truth, np.repeat(level[:, None], len(QUANTILES), axis=1))
        camp = points[ForecastTable.camp_id].to_numpy()
        for by, group, here in camp_groups(points):
            rows.append({"by": by, "group": group, **_row(held[here], camp[here], loss[here], naive[here])})
    return pd.DataFrame(rows, columns=CoverageTable.column_names())


def independent_answers(held: np.ndarray, camp: np.ndarray) -> float:
    """How many independent answers the forecasts are worth: those of one camp tend to miss together.

    By the spread of the share between camps (the variance of a ratio over clusters); never more than the forecasts,
    never fewer than the camps.
    """
    n, code = len(held), np.unique(camp, return_inverse=True)[1]
    camps = int(code.max()) + 1
    share = held.mean()
    off = np.bincount(code, weights=held - share)
    variance = camps / max(camps - 1, 1) * (off**2).sum() / n**2
    worth = share * (1 - share) / variance if variance > 0 else camps
    return float(np.clip(worth, camps, n))


def wilson(share: float, n: float) -> tuple[float, float]:
    """Interval of 95 % of a share seen in n independent answers (Wilson 1927).

    Examples
    --------
    >>> [round(end, 3) for end in wilson(0.8, 100)]
    [0.711, 0.867]
    """
    middle = share + NORMAL**2 / (2 * n)
    reach = NORMAL * np.sqrt(share * (1 - share) / n + NORMAL**2 / (4 * n**2))
    below = 1 + NORMAL**2 / n
    return float(max((middle - reach) / below, 0.0)), float(min((middle + reach) / below, 1.0))


def _row(held: np.ndarray, camp: np.ndarray, loss: np.ndarray, naive: np.ndarray) -> dict[str, object]:
    share, camps = float(held.mean()), len(set(camp))
    low, high = wilson(share, independent_answers(held.astype(float), camp))
    if camps < FEWEST_CAMPS:
        verdict = TOO_FEW
    elif high < PROMISED:
        verdict = TOO_NARROW
    else:
        verdict = TOO_WIDE if low > PROMISED else HOLDS
    return {
        "forecasts": len(held),
        "camps": camps,
        "coverage_80": share,
        "low": low,
        "high": high,
        "skill": 1 - float(loss.sum() / naive.sum()) if naive.sum() > 0 else np.nan,
        "verdict": verdict,
    }
