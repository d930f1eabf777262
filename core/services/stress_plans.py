"""Plans over many futures of need: the chance that a camp falls short, and which plan one would regret least."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from core.domain.change import apply_plan
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import QUANTILES, Coverage, ForecastTable, NeedsInput
from core.domain.weeks import as_day
from core.errors import InvalidScenario
from core.forecasting.dependence import MEASURED
from core.metrics.meter import timed
from core.parallel import HERE, Engine, run_all
from core.plan_folder import read_plan
from core.services.forecast_people import forecast_people
from core.services.resources import Resources
from core.stress.futures import QUANTILE_COLUMNS, camps_in_need, has_spread, need_futures
from core.stress.replay import Replay, joined, replay
from core.stress.report import Stress, regret_of, stress_of

LEAST_FUTURES, MOST_FUTURES = 10, 10_000
CHUNK_CAMPS = 100
"""Camps replayed at once; keeps memory flat (some 60 MB with 12 items, 12 weeks and 500 futures)."""
FUTURES = 500
"""Futures drawn where nobody says otherwise."""
THRESHOLD = 0.8
"""Share of need met under which a camp counts as short, where nobody says otherwise."""


@dataclass(frozen=True, eq=False)
class StressTest:
    """A plan over many futures, beside others of the same futures.

    Attributes
    ----------
    stress
        Of the first plan.
    regret
        ``Regret`` of all plans.
    """

    stress: Stress
    regret: pd.DataFrame


@timed("stress")
def stress_plans(
    operation: Operation,
    plans: Mapping[str, Plan],
    futures: int = FUTURES,
    threshold: float = THRESHOLD,
    engine: Engine = HERE,
) -> StressTest:
    """Replay plans over the futures that the spread of the first one's needs leaves open.

    All plans meet the same futures; each keeps its own scenario's shelves and sendings.

    Parameters
    ----------
    operation
        Without a scenario; that of each plan is applied here.
    plans
        By name; the one asked about first.
    futures
        How many to draw; an odd number is raised by one, for half of them mirror the others.
    engine
        Where camps are replayed, ``CHUNK_CAMPS`` at once.

    Raises
    ------
    InvalidScenario
        If the number of futures or the threshold is out of bounds, or the plans cover different weeks.
    InvalidTable
        If the first plan's needs have no quantiles.
    """
    if not LEAST_FUTURES <= futures <= MOST_FUTURES:
        raise InvalidScenario(f"{futures:,} futures were asked for; {LEAST_FUTURES} to {MOST_FUTURES:,} can be drawn.")
    if not 0 <= threshold <= 1:
        raise InvalidScenario(f"The threshold is {threshold:g}; it is a share of need met, from 0 to 1.")
    first = next(iter(plans.values()))
    for name, plan in plans.items():
        if set(plan.coverage[Coverage.week]) != set(first.coverage[Coverage.week]):
            raise InvalidScenario(
                f"“{name}” covers other weeks than the first plan.", hint="Compare plans of the same weeks."
            )
    changed = {name: apply_plan(operation, plan) for name, plan in plans.items()}
    camps, weeks = camps_in_need(first.needs), pd.DatetimeIndex(np.sort(first.coverage[Coverage.week].unique()))
    if not len(camps):
        raise InvalidScenario("No camp of this plan needs anything, so nothing can fall short.")
    asked = [
        _CampsAsked(changed, plans, weeks, futures + futures % 2, camps[begin : begin + CHUNK_CAMPS])
        for begin in range(0, len(camps), CHUNK_CAMPS)
    ]
    parts = run_all(engine, _replayed, asked)
    planned = joined([part[_PLANNED] for part in parts])
    replays = {name: joined([part[name] for part in parts]) for name in plans}
    return StressTest(stress_of(next(iter(replays.values())), planned, threshold), regret_of(replays))


_PLANNED = None
"""In place of a plan's name: the first plan met by the need it was made for."""


@dataclass(frozen=True, eq=False)
class _CampsAsked:
    """Some camps of some plans over the same futures; ``changed`` has the operation of each plan."""

    changed: Mapping[str, Operation]
    plans: Mapping[str, Plan]
    weeks: pd.DatetimeIndex
    futures: int
    camps: pd.Index


def _replayed(asked: _CampsAsked) -> dict[str | None, Replay]:
    name, first = next(iter(asked.plans.items()))
    of_first = asked.changed[name]
    drawn = need_futures(of_first, first.needs, asked.weeks, MEASURED, asked.futures, asked.camps)
    found: dict[str | None, Replay] = {
        _PLANNED: replay(of_first, first, replace(drawn, need=drawn.planned[:, :, None]))
    }
    for name, plan in asked.plans.items():
        found[name] = replay(asked.changed[name], plan, drawn)
    return found


def stress_folders(
    resources: Resources,
    operation: Operation,
    folders: Sequence[Path],
    futures: int = FUTURES,
    threshold: float = THRESHOLD,
) -> tuple[StressTest, tuple[str, ...]]:
    """The same for written plans, named by their folders; and notes of what was taken from elsewhere.

    Where the needs of the first plan were given without a spread, that of the forecast is laid on them.

    Raises
    ------
    SourceUnavailable, InvalidTable, InvalidScenario, NotEnoughHistory
        If a plan cannot be read, or as ``stress_plans`` and ``forecast_people``.
    """
    plans = {str(folder): read_plan(folder) for folder in folders}
    name, first = next(iter(plans.items()))
    notes: tuple[str, ...] = ()
    if not has_spread(first.needs):
        plans[name] = replace(first, needs=_with_spread_of_forecast(resources, operation, first))
        notes = ("The needs of the plan have no spread; that of the forecast of people is laid on them.",)
    return stress_plans(operation, plans, futures, threshold, resources.settings.parallel), notes


def _with_spread_of_forecast(resources: Resources, operation: Operation, plan: Plan) -> pd.DataFrame:
    """Needs with quantiles: the need given x people at the quantile / people in the median, by camp and week."""
    changed = apply_plan(operation, plan)
    told = plan.summary.get("planning_start")
    start = as_day(told) if told else changed.planning_start
    people = forecast_people(resources, changed, start, plan.scenario.weeks).table
    people = people.set_index([ForecastTable.camp_id, ForecastTable.week])[list(QUANTILES)]
    asked = pd.MultiIndex.from_frame(plan.needs[[NeedsInput.camp_id, NeedsInput.week]])
    of_need = people.reindex(asked)
    middle = of_need[QUANTILES[len(QUANTILES) // 2]]
    # a camp without a forecast has the need that was given, in every future
    shares = of_need.div(middle.where(middle > 0), axis=0).fillna(1.0).to_numpy()
    levels = plan.needs[[NeedsInput.need]].to_numpy() * shares
    spread = pd.DataFrame(levels, columns=QUANTILE_COLUMNS, index=plan.needs.index)
    return pd.concat([plan.needs[NeedsInput.column_names()], spread], axis=1)
