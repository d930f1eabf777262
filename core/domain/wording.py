"""Numbers, money and dates as sentences show them; plain text, with no-break spaces before units."""

import math
from collections.abc import Iterable
from itertools import pairwise

import pandas as pd

SPACE = "\u00a0"
"""No-break space."""

MINUS = "\u2212"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MILLION = 1_000_000
FAIRNESS = {
    "efficiency": "most need met",
    "equal_shares": "equal shares",
    "coverage_floor": "coverage floor",
    "worst_off": "worst-off camp first",
    "leximin": "worst-off first, camp by camp",
    "ledger": "camps that waited first",
}
"""Fairness rules as people name them."""

RULES_EXPLAINED = {
    "efficiency": "least need left, whoever bears it",
    "equal_shares": "pro-rata, the practice of today: each item in proportion to need",
    "coverage_floor": "no camp under the floor, or as little under it as can be",
    "worst_off": "first the least coverage of any camp as high as it goes",
    "leximin": "the same, then the next camp, and the next",
    "ledger": "need counts more at camps that got little in the weeks before",
}
"""What each rule does, in a few words."""


def people(count: float) -> str:
    r"""People to two significant figures.

    Examples
    --------
    >>> people(74321)
    '74,000\xa0people'
    """
    rounded = two_figures(count)
    return f"{signless(rounded)}{SPACE}{'person' if rounded == '1' else 'people'}"


def person_weeks(count: float) -> str:
    """Person-weeks to two significant figures."""
    return f"{two_figures(count)}{SPACE}person-weeks"


def two_figures(value: float) -> str:
    """A number to two significant figures, thousands parted.

    Examples
    --------
    >>> two_figures(74321), two_figures(7.46), two_figures(-1250)
    ('74,000', '7', '−1,200')
    """
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else "not known"
    digits = min(0, 1 - math.floor(math.log10(abs(value))))
    return _with_minus(f"{round(value, digits):,.0f}")


def signless(text: str) -> str:
    """A number without its sign."""
    return text.removeprefix(MINUS)


def tonnes(value: float) -> str:
    r"""Tonnes: whole from 10, one decimal below.

    Examples
    --------
    >>> tonnes(360.4), tonnes(4.21)
    ('360\xa0t', '4.2\xa0t')
    """
    shown = f"{value:,.0f}" if round(abs(value), 1) >= 10 else f"{value:,.1f}"
    return f"{_with_minus(shown)}{SPACE}t"


def usd(value: float) -> str:
    r"""Money; millions with one decimal.

    Examples
    --------
    >>> usd(10800), usd(1310000)
    ('USD\xa010,800', 'USD\xa01.3\xa0million')
    """
    if abs(value) >= MILLION:
        return f"USD{SPACE}{_with_minus(f'{value / MILLION:,.1f}')}{SPACE}million"
    return f"USD{SPACE}{_with_minus(f'{value:,.0f}')}"


def percent(share: float) -> str:
    r"""A share as whole per cent; 99.6 % is not all, and 0.4 % is not nothing.

    Examples
    --------
    >>> percent(0.431), percent(0.998)
    ('43\xa0%', '99\xa0%')
    """
    whole = round(share * 100)
    if whole == 100 and share < 1 - 1e-6:
        whole = 99
    if whole == 0 and share > 1e-6:
        whole = 1
    return f"{_with_minus(str(whole))}{SPACE}%"


def points(change: float) -> str:
    r"""A difference of shares in points, with its sign.

    Examples
    --------
    >>> points(0.124), points(-0.03)
    ('+12\xa0points', '−3\xa0points')
    """
    whole = round(change * 100)
    sign = "+" if whole > 0 else ""
    return f"{_with_minus(f'{sign}{whole}')}{SPACE}point{'' if abs(whole) == 1 else 's'}"


def day(date: pd.Timestamp) -> str:
    r"""A date without its year.

    Examples
    --------
    >>> day(pd.Timestamp("2025-11-03"))
    '3\xa0Nov'
    """
    return f"{date.day}{SPACE}{MONTHS[date.month - 1]}"


def day_between(first: pd.Timestamp, last: pd.Timestamp) -> str:
    r"""Two days, the month once where it is the same.

    Examples
    --------
    >>> day_between(pd.Timestamp("2025-11-04"), pd.Timestamp("2025-11-06"))
    '4 to 6\xa0Nov'
    """
    same_month = (first.year, first.month) == (last.year, last.month)
    return f"{first.day if same_month else day(first)} to {day(last)}"


def day_with_spread(date: pd.Timestamp, first: pd.Timestamp, last: pd.Timestamp) -> str:
    r"""A day with the span in which it lies in 8 of 10 cases; the day alone where that is one day or not known.

    Examples
    --------
    >>> day_with_spread(*pd.to_datetime(["2025-11-05", "2025-11-04", "2025-11-06"]))
    '5\xa0Nov (4 to 6\xa0Nov)'
    """
    if pd.isna(first) or pd.isna(last) or first == last:
        return day(date)
    return f"{day(date)} ({day_between(first, last)})"


def weeks(sundays: Iterable[pd.Timestamp]) -> str:
    r"""Weeks named by their Sundays; from five on, first and last only.

    Examples
    --------
    >>> weeks(pd.to_datetime(["2025-11-09", "2025-11-16"]))
    'the weeks of 9 and 16\xa0Nov'
    """
    days = sorted(set(sundays))
    if len(days) == 1:
        return f"the week of {day(days[0])}"
    if len(days) > 4:
        whole = (days[-1] - days[0]).days // 7 + 1 == len(days)
        words = "every week" if whole else f"{len(days)} weeks"
        return f"{words} from {day(days[0])} to {day(days[-1])}"
    shown = [str(this.day) if next_.month == this.month else day(this) for this, next_ in pairwise(days)]
    return f"the weeks of {', '.join(shown)} and {day(days[-1])}"


def in_sentence(name: str) -> str:
    """A name of goods inside a sentence: ``Maize flour`` becomes ``maize flour``, ``BP-5`` stays.

    Examples
    --------
    >>> in_sentence("Maize flour"), in_sentence("BP-5 biscuits")
    ('maize flour', 'BP-5 biscuits')
    """
    first = name.split(" ", 1)[0]
    return name[:1].lower() + name[1:] if first[1:].islower() else name


def _with_minus(text: str) -> str:
    text = text.replace("-", MINUS)
    return text.removeprefix(MINUS) if text.strip(MINUS + "0.") == "" else text
