"""Who gets less by a plan than by pro-rata: camps, and items at camps."""

import pandas as pd

from core.comparison.lorenz import person_weeks_by_priority
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import Coverage

LEAST_SHARE = 1e-5
"""Share of need from which less counts as less; below it is the solver's tolerance."""


def harmed_camps(operation: Operation, plan: Plan, pro_rata: Plan) -> pd.DataFrame:
    """Camps whose coverage over all items is lower than under pro-rata, the one that loses most of its need first.

    Parameters
    ----------
    operation
        With the scenario applied, which both plans have.
    pro_rata
        The plan of the rule ``equal_shares``.

    Returns
    -------
    pandas.DataFrame
        ``camp_id``, ``pro_rata`` and ``plan`` (coverage, 0 to 1), ``less_share`` (of need), ``less_person_weeks``
        (person-weeks more without than under pro-rata, items by priority).
    """
    return _less(operation, plan, pro_rata, [Coverage.camp_id])


def harmed_items(operation: Operation, plan: Plan, pro_rata: Plan) -> pd.DataFrame:
    """The same for each item at a camp; with ``item_id``. A camp that gains in all may lose an item."""
    return _less(operation, plan, pro_rata, [Coverage.camp_id, Coverage.item_id])


def _less(operation: Operation, plan: Plan, pro_rata: Plan, by: list[str]) -> pd.DataFrame:
    sums = {
        name: person_weeks_by_priority(operation, of).groupby(by)[["needed", "without"]].sum()
        for name, of in (("pro_rata", pro_rata), ("plan", plan))
    }
    needed = sums["plan"]["needed"]
    needed = needed[needed > 0]
    without = {name: of["without"].reindex(needed.index).fillna(0.0) for name, of in sums.items()}
    less = without["plan"] - without["pro_rata"]
    table = pd.DataFrame(
        {
            "pro_rata": (1 - without["pro_rata"] / needed).clip(0, 1),
            "plan": (1 - without["plan"] / needed).clip(0, 1),
            "less_share": less / needed,
            "less_person_weeks": less,
        }
    )
    table = table[table["less_share"] > LEAST_SHARE]
    return table.sort_values(["less_share", *by], ascending=[False, *[True] * len(by)]).reset_index()
