"""What each method of the blend adds to the last count: the median's way from there to the forecast, in exact parts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import Population
from core.domain.weeks import as_day, planning_weeks
from core.forecasting.announced import announced_people
from core.forecasting.counts import Counts, day_numbers
from core.forecasting.last_count import LastCount
from core.forecasting.model import BLEND, ForecastModel
from core.forecasting.scores import MEDIAN
from core.forecasting.views import build_views

TREND_WEEKS = 8
"""Weeks before the last count that the trend of late is told of."""


@dataclass(frozen=True)
class Contribution:
    """One method's part.

    Attributes
    ----------
    weight
        Share in 0 to 1 in which the method is listened to at this camp's age.
    median
        Its own forecast, people.
    people
        weight x (median - last count).
    """

    method: str
    weight: float
    median: float
    people: float


@dataclass(frozen=True)
class MedianShift:
    """From the last count to the median of the blend.

    Attributes
    ----------
    last_count
        The count the forecast begins at, people.
    trend_people_per_week, trend_weeks
        Mean change of a week before the last count, re-counts taken out, and over how many weeks; None and 0 where the
        camp is younger than a week.
    parts
        Of the methods, the largest first.
    young
        People that a young camp is moved further from its last count than its methods say.
    announced
        People announced to come or go by then.
    rest
        What methods and announcements do not explain: bounds at 0, and what is done to the blend after it is mixed.
    median
        last_count + parts + young + announced + rest: the blend with what is announced, people.
    """

    last_count: float
    trend_people_per_week: float | None
    trend_weeks: int
    parts: tuple[Contribution, ...]
    young: float
    announced: float
    rest: float
    median: float


def median_shift(
    operation: Operation, camp_id: str, as_of: pd.Timestamp, weeks: int, model: ForecastModel
) -> MedianShift | None:
    """Parts of one camp's forecast for a week ahead; None where the camp has no usable count by then.

    A closed camp is told as if it were open: its forecast is 0 for another reason than its methods.
    """
    as_of = as_day(as_of)
    counted = operation.population
    counts = Counts.from_population(counted[counted[Population.camp_id] == camp_id])
    camp, cutoff = counts.positions_of(np.array([camp_id], dtype=object)), day_numbers(as_of)
    if not len(counts.day) or counts.last_known(camp, cutoff)[0] < 0:
        return None
    views = build_views(counts, camp, cutoff)
    sundays = planning_weeks(as_of, weeks)
    leads = np.array([[(sundays[-1] - as_of).days / 7.0]])
    medians = {name: float(q[0, 0, MEDIAN]) for name, q in model.predict_by_method(views, leads).items()}
    last, youth = float(views.level[0]), float(model.blend.youth(views)[0])
    blend, parts, young = model.blend, [], 0.0
    for method in set(medians) - {BLEND, LastCount.name}:
        while_young = youth * blend.young.get(method, 0.0)
        weight = (1 - youth) * blend.settled.get(method, 0.0) + while_young
        young += (blend.young_reach - 1) * while_young * (medians[method] - last)
        if weight:
            parts.append(Contribution(method, weight, medians[method], weight * (medians[method] - last)))
    parts.sort(key=lambda part: (-abs(part.people), part.method))
    announced = float(announced_people(operation, np.array([camp_id], dtype=object), as_of, sundays)[0, -1])
    median = max(medians[BLEND] + announced, 0.0)
    known = views.recent[0, : TREND_WEEKS + 1]
    known = known[~np.isnan(known)]
    span = len(known) - 1
    return MedianShift(
        last_count=last,
        trend_people_per_week=float(known[0] - known[-1]) / span if span else None,
        trend_weeks=span,
        parts=tuple(parts),
        young=young,
        announced=announced,
        rest=median - last - announced - young - sum(part.people for part in parts),
        median=median,
    )
