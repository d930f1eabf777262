"""Policies side by side, week by week, over the same futures; kept by content for the pages."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.domain.planning_figures import are_people_known
from core.domain.scenario import Scenario
from core.domain.schemas import QUANTILES, Camps, ForecastTable, Population, SimulatedFigures
from core.domain.simulation import SimulationQuestion
from core.domain.weeks import as_day
from core.errors import InvalidScenario, NotEnoughHistory, SolveCancelled
from core.forecasting.model import ForecastModel
from core.forecasting.predict import camps_without_history, forecast_population
from core.parallel import run_all
from core.services.keys import content_key
from core.services.resources import Resources
from core.simulation import POLICIES, Ground, Run, World, drawn_worlds, lay_ground, outcomes_of, real_worlds, run_policy
from core.simulation.policies import MOST_CELLS, SAFE_LEVEL, is_too_large_for_spread

ASSUMPTION = (
    "Simulated: what happens is drawn, not known. Everybody is served from the same stock, roads and money, and every "
    "plan sees only what is known on its day."
)
FUTURES_AT_ONCE = 2
"""Futures in one batch: seconds of work, and few enough that several workers have some each."""
SPREAD = {"q10": 0.1, "q50": 0.5, "q90": 0.9}
TOLD = (
    "weighted_unmet",
    "cost_usd",
    "worst_coverage",
    "waste_t",
    "weeks_late",
    "gini",
    "transport_usd",
    "purchase_usd",
    "transport_usd_per_person_week",
    "person_weeks_served",
    "expired_t",
    "disposed_t",
    "over_delivered_t",
    "cut_t",
)
"""Figures of ``summary.json``: the mean of each over the futures, and beside it how far the futures spread."""


@dataclass(frozen=True, eq=False)
class Simulation:
    """What came of some policies.

    Attributes
    ----------
    tables
        By the names of ``SIMULATION_TABLES``.
    summary
        Means and spread of each policy, what was asked, and notes.
    """

    tables: dict[str, pd.DataFrame]
    summary: dict[str, Any]


def what_a_simulation_lacks(operation: Operation) -> tuple[str, ...]:
    """Tables without which nothing can be simulated, empty where all are there."""
    lacking = [name for name in ("items", "depots") if not operation.has(name)]
    if not operation.has("stock") and not operation.has("arrivals") and not operation.has("offers"):
        lacking.append("stock")
    if not are_people_known(operation, operation.planning_start):
        lacking.append("population")
    return tuple(lacking)


def simulate(
    resources: Resources,
    operation: Operation,
    scenario: Scenario,
    question: SimulationQuestion,
    *,
    as_of: pd.Timestamp | str | None = None,
    version: str | None = None,
    progress: Callable[[float, str], None] = lambda _share, _words: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Simulation:
    """Let every policy decide week by week in the same futures.

    Parameters
    ----------
    operation
        As it is; the scenario is applied here, and its closures are what happens on the roads.
    scenario
        Limits and horizon of every plan.
    as_of
        Day of the stock count; the operation's planning start by default.
    version
        Model version of the forecasts.
    progress, cancelled
        Told the share done and what is being done; asked between batches of futures, and while others work on them.

    Raises
    ------
    NotEnoughHistory, InvalidScenario, Infeasible, SolverFailed, SolveCancelled, ModelNotFound, ModelIntegrity
        As their names say.
    """
    start = operation.planning_start if as_of is None else as_day(as_of)
    version = version or resources.registry.current_version()
    model = resources.registry.load(version)
    progress(0.0, "Laying out places, roads and goods")
    ground = lay_ground(operation, scenario, start, question.weeks)
    worlds = _worlds(ground, question, model)
    asked = [
        _FuturesAsked(ground, model, question, worlds[begin : begin + FUTURES_AT_ONCE])
        for begin in range(0, len(worlds), FUTURES_AT_ONCE)
    ]

    def tick(share: float) -> None:
        if cancelled():
            raise SolveCancelled("The simulation was cancelled.")
        progress(share, f"Future {min(int(share * len(worlds)) + 1, len(worlds))} of {len(worlds)}")

    runs = [
        (name, number * FUTURES_AT_ONCE + future, run)
        for number, found in enumerate(run_all(resources.settings.parallel, _lived_through, asked, tick))
        for name, future, run in found
    ]
    outcomes = outcomes_of(ground, runs)
    tables = {"outcomes": outcomes.weeks, "figures": outcomes.figures, "without": outcomes.without}
    return Simulation(tables, _summary(resources, ground, question, outcomes.figures, version))


@dataclass(frozen=True, eq=False)
class _FuturesAsked:
    """Some futures that every policy of a question goes through."""

    ground: Ground
    model: ForecastModel
    question: SimulationQuestion
    worlds: Sequence[World]


def _lived_through(asked: _FuturesAsked) -> list[tuple[str, int, Run]]:
    """A run of every policy in every future, the futures counted from 0."""
    runs: list[tuple[str, int, Run]] = []
    known: dict[tuple[int, pd.Timestamp], np.ndarray] = {}
    for future, world in enumerate(asked.worlds):
        # what was really counted is the same in every future, and so are forecasts from it
        shared = -1 if asked.question.real_counts else future

        def forecast(day: pd.Timestamp, counts: pd.DataFrame, shared: int = shared) -> np.ndarray:
            if (shared, day) not in known:
                known[shared, day] = people_ahead(asked.ground, day, counts, asked.ground.horizon, asked.model)
            return known[shared, day]

        for name in asked.question.policies:
            runs.append((name, future, run_policy(asked.ground, world, POLICIES[name], forecast)))
        if not asked.question.real_counts:
            known.clear()
    return runs


def people_ahead(
    ground: Ground, day: pd.Timestamp, counts: pd.DataFrame, weeks: int, model: ForecastModel
) -> np.ndarray:
    """Forecast people by camp, week and level from the counts known on a day; 0 where a camp was never counted."""
    operation = ground.operation
    seen = replace(operation, tables=MappingProxyType({**operation.tables, "population": counts}))
    table = forecast_population(seen, day, weeks, model)
    camps = pd.Index(operation.camps[Camps.camp_id])
    people = np.zeros((len(camps), weeks, len(QUANTILES)))
    counted = table[ForecastTable.camp_id].unique()
    quantiles = table[list(QUANTILES)].to_numpy(float)
    people[camps.get_indexer(counted)] = quantiles.reshape(len(counted), weeks, len(QUANTILES))
    return people


def _worlds(ground: Ground, question: SimulationQuestion, model: ForecastModel) -> list[World]:
    seeds = range(question.seed, question.seed + question.futures)
    counts = ground.operation.population
    if question.real_counts:
        if not (counts[Population.date] > ground.start).any():
            raise InvalidScenario(
                f"No count is dated after {ground.start.date()}, so nothing real is known to happen then.",
                hint="Start earlier with --as-of, or let people be drawn.",
            )
        return real_worlds(ground, seeds)
    known = counts[counts[Population.date] <= ground.start]
    if known[Population.population].dropna().empty:
        raise NotEnoughHistory(
            f"No camp has a count on or before {ground.start.date()}.", "Choose a later date, or add counts."
        )
    return drawn_worlds(ground, people_ahead(ground, ground.start, known, question.weeks, model), seeds)


def _summary(
    resources: Resources, ground: Ground, question: SimulationQuestion, figures: pd.DataFrame, version: str
) -> dict[str, Any]:
    uncounted = camps_without_history(ground.operation, ground.start)
    names = ground.operation.place_names
    notes = ground.notes
    if uncounted:
        notes.append(
            "Never counted by the start, so no plan sends anything there before a count: "
            + ", ".join(names[camp] for camp in uncounted)
            + "."
        )
    if is_too_large_for_spread(ground):
        notes.append(
            f"Plans have more than {MOST_CELLS:,} camps x items x weeks; policies that plan for the spread of the "
            f"forecast plan for its {SAFE_LEVEL:.0%} quantile here."
        )
    return {
        "operation": ground.operation.settings.name,
        "illustrative": ground.operation.settings.illustrative,
        "planning_start": str(ground.start.date()),
        "weeks": question.weeks,
        "horizon_weeks": ground.horizon,
        "futures": question.futures,
        "seed": question.seed,
        "real_counts": question.real_counts,
        "policies": {
            name: _figures_of(figures[figures[SimulatedFigures.policy] == name]) for name in question.policies
        },
        "assumption": ASSUMPTION,
        "notes": notes,
        "versions": {"code": resources.code_version, "model": version},
        "fingerprint": ground.operation.fingerprint,
    }


def _figures_of(rows: pd.DataFrame) -> dict[str, Any]:
    numbers = rows[list(TOLD)]
    means = {name: None if np.isnan(mean) else float(mean) for name, mean in numbers.mean().items()}
    spread = {
        name: {word: float(column.quantile(level)) for word, level in SPREAD.items()}
        for name, column in numbers.items()
        if column.notna().any()
    }
    worst = rows[SimulatedFigures.worst_camp].mode()
    return {**means, "worst_camp": str(worst.iloc[0]) if len(worst) else "", "spread": spread}


def simulation_key(
    resources: Resources,
    operation: Operation,
    scenario: Scenario,
    question: SimulationQuestion,
    version: str | None = None,
) -> str:
    """Content key of a simulation from the operation's own planning start; by the served model if none is named."""
    version = version or resources.registry.current_version()
    return content_key(
        "simulation",
        operation.fingerprint,
        scenario.key,
        question.model_dump_json(),
        version,
        resources.registry.fingerprint(version),
        resources.code_version,
    )


def cached_simulation(resources: Resources, key: str) -> Simulation | None:
    """The simulation of this key, if it was made before."""
    found = resources.results.get(key)
    if found is None:
        return None
    return Simulation({name: found[name] for name in ("outcomes", "figures", "without")}, found["summary"])


def make_simulation(
    resources: Resources,
    operation: Operation,
    scenario: Scenario,
    question: SimulationQuestion,
    *,
    progress: Callable[[float, str], None],
    cancelled: Callable[[], bool],
) -> str:
    """Simulate, keep it for the pages, and give its key; raises as ``simulate``."""
    # read once: another model may be served before the work ends
    version = resources.registry.current_version()
    key = simulation_key(resources, operation, scenario, question, version)
    made = simulate(resources, operation, scenario, question, version=version, progress=progress, cancelled=cancelled)
    resources.results.put(key, {**made.tables, "summary": json.loads(json.dumps(made.summary))})
    return key
