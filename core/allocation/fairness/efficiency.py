"""Efficiency: the least weighted person-weeks without, whoever bears them."""

from core.allocation.linear_program import ProgramBuilder
from core.allocation.problem import Problem
from core.allocation.solve import Session


def extend(builder: ProgramBuilder, problem: Problem) -> None:
    """The model as it is says all."""


def optimise(session: Session) -> None:
    """Minimise the objective."""
    session.minimise(session.program.cost, "Looking for the plan that leaves least need unmet")
