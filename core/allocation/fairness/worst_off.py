"""Worst-off camp first: raise the least coverage of any camp as far as it goes, then minimise the objective."""

from core.allocation.fairness.camp_level import add_level as extend, raise_level
from core.allocation.solve import Session

__all__ = ["extend", "optimise"]


def optimise(session: Session) -> None:
    """First the least coverage, then the objective with that held."""
    raise_level(session)
    session.minimise(session.program.cost, "Looking for the plan that leaves least need unmet")
