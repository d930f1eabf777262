"""What a cell that is no date of ours may mean: ``3/4/16`` is 4 March or 3 April, and only its writer knows."""

import datetime as dt
import re
from typing import Literal

import pandas as pd

THREE_NUMBERS = re.compile(r"(\d{1,4})[/.\-\s](\d{1,2})[/.\-\s](\d{1,4})(?:[T\s].*)?")
LAST_OF_THIS_CENTURY = 69
"""Years of two digits up to this are 20.., those after it 19..."""


def readings_of(cell: str) -> list[dt.date]:
    """Every day that three numbers can name, the day before the month first.

    Examples
    --------
    >>> [str(day) for day in readings_of("3/4/16")], [str(day) for day in readings_of("31.10.2026")]
    (['2016-04-03', '2016-03-04'], ['2026-10-31'])
    """
    parts = THREE_NUMBERS.fullmatch(cell.strip())
    if parts is None:
        return []
    first, middle, last = parts.groups()
    day_first, month_first = (last, middle, first), (last, first, middle)
    orders = [(first, middle, last)] if len(first) > 2 else [day_first, month_first]
    days = [_day(year, month, day) for year, month, day in orders]
    return list(dict.fromkeys(day for day in days if day is not None))


Order = Literal["day", "month"]

NUMBER_OF_A_DAY = re.compile(r"\d{4,13}(?:\.0+)?")
FIRST_LIKELY, LAST_LIKELY = dt.date(1980, 1, 1), dt.date(2050, 1, 1)
"""Days that a bare number is read as; within them a count from 1970 and one of a spreadsheet never mean the same."""

COUNTED_FROM = {
    "days from 1970-01-01": (dt.datetime(1970, 1, 1), dt.timedelta(days=1)),
    "days of a spreadsheet, from 1899-12-30": (dt.datetime(1899, 12, 30), dt.timedelta(days=1)),
    "seconds from 1970-01-01": (dt.datetime(1970, 1, 1), dt.timedelta(seconds=1)),
    "milliseconds from 1970-01-01": (dt.datetime(1970, 1, 1), dt.timedelta(milliseconds=1)),
}
"""What a number that stands for a day may count, from when, and how long one of it is."""


def day_of_number(cell: str) -> tuple[dt.date, str] | None:
    """The day a bare number may stand for and what it would count; None where it is no number of a likely day.

    Examples
    --------
    >>> [str(part) for part in day_of_number("16436")], day_of_number("12")
    (['2015-01-01', 'days from 1970-01-01'], None)
    """
    if NUMBER_OF_A_DAY.fullmatch(cell.strip()) is None:
        return None
    number = int(float(cell))
    for words, (start, step) in COUNTED_FROM.items():
        # a longer count would be no day that Python knows
        if number < dt.timedelta(days=100_000) / step:
            day = (start + number * step).date()
            if FIRST_LIKELY <= day < LAST_LIKELY:
                return day, words
    return None


def proved_order(cells: pd.Series) -> tuple[Order, object] | None:
    """Whether the day or the month comes first in a column's dates, where some cell proves it and none the contrary.

    Returns
    -------
    tuple
        The order, and the label of the first cell that proves it.
    """
    parts = cells.str.extract(r"^\s*(\d{1,2})[/.\-\s](\d{1,2})[/.\-\s]\d{2,4}")
    first, second = (pd.to_numeric(parts[side]) for side in (0, 1))
    day_first, month_first = first.gt(12) & second.le(12), second.gt(12) & first.le(12)
    if day_first.any() == month_first.any():
        return None
    order: Order = "day" if day_first.any() else "month"
    return order, (day_first if day_first.any() else month_first).idxmax()


def how_to_write(cell: str, earliest: str, latest: str, order: Order | None = None) -> str:
    """How to mend a cell that should be a date, in words; with its own value where that can be read.

    Parameters
    ----------
    cell
        What it holds.
    earliest, latest
        Days a cell may name, ISO; a reading outside is not proposed.
    order
        Which of day and month comes first, where other cells of the column prove it.
    """
    read = readings_of(cell)
    days = [day for day in read if earliest <= str(day) <= latest]
    if read and not days:
        return "Correct the year."
    number = day_of_number(cell)
    if number is not None:
        return f"Write {number[0]} if the column counts {number[1]}."
    if len(days) == 2 and order is not None:
        return f"Write {days[0] if order == 'day' else days[1]}: other cells show that the {order} comes first."
    if len(days) == 2:
        return f"Write {days[0]} or {days[1]}, whichever it is."
    return f"Write {days[0]}." if days else "Write the date as in 2015-10-04."


def _day(year: str, month: str, day: str) -> dt.date | None:
    number = int(year)
    if len(year) <= 2:
        number += 2000 if number <= LAST_OF_THIS_CENTURY else 1900
    try:
        return dt.date(number, int(month), int(day))
    except ValueError:
        return None
