"""Words of the map: its answer, and what its colours mean."""

import pandas as pd

from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.domain.schemas import LEVELS
from core.services.load_situation import Situation
from core.services.tell_map import tell_cover, tell_need_met, tell_people
from core.services.total_people import PeopleInAll
from ui import text
from ui.components.map_controls import DAYS, NEED
from ui.language import say
from ui.maps.ground import TILES_CREDIT


def map_answer(
    what: str,
    operation: Operation,
    camps: pd.DataFrame,
    coverage: pd.DataFrame | None,
    situation: Situation | None,
    in_all: PeopleInAll | None,
    closed: int,
) -> str:
    """The title of the map for the measure in colour."""
    if what == NEED:
        if coverage is None:
            return say("Need met is not known yet: there is no plan")
        return tell_need_met(operation, coverage, closed)
    if what == DAYS and situation is not None:
        return tell_cover(operation, situation.cover)
    return tell_people(camps, in_all)


def what_is_coloured(what: str, scenario: Scenario, operation: Operation, online: bool) -> str:
    """The line under the map: what is coloured, over which days."""
    start = text.date(operation.planning_start)
    weeks = text.counted(scenario.weeks, "week")
    words = {
        NEED: say(
            "Need met over {weeks} from {start} in the plan of “{name}”; {demand}.",
            weeks=weeks,
            start=start,
            name=scenario.name,
            demand=_demand(scenario.planning_quantile),
        ),
        DAYS: say(
            "Days until the emptiest shelf of each camp is empty, from {start}, if nothing comes in.", start=start
        ),
    }.get(what, say("People expected in the first week after {start}, median of the forecast.", start=start))
    return say("{words} Background: {tiles_credit}.", words=words, tiles_credit=TILES_CREDIT) if online else words


def _demand(quantile: float) -> str:
    return (
        say("need by the median forecast")
        if quantile == LEVELS[4]
        else say("need by the {quantile} % quantile", quantile=f"{quantile * 100:.0f}")
    )
