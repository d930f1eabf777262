"""Weeks: seven days that end on a Sunday and are named by it."""

import datetime as dt

import numpy as np
import pandas as pd

from core.errors import InvalidTable

DAYS_PER_WEEK = 7
DAYS_PER_MONTH = 30
EARLIEST_DAY, LATEST_DAY = "1700-01-01", "2250-12-31"
"""Days that a cell, a scenario or a command may name, ISO; all of them fit a timestamp of nanoseconds."""
LATEST_START = pd.Timestamp("2249-12-31")
"""Last day to plan from: a year later is the last that a cell of a table may name."""


def as_day(value: str | dt.date | pd.Timestamp) -> pd.Timestamp:
    """A date as a timestamp at midnight."""
    return pd.Timestamp(value).normalize()


def week_ending(days: pd.Series) -> pd.Series:
    """The Sunday that ends the week of each date; a Sunday ends its own week."""
    return days + pd.to_timedelta((6 - days.dt.day_of_week) % DAYS_PER_WEEK, unit="D")


def days_between(earlier: pd.Series, later: pd.Series | pd.Timestamp) -> pd.Series:
    """Whole days from one date to another, blank where one is; also between dates centuries apart.

    Examples
    --------
    >>> days_between(pd.Series(pd.to_datetime(["2025-11-04", None])), pd.Timestamp("1700-01-01")).tolist()
    [-119011.0, nan]
    """
    to = later.to_numpy("datetime64[D]") if isinstance(later, pd.Series) else np.datetime64(later, "D")
    days = to - earlier.to_numpy("datetime64[D]")
    return pd.Series(np.where(np.isnat(days), np.nan, days.astype(np.int64)), earlier.index, dtype="float64")


def planning_weeks(start: str | dt.date | pd.Timestamp, weeks: int) -> pd.DatetimeIndex:
    """Sundays of the planning weeks; week 1 ends on the first Sunday after ``start``.

    Raises
    ------
    InvalidTable
        If ``start`` is after ``LATEST_START``.

    Examples
    --------
    >>> [str(day.date()) for day in planning_weeks("2015-10-04", 2)]
    ['2015-10-11', '2015-10-18']
    """
    return pd.date_range(first_week(start), periods=weeks, freq="7D", unit="ns")


def first_week(start: str | dt.date | pd.Timestamp) -> pd.Timestamp:
    """The first Sunday after ``start``.

    Raises
    ------
    InvalidTable
        If ``start`` is after ``LATEST_START``.
    """
    day = as_day(start)
    if day > LATEST_START:
        raise InvalidTable(
            f"{day.date()} is too late to plan from; {LATEST_START.date()} is the last day.",
            hint="Correct the day asked for, planning_start in settings, or the date of the last count.",
        )
    return day + pd.Timedelta(days=DAYS_PER_WEEK - (day.day_of_week + 1) % DAYS_PER_WEEK)


def week_numbers(days: pd.Series, start: str | dt.date | pd.Timestamp) -> pd.Series:
    """Planning week of each date, counted from 0; negative on or before ``start``, NaN for an unknown date."""
    numbers = numbers_of_weeks(days.to_numpy("datetime64[ns]"), start)
    return pd.Series(numbers, index=days.index, name=days.name)


def numbers_of_weeks(days: np.ndarray, start: str | dt.date | pd.Timestamp) -> np.ndarray:
    """``week_numbers`` of plain dates, shape (n,); an index and a name cost more than the counting."""
    monday = np.datetime64(first_week(start) - pd.Timedelta(days=DAYS_PER_WEEK - 1), "ns")
    numbers = np.floor((days - monday) / np.timedelta64(DAYS_PER_WEEK, "D"))
    numbers[days <= np.datetime64(as_day(start), "ns")] = -1
    return numbers


def day_from_text(text: str) -> pd.Timestamp:
    """A date as people type it in a command: YYYY-MM-DD.

    Raises
    ------
    InvalidTable
        If the text is not such a date, or one outside ``EARLIEST_DAY`` to ``LATEST_DAY``.
    """
    try:
        day = dt.date.fromisoformat(text)
    except ValueError as error:
        raise InvalidTable(f"“{text}” is not a date as YYYY-MM-DD.", hint="Write the date as in 2015-10-04.") from error
    if not EARLIEST_DAY <= day.isoformat() <= LATEST_DAY:
        raise InvalidTable(f"“{text}” is not a day from {EARLIEST_DAY} to {LATEST_DAY}.", hint="Correct the year.")
    return as_day(day)
