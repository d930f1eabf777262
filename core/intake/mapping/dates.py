"""Dates as people write them to ISO dates: only what the whole column proves; the rest is asked or refused."""

from dataclasses import replace
from typing import Literal

import pandas as pd

from core.domain.date_readings import LAST_OF_THIS_CENTURY
from core.domain.finding import Finding, Level
from core.domain.plain_words import plain_letters
from core.domain.validation import quote
from core.intake.mapping.months import MONTHS
from core.intake.mapping.unique_cells import ASCII_DIGITS, UniqueCells, counted_cells

DateOrder = Literal["day first", "month first", "excel", "unix days"]

EXCEL_ZERO = pd.Timestamp("1899-12-30")
UNIX_ZERO = pd.Timestamp("1970-01-01")
EARLIEST_SERIAL, LATEST_SERIAL = pd.Timestamp("1990-01-01"), pd.Timestamp("2049-12-31")
"""Days that a bare number may stand for; within them no number fits both ways of counting days."""

_ISO = r"(\d{4})-(\d{2})-(\d{2})(?:[T\s].*)?"
_YEAR_FIRST = r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[T\s].*)?"
_THREE = r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?:[T\s].*)?"
_DAY_MONTH_WORD = r"(\d{1,2})\W*(?:de\s+)?([^\W\d]+)\.?\W*(?:de\s+)?(\d{4}|\d{2})"
_MONTH_WORD_DAY = r"([^\W\d]+)\.?\s+(\d{1,2})\s*,?\s+(\d{4})"
_MONTH_WORD_YEAR = r"([^\W\d]+)\.?[\s\-/]+(?:de\s+)?(\d{4})"
_YEAR_MONTH = r"(\d{4})[/.\-](\d{1,2})"
_MONTH_YEAR = r"(\d{1,2})[/.\-](\d{4})"
_YEAR = r"((?:19|20)\d{2})(?:\.0+)?"
_SERIAL = r"(\d{4,6})(?:\.\d+)?"


def convert_dates(
    cells: pd.Series, table: str, column: str, *, order: DateOrder | None = None, asks: bool = True
) -> tuple[pd.Series, list[Finding]]:
    """A column of dates as ``YYYY-MM-DD``; cells that are no date stay as they are.

    Parameters
    ----------
    cells
        Text; the index is the file's row less 2.
    table, column
        Our table and the found column, for the findings.
    order
        What a person answered about it; None where nobody did.
    asks
        Whether a column that can be read in two ways is an error; without it the cells simply stay.
    """
    unique = UniqueCells.of(cells)
    unique = replace(unique, text=unique.text.str.translate(ASCII_DIGITS))
    text = unique.text
    iso = text.str.fullmatch(r"\d{4}-\d{2}-\d{2}").fillna(False).astype(bool)
    if iso.all():
        return unique.put_back(text), []
    reader = _Reader(unique, table, column)
    reader.take(text.str.extract(f"^{_ISO}$"), "ymd", "dates_converted", "the time of day is left out")
    reader.take(text.str.extract(f"^{_YEAR_FIRST}$"), "ymd", "dates_converted", "the year stands first")
    _with_month_words(reader)
    _three_numbers(reader, order, asks)
    _periods(reader)
    _serials(reader, order)
    return reader.column(iso), reader.findings


class _Reader:
    """The days found so far, and what was said about them."""

    def __init__(self, unique: UniqueCells, table: str, column: str) -> None:
        self.unique, self.table, self.name = unique, table, column
        self.days = pd.Series(pd.NaT, index=unique.text.index, dtype="datetime64[ns]")
        self.findings: list[Finding] = []
        self.open = ~unique.text.str.fullmatch(r"\d{4}-\d{2}-\d{2}").fillna(False).astype(bool)

    def text(self) -> pd.Series:
        """Cells that nobody could read yet, the others missing."""
        return self.unique.text.where(self.open)

    def take(self, parts: pd.DataFrame, form: str, rule: str, why: str, level: Level = "note", mend: str = "") -> None:
        """Dates of three columns of parts, named by ``form``: y, m, d in their order."""
        named = parts.set_axis(list(form), axis=1)
        self.put(_days(named["y"], named["m"], named["d"]), rule, why, level, mend)

    def put(self, days: pd.Series, rule: str, why: str, level: Level = "note", mend: str = "") -> None:
        """Keep days of cells that were open, and say so."""
        new = self.open & days.notna()
        if not new.any():
            return
        self.days = self.days.mask(new, days)
        self.open &= ~new
        self.say(new, level, rule, why, mend, days)

    def say(self, which: pd.Series, level: Level, rule: str, why: str, mend: str, days: pd.Series | None) -> None:
        """One finding about the cells marked."""
        first = int(which.to_numpy().argmax())
        read = "" if days is None else f"“{quote(self.unique.text[first])}” is {days[first].date()}: "
        words = f"{counted_cells(self.unique.count(which))} of “{quote(self.name)}”: {read}{why}."
        row = self.unique.first_row(which)
        self.findings.append(Finding(level, self.table, row, self.name, rule, words, mend))

    def column(self, iso: pd.Series) -> pd.Series:
        """The column with the days that were found."""
        if self.days.isna().all():
            return self.unique.put_back(self.unique.text)
        found = self.days.dt.strftime("%Y-%m-%d")
        return self.unique.put_back(found.where(self.days.notna() & ~iso, self.unique.text))


