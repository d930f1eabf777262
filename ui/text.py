"""How numbers, dates and words of outside are written on pages: the one place for formats."""

import datetime as dt
import html
import math
import re
from typing import TypeAlias

import numpy as np
import pandas as pd

from core.domain import wording
from core.domain.schemas import Table
from core.locale import LEFT_TO_RIGHT, POP, TO_ITS_OWN, message, without_marks
from core.locale.conventions import MINUS
from core.look.palette import printed_percent
from ui.language import language, say

NBSP = wording.SPACE
"""Between a number and its unit, a day and its month: they are never parted by a line's end."""
NOT_KNOWN = "?"

Date: TypeAlias = dt.date | pd.Timestamp | np.datetime64 | str | None

ILLUSTRATIVE = message("Illustrative data")
LEVELS = {"error": message("Error"), "question": message("Question"), "note": message("Note")}
KINDS = {
    "registration": message("registration"),
    "recount": message("recount"),
    "movement": message("movement"),
    "estimate": message("estimate"),
    "copied": message("copied"),
}


def known(value: object) -> bool:
    """Whether a cell has a value."""
    return not (value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)))


def whole(value: float | None) -> str:
    """Exact whole number of a table or sheet: ``74,300``; ``?`` where it is not known."""
    return language().number(round(value)) if known(value) and value is not None else NOT_KNOWN


def one_decimal(value: float | None) -> str:
    """A small number of a table: ``3.5``; ``?`` where it is not known."""
    return language().number(value, 1) if known(value) and value is not None else NOT_KNOWN


def hundreds(value: float | None) -> str:
    """A forecast of people, to the nearest 100 (to the nearest 10 under 1,000)."""
    if not known(value) or value is None:
        return NOT_KNOWN
    return wording.hundreds(value, language())


def people(value: float | None) -> str:
    """People in a sentence, to two significant figures.

    Examples
    --------
    >>> people(74321).replace(NBSP, " ")
    '74,000 people'
    """
    if not known(value) or value is None:
        return say("?\u00a0people")
    return wording.people(value, language())


def significant(value: float, digits: int) -> float:
    """A number to so many significant figures."""
    if value == 0 or not math.isfinite(value):
        return value
    return round(value, digits - 1 - math.floor(math.log10(abs(value))))


def between(low: float | None, high: float | None) -> str:
    """A range of people: ``11,900 to 13,100``; empty where it is not known."""
    if not known(low) or not known(high) or low is None or high is None:
        return ""
    return wording.between(low, high, language())


def with_spread(value: float | None, low: float | None, high: float | None) -> str:
    """A forecast with its spread: ``12,400 (11,900 to 13,100)``."""
    spread = between(low, high)
    return f"{hundreds(value)} ({spread})" if spread else hundreds(value)


def day_with_spread(day: pd.Timestamp, first: pd.Timestamp, last: pd.Timestamp) -> str:
    """A day with the span in which it lies: ``5 Nov (4 to 6 Nov)``; ``?`` where it is not known."""
    return wording.day_with_spread(day, first, last, language()) if known(day) else NOT_KNOWN


def day_between(first: pd.Timestamp, last: pd.Timestamp) -> str:
    """A span of days: ``4 to 6 Nov``; empty where it is not known."""
    return wording.day_between(first, last, language()) if known(first) and known(last) else ""


def tonnes(value: float | None) -> str:
    """Tonnes: whole from 10, one decimal below.

    Examples
    --------
    >>> tonnes(360.4).replace(NBSP, " "), tonnes(2.44).replace(NBSP, " ")
    ('360 t', '2.4 t')
    """
    if not known(value) or value is None:
        return f"{NOT_KNOWN}{NBSP}t"
    return wording.tonnes(value, language())


def usd(value: float | None) -> str:
    """Money: ``USD 10,800``, from a million ``USD 1.3 million``."""
    if not known(value) or value is None:
        return f"USD{NBSP}{NOT_KNOWN}"
    return wording.usd(value, language())


def percent(share: float | None) -> str:
    """A share as whole per cent: ``84 %``; 100 only where nothing is left, 0 only where there is nothing.

    Examples
    --------
    >>> percent(0.997).replace(NBSP, " ")
    '99 %'
    """
    return wording.percent(share, language()) if known(share) and share is not None else NOT_KNOWN


def percent_number(share: float | None) -> str:
    """The number of ``percent`` without its sign, for cells whose head has it."""
    if not known(share) or share is None:
        return NOT_KNOWN
    return _signed_minus(f"{float(printed_percent(share)):.0f}")


def percent_between(low: float | None, high: float | None) -> str:
    """A range of shares: ``54 to 67 %``; empty where it is not known."""
    if not known(low) or not known(high) or low is None or high is None:
        return ""
    return wording.percent_between(low, high, language())


def points(difference: float | None) -> str:
    """Difference of two shares in points, with its sign.

    Examples
    --------
    >>> points(-0.03).replace(NBSP, " "), points(0.27).replace(NBSP, " ")
    ('−3 points', '+27 points')
    """
    if not known(difference) or difference is None:
        return say("?\u00a0points")
    return wording.points(difference, language())


def signed(value: float | None) -> str:
    """A change as a whole number, plus or minus printed; 0 has none."""
    if not known(value) or value is None:
        return NOT_KNOWN
    return language().number(round(value), sign=True)


