"""Three real emergencies replayed week by week: what the planner leaves people without, beside pro-rata.

    python -m tests.benchmark replay
    AID_REPLAY_FUTURES=10 python -m tests.benchmark replay    # a small one

Every future draws a Sunday to start from and the sizes and delays of what arrives; the people are those that were then
really counted (``tests.real_emergencies`` says what is real and how the three regimes are set). Forecasts come from
a model fitted anew without all three and the sites around them, by the lighter recipe of such refits. All policies meet
the same futures, so ratios are taken future by future. ``knows_people`` plans with the people who will really be there:
no policy can know them, it says how much there is to gain. ``median`` plans for the median of the forecast alone,
beside ``planner``, which plans for its spread. Every run is written to ``var/replay.csv``.
"""

import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd

from core.domain.scenario import Scenario
from core.domain.schemas import QUANTILES, Camps, ForecastTable
from core.forecasting.held_out import NEIGHBOURS, lighter
from core.forecasting.hyperparameters import read_hyperparameters
from core.forecasting.model import ForecastModel
from core.forecasting.predict import forecast_population
from core.forecasting.train import train_models
from core.services.train_models import rebuilt_examples
from core.settings import PROJECT
from core.simulation import POLICIES, Policy, World, lay_ground, real_worlds, run_policy
from core.simulation.known import Known
from core.simulation.outcomes import figures_of
from core.simulation.policies import KEEP_BACK_USD_PER_T, SOONER_SHARE, FirstWeek, PlanningPolicy, first_week_of
from tests.real_emergencies import DATA, EMERGENCIES, REGIMES, emergency_operation, real_history

WEEKS, AHEAD = 8, 4
PROCESSES = 2
FEWER = 4
"""Of so many futures one is asked of the policies that are slow or that no bound rests on."""
BLOCK = 8
"""Futures of one emergency and regime in a row, before the next is turned to."""
ALWAYS = (POLICIES["planner"], POLICIES["robust"], POLICIES["pro_rata"], POLICIES["worst_off"])
SOMETIMES = (POLICIES["leximin"], POLICIES["last_count"], PlanningPolicy("median", people="quantile", level=0.5))
PRO_RATA, BOUND = "pro_rata", "knows_people"
VAR = PROJECT / "var"
FEWER_SHARE = 0.85
"""Of pro-rata's weighted person-weeks without, at most, where trucks or money bind."""

Forecasts = dict[pd.Timestamp, np.ndarray]


@dataclass(frozen=True)
class KnowsPeople:
    """A bound, no policy: it plans for the people who will really be there."""

    world: World
    name: str = BOUND

    def decide(self, known: Known) -> FirstWeek:
        """Solve with the real people of the weeks ahead, the last ones as many as before."""
        week = known.ground.sundays.get_loc(known.problem.weeks[0])
        ahead = np.minimum(week + np.arange(known.ground.horizon), self.world.people.shape[1] - 1)
        need = known.need(self.world.people[:, ahead])
        asked = replace(known.problem, need=need, sooner_share=SOONER_SHARE, keep_back_usd_per_t=KEEP_BACK_USD_PER_T)
        return first_week_of(asked, "efficiency")


def main() -> bool:
    """Print the tables; whether every bound holds."""
    if not all((DATA / name).is_dir() for name in EMERGENCIES):
        print("SKIPPED: the real figures are not beside the project; nothing was measured")
        return True
    futures = int(os.environ.get("AID_REPLAY_FUTURES", "100"))
    model = model_without_them()
    forecasts = {name: forecasts_of(name, model) for name in EMERGENCIES}
    # block by block, so that a run of hours that is stopped has as many futures of every case
    tasks = [
        (name, regime, range(first, min(first + BLOCK, futures)), forecasts[name])
        for first in range(0, futures, BLOCK)
        for name in EMERGENCIES
        for regime in REGIMES
    ]
    VAR.mkdir(exist_ok=True)
    parts = []
    with ProcessPoolExecutor(PROCESSES) as pool:
        for part in pool.map(_replay_task, tasks):
            parts.append(part)
            runs = pd.concat(parts, ignore_index=True)
            runs.to_csv(VAR / "replay.csv", index=False)
    print(compared(runs).to_string(index=False))
    return holds(runs)


def model_without_them() -> ForecastModel:
    """A model that has seen none of the emergencies, nor any site of the countries around them."""
    choices = read_hyperparameters(PROJECT / "models" / "hyperparameters.toml")
    left_out = [*EMERGENCIES, *(f"unhcrwash/{country}" for name in EMERGENCIES for country in NEIGHBOURS[name])]
    return train_models(lighter(choices), rebuilt_examples(DATA, choices).without(left_out)).model


def forecasts_of(name: str, model: ForecastModel) -> Forecasts:
    """People ahead of every Sunday of an emergency, shape (n_camps, AHEAD, 9)."""
    history = real_history(name)
    starts = history.starts(WEEKS)
    operation = emergency_operation(history, name, "stock", starts[0])
    camps, found = pd.Index(operation.camps[Camps.camp_id]), {}
    for day in pd.date_range(starts[0], periods=len(starts) + WEEKS, freq="7D"):
        table = forecast_population(operation, day, AHEAD, model)
        people = np.zeros((len(camps), AHEAD, len(QUANTILES)))
        counted = table[ForecastTable.camp_id].unique()
        people[camps.get_indexer(counted)] = table[list(QUANTILES)].to_numpy().reshape(len(counted), AHEAD, -1)
        found[day] = people
    return found


