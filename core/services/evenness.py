"""How evenly a plan meets need, over camps and over the camps of each population group; and who it leaves behind."""

from dataclasses import dataclass

import pandas as pd

from core.comparison.lorenz import camp_need, gini, group_need, lorenz_curve
from core.comparison.no_harm import harmed_camps, harmed_items
from core.domain.change import apply_plan
from core.domain.operation import Operation
from core.domain.plan import Plan


@dataclass(frozen=True, eq=False)
class Evenness:
    """The Lorenz curve of a plan and what it comes to.

    Attributes
    ----------
    curve
        Of ``lorenz_curve``, over camps.
    gini
        Its coefficient, 0 (all camps have the same coverage) to 1.
    groups
        A row per population group that anybody has counted, the least coverage first: ``group, needed``
        (person-weeks, items by priority), ``coverage``, ``gini`` (over camps, by the group's own need), ``camps`` with
        need, ``estimated_camps`` (whose share of the group is the mean of the others). Groups overlap.
    group_curves
        Of ``lorenz_curve``, by group.
    """

    curve: pd.DataFrame
    gini: float
    groups: pd.DataFrame
    group_curves: dict[str, pd.DataFrame]


@dataclass(frozen=True, eq=False)
class Harm:
    """Of ``harmed_camps`` and ``harmed_items``."""

    camps: pd.DataFrame
    items: pd.DataFrame


def evenness(operation: Operation, plan: Plan) -> Evenness:
    """Lorenz curves and Gini coefficients of a plan; the operation is given without the plan's scenario."""
    changed = apply_plan(operation, plan)
    camps = camp_need(changed, plan)
    curve = lorenz_curve(camps["needed"], camps["coverage"])
    rows, curves = [], {}
    for group, (need, own_share) in group_need(changed, plan, changed.planning_start).items():
        if need.empty:
            continue
        curves[group] = lorenz_curve(need["needed"], need["coverage"])
        needed = float(need["needed"].sum())
        rows.append(
            {
                "group": group,
                "needed": needed,
                "coverage": float((need["needed"] * need["coverage"]).sum()) / needed,
                "gini": gini(curves[group]),
                "camps": len(need),
                "estimated_camps": int(own_share.isna().sum()),
            }
        )
    columns = ["group", "needed", "coverage", "gini", "camps", "estimated_camps"]
    groups = pd.DataFrame(rows, columns=columns).sort_values("coverage", kind="stable", ignore_index=True)
    return Evenness(curve, gini(curve), groups, curves)


def harm(operation: Operation, plan: Plan, pro_rata: Plan) -> Harm:
    """Who gets less than under pro-rata, which is the plan of the rule ``equal_shares`` of the same scenario."""
    changed = apply_plan(operation, plan)
    return Harm(harmed_camps(changed, plan, pro_rata), harmed_items(changed, plan, pro_rata))
