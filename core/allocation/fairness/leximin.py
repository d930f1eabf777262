"""Camp by camp from the worst off: raise the least coverage, hold the camps that cannot have more, raise the next."""

import numpy as np

from core.allocation.fairness.camp_level import (
    TOLERANCE,
    add_camp_rows,
    add_level,
    most_without,
    needed_of_camps,
    needed_then_and_before,
    raise_level,
)
from core.allocation.linear_program import ProgramBuilder
from core.allocation.problem import Problem
from core.allocation.solve import Session

FULL_WITHIN = 1e-6
"""Share by which a coverage may miss what counts as full, or as at the level."""
LEAST_PRICE = 1e-7
"""Prices of the camps' rows at a level add up to about 1; what is below this is rounding."""


def extend(builder: ProgramBuilder, problem: Problem) -> None:
    """The level that is raised, and for each camp a row that holds what it has reached."""
    add_level(builder, problem)
    add_camp_rows(builder, problem, "held", needed_of_camps(problem)[2])


def optimise(session: Session) -> None:
    """Raise level after level until every camp is held, then minimise the objective.

    The camps that hold a level down are those whose rows have a price there; at least one has, so there are no more
    levels than camps. Where trips or units are whole there are no prices: the camps that stand at the level are held.
    """
    program, problem = session.program, session.problem
    level_rows, held_rows = (
        np.arange(rows.start, rows.stop) for rows in (program.rows["worst_off"], program.rows["held"])
    )
    is_free = np.ones(level_rows.size, bool)
    while is_free.any():
        level = raise_level(session)
        if level >= 1 - FULL_WITHIN:
            break
        tight = is_free & _holds_level_down(session, level_rows, is_free)
        session.limit_rows(held_rows[tight], upper=most_without(problem, level - TOLERANCE)[tight])
        session.limit_rows(level_rows[tight], upper=np.full(tight.sum(), np.inf))
        is_free &= ~tight
    session.minimise(program.cost, "Looking for the plan that leaves least need unmet")


def _holds_level_down(session: Session, rows: np.ndarray, is_free: np.ndarray) -> np.ndarray:
    prices = session.prices(rows)
    priced = is_free & (np.abs(prices) > LEAST_PRICE)
    if priced.any():
        return priced
    room = (most_without(session.problem, 0.0) - session.activity(rows)) / needed_then_and_before(session.problem)
    return room <= room[is_free].min() + FULL_WITHIN
