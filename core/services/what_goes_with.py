"""What shortage, delay and loss go with, as far as a model that learnt from earlier cases foretells later ones."""

import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import PastCoverage
from core.history import ABOUT, About, Factors, examples_of, key_factors, past_coverage, past_periods

__all__ = ["ABOUT", "About", "Factors", "what_goes_with"]

PERIOD_WEEKS = 4
"""Length of the periods that are the cases of shortage."""


def what_goes_with(operation: Operation, about: About) -> Factors:
    """Key factors of what an operation records; says so where they are not known."""
    periods = past_periods(operation, PERIOD_WEEKS) if about == "shortage" and operation.has("items") else ()
    coverage = (
        past_coverage(operation, pd.DatetimeIndex(periods), PERIOD_WEEKS)
        if len(periods)
        else pd.DataFrame(columns=PastCoverage.column_names())
    )
    return key_factors(examples_of(operation, about, coverage))
