"""The question of a dispatch from words."""

import datetime as dt
from typing import cast

from core.domain.dispatch import DispatchRequest, Objective
from core.errors import InvalidScenario


def asked_dispatch(week: str, objective: str = "cost") -> DispatchRequest:
    """The dispatch of the week that ends on a Sunday given as text.

    Raises
    ------
    InvalidScenario
        If it is no date, or no Sunday, or the objective is none.
    """
    try:
        day = dt.date.fromisoformat(week.strip())
    except ValueError as error:
        raise InvalidScenario(f"“{week[:40]}” is no date.", hint="Write it as in 2026-11-08.") from error
    return DispatchRequest(day, cast(Objective, objective))
