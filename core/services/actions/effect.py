"""What an action brings: its plan beside what happens without it, as planned for and in every future."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd

from core.domain.action import Action, Gain
from core.domain.change import apply_scenario
from core.domain.indicators import is_once, units_per_person_week
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import Coverage, Items
from core.errors import AidError
from core.services.actions.candidate import Candidate
from core.services.actions.standing import Standing
from core.services.plan_distribution import AuditedPlan
from core.stress.replay import replay

LEAST_GAIN = 10.0
"""Weighted person-weeks under which an action is not worth a line."""

LEAST_SHARE = 0.5
"""Share of futures in which an action must help to be recommended."""

LEAST_PERSON_WEEKS = 0.5
"""Person-weeks at one camp, of one item, in one week that are told."""

MOST_GAINS = 60
"""Camps, items and weeks that are kept with an action, the largest gains first."""

_KEYS = [Coverage.camp_id, Coverage.item_id, Coverage.week]


def weighed(standing: Standing, candidate: Candidate) -> Action | None:
    """The action with its effect; None where it cannot be planned, or is not worth it."""
    scenario = candidate.action.scenario
    if scenario is None:
        return None
    try:
        better = standing.planned(scenario)
        reference, spent = _without(standing, candidate)
    except AidError:
        # a limit that the change breaks, or a reference that cannot be solved: nothing is promised then
        if standing.cancelled():
            raise
        return None
    changed = apply_scenario(standing.operation, scenario, standing.start)
    return _compared(standing, candidate, changed, better, reference, spent)


def _without(standing: Standing, candidate: Candidate) -> tuple[Plan, float]:
    """What happens without the action, and what it costs, USD."""
    if candidate.reference is not None:
        return candidate.reference, float(candidate.reference.summary["cost_usd"])
    if candidate.without is not None:
        plan = standing.planned(standing.scenario, candidate.without).plan
        return plan, float(plan.summary["cost_usd"])
    return standing.plan, float(standing.plan.summary["cost_usd"])


def _compared(
    standing: Standing, candidate: Candidate, changed: Operation, better: AuditedPlan, reference: Plan, spent: float
) -> Action | None:
    plan = better.plan
    planned = [float(replay(changed, each, standing.as_planned).weighted_unmet[0]) for each in (reference, plan)]
    in_futures = (
        replay(changed, reference, standing.drawn).weighted_unmet - replay(changed, plan, standing.drawn).weighted_unmet
    )
    gain, share = planned[0] - planned[1], float((in_futures > LEAST_GAIN).mean())
    if min(gain, float(in_futures.mean())) < LEAST_GAIN or share < LEAST_SHARE:
        return None
    gains = _gains(changed, reference, plan)
    by, last = _days(standing, candidate, gains)
    helped = gains[gains["person_weeks"] > 0]
    by_camp = helped.groupby(Coverage.camp_id)["person_weeks"].sum()
    by_item = helped.groupby(Coverage.item_id)["person_weeks"].sum()
    one_item = len(by_item) and float(by_item.max()) >= 0.9 * float(by_item.sum())
    action = candidate.action
    return replace(
        action,
        camp_id=action.camp_id or (str(by_camp.idxmax()) if len(by_camp) else None),
        item_id=action.item_id or (str(by_item.idxmax()) if one_item else None),
        weighted_gain=gain,
        expected_gain=float(in_futures.mean()),
        person_weeks=float(gains["person_weeks"].sum()),
        gift_usd=candidate.gift_usd,
        cost_usd=float(plan.summary["cost_usd"]) - spent + candidate.outside_usd,
        helps_share=share,
        futures=int(in_futures.size),
        by=by,
        last=last,
        plan_key=better.key,
        gains=tuple(
            Gain(str(row.camp_id), str(row.item_id), row.week.date(), row.before, row.after, row.person_weeks)
            for row in gains.head(MOST_GAINS).itertuples()
        ),
    )


def _gains(changed: Operation, reference: Plan, plan: Plan) -> pd.DataFrame:
    """``camp_id,item_id,week,before,after`` (units handed out) and ``person_weeks`` saved, the largest first."""
    before, after = (each.coverage.set_index(_KEYS)[Coverage.delivered].clip(lower=0.0) for each in (reference, plan))
    table = pd.DataFrame({"before": before, "after": after}).dropna().sort_index().reset_index()
    more = table["after"] - table["before"]
    # of once items the unmet need waits, so what came earlier serves in every week after it
    items = changed.items
    waits = table[Coverage.item_id].isin(items.loc[is_once(items), Items.item_id])
    more = more.where(~waits, more.groupby([table[Coverage.camp_id], table[Coverage.item_id]]).cumsum())
    units = units_per_person_week(changed).stack()
    units = units.where(units > 0).reindex(pd.MultiIndex.from_frame(table[_KEYS[:2]])).to_numpy()
    table["person_weeks"] = np.nan_to_num(more.to_numpy() / units)
    table = table[table["person_weeks"].abs() > LEAST_PERSON_WEEKS]
    return table.sort_values("person_weeks", ascending=False, kind="stable", ignore_index=True)


def _days(standing: Standing, candidate: Candidate, gains: pd.DataFrame) -> tuple[dt.date, dt.date]:
    """Until when the action has its whole effect, and the last day on which any of it is left."""
    action, first = candidate.action, standing.weeks[0]
    helped = gains[gains["person_weeks"] > 0]
    ends = [
        week - pd.Timedelta(weeks=candidate.lead_weeks + standing.lead_weeks(candidate.lead_place, str(camp)))
        for camp, week in zip(helped[Coverage.camp_id], helped[Coverage.week], strict=True)
    ]
    last = max([first, *ends])
    if action.day_to is not None:
        # an arrival or a transfer: it can be asked for until the day it would come itself
        by = pd.Timestamp(action.day_to)
        return by.date(), max(by, last).date()
    return max(first, min(ends, default=first)).date(), last.date()
