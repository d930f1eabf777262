"""Coverage of camps over the horizon, from a plan's files."""

import numpy as np
import pandas as pd

from core.domain.indicators import is_once, units_per_person_week, vulnerability_weights
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.positions import positions
from core.domain.schemas import Coverage, Items, NeedsInput
from core.domain.worked_out_once import worked_out_once


@worked_out_once
def item_shares(operation: Operation, plan: Plan) -> pd.DataFrame:
    """Person-weeks by camp and item: ``camp_id, item_id, without, needed, weight``.

    Parameters
    ----------
    operation
        With the plan's scenario applied; ``weight`` is vulnerability times priority.
    """
    known = operation.items.set_index(Items.item_id)
    coverage = plan.coverage
    sundays = coverage[Coverage.week].unique()
    needs = plan.needs[plan.needs[NeedsInput.week].isin(sundays)].sort_values(NeedsInput.week)
    camps, (camp, camp_in_need) = positions(coverage[Coverage.camp_id], needs[NeedsInput.camp_id])
    items, (item, item_in_need) = positions(coverage[Coverage.item_id], needs[NeedsInput.item_id])
    in_plan = (pd.Series(sundays).max() - needs[NeedsInput.week]).dt.days.to_numpy() // 7 + 1
    # a once item is needed from the week it is due to the end of the plan
    once = np.isin(items, known.index[is_once(known)])
    due = needs[NeedsInput.need].to_numpy(dtype=float) * np.where(once[item_in_need], in_plan, 1)
    unmet = pd.Series(coverage[Coverage.unmet].to_numpy(dtype=float)).groupby(camp * len(items) + item).sum()
    needed = pd.Series(due).groupby(camp_in_need * len(items) + item_in_need).sum()
    pairs = unmet.index.union(needed.index)
    camp, item = np.divmod(pairs.to_numpy(), max(len(items), 1))
    per = units_per_person_week(operation).reindex(index=camps, columns=items).to_numpy()[camp, item]
    # a need given for an item without a standard counts one unit as a person-week, as in the plan
    per = np.where(per > 0, per, 1.0)
    priority = known[Items.priority].reindex(items).to_numpy()[item]
    vulnerability = vulnerability_weights(operation).reindex(camps).to_numpy()[camp]
    return pd.DataFrame(
        {
            Coverage.camp_id: pd.Series(camps[camp], dtype="str"),
            Coverage.item_id: pd.Series(items[item], dtype="str"),
            "without": unmet.reindex(pairs).fillna(0.0).to_numpy() / per,
            "needed": needed.reindex(pairs).fillna(0.0).to_numpy() / per,
            "weight": priority * vulnerability,
        }
    )


def camp_coverage(shares: pd.DataFrame) -> pd.Series:
    """Coverage by camp_id; camps without need are absent."""
    camps, (camp,) = positions(shares[Coverage.camp_id])
    weight = shares["weight"].to_numpy()
    sums = pd.DataFrame({name: shares[name].to_numpy() * weight for name in ("without", "needed")}).groupby(camp).sum()
    sums = sums.set_axis(pd.Index(camps, dtype="str", name=Coverage.camp_id))
    sums = sums[sums["needed"] > 0]
    return (1 - sums["without"] / sums["needed"]).clip(0, 1).rename("coverage")
