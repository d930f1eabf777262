"""What was handed out to each camp of each item in each past period, beside the need, and what is known of the shelf.

Deliveries tell it, and in periods without a delivery of the camp and item stock reports do, where no delivery lies in
their days: the two would tell of the same goods. A report that crosses the end of a period is split by days, and where
reports alone tell, need is that of the days they cover.
"""

import numpy as np
import pandas as pd

from core.demand.panel import shelf_ran_out, shelf_was_empty
from core.domain.groups import group_shares
from core.domain.indicators import is_once, units_per_person_week
from core.domain.operation import Operation
from core.domain.real_counts import people_at
from core.domain.schemas import (
    EMPTY_SHELF,
    GIVEN,
    NO_DEMAND,
    NONE_GIVEN,
    NOT_RECORDED,
    RAN_OUT,
    Camps,
    Consumption,
    Deliveries,
    Items,
    PastCoverage,
)
from core.domain.weeks import DAYS_PER_WEEK
from core.errors import NotEnoughHistory
from core.history.periods import used_up

LEAST_OVERLAP_SHARE = 0.25
"""Share of a period that a stock report must cover to say how the shelf was in it."""
LEAST_COVERED_SHARE = 0.5
"""Share of a period's days that stock reports must cover for the share of need met in it to be known by them alone."""

_KEY = [PastCoverage.camp_id, PastCoverage.item_id, PastCoverage.period]


def past_coverage(operation: Operation, periods: pd.DatetimeIndex, weeks: int) -> pd.DataFrame:
    """``PastCoverage``: every item recorded anywhere, at every camp, in every period after its first count.

    Need is people by the last count of each week, times the group's share, times the standard; items that are needed
    once have none. Where nothing of a camp is recorded in a period, what it got is not known, which is not nothing.
    Where stock reports alone tell of a camp, item and period, need is that of the days they cover, and the share is
    blank where they cover less than half of the period. Nothing handed out with goods on the shelf is no shortage of
    goods: its share is blank.

    Parameters
    ----------
    periods, weeks
        ``past_periods`` of that length.
    """
    given, reported = _delivered(operation, periods, weeks), _reported(operation, periods, weeks)
    from_reports = reported.loc[reported["covered"].notna(), [*_KEY, "distributed"]]
    is_given = pd.MultiIndex.from_frame(from_reports[_KEY]).isin(pd.MultiIndex.from_frame(given[_KEY]))
    from_reports = from_reports[~is_given]
    amounts = pd.concat([given, from_reports.rename(columns={"distributed": PastCoverage.handed_out})])
    need = _needs(operation, periods, weeks)
    recorded = pd.concat([amounts[PastCoverage.item_id], reported[PastCoverage.item_id]])
    table = need[need[PastCoverage.item_id].isin(recorded)]
    table = table.merge(amounts, on=_KEY, how="left").merge(reported.drop(columns="distributed"), on=_KEY, how="left")
    in_log = _in_log(table, _logs(operation, periods, weeks))
    is_reported = table["covered"].notna().to_numpy()
    is_known = in_log | is_reported | table[PastCoverage.handed_out].notna().to_numpy()
    got = table[PastCoverage.handed_out].fillna(0.0).where(is_known)
    table[PastCoverage.handed_out] = got
    flags = {flag: table[flag].fillna(0.0).to_numpy() > 0 for flag in ("was_empty", "ran_out", "unasked", "reports")}
    gave = (got > 0).to_numpy()
    table[PastCoverage.shelf] = np.select(
        [
            gave & (flags["ran_out"] | flags["was_empty"]),
            gave,
            is_known & flags["reports"] & (table["was_empty"] >= table["reports"]).to_numpy(),
            is_known & flags["unasked"],
            is_known,
        ],
        [RAN_OUT, GIVEN, EMPTY_SHELF, NO_DEMAND, NONE_GIVEN],
        NOT_RECORDED,
    )
    has_delivery = pd.MultiIndex.from_frame(table[_KEY]).isin(pd.MultiIndex.from_frame(given[_KEY]))
    covered = table["covered"].where(is_reported & ~has_delivery & ~(in_log & ~gave), 1.0)
    table[PastCoverage.need] *= covered
    share = (got / table[PastCoverage.need].where(table[PastCoverage.need] > 0)).clip(0.0, 1.0)
    table[PastCoverage.share] = share.where((table[PastCoverage.shelf] != NO_DEMAND) & (covered >= LEAST_COVERED_SHARE))
    return table[PastCoverage.column_names()].sort_values(_KEY, kind="stable", ignore_index=True)