def signed_percent(share: float | None, decimals: int = 0) -> str:
    """A change or an error in per cent with its sign, to so many decimal places.

    Examples
    --------
    >>> signed_percent(-0.034).replace(NBSP, " "), signed_percent(0.2).replace(NBSP, " ")
    ('−3 %', '+20 %')
    """
    if not known(share) or share is None:
        return NOT_KNOWN
    number = round(share * 100, decimals)
    return f"{_signed_minus(f'{number:+.{decimals}f}') if number else '0'}{NBSP}%"


def days(value: float | None) -> str:
    """Whole days, rounded down, as a bare number for tables."""
    return language().number(math.floor(value + 1e-9)) if known(value) and value is not None else NOT_KNOWN


def days_long(value: float | None) -> str:
    """Whole days in a sentence: ``9 days``."""
    number = days(value)
    if number == NOT_KNOWN or value is None:
        return say("?\u00a0days")
    return language().counted(math.floor(value + 1e-9), "{count}\u00a0day", "{count}\u00a0days")


def age(value: float | None) -> str:
    """Age of a count: ``8 days old``."""
    if not known(value):
        return say("never counted")
    return say("{days} old", days=days_long(value)) if days(value) != "0" else say("of today")


def date(day: "Date", year: bool = False) -> str:
    """A day: ``3 Nov``, with its year ``3 Nov 2025``; ``?`` where it is not known."""
    stamp = pd.Timestamp(day) if known(day) and day is not None else pd.NaT
    if stamp is pd.NaT:
        return NOT_KNOWN
    return language().day(stamp, year=year)


MONTHS = wording.MONTHS


def duration(seconds: float) -> str:
    """Wall time: one decimal under 10 s, whole above."""
    return say("{number}\u00a0s", number=language().number(seconds, 1 if seconds < 10 else 0))


def first_capital(place: str) -> str:
    """A place as the beginning of a line: ``Stock, row 3``; a file's name and all that follows stay as they are."""
    first = place.split(",", 1)[0]
    return place if "." in first else f"{place[:1].upper()}{place[1:]}"


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: ``1 camp``, ``8 camps``."""
    return language().counted(number, f"{{count}}{NBSP}{one}", f"{{count}}{NBSP}{many or one + 's'}")


def unbroken(sentence: str) -> str:
    """A sentence in which no number is parted from its unit or month by a line's end.

    Examples
    --------
    >>> unbroken("out by 3 Nov at 84 %") == f"out by 3{NBSP}Nov at 84{NBSP}%"
    True
    """
    units = "|".join((*MONTHS, "%", "t", "km", "s", "days?", "weeks?", "people", "points?", "million"))
    sentence = re.sub(rf"(?<=\d) (?=(?:{units})(?:\W|$))", NBSP, sentence)
    return re.sub(r"\bUSD (?=\d)", f"USD{NBSP}", sentence)


def joined(words: list[str]) -> str:
    """Words as a list: ``a, b and c``."""
    return language().joined(words)


_HARMLESS = str.maketrans({sign: f"&#{ord(sign)};" for sign in "`$\\{}"})


def safe(text: object) -> str:
    """An outside string made harmless in HTML and in the scripts of maps.

    HTML is escaped; so are backtick, dollar and backslash, with which text could leave a script's string, and braces,
    which the templates behind maps and the labels of charts would take for something to run or to fill in.

    Examples
    --------
    >>> safe("<b>`${1}`")
    '&lt;b&gt;&#96;&#36;&#123;1&#125;&#96;'
    """
    escaped = html.escape(_clean(text))
    return escaped.translate(_HARMLESS)


def plain(text: object) -> str:
    r"""An outside string as Markdown that shows it letter by letter: no picture is fetched, no link is made.

    Use it in labels, toasts and ``st.write``; ``st.text``, ``st.dataframe`` and options of select boxes need none.

    Examples
    --------
    >>> plain("![x](http://a)")
    '\\!\\[x\\]\\(http\\:\\/\\/a\\)'
    """
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", re.sub(r"[ \t\r\n\f\v\u2028\u2029]+", " ", _clean(text)))


def file_stem(name: str) -> str:
    """An operation's name as part of a file name."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60] or "operation"


def column_label(schema: type[Table], name: str) -> str:
    """Words of a column with its unit, unless the title says the unit already."""
    if name not in schema.to_schema().columns:
        return name
    title, unit = schema.words_of(name), schema.unit_of(name)
    says_unit = not unit or title.lower() == unit.lower() or unit == "degree"
    return say(title) if says_unit else f"{say(title)} ({say(unit)})"


def _signed_minus(text: str) -> str:
    text = text.replace("-", MINUS)
    return text[1:] if re.fullmatch(f"{MINUS}0(\\.0+)?", text) else text


_LONE_MARK = re.compile("[\u2066-\u2069]")
_ISOLATED = re.compile(f"[{LEFT_TO_RIGHT}{TO_ITS_OWN}]([^\u2066-\u2069]*){POP}")


def _clean(text: object) -> str:
    """The text without control characters, which could hide or turn around what follows.

    What ``say`` marked as a piece of its own stays marked as long as every mark has its partner: such pairs turn
    nothing around them.
    """
    words = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]", "", "" if not known(text) else str(text))
    return words if not _LONE_MARK.search(_without_pairs(words)) else without_marks(words)


def _without_pairs(words: str) -> str:
    """The words without their innermost marked pieces, until none is left."""
    while (fewer := _ISOLATED.sub(r"\1", words)) != words:
        words = fewer
    return words