def _days(year: pd.Series, month: pd.Series, day: pd.Series) -> pd.Series:
    """Days from text of their parts; missing where a part is or no such day exists."""
    number = pd.DataFrame({"year": year, "month": month, "day": day}).apply(pd.to_numeric, errors="coerce")
    short = year.str.len().eq(2).fillna(False).astype(bool)
    century = number["year"].le(LAST_OF_THIS_CENTURY).map({True: 2000, False: 1900})
    number["year"] = number["year"].mask(short, number["year"] + century)
    whole = number.notna().all(axis=1) & number["year"].between(1700, 2200)
    days = pd.Series(pd.NaT, index=year.index, dtype="datetime64[ns]")
    if whole.any():
        days[whole] = pd.to_datetime(number[whole], errors="coerce").astype("datetime64[ns]")
    return days


def _with_month_words(reader: _Reader) -> None:
    text = reader.text().map(plain_letters, na_action="ignore").astype("str")
    months = {name: str(number) for name, number in MONTHS.items()}
    parts = text.str.extract(f"^{_DAY_MONTH_WORD}$")
    parts[1] = parts[1].map(months)
    reader.take(parts, "dmy", "dates_converted", "the month is written in letters")
    parts = text.where(reader.open).str.extract(f"^{_MONTH_WORD_DAY}$")
    parts[0] = parts[0].map(months)
    reader.take(parts, "mdy", "dates_converted", "the month is written in letters")
    parts = text.where(reader.open).str.extract(f"^{_MONTH_WORD_YEAR}$")
    _month_end(reader, parts[1], parts[0].map(months))


def _three_numbers(reader: _Reader, order: DateOrder | None, asks: bool) -> None:
    parts = reader.text().str.extract(f"^{_THREE}$")
    if parts[0].isna().all():
        return
    day_first, month_first = _days(parts[2], parts[1], parts[0]), _days(parts[2], parts[0], parts[1])
    only_day, only_month = day_first.notna() & month_first.isna(), month_first.notna() & day_first.isna()
    if order in ("day first", "month first"):
        reader.put(day_first if order == "day first" else month_first, "dates_converted", f"{order}, as answered")
    elif only_day.any() and only_month.any():
        if asks:
            first, second = (
                quote(reader.unique.text[int(mark.to_numpy().argmax())]) for mark in (only_day, only_month)
            )
            words = (
                f"the day stands first in “{first}” and the month in “{second}”, so the column is written in two ways"
            )
            reader.say(parts[0].notna(), "error", "mixed_dates", words, "Write every date as in 2015-10-04.", None)
    elif only_day.any() or only_month.any():
        proof = only_day if only_day.any() else only_month
        shown = quote(reader.unique.text[int(proof.to_numpy().argmax())])
        days, first = (day_first, "day") if only_day.any() else (month_first, "month")
        reader.put(days, "dates_converted", f"the {first} stands first, as “{shown}” proves for the whole column")
    elif day_first.eq(month_first)[parts[0].notna()].all():
        reader.put(day_first, "dates_converted", "day and month are the same number")
    elif asks:
        differ = day_first.notna() & day_first.ne(month_first)
        at = int(differ.to_numpy().argmax())
        words = (
            f"“{quote(reader.unique.text[at])}” is {day_first[at].date()} or {month_first[at].date()}, and no "
            "date of the column proves which"
        )
        mend = "Answer whether the day or the month stands first, or write dates as in 2015-10-04."
        reader.say(differ, "error", "ambiguous_dates", words, mend, None)


def _periods(reader: _Reader) -> None:
    parts = reader.text().str.extract(f"^{_YEAR_MONTH}$")
    _month_end(reader, parts[0], parts[1])
    parts = reader.text().str.extract(f"^{_MONTH_YEAR}$")
    _month_end(reader, parts[1], parts[0])
    years = reader.text().str.extract(f"^{_YEAR}$")[0]
    ends = _days(years, years.where(years.isna(), "12"), years.where(years.isna(), "31"))
    why = "only the year is given; its last day is taken"
    reader.put(
        ends, "day_of_period", why, "question", "Look whether the count is of the year's end; else write the day."
    )


def _month_end(reader: _Reader, year: pd.Series, month: pd.Series) -> None:
    first = _days(year, month, year.where(year.isna(), "1"))
    ends = first + pd.offsets.MonthEnd(0)
    why = "only the month is given; its last day is taken"
    mend = "Look whether the count is of the month's end; else write the day."
    reader.put(ends.astype("datetime64[ns]"), "day_of_period", why, "question", mend)


def _serials(reader: _Reader, order: DateOrder | None) -> None:
    whole = pd.to_numeric(reader.text().str.extract(f"^{_SERIAL}$")[0], errors="coerce")
    if whole.isna().all():
        return
    for zero, kind, words in (
        (EXCEL_ZERO, "excel", "a number of days as spreadsheets count them, from 1899-12-30"),
        (UNIX_ZERO, "unix days", "a number of days since 1970-01-01"),
    ):
        days = (zero + pd.to_timedelta(whole, unit="D")).astype("datetime64[ns]")
        fits = days.between(EARLIEST_SERIAL, LATEST_SERIAL) if order is None else pd.Series(order == kind, days.index)
        level: Level = "question" if order is None else "note"
        mend = "" if order else "Look whether these days are right; else answer how they are counted."
        reader.put(days.where(fits), "epoch_days", words, level, mend)
