"""Coverage of every camp against one level, which two rules raise: its rows, and how it is raised.

Where the scenario looks back, a camp's coverage is that of the weeks before the start and of the planned weeks
together: what it went without then stands beside what it goes without now, and the level is a share of what it needed
in both.
"""

import numpy as np

from core.allocation.linear_program import NO_ROW, ProgramBuilder
from core.allocation.problem import Problem
from core.allocation.solve import Session

TOLERANCE = 1e-7
"""Coverage a later stage may give up against the one before."""


def add_level(builder: ProgramBuilder, problem: Problem) -> None:
    """Add the least coverage as a column, and for each camp with need that its coverage is no less."""
    level = builder.add_columns("level", {"all": np.zeros(1, int)}, upper=1.0)
    first = add_camp_rows(builder, problem, "worst_off", most_without(problem, 0.0))
    for position, amount in enumerate(needed_then_and_before(problem)):
        level.enter(first + position, amount)


def add_camp_rows(builder: ProgramBuilder, problem: Problem, name: str, most: np.ndarray) -> int:
    """Add for each camp with need: what it goes without, in units as ``needed_of_camps`` has, <= ``most``.

    Returns
    -------
    int
        The first row.
    """
    camps, scale, _ = needed_of_camps(problem)
    first = builder.add_rows(name, {"camp": camps}, upper=most)
    row = np.full(problem.n_camps, NO_ROW)
    row[camps] = first + np.arange(camps.size)
    unmet = builder.blocks["unmet"]
    pair = unmet["pair"]
    camp = problem.pair_camp[pair]
    unmet.enter(row[camp], problem.person_weight[pair] / np.where(scale > 0, scale, 1.0)[camp])
    return first


def needed_of_camps(problem: Problem) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Camps with need, the largest weight at every camp, and what each of the first needs over that weight.

    So divided, the coefficients of a row are near 1 instead of people per unit.
    """
    camps = np.flatnonzero(problem.camp_needed > 0)
    scale = np.zeros(problem.n_camps)
    np.maximum.at(scale, problem.pair_camp, problem.person_weight)
    return camps, scale, problem.camp_needed[camps] / scale[camps]


def needed_then_and_before(problem: Problem) -> np.ndarray:
    """What the camps with need need in the weeks planned and, where the scenario looks back, in those before.

    Shape and units as the third of ``needed_of_camps``.
    """
    camps, scale, needed = needed_of_camps(problem)
    return needed + problem.past_needed[camps] / scale[camps]


def most_without(problem: Problem, level: float) -> np.ndarray:
    """What each of those camps may go without in the weeks planned so that its coverage is at a level, in such units.

    Below 0 where the weeks before have left more unmet than that.
    """
    camps, scale, _ = needed_of_camps(problem)
    return needed_then_and_before(problem) * (1.0 - level) - problem.past_without[camps] / scale[camps]


def raise_level(session: Session) -> float:
    """Raise the least coverage as far as it goes, and hold it from now on; returns it."""
    program = session.program
    column = program.columns["level"].start
    highest = np.zeros(program.n_columns)
    # In units of goods, not as a share: one unit is a millionth of a share, below the solver's tolerance.
    highest[column] = -needed_then_and_before(session.problem).max(initial=1.0)
    values = session.minimise(highest, "Raising the coverage of the worst-off camp")
    level = max(0.0, float(values[column]) - TOLERANCE)
    session.raise_lower_bound(column, level)
    return level
