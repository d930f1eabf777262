"""Ledger: need counts more at camps that waited last time, up to double where nothing came."""

from core.allocation.linear_program import ProgramBuilder
from core.allocation.problem import Problem
from core.allocation.solve import Session


def extend(builder: ProgramBuilder, problem: Problem) -> None:
    """The model as it is says all."""


def optimise(session: Session) -> None:
    """Minimise the objective with the penalty of unmet need raised by the share of need that past weeks left unmet.

    Unmet need of the futures of a plan for the spread is priced so from the start.
    """
    program, problem = session.program, session.problem
    costs = program.cost.copy()
    costs[program.columns["unmet"]] *= problem.waiting_weight[problem.pair_camp[program.blocks["unmet"]["pair"]]]
    session.minimise(costs, "Looking for the plan that makes up for what camps went without")
