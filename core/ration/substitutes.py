"""What takes the place of a food of the ration when it is dropped, and what that costs more."""

import numpy as np
import pandas as pd

from core.domain.ration import RationSubstitutes
from core.errors import Infeasible
from core.ration.problem import Problem
from core.ration.read_back import eaten
from core.ration.solve import Solution, solve

SEEN_G = 1e-3
"""Grams per person and day from which a change of a food is told."""


def substitutes_table(problem: Problem, solution: Solution) -> pd.DataFrame:
    """``RationSubstitutes``: the ration solved anew without each of its foods, the dearest loss first.

    One row per food that changes, the food that is dropped left out; one row with a reason where no ration is left.
    """
    before = eaten(solution)
    frames = [
        _dropped(problem, int(food), before, solution.usd_per_person_day) for food in np.flatnonzero(before > SEEN_G)
    ]
    columns = RationSubstitutes.column_names()
    if not frames:
        return pd.DataFrame(columns=columns)
    frames.sort(key=lambda frame: -np.nan_to_num(frame[RationSubstitutes.more_usd].iloc[0], nan=np.inf))
    return pd.concat([frame.astype({RationSubstitutes.item_id: object}) for frame in frames], ignore_index=True)[
        columns
    ]


def _dropped(problem: Problem, food: int, before: np.ndarray, usd_per_person_day: float) -> pd.DataFrame:
    rows: list[tuple[object, ...]]
    try:
        after = solve(problem.left_out(food))
    except Infeasible as error:
        rows = [(problem.foods[food], None, np.nan, np.nan, "; ".join(error.limits))]
    else:
        change = eaten(after) - before
        changed = np.flatnonzero(np.abs(change) > SEEN_G)
        changed = changed[np.argsort(-change[changed], kind="stable")]
        # fewer choices never cost less: what falls below 0 is rounding of the solver
        more = max(after.usd_per_person_day - usd_per_person_day, 0.0)
        rows = [(problem.foods[food], problem.foods[f], change[f], more, None) for f in changed if f != food]
        rows = rows or [(problem.foods[food], None, np.nan, more, None)]
    return pd.DataFrame(
        rows,
        columns=[
            RationSubstitutes.dropped_id,
            RationSubstitutes.item_id,
            RationSubstitutes.change_g,
            RationSubstitutes.more_usd,
            RationSubstitutes.reason,
        ],
    ).astype({RationSubstitutes.reason: object})
