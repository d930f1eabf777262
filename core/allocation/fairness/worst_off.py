"""Worst-off camp first: raise the least coverage of any camp as far as it goes, then minimise the objective."""

import numpy as np

from core.allocation.linear_program import NO_ROW, ProgramBuilder
from core.allocation.problem import Problem
from core.allocation.solve import Session

TOLERANCE = 1e-7
"""Coverage the second stage may give up against the first."""


def extend(builder: ProgramBuilder, problem: Problem) -> None:
    """Add the least coverage as a column, and for each camp with need that its coverage is no less."""
    level = builder.add_columns("level", {"all": np.zeros(1, int)}, upper=1.0)
    camps, scale, needed = _needed(problem)
    if not camps.size:
        return
    first = builder.add_rows("worst_off", {"camp": camps}, upper=needed)
    row = np.full(problem.n_camps, NO_ROW)
    row[camps] = first + np.arange(camps.size)
    unmet = builder.blocks["unmet"]
    pair = unmet["pair"]
    camp = problem.pair_camp[pair]
    unmet.enter(row[camp], problem.person_weight[pair] / scale[camp])
    for position, amount in enumerate(needed):
        level.enter(first + position, amount)


def _needed(problem: Problem) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Camps with need, the largest weight at every camp, and what each of the first needs over that weight.

    So divided, the coefficients of a row are near 1 instead of people per unit.
    """
    camps = np.flatnonzero(problem.camp_needed > 0)
    scale = np.zeros(problem.n_camps)
    np.maximum.at(scale, problem.pair_camp, problem.person_weight)
    return camps, scale, problem.camp_needed[camps] / scale[camps]


def optimise(session: Session) -> None:
    """First the least coverage, then the objective with that held."""
    program = session.program
    column = program.columns["level"].start
    highest = np.zeros(program.n_columns)
    # In units of goods, not as a share: one unit is a millionth of a share, below the solver's tolerance.
    highest[column] = -_needed(session.problem)[2].max(initial=1.0)
    values = session.minimise(highest, "Raising the coverage of the worst-off camp")
    session.raise_lower_bound(column, max(0.0, values[column] - TOLERANCE))
    session.minimise(program.cost, "Looking for the plan that leaves least need unmet")
