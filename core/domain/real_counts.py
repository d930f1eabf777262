"""Counts of people that somebody made, as opposed to blank cells and figures copied forward."""

import pandas as pd

from core.domain.count_answers import is_copied
from core.domain.operation import Operation
from core.domain.schemas import Population


def real_counts(operation: Operation, until: pd.Timestamp) -> pd.DataFrame:
    """Rows of ``population`` up to and with a day that hold a number which was counted then."""
    counts = operation.population
    return counts[counts[Population.population].notna() & (counts[Population.date] <= until) & ~is_copied(counts)]
