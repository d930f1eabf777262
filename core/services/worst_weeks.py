"""The past camp-weeks that were forecast worst, and what lay between each cutoff and the count that proved it wrong."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from core.domain.count_answers import COUNT_ANSWER, is_copied
from core.domain.operation import Operation
from core.domain.schemas import Expected, ForecastTable, Population
from core.forecasting.bias import AGE, LEVEL, STALE, TRUTH
from core.forecasting.past_forecasts import CUTOFF
from core.services.count_questions import count_questions

MOST_WEEKS = 10
"""Camp-weeks told."""

EXPLAINS_SHARE = 0.5
"""A single change between two counts is told as the cause where it is at least this share of the miss."""

OLD_DAYS = 14
YOUNG_WEEKS = 26
TURNED_SHARE = 0.2
"""The forecast is told to have gone the other way where its own change is at least this share of the miss."""
WEEK = pd.Timedelta(weeks=1)
"""The count that a week is compared with may lie a few days after it."""

QUESTION_DAYS = 60
"""Open questions about counts this many days before the cutoff are told as well."""

Kind = Literal["step", "recount", "movement", "announced", "stale", "young", "question", "turned", "gradual"]


@dataclass(frozen=True)
class Cause:
    """One thing that lay behind a miss.

    Attributes
    ----------
    kind
        ``step``: one count far from the one before it; ``recount``, ``movement``: the same, answered so;
        ``announced``: people known to come or go, which a backtest does not add; ``stale``: an old count at the cutoff;
        ``young``: a young camp; ``question``: an open question about a count; ``turned``: the forecast went up and the
        people down, or the other way; ``gradual``: no single count stands out.
    people
        Change of people, where there is one.
    day
        Day of the count, where it is about one.
    before, after
        Counts around a step.
    number
        Days of an old count, weeks of a young camp, counts of a gradual change.
    asked
        Of a step: ``answered`` where a person found it right, ``open`` where a question about it waits.
    """

    kind: Kind
    people: float | None = None
    day: pd.Timestamp | None = None
    before: float | None = None
    after: float | None = None
    number: int | None = None
    asked: Literal["", "answered", "open"] = ""


@dataclass(frozen=True)
class WorstWeek:
    """A forecast that missed by much.

    Attributes
    ----------
    low, median, high
        q10, q50 and q90, people.
    counted
        People counted in that week.
    last_count, last_count_date
        What was known at the cutoff.
    causes
        What lay between, the most telling first.
    """

    camp_id: str
    name: str
    cutoff: pd.Timestamp
    week: pd.Timestamp
    horizon_weeks: int
    low: float
    median: float
    high: float
    counted: float
    last_count: float
    last_count_date: pd.Timestamp
    causes: tuple[Cause, ...]

    @property
    def miss(self) -> float:
        """Later count less median, people: above zero more came than was forecast."""
        return self.counted - self.median


def worst_weeks(operation: Operation, points: pd.DataFrame, most: int = MOST_WEEKS) -> tuple[WorstWeek, ...]:
    """Camp-weeks with the largest miss in people, the worst first.

    Spans of one camp, from cutoff to week, that overlap are one story: only the worst of them is told.

    Parameters
    ----------
    points
        ``past_forecasts.POINTS`` with ``name``.
    """
    if points.empty:
        return ()
    miss = (points[TRUTH] - points[ForecastTable.q50]).abs()
    order = points.loc[miss.sort_values(ascending=False, kind="stable").index]
    chosen: list[pd.Series] = []
    for _, row in order.iterrows():
        if len(chosen) == most:
            break
        if not any(_overlap(row, other) for other in chosen):
            chosen.append(row)
    counts = _real_counts(operation)
    questions = {(q.camp_id, q.date) for q in count_questions(operation)}
    return tuple(_told(row, operation, counts, questions) for row in chosen)


def _overlap(row: pd.Series, other: pd.Series) -> bool:
    same = row[ForecastTable.camp_id] == other[ForecastTable.camp_id]
    return bool(same and row[CUTOFF] < other[ForecastTable.week] and other[CUTOFF] < row[ForecastTable.week])


def _real_counts(operation: Operation) -> pd.DataFrame:
    """Counts that are neither blank nor copied, by camp and day."""
    population = operation.population
    real = population[population[Population.population].notna() & ~is_copied(population)]
    by = [Population.camp_id, Population.date]
    return real.sort_values(by, kind="stable").drop_duplicates(by, keep="last")


def _told(
    row: pd.Series, operation: Operation, counts: pd.DataFrame, questions: set[tuple[str, pd.Timestamp]]
) -> WorstWeek:
    camp, cutoff, week = row[ForecastTable.camp_id], row[CUTOFF], row[ForecastTable.week]
    miss = row[TRUTH] - row[ForecastTable.q50]
    own = counts[counts[Population.camp_id] == camp]
    first = cutoff - pd.Timedelta(days=QUESTION_DAYS)
    asked = sorted(day for asked_camp, day in questions if asked_camp == camp and first <= day <= week + WEEK)
    causes = [*_change_between(own, cutoff, week, miss, asked), *_announced(operation, camp, cutoff, week)]
    went, came = row[ForecastTable.q50] - row[LEVEL], row[TRUTH] - row[LEVEL]
    if went * came < 0 and abs(went) >= TURNED_SHARE * abs(miss):
        causes.append(Cause("turned", people=float(went)))
    if row[STALE] > OLD_DAYS:
        causes.append(Cause("stale", number=int(row[STALE]), day=row[ForecastTable.last_count_date]))
    if row[AGE] < YOUNG_WEEKS:
        causes.append(Cause("young", number=int(row[AGE])))
    told = {cause.day for cause in causes if cause.asked == "open"}
    causes += [Cause("question", day=day) for day in asked if day not in told][:1]
    return WorstWeek(
        camp_id=str(camp),
        name=str(row["name"]),
        cutoff=cutoff,
        week=week,
        horizon_weeks=int(row[ForecastTable.horizon_weeks]),
        low=float(row[ForecastTable.q10]),
        median=float(row[ForecastTable.q50]),
        high=float(row[ForecastTable.q90]),
        counted=float(row[TRUTH]),
        last_count=float(row[LEVEL]),
        last_count_date=row[ForecastTable.last_count_date],
        causes=tuple(causes),
    )


def _change_between(
    own: pd.DataFrame, cutoff: pd.Timestamp, week: pd.Timestamp, miss: float, questions: list[pd.Timestamp]
) -> list[Cause]:
    """The one change between two counts that explains the miss, or that the change was spread over several."""
    days = own[Population.date].to_numpy()
    begin = int(np.searchsorted(days, np.datetime64(cutoff), side="right")) - 1
    end = int(np.searchsorted(days, np.datetime64(week), side="left"))
    between = own.iloc[max(begin, 0) : end + 1]
    people = between[Population.population].to_numpy(dtype=float)
    change = np.diff(people)
    if not len(change):
        return []
    largest = int(np.argmax(change * np.sign(miss)))
    if change[largest] * np.sign(miss) < EXPLAINS_SHARE * abs(miss):
        return [Cause("gradual", people=float(people[-1] - people[0]), number=len(change))]
    count = between.iloc[largest + 1]
    kind: Kind = "step"
    if count[Population.kind] == "recount":
        kind = "recount"
    elif count[Population.kind] == "movement":
        kind = "movement"
    answered = (
        COUNT_ANSWER in own.columns and not pd.isna(count[COUNT_ANSWER]) and bool(str(count[COUNT_ANSWER]).strip())
    )
    return [
        Cause(
            kind,
            people=float(change[largest]),
            day=count[Population.date],
            before=float(people[largest]),
            after=float(people[largest + 1]),
            asked="answered" if answered else "open" if count[Population.date] in questions else "",
        )
    ]


def _announced(operation: Operation, camp: str, cutoff: pd.Timestamp, week: pd.Timestamp) -> list[Cause]:
    expected = operation.expected
    if expected.empty:
        return []
    here = (expected[Expected.camp_id] == camp) & expected[Expected.date].between(cutoff, week, inclusive="right")
    people = float(expected.loc[here, Expected.people].sum())
    return [Cause("announced", people=people, day=expected.loc[here, Expected.date].min())] if people else []
