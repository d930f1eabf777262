"""Coverage of camps over the horizon, from a plan's files."""

import numpy as np
import pandas as pd

from core.domain.indicators import is_once, units_per_person_week, vulnerability_weights
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import Coverage, Items, NeedsInput


def item_shares(operation: Operation, plan: Plan) -> pd.DataFrame:
    """Person-weeks by camp and item: ``camp_id, item_id, without, needed, weight``.

    Parameters
    ----------
    operation
        With the plan's scenario applied; ``weight`` is vulnerability times priority.
    """
    units = units_per_person_week(operation).stack().rename("units")
    items = operation.items.set_index(Items.item_id)
    once = is_once(operation.items).set_axis(items.index)
    keys = [Coverage.camp_id, Coverage.item_id]
    coverage = plan.coverage
    unmet = coverage.groupby(keys)[Coverage.unmet].sum()
    sundays = coverage[Coverage.week].unique()
    needs = plan.needs[plan.needs[NeedsInput.week].isin(sundays)].sort_values(NeedsInput.week)
    in_plan = (pd.Series(sundays).max() - needs[NeedsInput.week]).dt.days // 7 + 1
    # a once item is needed from the week it is due to the end of the plan
    weeks_due = in_plan.where(needs[NeedsInput.item_id].map(once).fillna(False).astype(bool), 1)
    needed = (needs[NeedsInput.need] * weeks_due).groupby([needs[NeedsInput.camp_id], needs[NeedsInput.item_id]]).sum()
    table = pd.concat([unmet.rename("without"), needed.rename("needed")], axis=1).fillna(0.0)
    table.index.names = keys
    per = units.reindex(table.index).to_numpy()
    # a need given for an item without a standard counts one unit as a person-week, as in the plan
    table = table.div(np.where(per > 0, per, 1.0), axis=0)
    priority = items[Items.priority].reindex(table.index.get_level_values(1)).to_numpy()
    vulnerability = vulnerability_weights(operation).reindex(table.index.get_level_values(0)).to_numpy()
    return table.assign(weight=priority * vulnerability).reset_index()


def camp_coverage(shares: pd.DataFrame) -> pd.Series:
    """Coverage by camp_id; camps without need are absent."""
    weighted = shares.assign(without=shares["without"] * shares["weight"], needed=shares["needed"] * shares["weight"])
    sums = weighted.groupby(Coverage.camp_id)[["without", "needed"]].sum()
    sums = sums[sums["needed"] > 0]
    return (1 - sums["without"] / sums["needed"]).clip(0, 1).rename("coverage")
