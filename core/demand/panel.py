"""Stock reports on one calendar of reporting periods: series down, periods across, blank where nothing was reported."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.schemas import Consumption

MONTH_DAYS = (28.0, 31.0)
"""Reports whose usual length lies between these are of calendar months."""

SERIES = [Consumption.place_id, Consumption.item_id]
"""What identifies a series."""

_SUMS = [Consumption.distributed, Consumption.received, Consumption.adjustment, Consumption.ordered]


@dataclass(frozen=True)
class Calendar:
    """Reporting periods, counted from 0.

    Attributes
    ----------
    first
        First day of period 0.
    days
        Usual length in days; not used where periods are calendar months.
    monthly
        Whether periods are calendar months.
    """

    first: pd.Timestamp
    days: float
    monthly: bool

    @classmethod
    def of(cls, reports: pd.DataFrame) -> "Calendar":
        """The calendar of ``Consumption`` rows: their median length, from the earliest day on."""
        days = float(reports[Consumption.days].median())
        first = reports[Consumption.period_start].min().normalize()
        monthly = MONTH_DAYS[0] <= days <= MONTH_DAYS[1]
        return cls(first.replace(day=1) if monthly else first, days, monthly)

    def period_of(self, reports: pd.DataFrame) -> np.ndarray:
        """Period in which the middle of each report lies, shape (n,)."""
        half = pd.to_timedelta(reports[Consumption.days] / 2, unit="D")
        return self.period_at(reports[Consumption.period_start] + half)

    def period_at(self, days: pd.Series) -> np.ndarray:
        """Period in which each day lies, shape (n,)."""
        if self.monthly:
            months = days.dt.year * 12 + days.dt.month
            return (months - (self.first.year * 12 + self.first.month)).to_numpy(int)
        return np.floor((days - self.first) / pd.Timedelta(days=self.days)).to_numpy(int)

    def ended_by(self, day: pd.Timestamp) -> int:
        """The last period that has wholly passed at the end of a day; -1 where none has."""
        return int(self.period_at(pd.Series([day + pd.Timedelta(days=1)]))[0]) - 1

    def last_day(self, period: int) -> pd.Timestamp:
        """Last day of a period."""
        return (self.starts(np.array([period + 1]))[0] - pd.Timedelta(days=1)).ceil("D")

    def starts(self, periods: np.ndarray) -> pd.DatetimeIndex:
        """First days of periods."""
        if self.monthly:
            return pd.DatetimeIndex([self.first + pd.DateOffset(months=int(p)) for p in periods])
        return pd.DatetimeIndex(self.first + pd.to_timedelta(periods * self.days, unit="D"))

    @property
    def usual_days(self) -> float:
        """Days that quantities of a panel are for."""
        return 365.25 / 12 if self.monthly else self.days

    @property
    def periods_per_year(self) -> int:
        """Periods that make a year, at least 1."""
        return 12 if self.monthly else max(round(365.25 / self.days), 1)

    def lengths(self, periods: np.ndarray) -> np.ndarray:
        """Days in each period, shape (n,)."""
        if self.monthly:
            return self.starts(periods).days_in_month.to_numpy(float)
        return np.full(len(periods), self.days)


@dataclass(frozen=True, eq=False)
class Panel:
    """Reports known on a day.

    Quantities are item units of a period of the usual length: a report of 31 days counts a little less than one of 30.

    Attributes
    ----------
    series
        place_id, item_id, sorted, one row a series.
    calendar
        What the periods are.
    given
        Handed out, NaN where not reported, shape (n, m).
    empty
        Nothing handed out and nothing left, or out of stock all the time: what people wanted is not known.
    ran_out
        Something was handed out and nothing was left, or days out of stock were declared: demand was at least that.
    stock, received, adjustment, ordered
        As reported, NaN where not, shape (n, m).
    """

    series: pd.DataFrame
    calendar: Calendar
    given: np.ndarray
    empty: np.ndarray
    ran_out: np.ndarray
    stock: np.ndarray
    received: np.ndarray
    adjustment: np.ndarray
    ordered: np.ndarray

    @property
    def seen(self) -> np.ndarray:
        """Demand as far as it is known: handed out where the shelf was not empty, shape (n, m)."""
        return np.where(self.empty, np.nan, self.given)

    @property
    def usual_days(self) -> float:
        """Days that its quantities are for."""
        return self.calendar.usual_days

    @property
    def n_periods(self) -> int:
        """Periods from the first report to the last."""
        return self.given.shape[1]


def shelf_was_empty(reports: pd.DataFrame) -> np.ndarray:
    """Whether demand of each report is hidden: nothing handed out, and nothing left or no day in stock, shape (n,)."""
    none_given = reports[Consumption.distributed].eq(0)
    return (none_given & (reports[Consumption.stock_end].eq(0) | _always_out(reports))).to_numpy()


def shelf_ran_out(reports: pd.DataFrame) -> np.ndarray:
    """Whether each report gave something out and then had no more: demand was at least that, shape (n,)."""
    some_given = reports[Consumption.distributed].gt(0)
    return (some_given & (reports[Consumption.stock_end].eq(0) | reports[Consumption.stockout_days].gt(0))).to_numpy()


def _always_out(reports: pd.DataFrame) -> pd.Series:
    return reports[Consumption.stockout_days].ge(reports[Consumption.days])


def known_on(reports: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Reports whose period had ended by a day, and that say what was handed out."""
    ended = reports[Consumption.period_start] + pd.to_timedelta(reports[Consumption.days] - 1, unit="D")
    return reports[(ended <= day) & reports[Consumption.distributed].notna()]


