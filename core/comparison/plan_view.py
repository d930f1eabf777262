"""A plan as the sentences look at it: what follows from its files, made once and passed on."""

from dataclasses import dataclass

import pandas as pd

from core.comparison.shares import item_shares
from core.comparison.ways import directed_ways, shipped_tonnes
from core.domain.change import apply_plan
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import Items
from core.domain.weeks import as_day, planning_weeks


@dataclass(frozen=True, eq=False)
class PlanView:
    """A plan and what belongs to it as a whole.

    Attributes
    ----------
    operation
        With the plan's scenario applied.
    start, sundays
        Day the plan starts from, and its weeks.
    items
        The items table by item_id.
    ways
        As ``directed_ways`` finds them.
    sent
        Shipments as ``shipped_tonnes`` tells them.
    shares
        As ``item_shares`` counts them.
    """

    operation: Operation
    plan: Plan
    start: pd.Timestamp
    sundays: pd.DatetimeIndex
    items: pd.DataFrame
    ways: pd.DataFrame
    sent: pd.DataFrame
    shares: pd.DataFrame

    @property
    def names(self) -> dict[str, str]:
        """Names of places by identifier."""
        return self.operation.place_names


def view_plan(operation: Operation, plan: Plan) -> PlanView:
    """Read a plan.

    Parameters
    ----------
    operation
        As it is; the plan's scenario is applied here, which closes ways but changes none and no weight.

    Raises
    ------
    InvalidScenario
        If the scenario names what the operation does not have.
    """
    changed = apply_plan(operation, plan)
    told = plan.summary.get("planning_start")
    start = as_day(told) if told else changed.planning_start
    return PlanView(
        operation=changed,
        plan=plan,
        start=start,
        sundays=planning_weeks(start, plan.scenario.weeks),
        items=changed.items.set_index(Items.item_id),
        ways=directed_ways(operation),
        sent=shipped_tonnes(operation, plan),
        shares=item_shares(changed, plan),
    )
