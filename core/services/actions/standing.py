"""What every action is weighed against: the plan as it stands, the futures of need, and the model with limits eased."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from core.allocation.easing import Eased, ease
from core.comparison.ways import cheapest, directed_ways
from core.domain.change import apply_scenario
from core.domain.indicators import units_per_person_week
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.scenario import Scenario
from core.domain.schemas import Coverage, Items
from core.forecasting.dependence import MEASURED
from core.services.plan_distribution import AuditedPlan, plan_distribution
from core.services.resources import Resources
from core.store import Proposal
from core.stress.futures import NeedFutures, camps_in_need, need_futures
from core.stress.replay import Replay, replay

FUTURES = 100
"""Futures of need that an action is tried in."""

LEAST_UNITS = 1e-3
"""Units unmet up to which a camp is not short."""


@dataclass(frozen=True, eq=False)
class Standing:
    """The plan that actions are measured against.

    Attributes
    ----------
    operation
        Without the scenario.
    audited
        The plan of the scenario.
    version
        Model version of every forecast.
    approved
        The plan that is being carried out; None where none is approved.
    cancelled
        Asked now and then; true stops the work.
    """

    resources: Resources
    operation: Operation
    scenario: Scenario
    audited: AuditedPlan
    version: str
    approved: Proposal | None
    cancelled: Callable[[], bool]

    @property
    def plan(self) -> Plan:
        """The plan of the scenario."""
        return self.audited.plan

    @cached_property
    def changed(self) -> Operation:
        """The operation with the scenario applied."""
        return apply_scenario(self.operation, self.scenario, self.start)

    def planned(self, scenario: Scenario, operation: Operation | None = None) -> AuditedPlan:
        """The plan of another scenario, or of another state of the operation, by the same model.

        Raises
        ------
        AidError
            As ``plan_distribution``.
        """
        about = self.resources, self.operation if operation is None else operation, scenario
        return plan_distribution(*about, version=self.version, cancelled=self.cancelled)

    @property
    def start(self) -> pd.Timestamp:
        """The planning day."""
        return self.operation.planning_start

    @cached_property
    def weeks(self) -> pd.DatetimeIndex:
        """Sundays of the plan."""
        return pd.DatetimeIndex(np.sort(self.plan.coverage[Coverage.week].unique()))

    @cached_property
    def ways(self) -> pd.DataFrame:
        """Directed ways of the operation that are open."""
        ways = directed_ways(self.changed)
        return ways[ways["open"]]

    @cached_property
    def units_per_person(self) -> pd.Series:
        """Units one person needs in a week, by camp_id and item_id; blank where none."""
        units = units_per_person_week(self.changed).stack()
        return units.where(units > 0)

    @cached_property
    def tonnes_per_unit(self) -> pd.Series:
        """By item_id."""
        return self.changed.items.set_index(Items.item_id)[Items.weight_kg].astype(float) / 1000

    @cached_property
    def short(self) -> pd.DataFrame:
        """Camps and items that the plan leaves short: ``camp_id,item_id,unmet`` (units) and ``person_weeks``."""
        unmet = self.plan.coverage.groupby([Coverage.camp_id, Coverage.item_id])[Coverage.unmet].sum()
        unmet = unmet[unmet > LEAST_UNITS]
        table = unmet.rename("unmet").reset_index()
        table["person_weeks"] = (unmet / self.units_per_person.reindex(unmet.index)).fillna(0.0).to_numpy()
        return table.sort_values("person_weeks", ascending=False, kind="stable", ignore_index=True)

    @cached_property
    def drawn(self) -> NeedFutures:
        """Futures of need."""
        needs = self.plan.needs
        return need_futures(self.changed, needs, self.weeks, MEASURED, FUTURES, camps_in_need(needs))

    @cached_property
    def as_planned(self) -> NeedFutures:
        """The one future that the plan was made for."""
        return replace(self.drawn, need=self.drawn.planned[:, :, None])

    @cached_property
    def in_futures(self) -> Replay:
        """The plan over the futures."""
        return replay(self.changed, self.plan, self.drawn)

    @cached_property
    def eased(self) -> Eased:
        """The live model whose limits can be eased, for the items that are short."""
        items = self.short["item_id"].unique().tolist()
        return ease(
            self.changed, self.plan.needs, self.scenario, self.start,
            time_limit_seconds=self.resources.settings.time_limit_seconds, arrivals_of=items, cancelled=self.cancelled,
        )  # fmt: skip

    def lead_weeks(self, place_id: str | None, camp_id: str) -> int:
        """Weeks that goods travel at least from a place to a camp; 0 where no way is known."""
        if place_id is None or place_id == camp_id:
            return 0
        return int(cheapest(self.ways, camp_id, "lead").get(place_id, 0.0))