def panel_of(reports: pd.DataFrame, calendar: Calendar | None = None, last_period: int | None = None) -> Panel:
    """Lay ``Consumption`` rows out by series and period.

    Several reports of one series in one period are added up; its stock is that of the latest. Rows without what was
    handed out must be left out before (``known_on``).

    Parameters
    ----------
    calendar
        Its periods; those of the reports by default.
    last_period
        Last period of the panel, with or without reports; that of the last report by default.
    """
    calendar = calendar or Calendar.of(reports)
    rows = reports.sort_values([*SERIES, Consumption.period_start], kind="stable").reset_index(drop=True)
    period = calendar.period_of(rows)
    last = int(period.max()) if last_period is None else last_period
    # the middle of an odd report can lie in the period that is still open
    period = np.minimum(period, last)
    per_period = calendar.lengths(np.arange(last + 1))[period]
    table = rows[[*SERIES, Consumption.days, *_SUMS, Consumption.stock_end]].assign(
        period=period,
        per_period=per_period,
        empty=shelf_was_empty(rows),
        ran_out=shelf_ran_out(rows),
    )
    by_period = table.groupby([*SERIES, "period"], sort=True)
    merged = by_period[[*_SUMS, Consumption.days]].sum(min_count=1)
    merged["stock"] = by_period[Consumption.stock_end].last()
    merged["empty"] = by_period["empty"].all()
    merged["ran_out"] = by_period[["empty", "ran_out"]].any().any(axis=1) & ~merged["empty"]
    to_usual = calendar.usual_days / merged[Consumption.days].to_numpy()
    merged = merged.reset_index()
    number = merged.groupby(SERIES, sort=True).ngroup().to_numpy()
    at = (number, merged["period"].to_numpy())
    shape = (number.max() + 1, last + 1)

    def laid_out(values: np.ndarray) -> np.ndarray:
        out = np.full(shape, np.nan)
        out[at] = values
        return out

    return Panel(
        series=merged[SERIES].drop_duplicates().reset_index(drop=True),
        calendar=calendar,
        given=laid_out(merged[Consumption.distributed].to_numpy() * to_usual),
        empty=laid_out(merged["empty"].to_numpy(float)) == 1,
        ran_out=laid_out(merged["ran_out"].to_numpy(float)) == 1,
        stock=laid_out(merged["stock"].to_numpy()),
        received=laid_out(merged[Consumption.received].to_numpy()),
        adjustment=laid_out(merged[Consumption.adjustment].to_numpy()),
        ordered=laid_out(merged[Consumption.ordered].to_numpy()),
    )
