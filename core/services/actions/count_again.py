"""Counts that are old or in question, where not knowing the people costs most."""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd

from core.domain.action import Action, ActionKind
from core.domain.change import apply_scenario
from core.domain.scenario import Influx
from core.domain.schemas import ForecastTable, Population
from core.forecasting.dependence import MEASURED
from core.services.actions.standing import Standing
from core.services.count_questions import count_questions
from core.services.forecast_people import forecast_people
from core.services.load_situation import OLD_COUNT_DAYS, last_counts
from core.stress.futures import camps_in_need, need_futures
from core.stress.replay import replay

MOST = 3
"""Camps that are weighed."""

CHANCE = 0.3
"""Chance of each of the 10 % and 90 % quantiles where a spread is stood for by three points (0.3, 0.4, 0.3)."""

LEAST_SHORT = 1.0
"""Person-weeks lacking beyond the plan from which a future counts as one in which the count would have helped."""


def count_again(standing: Standing, tell: Callable[[str], None]) -> list[Action]:
    """Camps whose count is old or in question, with what knowing the people would save.

    A camp's people are taken to be the 10 %, 50 % or 90 % quantile of the forecast, with chances 0.3, 0.4 and 0.3. In
    each the plan as it stands meets the need, and is set beside the plan that knew it; the mean of what that one saves
    is what a count today would be worth.
    """
    doubtful = _doubtful(standing)
    drawn = standing.in_futures
    beyond = pd.DataFrame(drawn.without, index=drawn.camp_ids).sub(
        replay(standing.changed, standing.plan, standing.as_planned).without[:, 0], axis=0
    )
    risk = beyond.clip(lower=0.0).mean(axis=1)
    order = risk[risk.index.isin(doubtful)].sort_values(ascending=False)
    found = []
    for camp in order[order > LEAST_SHORT].index[:MOST]:
        tell(str(camp))
        gain = _worth_of_knowing(standing, str(camp))
        helps = float((beyond.loc[camp] > LEAST_SHORT).mean())
        by = standing.weeks[0].date()
        last = standing.weeks[-1] - pd.Timedelta(weeks=_least_lead(standing, str(camp)))
        found.append(
            Action(
                kind=ActionKind.COUNT_AGAIN,
                key=f"count_again:{camp}",
                scenario=None,
                camp_id=str(camp),
                weighted_gain=gain,
                expected_gain=gain,
                person_weeks=gain,
                helps_share=helps,
                futures=drawn.coverage.shape[1],
                by=by,
                last=max(last.date(), by),
            )
        )
    return found


def _doubtful(standing: Standing) -> set[str]:
    """Camps whose last count is old, missing or asked about."""
    counted = last_counts(standing.operation, standing.start)
    fresh = counted.index[(standing.start - counted).dt.days <= OLD_COUNT_DAYS]
    questions = count_questions(standing.operation)
    asked = {question.camp_id for question in questions if question.date == counted.get(question.camp_id)}
    return (set(standing.changed.camps[Population.camp_id]) - set(fresh)) | asked


def _worth_of_knowing(standing: Standing, camp: str) -> float:
    """Weighted person-weeks that the plan which knew the people would save, in the mean of the three points."""
    worth = 0.0
    for difference in _differences(standing, camp):
        change = Influx(camp_id=camp, date=(standing.start + pd.Timedelta(days=1)).date(), people=difference)
        knowing = standing.scenario.model_copy(update={"influx": (*standing.scenario.influx, change)})
        better = standing.planned(knowing)
        world = apply_scenario(standing.operation, knowing, standing.start)
        needs = better.plan.needs
        drawn = need_futures(world, needs, standing.weeks, MEASURED, 2, camps_in_need(needs))
        true = replace(drawn, need=drawn.planned[:, :, None])
        as_it_stands = float(replay(world, standing.plan, true).weighted_unmet[0])
        worth += CHANCE * max(as_it_stands - float(replay(world, better.plan, true).weighted_unmet[0]), 0.0)
    return worth


def _differences(standing: Standing, camp: str) -> list[float]:
    """People more or fewer than the median of the first week, at its 10 % and 90 % quantiles; whole people."""
    table = forecast_people(standing.resources, standing.changed, standing.start, 1, standing.version).table
    row = table[table[ForecastTable.camp_id] == camp]
    if row.empty:
        return []
    low, middle, high = (float(row[name].iloc[0]) for name in (ForecastTable.q10, ForecastTable.q50, ForecastTable.q90))
    return [float(round(side - middle)) for side in (low, high) if round(side - middle)]


def _least_lead(standing: Standing, camp: str) -> int:
    ways = standing.ways[standing.ways["destination_id"] == camp]
    return int(ways["lead"].min()) if len(ways) else 0
