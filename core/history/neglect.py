"""Camps that got less than a threshold of their need in several periods in a row."""

import pandas as pd
from pandera.typing import Series

from core.domain.schemas import PastCoverage
from core.domain.schemas.column import Table, column

IN_A_ROW = 2
"""Periods in a row from which it is told; one bad month can be a late lorry."""


class NeglectTable(Table):
    """Runs of periods under the threshold, the longest first."""

    camp_id: Series[str] = column("Camp")
    first: Series[pd.Timestamp] = column("First period to")
    last: Series[pd.Timestamp] = column("Last period to")
    periods: Series[float] = column("Periods in a row", ge=IN_A_ROW)
    worst_share: Series[float] = column("Worst", ge=0, le=1)
    goes_on: Series[bool] = column("Still going on")


def neglected(shares: pd.DataFrame, threshold: float) -> pd.DataFrame:
    """``NeglectTable`` of camps whose share of need met stayed under a threshold.

    A period of which nothing is recorded neither ends a run nor makes it longer: nobody knows what happened in it.

    Parameters
    ----------
    shares
        ``camp_id, period, share``, share blank where it is not known.
    threshold
        Share of need, 0 to 1.
    """
    known = shares.dropna(subset=[PastCoverage.share])
    known = known.sort_values([PastCoverage.camp_id, PastCoverage.period], kind="stable")
    under = known[PastCoverage.share] < threshold
    starts = under.ne(under.groupby(known[PastCoverage.camp_id]).shift())
    run = starts.cumsum()
    newest = known.groupby(PastCoverage.camp_id)[PastCoverage.period].transform("max")
    rows = known.assign(run=run, newest=newest)[under]
    runs = rows.groupby([PastCoverage.camp_id, "run"], sort=False).agg(
        first=(PastCoverage.period, "min"),
        last=(PastCoverage.period, "max"),
        periods=(PastCoverage.period, "size"),
        worst_share=(PastCoverage.share, "min"),
        newest=("newest", "first"),
    )
    runs = runs[runs["periods"] >= IN_A_ROW].reset_index()
    runs["goes_on"] = runs["last"] == runs["newest"]
    runs["periods"] = runs["periods"].astype(float)
    order = ["goes_on", "periods", "worst_share"]
    return runs.sort_values(order, ascending=[False, False, True], kind="stable", ignore_index=True)[
        NeglectTable.column_names()
    ]
