"""How old the counts are that forecasts stand on."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.schemas import Camps
from core.forecasting.counts import Counts, day_numbers

OLD_DAYS = 57
"""From here on a count is old: the last class of staleness that forecasts are judged by."""


@dataclass(frozen=True)
class DataAge:
    """Days from each camp's last real count to the day of the look.

    Attributes
    ----------
    newest_days, median_days, oldest_days
        None where no camp was ever counted.
    old
        Camps whose last count is at least ``OLD_DAYS`` old.
    never
        Camps never counted.
    """

    newest_days: int | None
    median_days: float | None
    oldest_days: int | None
    old: tuple[str, ...]
    never: tuple[str, ...]


def data_age(camps: pd.DataFrame, population: pd.DataFrame, as_of: pd.Timestamp) -> DataAge:
    """Age of the counts as of a day; counts after it are not known yet."""
    counts = Counts.from_population(population)
    ids = camps[Camps.camp_id].to_numpy()
    day = day_numbers(as_of)[0]
    last = counts.last_known(counts.positions_of(ids), np.full(len(ids), day))
    if not (last >= 0).any():
        return DataAge(None, None, None, (), tuple(map(str, ids)))
    days = day - counts.day[last[last >= 0]]
    return DataAge(
        int(days.min()),
        float(np.median(days)),
        int(days.max()),
        tuple(map(str, ids[last >= 0][days >= OLD_DAYS])),
        tuple(map(str, ids[last < 0])),
    )
