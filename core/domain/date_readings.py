"""What a cell that is no date of ours may mean: ``3/4/16`` is 4 March or 3 April, and only its writer knows."""

import datetime as dt
import re

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


def how_to_write(cell: str, earliest: str, latest: str) -> str:
    """How to mend a cell that should be a date, in words; with its own value where that can be read.

    Parameters
    ----------
    cell
        What it holds.
    earliest, latest
        Days a cell may name, ISO; a reading outside is not proposed.
    """
    read = readings_of(cell)
    days = [day for day in read if earliest <= str(day) <= latest]
    if read and not days:
        return "Correct the year."
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
