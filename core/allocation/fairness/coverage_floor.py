"""Coverage floor: no camp under a stated share of its need, or as little under it as can be; then the objective."""

import numpy as np

from core.allocation.fairness.camp_level import add_camp_rows, needed_of_camps
from core.allocation.linear_program import ProgramBuilder
from core.allocation.problem import Problem
from core.allocation.solve import Session

TOLERANCE = 1e-7
"""Share of what all camps need that a later stage may fall further under the floor."""


def extend(builder: ProgramBuilder, problem: Problem) -> None:
    """Add for each camp with need what it falls under the floor, and the sum of all."""
    camps, scale, needed = needed_of_camps(problem)
    short = builder.add_columns("short", {"camp": camps}, upper=problem.coverage_floor * needed)
    first = add_camp_rows(builder, problem, "floor", (1 - problem.coverage_floor) * needed)
    short.enter(first + np.arange(camps.size), -1.0)
    in_all = builder.add_rows("short_in_all", {"all": np.zeros(1, int)}, upper=np.inf)
    short.enter(in_all, scale[camps])


def optimise(session: Session) -> None:
    """First the least weighted person-weeks under the floor, then the objective with that held."""
    program, problem = session.program, session.problem
    camps, scale, _ = needed_of_camps(problem)
    shortfall = np.zeros(program.n_columns)
    shortfall[program.columns["short"]] = scale[camps]
    values = session.minimise(shortfall, "Lifting every camp to the floor")
    least = float(shortfall @ values)
    row = np.array([program.rows["short_in_all"].start])
    session.limit_rows(row, upper=least + TOLERANCE * problem.camp_needed.sum())
    session.minimise(program.cost, "Looking for the plan that leaves least need unmet")
