"""Counts of people that somebody made, as opposed to blank cells and figures copied forward."""

import pandas as pd

from core.domain.count_answers import is_copied
from core.domain.operation import Operation
from core.domain.schemas import Population


def real_counts(operation: Operation, until: pd.Timestamp) -> pd.DataFrame:
    """Rows of ``population`` up to and with a day that hold a number which was counted then."""
    counts = operation.population
    return counts[counts[Population.population].notna() & (counts[Population.date] <= until) & ~is_copied(counts)]


def people_at(operation: Operation, days: pd.DatetimeIndex) -> pd.DataFrame:
    """``camp_id, day, people``: the last real count on or before each day, which stand in order; none before the first.

    Parameters
    ----------
    days
        Ascending.
    """
    counts = real_counts(operation, days[-1]).sort_values(Population.date)
    asked = pd.MultiIndex.from_product([counts[Population.camp_id].unique(), days]).to_frame(index=False)
    asked = asked.set_axis([Population.camp_id, "day"], axis=1).astype({"day": counts[Population.date].dtype})
    found = pd.merge_asof(
        asked.sort_values("day"),
        counts[[Population.camp_id, Population.date, Population.population]],
        left_on="day",
        right_on=Population.date,
        by=Population.camp_id,
    )
    people = found.rename(columns={Population.population: "people"}).dropna(subset=["people"])
    return people[[Population.camp_id, "day", "people"]]