def _needs(operation: Operation, periods: pd.DatetimeIndex, weeks: int) -> pd.DataFrame:
    """Units needed by camp, item and period; blank for items that are needed once."""
    ends = pd.DatetimeIndex(
        np.concatenate([periods - pd.Timedelta(weeks=back) for back in range(weeks - 1, -1, -1)])
    ).sort_values()
    people = people_at(operation, ends)
    people[PastCoverage.period] = _period_of(people["day"], periods, weeks)
    sums = people.groupby([Camps.camp_id, PastCoverage.period])["people"].sum().reset_index()
    once = operation.items.loc[is_once(operation.items), Items.item_id]
    units = units_per_person_week(operation) * _shares(operation)
    units[[item for item in once if item in units]] = np.nan
    long = units.rename_axis(index=Camps.camp_id, columns=Items.item_id).stack(future_stack=True).rename("units")
    table = sums.merge(long.reset_index(), on=Camps.camp_id)
    return table.assign(**{PastCoverage.need: table["people"] * table["units"]})[[*_KEY, PastCoverage.need]]


def _shares(operation: Operation) -> np.ndarray:
    """Share of people that each item is for; 1 where nobody ever counted its group, so that need is not hidden."""
    camps = pd.Index(operation.camps[Camps.camp_id])
    try:
        return group_shares(operation, camps, operation.planning_start).shares
    except NotEnoughHistory:
        return np.ones((len(camps), len(operation.items)))


def _delivered(operation: Operation, periods: pd.DatetimeIndex, weeks: int) -> pd.DataFrame:
    rows = operation.deliveries.dropna(subset=[Deliveries.quantity])
    rows = rows.assign(**{PastCoverage.period: _period_of(rows[Deliveries.date], periods, weeks)})
    rows = rows.dropna(subset=[PastCoverage.period])
    sums = rows.groupby(_KEY)[Deliveries.quantity].sum()
    return sums.rename(PastCoverage.handed_out).reset_index()


