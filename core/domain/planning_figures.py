"""Planning figures: how many people somebody expects at a camp that was hardly counted or not at all."""

import pandas as pd

from core.domain.operation import Operation
from core.domain.real_counts import real_counts
from core.domain.schemas import Camps, Population
from core.locale import message

LABEL = message("planning figure, not a count")
"""Said wherever people of such a camp are seen."""


def planning_figures(operation: Operation, as_of: pd.Timestamp) -> pd.DataFrame:
    """Figures that a forecast of a day may use.

    A camp has one where its figure was set on or before the day (or on a day nobody wrote down), it is not closed, and
    it had at most one real count by then that was not 0. Two counts are facts enough: the figure is then left aside.

    Returns
    -------
    pandas.DataFrame
        By camp_id: people (the figure), by (blank where not told), date (blank where not told), counts (0 or 1; a lone
        count of 0 people is none).
    """
    camps = operation.camps.set_index(Camps.camp_id)
    counts = real_counts(operation, as_of)
    counted = counts.groupby(Population.camp_id)[Population.population].agg(["size", "max"])
    number, largest = (counted[name].reindex(camps.index).fillna(0) for name in ("size", "max"))
    set_on = camps[Camps.planning_people_date]
    wanted = camps[Camps.planning_people].notna() & (set_on.isna() | (set_on <= as_of))
    wanted &= ~(camps[Camps.closed] <= as_of) & (number <= 1)
    table = pd.DataFrame(
        {
            "people": camps[Camps.planning_people].astype(float),
            "by": camps[Camps.planning_people_by],
            "date": set_on,
            "counts": number.where(largest > 0, 0).astype(int),
        }
    )
    return table[wanted]


def are_people_known(operation: Operation, as_of: pd.Timestamp) -> bool:
    """Whether any camp has a real count on or before a day, or a planning figure to begin at."""
    return not real_counts(operation, as_of).empty or not planning_figures(operation, as_of).empty
