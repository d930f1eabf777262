"""What came of accepted actions: what they promised beside what was handed out or counted since."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.action import ActionKind
from core.domain.operation import Operation
from core.domain.real_counts import real_counts
from core.domain.schemas import Deliveries, Population
from core.domain.weeks import DAYS_PER_WEEK
from core.services.open_operation import OpenOperation
from core.services.resources import Resources
from core.store import ActionAnswer, Answer


@dataclass(frozen=True)
class ActionOutcome:
    """An accepted action, scored.

    Attributes
    ----------
    promised, came
        Person-weeks of the weeks about which something is known: as promised, and as what was handed out makes them.
        ``came`` is None where nothing is known yet.
    known, told
        Camps, items and weeks of which it is known, and those that were promised.
    counted
        Of a count: people counted since, and the day; None where there is no newer count.
    """

    answer: ActionAnswer
    promised: float
    came: float | None
    known: int
    told: int
    counted: tuple[float, pd.Timestamp] | None = None


def action_outcomes(resources: Resources, opened: OpenOperation) -> list[ActionOutcome]:
    """Every accepted action, the newest first."""
    given = [each for each in resources.store.actions.of(opened.version.operation) if each.answer is Answer.ACCEPTED]
    return [_outcome(resources, opened.operation, each) for each in given]


def _outcome(resources: Resources, operation: Operation, given: ActionAnswer) -> ActionOutcome:
    if given.action.kind is ActionKind.COUNT_AGAIN:
        return ActionOutcome(given, 0.0, None, 0, 0, _counted(resources, operation, given))
    gains = pd.DataFrame([vars(gain) for gain in given.action.gains])
    if gains.empty:
        return ActionOutcome(given, 0.0, None, 0, 0)
    handed = _handed_out(operation, gains)
    more = gains["with_action"] - gains["without_action"]
    is_known = handed.notna() & (more.abs() > 0)
    share = ((handed - gains["without_action"]) / more.where(is_known)).to_numpy(float)
    promised = gains["person_weeks"].where(is_known).sum()
    came = float(np.nansum(gains["person_weeks"].to_numpy() * share)) if is_known.any() else None
    return ActionOutcome(given, float(promised), came, int(is_known.sum()), len(gains))


def _handed_out(operation: Operation, gains: pd.DataFrame) -> pd.Series:
    """Units handed out of each row; blank where no delivery of that camp and item is on record in that week.

    No record of a week is not a record of nothing.
    """
    deliveries = operation.deliveries.dropna(subset=[Deliveries.date, Deliveries.quantity])
    days_to_sunday = (DAYS_PER_WEEK - 1 - deliveries[Deliveries.date].dt.day_of_week) % DAYS_PER_WEEK
    sunday = deliveries[Deliveries.date].dt.normalize() + pd.to_timedelta(days_to_sunday, unit="D")
    sums = deliveries.groupby([deliveries[Deliveries.camp_id], deliveries[Deliveries.item_id], sunday])[
        Deliveries.quantity
    ].sum()
    asked = pd.MultiIndex.from_arrays([gains["camp_id"], gains["item_id"], pd.to_datetime(gains["week"])])
    return pd.Series(sums.reindex(asked).to_numpy(), index=gains.index)


def _counted(resources: Resources, operation: Operation, given: ActionAnswer) -> tuple[float, pd.Timestamp] | None:
    """The first count of the camp that was not known when the action was accepted."""
    then = resources.store.load_version(given.data_version).planning_start
    counts = real_counts(operation, operation.planning_start)
    newer = counts[(counts[Population.camp_id] == given.action.camp_id) & (counts[Population.date] > then)]
    if newer.empty:
        return None
    first = newer.sort_values(Population.date).iloc[0]
    return float(first[Population.population]), first[Population.date]
