"""What the newest counts of several camps added up to, week by week."""

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.domain.real_counts import real_counts
from core.domain.schemas import Camps, Population


def past_totals(
    operation: Operation, start: pd.Timestamp, weeks: int, country: str = "", region: str | None = None
) -> pd.DataFrame:
    """Sum over camps of the newest real count known on each day.

    Parameters
    ----------
    weeks
        Days told of: ``start`` and the same day of the week before it, so often.
    country, region
        Only camps of them; blank country for all, None for every region of the country.

    Returns
    -------
    pandas.DataFrame
        date, people, camps (number with a count by then), complete (whether those are all that are counted by
        ``start``), by date; a sum of fewer camps is not comparable and says so.
    """
    camps = operation.camps
    inside = (camps[Camps.country] == country) | (country == "")
    if region is not None:
        inside &= camps[Camps.admin1].fillna("") == region
    counts = real_counts(operation, start)
    counts = counts[counts[Population.camp_id].isin(camps.loc[inside, Camps.camp_id])]
    days = pd.date_range(end=start, periods=weeks + 1, freq="7D", unit="ns")
    newest = counts.sort_values(Population.date, kind="stable")
    wide = newest.pivot_table(
        index=Population.date, columns=Population.camp_id, values=Population.population, aggfunc="last"
    )
    known = wide.reindex(wide.index.union(days)).ffill().reindex(days)
    number = known.notna().sum(axis=1).to_numpy(dtype=np.int64)
    return pd.DataFrame(
        {
            "date": days,
            "people": known.sum(axis=1).to_numpy(dtype=float),
            "camps": number,
            "complete": number == wide.shape[1],
        }
    )
