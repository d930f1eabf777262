"""The program solved: values and shadow prices, or the limits that cannot hold together, in words."""

from dataclasses import dataclass

import highspy
import numpy as np
import pulp

from core.allocation.array_problem import ArrayProblem, HiGHSArrays
from core.allocation.linear_program import LinearProgram
from core.errors import Infeasible, SolverFailed
from core.ration.impossible import limits_in_conflict, reasons_beforehand
from core.ration.model import build_model, requirement_size
from core.ration.problem import Problem

TOLERANCE = 1e-10
"""Of rows and reduced costs, the least HiGHS takes: results are exact and never rounded."""

MICRO = 1e-6
"""USD per person and day of one unit of the objective."""


@dataclass(frozen=True, eq=False)
class Solution:
    """Columns of the program, and what limits are worth.

    Attributes
    ----------
    program, values
        Values in grams per person and day of all people.
    usd_per_person_day
        Cost of all of it.
    nutrient_usd
        USD per person and day that one more unit required of each nutrient costs, at the margin; shape (n_nutrients,).
    """

    program: LinearProgram
    values: np.ndarray
    usd_per_person_day: float
    nutrient_usd: np.ndarray

    def block(self, name: str) -> np.ndarray:
        """Values of a block of columns, never below 0."""
        return np.maximum(self.values[self.program.columns[name]], 0.0)


def solve(problem: Problem) -> Solution:
    """The cheapest ration, sourcing and flows together.

    Raises
    ------
    Infeasible
        If no ration keeps all limits; names those that clash.
    SolverFailed
        If the solver gives no proven answer.
    """
    reasons = reasons_beforehand(problem)
    if reasons:
        raise _infeasible(reasons)
    program = build_model(problem)
    array_problem = ArrayProblem(program, "ration")
    status = array_problem.solve(
        HiGHSArrays(primal_feasibility_tolerance=TOLERANCE, dual_feasibility_tolerance=TOLERANCE)
    )
    highs: highspy.Highs = array_problem.solverModel
    if status == pulp.LpStatusInfeasible:
        raise _infeasible(limits_in_conflict(highs, program, problem))
    if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal or array_problem.column_values is None:
        raise SolverFailed(
            f"The solver stopped without a proven answer: {highs.modelStatusToString(highs.getModelStatus())}.",
            hint="Look for prices, contents or counts that are many powers of ten apart.",
        )
    values = array_problem.column_values
    duals = np.array(highs.getSolution().row_dual)
    nutrient_usd = np.zeros(len(problem.nutrients))
    rows = program.rows["nutrient_least"]
    nutrient = program.families["nutrient_least"].keys["nutrient"]
    nutrient_usd[nutrient] = np.maximum(duals[rows], 0.0) / requirement_size(problem)[nutrient] * MICRO
    return Solution(program, values, float(program.cost @ np.maximum(values, 0.0)) * MICRO, nutrient_usd)


def _infeasible(reasons: tuple[str, ...]) -> Infeasible:
    first = reasons[0] if len(reasons) == 1 else "these limits cannot hold together: " + "; ".join(reasons)
    return Infeasible(
        f"No ration can be designed: {first}.",
        limits=reasons,
        hint="Widen one of them: a food's ration_min_g or ration_max_g, what is on offer, a road's trips, or what "
        "is required.",
    )
