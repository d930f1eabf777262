"""What one more unit of a nutrient costs: at the margin, and solved anew."""

import numpy as np
import pandas as pd

from core.domain.ration import RationNutrients
from core.errors import Infeasible
from core.ration.problem import Problem
from core.ration.read_back import eaten
from core.ration.solve import Solution, solve


def nutrients_table(problem: Problem, solution: Solution) -> pd.DataFrame:
    """``RationNutrients``; beside the shadow price stands a solve with one unit more required.

    A unit may be a large part of what is required. Cost is convex in the requirement, so that the unit more costs at
    least what the shadow price says; the difference of two solves that falls below it is rounding of the solver.
    """
    return pd.DataFrame(
        {
            RationNutrients.nutrient: problem.nutrients,
            RationNutrients.unit: pd.Series(problem.units, dtype="str").replace("", np.nan),
            RationNutrients.amount: problem.content @ eaten(solution),
            RationNutrients.requirement: problem.required,
            RationNutrients.maximum: np.where(np.isfinite(problem.maximum), problem.maximum, np.nan),
            RationNutrients.price_usd: solution.nutrient_usd,
            RationNutrients.one_more_usd: np.maximum(
                [_one_more(problem, at, solution.usd_per_person_day) for at in range(len(problem.nutrients))],
                solution.nutrient_usd,
            ),
        }
    )


def _one_more(problem: Problem, nutrient: int, usd_per_person_day: float) -> float:
    try:
        return solve(problem.with_more(nutrient, 1.0)).usd_per_person_day - usd_per_person_day
    except Infeasible:
        return np.nan
