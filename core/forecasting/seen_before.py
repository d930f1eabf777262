"""Whether a model has learnt from the counts it is judged on: then its figures flatter it."""

import numpy as np
import pandas as pd

from core.forecasting.counts import Counts
from core.forecasting.real_examples import RealExamples
from core.forecasting.views import Views, build_views

RATIO_DIGITS = 4
"""Decimal places of the ratio of two counts that are compared; the examples are kept in single precision."""


def share_seen(population: pd.DataFrame, real: RealExamples) -> float:
    """Share of an operation's counts that stand in the examples a model learnt from.

    The examples hold no number of people. A count is known again by its place in its series: how many counts and days
    after the first it is, and its ratio to the count before it. Counts equal to the one before them tell nothing and
    are left out.

    Parameters
    ----------
    population
        Counts of the operation.
    real
        Examples of the model.

    Returns
    -------
    float
        0 to 1, of the camps that stand in the examples most, taken together; 0 where nothing can be compared. Views are
        drawn from the series for the examples, so that even counts learnt from are not all found.
    """
    counts = Counts.from_population(population)
    if not len(counts.day) or not len(real.examples.views):
        return 0.0
    known = set(_marks(real.examples.views))
    own = _marks(build_views(counts, counts.camp, counts.day))
    return float(np.mean([mark in known for mark in own])) if own else 0.0


def _marks(views: Views) -> list[tuple[int, int, float]]:
    """Number of the count, days since the first, and ratio to the one before it."""
    ratio = np.round(views.previous / np.maximum(views.level, 1e-9), RATIO_DIGITS)
    tells = np.flatnonzero((np.abs(ratio - 1) > 10.0**-RATIO_DIGITS) & (views.n_counts > 1))
    days = views.last_day - views.start_day
    return [(int(views.n_counts[i]), int(days[i]), float(ratio[i])) for i in tells]
