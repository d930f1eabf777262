"""Worst-off camp first: raise the least coverage of any camp as far as it goes, then minimise the objective."""

import numpy as np

from core.allocation.linear_program import NO_ROW, ProgramBuilder
from core.allocation.problem import Problem
from core.allocation.solve import Session

TOLERANCE = 1e-7
"""Coverage the second stage may give up against the first."""


def extend(builder: ProgramBuilder, problem: Problem) -> None:
    """Add the least coverage as a column, and for each camp with need that its coverage is no less."""
    camps = np.flatnonzero(problem.camp_needed > 0)
    level = builder.add_columns("level", {"all": np.zeros(1, int)}, upper=1.0)
    if not camps.size:
        return
    # A row is divided by the largest weight of its camp: coefficients near 1 instead of people per unit.
    scale = np.zeros(problem.n_camps)
    np.maximum.at(scale, problem.pair_camp, problem.person_weight)
    needed = problem.camp_needed[camps] / scale[camps]
    first = builder.add_rows("worst_off", {"camp": camps}, upper=needed)
    row = np.full(problem.n_camps, NO_ROW)
    row[camps] = first + np.arange(camps.size)
    unmet = builder.blocks["unmet"]
    pair = unmet["pair"]
    camp = problem.pair_camp[pair]
    unmet.enter(row[camp], problem.person_weight[pair] / scale[camp])
    for position, amount in enumerate(needed):
        level.enter(first + position, amount)


def optimise(session: Session) -> None:
    """First the least coverage, then the objective with that held."""
    program = session.program
    column = program.columns["level"].start
    highest = np.zeros(program.n_columns)
    highest[column] = -1.0
    values = session.minimise(highest, "Raising the coverage of the worst-off camp")
    session.raise_lower_bound(column, max(0.0, values[column] - TOLERANCE))
    session.minimise(program.cost, "Looking for the plan that leaves least need unmet")
