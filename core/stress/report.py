"""What many futures say of one plan, and of several beside each other."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandera.typing import Series

from core.domain.schemas import Table
from core.domain.schemas.column import column
from core.stress.replay import Replay


class StressedCamps(Table):
    """How a camp fares over the futures, the likeliest to fall short first."""

    _key = ("camp_id",)

    camp_id: Series[str] = column("Camp")
    planned: Series[float] = column("Need met as planned", "share", ge=0, le=1)
    chance_under: Series[float] = column("Chance of falling under the threshold", "share", ge=0, le=1)
    coverage_q10: Series[float] = column("Need met, 10 % quantile", "share", ge=0, le=1)
    coverage_q50: Series[float] = column("Need met, median", "share", ge=0, le=1)
    coverage_q90: Series[float] = column("Need met, 90 % quantile", "share", ge=0, le=1)
    beyond_plan: Series[float] = column(
        "Person-weeks lacking beyond the plan, mean", "person-weeks",
        description="What not knowing the people costs at most; the camp where it is largest is worth a count",
    )  # fmt: skip


class Regret(Table):
    """How far a plan falls behind the best of those compared, future by future."""

    _key = ("plan",)

    plan: Series[str] = column("Plan")
    mean_unmet: Series[float] = column("Weighted person-weeks without, mean", ge=0)
    worst_tenth: Series[float] = column("The same, mean of the worst tenth of futures", ge=0)
    mean_regret: Series[float] = column("Behind the best plan of each future, mean", ge=0)
    max_regret: Series[float] = column("Behind the best plan of a future, at most", ge=0)
    best_share: Series[float] = column("Futures in which it is the best", "share", ge=0, le=1)


@dataclass(frozen=True, eq=False)
class Stress:
    """A plan over many futures.

    Attributes
    ----------
    camps
        ``StressedCamps``.
    futures
        How many were drawn.
    threshold
        Share of need met under which a camp counts as short.
    chance_any_under
        Share of futures in which at least one camp falls under it.
    mean_unmet, planned_unmet
        Weighted person-weeks without: mean over the futures, and as planned.
    """

    camps: pd.DataFrame
    futures: int
    threshold: float
    chance_any_under: float
    mean_unmet: float
    planned_unmet: float


def stress_of(futures: Replay, planned: Replay, threshold: float) -> Stress:
    """Figures of a plan; ``planned`` is its replay over the one future it was made for."""
    # as printed: nothing that is shown as 80 % counts as less
    under = futures.coverage.round(2) < threshold
    low, middle, high = np.quantile(futures.coverage, (0.1, 0.5, 0.9), axis=1)
    camps = pd.DataFrame(
        {
            StressedCamps.camp_id: pd.Series(futures.camp_ids, dtype="str"),
            StressedCamps.planned: planned.coverage[:, 0],
            StressedCamps.chance_under: under.mean(axis=1),
            StressedCamps.coverage_q10: low,
            StressedCamps.coverage_q50: middle,
            StressedCamps.coverage_q90: high,
            StressedCamps.beyond_plan: np.maximum(futures.without - planned.without, 0.0).mean(axis=1),
        }
    )
    camps = camps.sort_values(
        [StressedCamps.chance_under, StressedCamps.coverage_q10], ascending=[False, True], kind="stable"
    ).reset_index(drop=True)
    return Stress(
        camps=camps,
        futures=futures.coverage.shape[1],
        threshold=threshold,
        chance_any_under=float(under.any(axis=0).mean()) if len(camps) else 0.0,
        mean_unmet=float(futures.weighted_unmet.mean()),
        planned_unmet=float(planned.weighted_unmet[0]),
    )


def regret_of(plans: Mapping[str, Replay]) -> pd.DataFrame:
    """``Regret`` of plans replayed over the same futures, the least mean first."""
    unmet = np.stack([replay.weighted_unmet for replay in plans.values()])
    best = unmet.min(axis=0)
    tenth = max(1, unmet.shape[1] // 10)
    table = pd.DataFrame(
        {
            Regret.plan: pd.Series(list(plans), dtype="str"),
            Regret.mean_unmet: unmet.mean(axis=1),
            Regret.worst_tenth: np.sort(unmet, axis=1)[:, -tenth:].mean(axis=1),
            Regret.mean_regret: (unmet - best).mean(axis=1),
            Regret.max_regret: (unmet - best).max(axis=1),
            Regret.best_share: (unmet <= best * (1 + 1e-9) + 1e-9).mean(axis=1),
        }
    )
    return table.sort_values(Regret.mean_unmet, kind="stable").reset_index(drop=True)