def _reported(operation: Operation, periods: pd.DatetimeIndex, weeks: int) -> pd.DataFrame:
    """Handed out by the reports, how many of them say that the shelf was empty, ran empty, or was not asked, and the
    share of the period's days that they cover together.

    A report in whose days a delivery lies tells no amount: the log does, and nobody knows on which days the rest was
    handed out. Where only such reports are, the share is blank.
    """
    camps = operation.camps[Camps.camp_id]
    rows = operation.consumption
    rows = rows[rows[Consumption.place_id].isin(camps) & rows[Consumption.distributed].notna()]
    rows = rows.sort_values(Consumption.period_start, kind="stable", ignore_index=True)
    long = DAYS_PER_WEEK * weeks
    starts = rows[Consumption.period_start].dt.normalize().to_numpy("datetime64[D]").astype(float)[:, None]
    ends = starts + rows[Consumption.days].to_numpy(float)[:, None]
    upto = periods.to_numpy("datetime64[D]").astype(float)[None, :] + 1
    overlap = np.clip(np.minimum(ends, upto) - np.maximum(starts, upto - long), 0.0, None)
    # days that an earlier report of the camp and item covers already do not count again
    series = [rows[Consumption.place_id], rows[Consumption.item_id]]
    before = pd.Series(ends[:, 0]).groupby(series).cummax().groupby(series).shift(fill_value=-np.inf)
    fresh = np.maximum(starts, before.to_numpy(float)[:, None])
    covered = np.clip(np.minimum(ends, upto) - np.maximum(fresh, upto - long), 0.0, None)
    tells = ((rows[Consumption.distributed] == 0) | ~_hold_a_delivery(rows, operation.deliveries)).to_numpy()
    report, period = np.nonzero(overlap)
    days = overlap[report, period]
    says = days >= LEAST_OVERLAP_SHARE * long
    empty, ran_out = shelf_was_empty(rows)[report], shelf_ran_out(rows)[report]
    none = (rows[Consumption.distributed] == 0).to_numpy()[report]
    table = pd.DataFrame(
        {
            PastCoverage.camp_id: rows[Consumption.place_id].to_numpy()[report],
            PastCoverage.item_id: rows[Consumption.item_id].to_numpy()[report],
            PastCoverage.period: periods[period],
            "distributed": np.where(tells, rows[Consumption.distributed], 0.0)[report] * days
            / rows[Consumption.days].to_numpy()[report],
            "was_empty": says & empty,
            "ran_out": says & ran_out,
            "unasked": says & none & ~empty & (rows[Consumption.stock_end] > 0).to_numpy()[report],
            "reports": says,
            "covered": np.where(tells[report], covered[report, period], np.nan),
        }
    )  # fmt: skip
    by_key = table.groupby(_KEY)
    sums = by_key.sum().assign(covered=by_key["covered"].sum(min_count=1) / long)
    return sums.reset_index()


def _hold_a_delivery(reports: pd.DataFrame, deliveries: pd.DataFrame) -> pd.Series:
    """Whether a delivery of the same camp and item lies in the days of each report, sorted by its first day."""
    given = deliveries.dropna(subset=[Deliveries.quantity, Deliveries.date]).sort_values(Deliveries.date, kind="stable")
    begins = reports[Consumption.period_start].dt.normalize()
    asked = reports[[Consumption.place_id, Consumption.item_id]].astype(object).assign(begins=begins)
    known = pd.DataFrame(
        {
            Consumption.place_id: given[Deliveries.camp_id].astype(object),
            Consumption.item_id: given[Deliveries.item_id].astype(object),
            "given": given[Deliveries.date].dt.normalize(),
        }
    )
    found = pd.merge_asof(
        asked,
        known,
        left_on="begins",
        right_on="given",
        by=[Consumption.place_id, Consumption.item_id],
        direction="forward",
    )
    return (found["given"] - begins).dt.days < reports[Consumption.days]


def _logs(operation: Operation, periods: pd.DatetimeIndex, weeks: int) -> pd.MultiIndex:
    """Camps and periods with a delivery of something that is used up: the log then tells of every such item."""
    days = used_up(operation)
    found = days.assign(**{PastCoverage.period: _period_of(days[Deliveries.date], periods, weeks)})
    return pd.MultiIndex.from_frame(found[[PastCoverage.camp_id, PastCoverage.period]].dropna())


def _in_log(table: pd.DataFrame, logs: pd.MultiIndex) -> np.ndarray:
    """Whether a log of the camp in the period would tell of the item, so that no entry means none."""
    by_camp = pd.MultiIndex.from_frame(table[[PastCoverage.camp_id, PastCoverage.period]])
    return by_camp.isin(logs) & table[PastCoverage.need].notna().to_numpy()


def _period_of(days: pd.Series, periods: pd.DatetimeIndex, weeks: int) -> pd.Series:
    """Last day of the period that each day lies in; missing outside of all."""
    at = np.searchsorted(periods.to_numpy(), days.dt.normalize().to_numpy())
    inside = (at < len(periods)) & (days > periods[0] - pd.Timedelta(weeks=weeks)).to_numpy()
    return pd.Series(periods[np.where(inside, at, 0)], index=days.index).where(inside)
