"""What came of policies over many futures: tables and figures, one row a policy and future."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.comparison.lorenz import gini, lorenz_curve
from core.domain.groups import last_counts_of
from core.domain.indicators import units_per_person_week
from core.domain.schemas import GROUPS, Camps, Items, Population, SimulatedFigures, SimulatedWeeks, SimulatedWithout
from core.simulation.ground import Ground
from core.simulation.run import Run

EVERYBODY = "everybody"
"""What stands in the column of groups for all people of the camps."""


@dataclass(frozen=True, eq=False)
class Outcomes:
    """What came of some policies.

    Attributes
    ----------
    weeks
        ``SimulatedWeeks``: need, delivered and unmet by policy, future, week, camp and item.
    figures
        ``SimulatedFigures``: a row a policy and future.
    without
        ``SimulatedWithout``: person-weeks without by policy, item and group, mean over the futures.
    """

    weeks: pd.DataFrame
    figures: pd.DataFrame
    without: pd.DataFrame


def outcomes_of(ground: Ground, runs: Sequence[tuple[str, int, Run]]) -> Outcomes:
    """Tables of runs, each with the name of its policy and the number of its future."""
    figures = pd.DataFrame(
        [
            {SimulatedFigures.policy: name, SimulatedFigures.future: future, **figures_of(ground, run)}
            for name, future, run in runs
        ],
        columns=SimulatedFigures.column_names(),
    )
    return Outcomes(weeks_of(ground, runs), figures, _without(ground, runs))


def figures_of(ground: Ground, run: Run) -> dict[str, object]:
    """Figures of one run, as ``SimulatedFigures`` names them.

    Person-weeks, coverage and waiting are those of a plan: of once items everybody to whom one has become due waits in
    every week until it is there.
    """
    problem, weight = ground.problem, _weight(ground)
    unmet = run.need - run.delivered
    without = (unmet.sum(axis=2) * weight).sum(axis=1)
    needed = (run.needed.sum(axis=2) * weight).sum(axis=1)
    in_need = needed > 0
    coverage = np.clip(1.0 - without[in_need] / needed[in_need], 0.0, 1.0)
    camps = ground.operation.camps[Camps.camp_id].to_numpy()[in_need]
    vulnerability = problem.vulnerability.reshape(len(weight), -1)[:, 0]
    person = _per_unit(ground)
    served = ((run.needed - unmet).sum(axis=2) * person).sum()
    once = ground.standards.once
    waited = (unmet[:, once].sum(axis=2) * person[:, once]).sum()
    wanted = (run.needed[:, once].max(axis=2, initial=0.0) * person[:, once]).sum()
    transport, purchase = float(run.transport_usd.sum()), float(run.purchase_usd.sum())
    worst = int(coverage.argmin()) if coverage.size else -1
    curve = lorenz_curve(pd.Series(needed[in_need], index=camps), pd.Series(coverage, index=camps))
    return {
        "weighted_unmet": float(without @ vulnerability),
        "cost_usd": transport + purchase,
        "transport_usd": transport,
        "purchase_usd": purchase,
        "worst_coverage": float(coverage[worst]) if worst >= 0 else 1.0,
        "worst_camp": str(camps[worst]) if worst >= 0 else "",
        "gini": gini(curve),
        "waste_t": run.expired_t + run.disposed_t + run.over_delivered_t,
        "expired_t": run.expired_t,
        "disposed_t": run.disposed_t,
        "over_delivered_t": run.over_delivered_t,
        "weeks_late": float(waited / wanted) if wanted > 0 else np.nan,
        "person_weeks_served": float(served),
        "transport_usd_per_person_week": transport / float(served) if served > 0 else np.nan,
        "cut_t": float(run.cut_t.sum()),
    }


def _per_unit(ground: Ground) -> np.ndarray:
    """Person-weeks a unit stands for; 0 where no standard says what a person needs, shape (n_camps, n_items)."""
    units = units_per_person_week(ground.operation).to_numpy()
    return np.divide(1.0, units, out=np.zeros_like(units), where=units > 0)


def _weight(ground: Ground) -> np.ndarray:
    """Priority-weighted person-weeks a unit stands for, shape (n_camps, n_items)."""
    return _per_unit(ground) * ground.problem.priority[None, :]


def weeks_of(ground: Ground, runs: Sequence[tuple[str, int, Run]]) -> pd.DataFrame:
    """``SimulatedWeeks`` of runs; camps and items nobody needs anything of are left out."""
    camps, items = ground.operation.camps[Camps.camp_id], ground.operation.items[Items.item_id]
    parts = []
    for name, future, run in runs:
        camp, item, week = np.nonzero(run.need > 0)
        need, delivered = run.need[camp, item, week], run.delivered[camp, item, week]
        parts.append(
            pd.DataFrame(
                {
                    SimulatedWeeks.policy: pd.array([name] * need.size, dtype="str"),
                    SimulatedWeeks.future: future,
                    SimulatedWeeks.week: ground.sundays.to_numpy("datetime64[ns]")[week],
                    SimulatedWeeks.camp_id: camps.array.take(camp),
                    SimulatedWeeks.item_id: items.array.take(item),
                    SimulatedWeeks.need: need,
                    SimulatedWeeks.delivered: delivered,
                    SimulatedWeeks.unmet: need - delivered,
                }
            )
        )
    table = pd.concat(parts, ignore_index=True)
    order = [SimulatedWeeks.policy, SimulatedWeeks.future, SimulatedWeeks.week]
    return table.sort_values(order, kind="stable", ignore_index=True)


def _without(ground: Ground, runs: Sequence[tuple[str, int, Run]]) -> pd.DataFrame:
    shares, items = _group_shares(ground), ground.operation.items
    person = _per_unit(ground)
    rows = []
    for name in dict.fromkeys(name for name, _, _ in runs):
        mine = [run for of, _, run in runs if of == name]
        unmet = sum((run.need - run.delivered).sum(axis=2) for run in mine) / len(mine)
        person_weeks = unmet * person
        for group, share in shares.items():
            of_item = (person_weeks * share).sum(axis=0)
            rows += [
                (name, item, group, float(amount))
                for item, amount, is_for in zip(
                    items[Items.item_id], of_item, np.asarray(share.any(axis=0)), strict=True
                )
                if is_for
            ]
    return pd.DataFrame(rows, columns=SimulatedWithout.column_names())


def _group_shares(ground: Ground) -> dict[str, np.ndarray]:
    """Share of what a camp lacks of an item that a group lacks, by group, shape (n_camps, n_items).

    Of an item for everybody a group lacks its share of the camp's people; an item for a group it lacks whole.
    """
    camps, items = ground.operation.camps[Camps.camp_id], ground.operation.items
    found = {EVERYBODY: np.ones((len(camps), len(items)))}
    for group in GROUPS:
        last = last_counts_of(ground.operation, group, ground.start)
        if last.empty:
            continue
        own = (last[group] / last[Population.population]).clip(upper=1.0)
        share = own.reindex(camps).fillna(float(own.mean())).to_numpy(float)[:, None]
        for_all = items[Items.group].isna().to_numpy()[None, :]
        found[group] = np.where(for_all, share, (items[Items.group] == group).to_numpy(float)[None, :])
    return found
