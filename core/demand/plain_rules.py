"""What is done today: mean of three periods, the last one, the same one last year, with quantiles of past misses."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.demand.examples import HORIZONS, Examples, Rows
from core.demand.features import Views
from core.forecasting.leaf_tables import weighted_quantiles

MEAN_OF_THREE, LAST, LAST_YEAR = "mean_of_three", "last", "last_year"
PRACTICE = MEAN_OF_THREE
"""The rule that a learned method has to beat."""


@dataclass(frozen=True, eq=False)
class PlainRules:
    """Middles of the rules, and how far demand lay off them in the past, pooled over all series.

    Attributes
    ----------
    misses
        Rule to quantiles of (demand - middle) / scale, shape (n_horizons, 9).
    columns
        Rule to the place in a row of the feature that holds its middle, normalised.
    """

    misses: Mapping[str, np.ndarray]
    columns: Mapping[str, int]

    def predict(self, rows: Rows, rule: str = PRACTICE) -> np.ndarray:
        """Normalised quantiles of one rule, shape (n, 9)."""
        at = np.searchsorted(HORIZONS, np.minimum(rows.horizon, HORIZONS[-1]))
        return middle_of(rows, rule, self.columns)[:, None] + self.misses[rule][at]


def middle_of(rows: Rows, rule: str, columns: Mapping[str, int]) -> np.ndarray:
    """(Middle of a rule - level) / scale, shape (n,); the level itself where the rule has nothing to go by."""
    return np.nan_to_num(rows.features[:, columns[rule]])


def fit_plain_rules(examples: Examples, columns: Mapping[str, int]) -> PlainRules:
    """Pool past misses by horizon."""
    rows = examples.rows
    misses = {}
    for rule in columns:
        miss = examples.target - middle_of(rows, rule, columns)
        at = np.searchsorted(HORIZONS, rows.horizon)
        misses[rule] = weighted_quantiles(at, miss, examples.weight, len(HORIZONS))
    return PlainRules(misses, columns)


def rule_columns(views: Views, n_features: int) -> dict[str, int]:
    """Place in a row of the feature that each rule goes by; the same period last year is the last feature."""
    names = list(views.columns)
    return {MEAN_OF_THREE: names.index("mean_3"), LAST: names.index("last_seen"), LAST_YEAR: n_features - 1}
