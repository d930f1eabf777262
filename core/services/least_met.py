"""The item of which a camp gets least: a camp's share over all items can hide one at zero."""

import pandas as pd

from core.comparison.shares import item_shares
from core.domain.change import apply_plan
from core.domain.operation import Operation
from core.domain.plan import Plan

MIDDLING = 0.95
"""Share of need met from which no item is named."""


def least_met_items(operation: Operation, plan: Plan) -> pd.DataFrame:
    """A row per camp with need: ``camp_id, item_id, coverage`` of the item met least over the horizon.

    Parameters
    ----------
    operation
        Without the scenario; the plan's own is applied here.
    """
    shares = item_shares(apply_plan(operation, plan), plan)
    shares = shares[shares["needed"] > 0]
    coverage = (1 - shares["without"] / shares["needed"]).clip(0, 1)
    table = shares[["camp_id", "item_id"]].assign(coverage=coverage)
    return table.loc[table.groupby("camp_id")["coverage"].idxmin()].reset_index(drop=True)
