"""What managers look at first: need met now and over the weeks, the places that get least, money."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.change import apply_plan
from core.domain.indicators import is_once, units_per_person_week, vulnerability_weights
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import Coverage, Items
from core.services.load_situation import coverage_of_camps
from core.services.need_met import NeedMet, need_met_of_all
from core.services.past_distributions import share_handed_out
from core.services.plans_to_dispatch import PlanToDispatch
from core.services.quick_what_if import budgets

PAST_WEEKS = 8
"""Weeks looked back on."""

CYCLE_WEEKS = 4
"""Weeks that are added up for each of them: what is handed out once a month serves the whole month."""

WORST = 5
"""Places told."""


@dataclass(frozen=True, eq=False)
class Overview:
    """Figures of one plan, and of what was handed out before it.

    Attributes
    ----------
    met
        Share of all need met over the plan, with its spread.
    target
        Share of need under which no camp shall fall, by the plan's scenario.
    camps
        ``camp_id, coverage, coverage_low, coverage_high``, shares 0 to 1, the one that gets least first.
    by_week
        ``camp_id, week, coverage``: share of need met in that week alone.
    trend
        ``week, share, is_past``: share of the need of items used up week by week that was handed out in the four weeks
        to a past Sunday, as *Past distributions* tells it, and that the plan hands out in each week ahead. Past ones
        with nothing on record in their four weeks are blank.
    cost_usd, budget_usd
        Spent by the plan, and the budget over the same weeks; None where there is none.
    """

    met: NeedMet
    target: float
    camps: pd.DataFrame
    by_week: pd.DataFrame
    trend: pd.DataFrame
    cost_usd: float
    budget_usd: float | None

    @property
    def under_target(self) -> int:
        """Camps that get less than the target."""
        return int((self.camps["coverage"].round(2) < self.target).sum())


def read_overview(now: Operation, chosen: PlanToDispatch) -> Overview:
    """Read a plan, and the deliveries before it.

    Parameters
    ----------
    now
        The newest data, for what was handed out since.
    chosen
        The plan with the data it was made from.
    """
    plan, operation = chosen.plan, chosen.operation
    total, weekly = budgets(operation, plan.scenario)
    weeks = plan.scenario.weeks
    budget = min((b for b in (total, None if weekly is None else weekly * weeks) if b is not None), default=None)
    return Overview(
        met=need_met_of_all(operation, plan),
        target=plan.scenario.coverage_floor,
        camps=coverage_of_camps(operation, plan).sort_values("coverage", kind="stable", ignore_index=True),
        by_week=_by_week(operation, plan),
        trend=pd.concat([_handed_out(now, plan), _planned(operation, plan)], ignore_index=True),
        cost_usd=float(plan.summary["cost_usd"]),
        budget_usd=budget,
    )


def _by_week(operation: Operation, plan: Plan) -> pd.DataFrame:
    """Share of need met by camp and week, items weighted by priority."""
    weighed = _weighed(apply_plan(operation, plan), plan.coverage)
    sums = weighed.groupby([Coverage.camp_id, Coverage.week])[["need", "got"]].sum()
    sums = sums[sums["need"] > 0]
    return (sums["got"] / sums["need"]).clip(0.0, 1.0).rename("coverage").reset_index()


def _planned(operation: Operation, plan: Plan) -> pd.DataFrame:
    changed = apply_plan(operation, plan)
    items = changed.items
    used_up = items.loc[~is_once(items), Items.item_id]
    coverage = plan.coverage[plan.coverage[Coverage.item_id].isin(used_up)]
    return _share_by_week(changed, _weighed(changed, coverage)).assign(is_past=False)


def _handed_out(now: Operation, plan: Plan) -> pd.DataFrame:
    """What was handed out in the four weeks to each Sunday before the plan, beside the need of those weeks."""
    first = plan.coverage[Coverage.week].min()
    sundays = pd.date_range(end=first - pd.Timedelta(weeks=1), periods=PAST_WEEKS, freq="7D")
    shares = share_handed_out(now, sundays, CYCLE_WEEKS)
    return pd.DataFrame({"week": sundays, "share": shares.to_numpy(), "is_past": True})


def _weighed(operation: Operation, coverage: pd.DataFrame) -> pd.DataFrame:
    """Person-weeks needed and got, by row, weighted by priority."""
    units = units_per_person_week(operation).stack()
    keys = pd.MultiIndex.from_frame(coverage[[Coverage.camp_id, Coverage.item_id]])
    per_person = units.where(units > 0).reindex(keys).to_numpy(float)
    priority = coverage[Coverage.item_id].map(operation.items.set_index(Items.item_id)[Items.priority]).to_numpy(float)
    weight = np.nan_to_num(priority / per_person)
    return coverage[[Coverage.camp_id, Coverage.week]].assign(
        need=coverage[Coverage.need].to_numpy(float) * weight, got=coverage[Coverage.delivered].to_numpy(float) * weight
    )


def _share_by_week(operation: Operation, weighed: pd.DataFrame) -> pd.DataFrame:
    vulnerability = weighed[Coverage.camp_id].map(vulnerability_weights(operation)).fillna(1.0)
    sums = weighed[["need", "got"]].mul(vulnerability, axis=0).groupby(weighed[Coverage.week]).sum()
    share = (sums["got"] / sums["need"].where(sums["need"] > 0)).clip(0.0, 1.0)
    return share.rename("share").rename_axis("week").reset_index()
