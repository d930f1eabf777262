"""How evenly need is met: the Lorenz curve of deliveries over need, and the Gini coefficient, by camp and by group.

With the camps ordered by coverage, the least first, the curve joins the points (cumulative share of need, cumulative
share of deliveries); deliveries are need times coverage. Where all have the same coverage it is the diagonal. The
coefficient is 1 - sum over camps of (x - x before) (y + y before), by the trapezoids under the curve: 0 where all have
the same coverage, towards 1 where the few get all. Lorenz, Publications of the American Statistical Association 9
(1905), 209 to 219; Gini, Atti del Reale Istituto Veneto 73 (1914); in trapezoids as in Brown, Social Science & Medicine
38 (1994), 1243 to 1256.
"""

import numpy as np
import pandas as pd

from core.comparison.shares import item_shares
from core.domain.groups import last_counts_of
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import GROUPS, Coverage, Items, Population


def lorenz_curve(needed: pd.Series, coverage: pd.Series) -> pd.DataFrame:
    """The curve, from (0, 0) to (1, 1).

    Parameters
    ----------
    needed
        Need by camp_id, in any unit that adds up over camps; camps without need are left out.
    coverage
        Share of it that is met, 0 to 1, by camp_id.

    Returns
    -------
    pandas.DataFrame
        ``camp_id`` (blank in the first row), ``coverage``, ``need_share`` and ``delivered_share``, both cumulative;
        where nothing is delivered at all every camp has the same, and the curve is the diagonal.
    """
    needed = needed[needed > 0]
    share = coverage.reindex(needed.index).to_numpy(dtype=float)
    order = np.argsort(share, kind="stable")
    need, share = needed.to_numpy(dtype=float)[order], share[order]
    delivered = need * share
    if delivered.sum() <= 0:
        delivered = need
    x, y = (np.cumsum(part) / max(part.sum(), np.finfo(float).tiny) for part in (need, delivered))
    return pd.DataFrame(
        {
            "camp_id": pd.Series(["", *needed.index[order]], dtype="str"),
            "coverage": np.r_[np.nan, share],
            "need_share": np.r_[0.0, x],
            "delivered_share": np.r_[0.0, y],
        }
    )


def gini(curve: pd.DataFrame) -> float:
    """Coefficient of a curve, 0 to 1; 0 where nobody needs anything.

    Examples
    --------
    >>> half_get_all = lorenz_curve(pd.Series({"a": 5.0, "b": 5.0}), pd.Series({"a": 0.0, "b": 1.0}))
    >>> gini(half_get_all)
    0.5
    """
    if len(curve) < 2:
        return 0.0
    x, y = curve["need_share"].to_numpy(), curve["delivered_share"].to_numpy()
    return float(np.clip(1.0 - np.sum(np.diff(x) * (y[1:] + y[:-1])), 0.0, 1.0))


def camp_need(operation: Operation, plan: Plan) -> pd.DataFrame:
    """Need of each camp and how much of it is met: ``needed`` (person-weeks, items by priority) and ``coverage``.

    Parameters
    ----------
    operation
        With the plan's scenario applied.
    """
    shares = person_weeks_by_priority(operation, plan)
    return _coverage(shares.groupby(Coverage.camp_id)[["needed", "without"]].sum())


def group_need(operation: Operation, plan: Plan, as_of: pd.Timestamp) -> dict[str, tuple[pd.DataFrame, pd.Series]]:
    """The same for the people of each group that anybody has counted.

    A group has of an item for everybody the camp's need times its last known share of the camp's people (the mean of
    the other camps where the camp has none), and the whole of an item that is for this group; an item for another
    group is left out. Groups overlap: nothing here may be added over groups.

    Returns
    -------
    dict
        By group: what ``camp_need`` gives, and the share of people by camp_id, blank where it is the other camps' mean.
    """
    shares = person_weeks_by_priority(operation, plan)
    items = operation.items.set_index(Items.item_id)[Items.group]
    group_of_item = shares[Coverage.item_id].map(items)
    found = {}
    for group in GROUPS:
        if group not in operation.population:
            continue
        last = last_counts_of(operation, group, as_of)
        if last.empty:
            continue
        own = (last[group] / last[Population.population]).clip(upper=1.0)
        of_camp = shares[Coverage.camp_id].map(own).astype(float).fillna(float(own.mean()))
        part = np.where(group_of_item.isna(), of_camp, (group_of_item == group).astype(float))
        sums = shares[["needed", "without"]].mul(part, axis=0).groupby(shares[Coverage.camp_id]).sum()
        needs = _coverage(sums)
        found[group] = needs, own.reindex(needs.index)
    return found


def person_weeks_by_priority(operation: Operation, plan: Plan) -> pd.DataFrame:
    """Of ``item_shares``, person-weeks times the priority of their item, so that they add up over items."""
    shares = item_shares(operation, plan)
    priority = shares[Coverage.item_id].map(operation.items.set_index(Items.item_id)[Items.priority]).astype(float)
    return shares.assign(needed=shares["needed"] * priority, without=shares["without"] * priority)


def _coverage(sums: pd.DataFrame) -> pd.DataFrame:
    sums = sums[sums["needed"] > 0]
    return pd.DataFrame({"needed": sums["needed"], "coverage": (1 - sums["without"] / sums["needed"]).clip(0, 1)})
