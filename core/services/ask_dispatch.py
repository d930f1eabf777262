"""The question of a dispatch from words."""

from typing import cast

from core.domain.dispatch import DispatchRequest, Objective
from core.domain.weeks import day_from_text


def asked_dispatch(week: str, objective: str = "cost") -> DispatchRequest:
    """The dispatch of the week that ends on a Sunday given as text.

    Raises
    ------
    InvalidTable
        If it is no date.
    InvalidScenario
        If it is no Sunday, or the objective is none.
    """
    return DispatchRequest(day_from_text(week).date(), cast(Objective, objective))
