"""Numbers, money and dates as sentences show them; plain text, with no-break spaces before units."""

import math
from collections.abc import Iterable
from itertools import pairwise

import pandas as pd

from core.locale import ENGLISH, Language, message, without_marks
from core.locale.language import SPACE

MONTHS = ENGLISH.conventions.months
MILLION = 1_000_000
FAIRNESS = {
    "efficiency": message("most need met"),
    "equal_shares": message("equal shares"),
    "coverage_floor": message("coverage floor"),
    "worst_off": message("worst-off camp first"),
    "leximin": message("worst-off first, camp by camp"),
    "ledger": message("camps that waited first"),
}
"""Fairness rules as people name them."""

NEEDS_BASIS = {
    "standard": message("by standard"),
    "expected_demand": message("expected demand, from the stock reports"),
    "larger": message("the larger of standard and expected demand"),
}
"""What need is planned for, as people name it."""

LEDGER_EVIDENCE = {
    "handed_out": message("what was handed out on paper"),
    "least": message("the least of paper, receipts and what people say"),
}
"""What the rule ``ledger`` goes by, as people name it."""

RULES_EXPLAINED = {
    "efficiency": message("least need left, whoever bears it"),
    "equal_shares": message("pro-rata, the practice of today: each item in proportion to need"),
    "coverage_floor": message("no camp under the floor, or as little under it as can be"),
    "worst_off": message("first the least coverage of any camp as high as it goes"),
    "leximin": message("the same, then the next camp, and the next"),
    "ledger": message("need counts more at camps that got little in the weeks before"),
}
"""What each rule does, in a few words."""


def people(count: float, language: Language = ENGLISH) -> str:
    r"""People to two significant figures.

    Examples
    --------
    >>> people(74321)
    '74,000\xa0people'
    """
    if not math.isfinite(count):
        return f"{language.say('not known')}{SPACE}{language.say('people')}"
    return language.counted(abs(_to_two_figures(count)), "{count}\u00a0person", "{count}\u00a0people")


def person_weeks(count: float, language: Language = ENGLISH) -> str:
    """Person-weeks to two significant figures."""
    return language.say("{number}\u00a0person-weeks", number=two_figures(count, language))


def two_figures(value: float, language: Language = ENGLISH) -> str:
    """A number to two significant figures, thousands parted.

    Examples
    --------
    >>> two_figures(74321), two_figures(7.46), two_figures(-1250)
    ('74,000', '7', '−1,200')
    """
    return language.number(_to_two_figures(value)) if math.isfinite(value) else language.say("not known")


def _to_two_figures(value: float) -> float:
    if value == 0 or not math.isfinite(value):
        return value
    return round(value, min(0, 1 - math.floor(math.log10(abs(value)))))


def hundreds(value: float, language: Language = ENGLISH) -> str:
    """A forecast of people, to the nearest 100 (to the nearest 10 under 1,000).

    Examples
    --------
    >>> hundreds(74321), hundreds(874)
    ('74,300', '870')
    """
    return language.number(round(value, -2 if abs(value) >= 1000 else -1))


def between(low: float, high: float, language: Language = ENGLISH) -> str:
    """A range of people.

    Examples
    --------
    >>> between(11_874, 13_100)
    '11,900 to 13,100'
    """
    return language.say("{low} to {high}", low=hundreds(low, language), high=hundreds(high, language))


def tonnes(value: float, language: Language = ENGLISH) -> str:
    r"""Tonnes: whole from 10, one decimal below.

    Examples
    --------
    >>> tonnes(360.4), tonnes(4.21)
    ('360\xa0t', '4.2\xa0t')
    """
    decimals = 0 if round(abs(value), 1) >= 10 else 1
    return language.say("{number}\u00a0t", number=language.number(value, decimals))


def usd(value: float, language: Language = ENGLISH) -> str:
    r"""Money; millions with one decimal.

    Examples
    --------
    >>> usd(10800), usd(1310000)
    ('USD\xa010,800', 'USD\xa01.3\xa0million')
    """
    if abs(value) >= MILLION:
        return language.say("USD\u00a0{number}\u00a0million", number=language.number(value / MILLION, 1))
    return language.say("USD\u00a0{number}", number=language.number(value))


def percent(share: float, language: Language = ENGLISH) -> str:
    r"""A share as whole per cent; 99.6 % is not all, and 0.4 % is not nothing.

    Examples
    --------
    >>> percent(0.431), percent(0.998)
    ('43\xa0%', '99\xa0%')
    """
    return language.isolated(f"{_percent_number(share, language)}{SPACE}%")


def percent_between(low: float, high: float, language: Language = ENGLISH) -> str:
    r"""A range of shares.

    Examples
    --------
    >>> percent_between(0.54, 0.671)
    '54 to 67\xa0%'
    """
    first = language.isolated(_percent_number(low, language))
    return language.say("{low} to {high}", low=first, high=percent(high, language))


def _percent_number(share: float, language: Language) -> str:
    whole = round(share * 100)
    if whole == 100 and share < 1 - 1e-6:
        whole = 99
    if whole == 0 and share > 1e-6:
        whole = 1
    return without_marks(language.number(whole))


def points(change: float, language: Language = ENGLISH) -> str:
    r"""A difference of shares in points, with its sign.

    Examples
    --------
    >>> points(0.124), points(-0.03)
    ('+12\xa0points', '−3\xa0points')
    """
    whole = round(change * 100)
    signed = language.number(whole, sign=True)
    return language.counted(whole, "{signed}\u00a0point", "{signed}\u00a0points", signed=signed)


def day(date: pd.Timestamp, language: Language = ENGLISH) -> str:
    r"""A date without its year.

    Examples
    --------
    >>> day(pd.Timestamp("2025-11-03"))
    '3\xa0Nov'
    """
    return language.day(date)


def day_between(first: pd.Timestamp, last: pd.Timestamp, language: Language = ENGLISH) -> str:
    r"""Two days, the month once where it is the same.

    Examples
    --------
    >>> day_between(pd.Timestamp("2025-11-04"), pd.Timestamp("2025-11-06"))
    '4 to 6\xa0Nov'
    """
    same_month = (first.year, first.month) == (last.year, last.month)
    begin = language.isolated(str(first.day)) if same_month else day(first, language)
    return language.say("{first} to {last}", first=begin, last=day(last, language))


def day_with_spread(date: pd.Timestamp, first: pd.Timestamp, last: pd.Timestamp, language: Language = ENGLISH) -> str:
    r"""A day with the span in which it lies in 8 of 10 cases; the day alone where that is one day or not known.

    Examples
    --------
    >>> day_with_spread(*pd.to_datetime(["2025-11-05", "2025-11-04", "2025-11-06"]))
    '5\xa0Nov (4 to 6\xa0Nov)'
    """
    if pd.isna(first) or pd.isna(last) or first == last:
        return day(date, language)
    return f"{day(date, language)} ({day_between(first, last, language)})"


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
