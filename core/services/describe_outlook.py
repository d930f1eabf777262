"""What the forecast says of each camp against its last count, and what it cannot say."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from core.domain.count_answers import is_copied
from core.domain.operation import Operation
from core.domain.planning_figures import planning_figures
from core.domain.schemas import Camps, Expected, ForecastTable, Population
from core.services.load_situation import OLD_COUNT_DAYS

State = Literal["grows", "shrinks", "stays", "planned", "zero", "closed", "unknown"]

STILL_SHARE = 0.01
"""A median within this share of the last count is told as no change."""
STILL_PEOPLE = 10.0
"""So is one within this many people."""


@dataclass(frozen=True)
class Outlook:
    """One camp at the end of the horizon.

    Attributes
    ----------
    state
        ``planned`` where it was never counted, or nobody was there yet, and the forecast begins at a planning figure;
        ``zero`` where the last count was 0, ``closed`` where the camp was closed and not counted since, ``unknown``
        where it was never counted; the figures of the forecast then say nothing that is told as an answer.
    last_count, last_count_date, count_age_days
        Newest real count on or before the start; copied ones are left out. None where there is none.
    week
        Sunday the forecast is told for; None where there is no forecast.
    low, median, high
        People on that day, 10 %, 50 % and 90 % quantile.
    counts, recounts, copied
        Real counts, re-counts among them, and counts that were only copied forward.
    planning_people, planning_by, planning_date
        Planning figure the forecast rests on, wholly or beside the one count; it is not a count. None where there is
        none, or where who set it and when is not told.
    """

    camp_id: str
    name: str
    state: State
    last_count: float | None
    last_count_date: pd.Timestamp | None
    count_age_days: float | None
    closed: pd.Timestamp | None
    week: pd.Timestamp | None
    low: float | None
    median: float | None
    high: float | None
    counts: int
    recounts: int
    copied: int
    planning_people: float | None = None
    planning_by: str | None = None
    planning_date: pd.Timestamp | None = None

    @property
    def change(self) -> float | None:
        """People more (or fewer) than at the last count, by the median."""
        return None if self.median is None or self.last_count is None else self.median - self.last_count

    @property
    def is_old(self) -> bool:
        """Whether the last count is old, or there is none."""
        return self.count_age_days is None or self.count_age_days > OLD_COUNT_DAYS


def outlook_table(operation: Operation, forecast: pd.DataFrame, start: pd.Timestamp) -> pd.DataFrame:
    """A row per camp with the fields of ``Outlook`` and ``change_share``; those that change most come first.

    Camps that begin at a planning figure, those whose last count was 0, closed ones and camps without a count follow,
    in this order.

    Parameters
    ----------
    forecast
        ``ForecastTable``; its last week is told.
    start
        Day of the forecast; later counts are not looked at.
    """
    camps = operation.camps
    ids = camps[Camps.camp_id]
    counted = operation.population
    counted = counted[counted[Population.population].notna() & (counted[Population.date] <= start)]
    copied = is_copied(counted)
    real = counted[~copied].sort_values(Population.date)
    last = real.drop_duplicates(Population.camp_id, keep="last").set_index(Population.camp_id)
    recounts = real[real[Population.kind].eq("recount").fillna(False).astype(bool)]
    end = forecast.sort_values(ForecastTable.week).drop_duplicates(ForecastTable.camp_id, keep="last")
    end = end.set_index(ForecastTable.camp_id)
    table = pd.DataFrame(
        {
            "camp_id": ids,
            "name": camps[Camps.name],
            "last_count": ids.map(last[Population.population]).astype(float),
            "last_count_date": last[Population.date].reindex(ids).to_numpy(),
            "closed": camps[Camps.closed],
            "week": ids.map(end[ForecastTable.week]),
            "low": ids.map(end[ForecastTable.q10]).astype(float),
            "median": ids.map(end[ForecastTable.q50]).astype(float),
            "high": ids.map(end[ForecastTable.q90]).astype(float),
            "counts": _how_many(ids, real),
            "recounts": _how_many(ids, recounts),
            "copied": _how_many(ids, counted[copied]),
        }
    )
    figures = planning_figures(operation, start).reindex(ids)
    for name, of in (("planning_people", "people"), ("planning_by", "by"), ("planning_date", "date")):
        table[name] = figures[of].to_numpy()
    table["count_age_days"] = (start - table["last_count_date"]).dt.days.astype(float)
    table["state"] = _states(table, start)
    with np.errstate(divide="ignore", invalid="ignore"):
        table["change_share"] = table["median"] / table["last_count"].where(table["last_count"] > 0) - 1
    rank = table["state"].map({"planned": 1, "zero": 2, "closed": 3, "unknown": 4}).fillna(0)
    order = table.assign(rank=rank, size=-table["change_share"].abs())
    return table.loc[order.sort_values(["rank", "size", "name"]).index].reset_index(drop=True)


def outlook_of(table: pd.DataFrame, camp_id: str) -> Outlook:
    """One camp of ``outlook_table``."""
    row = table[table["camp_id"] == camp_id].iloc[0].drop("change_share")
    values: dict[str, Any] = {str(name): None if pd.isna(value) else value for name, value in row.items()}
    return Outlook(**values)


def announced_movements(operation: Operation, start: pd.Timestamp, until: pd.Timestamp) -> pd.DataFrame:
    """Announced arrivals and departures after ``start`` and up to ``until``, known by ``start``, by date.

    Returns
    -------
    pandas.DataFrame
        Columns of ``Expected``.
    """
    expected = operation.expected
    known = expected[Expected.known_since].isna() | (expected[Expected.known_since] <= start)
    ahead = (expected[Expected.date] > start) & (expected[Expected.date] <= until)
    return expected[known & ahead].sort_values([Expected.date, Expected.camp_id], ignore_index=True)


def _how_many(ids: pd.Series, counts: pd.DataFrame) -> pd.Series:
    return ids.map(counts[Population.camp_id].value_counts()).fillna(0).astype(int)


def _states(table: pd.DataFrame, start: pd.Timestamp) -> np.ndarray:
    change = table["median"] - table["last_count"]
    still = change.abs() < np.maximum(STILL_SHARE * table["last_count"], STILL_PEOPLE)
    closed = (table["closed"] <= start) & ~(table["last_count_date"] > table["closed"])
    return np.select(
        [
            table["planning_people"].notna() & table["median"].notna() & ~(table["last_count"] > 0),
            table["last_count"].isna() | table["median"].isna(),
            closed,
            table["last_count"] == 0,
            still,
            change > 0,
        ],
        ["planned", "unknown", "closed", "zero", "stays", "grows"],
        "shrinks",
    )