_history = cache(real_history)


def _replay_task(task: tuple[str, str, range, Forecasts]) -> pd.DataFrame:
    return replay(*task)


def replay(name: str, regime: str, futures: range, forecasts: Forecasts) -> pd.DataFrame:
    """Figures of every policy in some futures of an emergency and regime."""
    history = _history(name)
    starts = history.starts(WEEKS)
    rows = []
    for future in futures:
        start = starts[np.random.default_rng([future, 7]).integers(len(starts))]
        operation = emergency_operation(history, name, regime, start, future)
        ground = lay_ground(operation, Scenario(weeks=AHEAD), start, WEEKS)
        world = real_worlds(ground, [future])[0]
        asked: list[Policy] = list(ALWAYS)
        if future % FEWER == 0:
            asked += [*SOMETIMES, KnowsPeople(world)]
        for policy in asked:
            run = run_policy(ground, world, policy, lambda day, _counts: forecasts[day])
            rows.append(
                {
                    "emergency": name,
                    "regime": regime,
                    "start": start,
                    "future": future,
                    "policy": policy.name,
                    **figures_of(ground, run),
                }
            )
    print(f"{name} {regime}: futures {futures.start} to {futures.stop - 1}", flush=True)
    return pd.DataFrame(rows)


def beside_pro_rata(runs: pd.DataFrame) -> pd.DataFrame:
    """Each run with pro-rata's figures of the same future: ``less`` (share fewer without), ``dearer``, ``worst``."""
    where = ["emergency", "regime", "future"]
    base = runs[runs["policy"] == PRO_RATA].set_index(where)
    at = pd.MultiIndex.from_frame(runs[where])
    base = base.reindex(at).reset_index(drop=True)
    runs = runs.reset_index(drop=True)
    return runs.assign(
        less=1 - runs["weighted_unmet"] / base["weighted_unmet"],
        dearer=runs["cost_usd"] / base["cost_usd"] - 1,
        dearer_each=runs["transport_usd_per_person_week"] / base["transport_usd_per_person_week"] - 1,
        worst_gain=runs["worst_coverage"] - base["worst_coverage"],
        pro_rata_unmet=base["weighted_unmet"],
        pro_rata_usd=base["cost_usd"],
        pro_rata_worst=base["worst_coverage"],
    )


def compared(runs: pd.DataFrame) -> pd.DataFrame:
    """A row per emergency, regime and policy: means over the futures and how far the futures spread."""
    rows = []
    for (name, regime, policy), mine in beside_pro_rata(runs).groupby(["emergency", "regime", "policy"], sort=False):
        low, high = mine["less"].quantile([0.1, 0.9])
        rows.append(
            {
                "emergency": name,
                "regime": regime,
                "policy": policy,
                "futures": len(mine),
                "without, thousands": f"{mine['weighted_unmet'].mean() / 1000:,.0f}",
                "less": f"{1 - mine['weighted_unmet'].sum() / mine['pro_rata_unmet'].sum():+.1%}",
                "less, 80 % of futures": f"{low:+.1%} to {high:+.1%}",
                "more in": f"{(mine['less'] < -1e-9).mean():.0%}",
                "money": f"{mine['cost_usd'].sum() / mine['pro_rata_usd'].sum() - 1:+.1%}",
                "USD each": f"{mine['dearer_each'].mean():+.1%}",
                "worst camp": f"{mine['worst_coverage'].mean():.1%}",
                "beside": f"{mine['pro_rata_worst'].mean():.1%}",
                "worse in": f"{(mine['worst_gain'] < -1e-6).mean():.0%}",
                "waste t": f"{mine['waste_t'].mean():,.0f}",
                "weeks late": f"{mine['weeks_late'].mean():.2f}",
                "Gini": f"{mine['gini'].mean():.3f}",
            }
        )
    return pd.DataFrame(rows)


def holds(runs: pd.DataFrame) -> bool:
    """Whether each bound holds in the mean of the futures; those that do not are named."""
    faults = []
    for (name, regime, policy), mine in beside_pro_rata(runs).groupby(["emergency", "regime", "policy"], sort=False):
        ratio = mine["weighted_unmet"].sum() / mine["pro_rata_unmet"].sum()
        dearer = mine["cost_usd"].sum() / mine["pro_rata_usd"].sum() - 1
        if policy == "planner" and ratio > 1 + 1e-9:
            faults.append(f"{name} {regime}: the planner leaves more without than pro-rata ({ratio:.3f})")
        if policy == "planner" and regime != "stock" and ratio > FEWER_SHARE:
            faults.append(f"{name} {regime}: {1 - ratio:.1%} fewer without, {1 - FEWER_SHARE:.0%} wanted")
        if policy == "planner" and regime != "stock" and dearer > 1e-9:
            faults.append(f"{name} {regime}: costs {dearer:.1%} more")
        if policy in ("worst_off", "leximin") and (mine["worst_gain"] < -1e-6).any():
            share, least = (mine["worst_gain"] < -1e-6).mean(), mine["worst_gain"].min()
            faults.append(
                f"{name} {regime} {policy}: worst camp below pro-rata's in {share:.0%}, by up to {-least:.1%}"
            )
    print("\n".join(["", "Not reached:", *faults] if faults else ["", "Every bound holds."]))
    return not faults
