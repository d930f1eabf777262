"""People announced to come or go: added to a forecast after it is made."""

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import Expected


def announced_people(
    operation: Operation, camp_ids: np.ndarray, as_of: pd.Timestamp, sundays: pd.DatetimeIndex
) -> np.ndarray:
    """People announced to come (or go, below 0) between a day and each week, known by that day, shape (n, h)."""
    total = np.zeros((len(camp_ids), len(sundays)))
    expected = operation.expected
    if expected.empty:
        return total
    known_since = expected[Expected.known_since]
    usable = expected[(known_since.isna() | (known_since <= as_of)) & (expected[Expected.date] > as_of)]
    row = pd.Index(camp_ids).get_indexer(pd.Index(usable[Expected.camp_id].to_numpy(dtype=object)))
    first_week = np.searchsorted(sundays.to_numpy(), usable[Expected.date].to_numpy(), side="left")
    inside = (row >= 0) & (first_week < len(sundays))
    np.add.at(total, (row[inside], first_week[inside]), usable[Expected.people].to_numpy(dtype=float)[inside])
    return np.cumsum(total, axis=1)
