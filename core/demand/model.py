"""All that is learnt of demand at the end of one period: trees, forest, plain rules, and where each is used."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.demand.boosting import Boosting, fit_boosting
from core.demand.examples import Examples, Rows, examples_of
from core.demand.features import Views, build_views
from core.demand.forest import Forest, fit_forest
from core.demand.panel import Panel
from core.demand.plain_rules import PlainRules, fit_plain_rules, rule_columns

WEIGHTS: Mapping[str, float] = {"boosting": 0.7, "forest": 0.3}
"""With smaller trees the forest widened intervals that were too narrow; figures of each in docs/demand.md."""
FEWEST_EXAMPLES = 400
"""Under these nothing is learnt: plain rules speak."""


@dataclass(frozen=True, eq=False)
class DemandModel:
    """What was learnt up to a period.

    Attributes
    ----------
    plain
        Plain rules.
    boosting, forest
        None where there was too little to learn from.
    """

    plain: PlainRules
    boosting: Boosting | None
    forest: Forest | None

    def predict_by_method(self, rows: Rows) -> dict[str, np.ndarray]:
        """Units a period by every method, shape (n, 9) each: plain rules, and the learned ones with their ``blend``."""
        found = {name: rows.units(self.plain.predict(rows, name)) for name in self.plain.misses}
        if self.boosting is not None and self.forest is not None:
            found["boosting"] = rows.units(self.boosting.predict(rows))
            found["forest"] = rows.units(self.forest.predict(rows))
            found[BLEND] = np.sum([weight * found[name] for name, weight in WEIGHTS.items()], axis=0)
        return found


BLEND = "blend"


def fit_model(panel: Panel, seed: int = 0, views: Views | None = None) -> DemandModel | None:
    """Learn from all of a panel; None where no report has a later one to learn from."""
    views = build_views(panel) if views is None else views
    examples = examples_of(panel, views)
    if not _every_horizon(examples):
        return None
    columns = rule_columns(views, examples.rows.features.shape[1])
    plain = fit_plain_rules(examples, columns)
    if len(examples.target) < FEWEST_EXAMPLES:
        return DemandModel(plain, None, None)
    return DemandModel(plain, fit_boosting(examples, seed), fit_forest(examples, seed))


def _every_horizon(examples: Examples) -> bool:
    return len(np.unique(examples.rows.horizon)) == 3
