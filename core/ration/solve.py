"""The program solved: values and shadow prices, or the limits that cannot hold together, in words."""

from dataclasses import dataclass

import highspy
import numpy as np

from core.allocation.array_problem import ArrayProblem, HiGHSArrays
from core.allocation.linear_program import LinearProgram
from core.errors import Infeasible, SolverFailed
from core.ration.impossible import limits_in_conflict, reasons_beforehand
from core.ration.model import build_model, requirement_size
from core.ration.problem import Problem

WAYS: tuple[dict[str, float | str], ...] = (
    {"presolve": "off", "primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    {"presolve": "on", "primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
    {"presolve": "off", "primal_feasibility_tolerance": 1e-9, "dual_feasibility_tolerance": 1e-9},
    {"presolve": "on"},
)
"""Options of the solver, tried in turn until one ends with a proof. The first tolerance is the least HiGHS takes, so
that results need no rounding; at it HiGHS gives up on some programs that it solves at the next."""

_NO_RATION = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)

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
    array_problem, highs = _proven(program)
    if highs.getModelStatus() in _NO_RATION:
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


def _proven(program: LinearProgram) -> tuple[ArrayProblem, highspy.Highs]:
    """The program solved as exactly as it can be; the last way tried where none ends with a proof."""
    for ways in WAYS:
        array_problem = ArrayProblem(program, "ration")
        array_problem.solve(HiGHSArrays(**ways))
        highs: highspy.Highs = array_problem.solverModel
        if highs.getModelStatus() in (highspy.HighsModelStatus.kOptimal, *_NO_RATION):
            break
    return array_problem, highs


def _infeasible(reasons: tuple[str, ...]) -> Infeasible:
    first = reasons[0] if len(reasons) == 1 else "these limits cannot hold together: " + "; ".join(reasons)
    return Infeasible(
        f"No ration can be designed: {first}.",
        limits=reasons,
        hint="Widen one of them: a food's ration_min_g or ration_max_g, what is on offer, a road's trips, or what "
        "is required.",
    )
