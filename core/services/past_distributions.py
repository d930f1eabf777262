"""Who got what and when, against need: by camp, group, item and donor; empty shelves, neglect, late deliveries."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.indicators import units_per_person_week, vulnerability_weights
from core.domain.operation import Operation
from core.domain.schemas import EMPTY_SHELF, NO_DEMAND, NOT_RECORDED, RAN_OUT, Deliveries, Items, PastCoverage
from core.domain.weeks import DAYS_PER_WEEK
from core.history import late_arrivals, late_orders, neglected, past_coverage, past_periods

PERIOD_WEEKS = (4, 8, 13)
"""Lengths of a period that can be chosen."""
THRESHOLDS = (0.5, 0.7, 0.9)
"""Shares of need under which a camp can be called neglected."""


@dataclass(frozen=True, eq=False)
class PastDistributions:
    """What was handed out, looked at from the day of planning.

    Shares are of the need of items that are used up, weighted by priority, 0 to 1, each item at most its need.

    Attributes
    ----------
    weeks, threshold
        Length of a period; share under which a camp falls short.
    periods
        Their last days, ascending.
    table
        ``PastCoverage``.
    by_camp_period
        ``camp_id, period, share``; blank where nothing is recorded.
    by_period
        ``period, share``, camps weighted by vulnerability.
    by_camp
        ``camp_id, share, last_share, under, known, empty_shelf, no_demand``: over all periods, the newest, periods
        under the threshold of those known; items and periods with an empty shelf, and with goods nobody took. The
        camp that got least first.
    by_item
        ``item_id, need, handed_out, share, empty_shelf, ran_out, no_demand, recorded``: units, and items and periods.
    by_group
        ``group, share``: people the items are for; blank group for everybody.
    by_donor
        ``donor, tonnes, camps, items``; a blank donor where none is named.
    neglect
        ``NeglectTable``.
    late_orders, late_arrivals
        ``LateTable``.
    """

    weeks: int
    threshold: float
    periods: pd.DatetimeIndex
    table: pd.DataFrame
    by_camp_period: pd.DataFrame
    by_period: pd.DataFrame
    by_camp: pd.DataFrame
    by_item: pd.DataFrame
    by_group: pd.DataFrame
    by_donor: pd.DataFrame
    neglect: pd.DataFrame
    late_orders: pd.DataFrame
    late_arrivals: pd.DataFrame


def past_distributions(operation: Operation, weeks: int = 4, threshold: float = 0.7) -> PastDistributions | None:
    """What is recorded of past distributions; None where nothing is."""
    periods = past_periods(operation, weeks)
    if not len(periods) or not operation.has("items"):
        return None
    table = past_coverage(operation, periods, weeks)
    if (table[PastCoverage.shelf] == NOT_RECORDED).all():
        return None
    weighed = _weighed(operation, table)
    camp, period, item = PastCoverage.camp_id, PastCoverage.period, PastCoverage.item_id
    asked = table[[camp, period]].drop_duplicates()
    by_camp_period = asked.merge(_shares(weighed, [camp, period]), how="left")
    groups = weighed.assign(group=weighed[item].map(operation.items.set_index(Items.item_id)[Items.group]).fillna(""))
    return PastDistributions(
        weeks=weeks,
        threshold=threshold,
        periods=periods,
        table=table,
        by_camp_period=by_camp_period,
        by_period=pd.DataFrame({period: periods}).merge(_shares_of_all(operation, weighed), how="left"),
        by_camp=_by_camp(table, weighed, by_camp_period, threshold),
        by_item=_by_item(operation, table),
        by_group=_shares(groups, ["group"]),
        by_donor=_by_donor(operation, periods, weeks),
        neglect=neglected(by_camp_period, threshold),
        late_orders=late_orders(operation.orders, operation.planning_start),
        late_arrivals=late_arrivals(operation.arrivals, operation.receipts, operation.planning_start),
    )


def share_handed_out(operation: Operation, ends: pd.DatetimeIndex, weeks: int) -> pd.Series:
    """Share of the need of all camps that was handed out in the weeks up to each day; blank where nothing is recorded.

    The days may lie closer than the weeks: those that do not are periods of one look back, as in
    ``past_distributions``.
    """
    length_days = DAYS_PER_WEEK * weeks
    found = [pd.Series(dtype=float)]
    for _, alike in ends.to_series().groupby((ends - ends.min()).days % length_days):
        periods = past_periods(operation, weeks, alike.max())
        if len(periods):
            table = past_coverage(operation, periods, weeks)
            shares = _shares_of_all(operation, _weighed(operation, table)).set_index(PastCoverage.period)
            found.append(shares[PastCoverage.share])
    return pd.concat(found).reindex(ends)


def _shares_of_all(operation: Operation, weighed: pd.DataFrame) -> pd.DataFrame:
    """Share by period, camps weighted by vulnerability."""
    vulnerability = weighed[PastCoverage.camp_id].map(vulnerability_weights(operation)).fillna(1.0)
    of_all = weighed.assign(need=weighed["need"] * vulnerability, got=weighed["got"] * vulnerability)
    return _shares(of_all, [PastCoverage.period])


def _weighed(operation: Operation, table: pd.DataFrame) -> pd.DataFrame:
    """Person-weeks needed and got of what is known, weighted by priority."""
    known = table[table[PastCoverage.share].notna()]
    units = units_per_person_week(operation).stack()
    keys = pd.MultiIndex.from_frame(known[[PastCoverage.camp_id, PastCoverage.item_id]])
    priority = known[PastCoverage.item_id].map(operation.items.set_index(Items.item_id)[Items.priority])
    weight = np.nan_to_num(priority.to_numpy(float) / units.where(units > 0).reindex(keys).to_numpy(float))
    need = known[PastCoverage.need].to_numpy(float) * weight
    return known.assign(need=need, got=need * known[PastCoverage.share].to_numpy(float))


def _shares(weighed: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    sums = weighed.groupby(by)[["need", "got"]].sum()
    return (sums["got"] / sums["need"].where(sums["need"] > 0)).rename(PastCoverage.share).reset_index()


def _count(table: pd.DataFrame, by: str, shelf: str) -> pd.Series:
    return (table[PastCoverage.shelf] == shelf).groupby(table[by]).sum()


def _by_camp(
    table: pd.DataFrame, weighed: pd.DataFrame, by_camp_period: pd.DataFrame, threshold: float
) -> pd.DataFrame:
    camp = PastCoverage.camp_id
    shares = _shares(weighed, [camp]).set_index(camp)[PastCoverage.share]
    known = by_camp_period.dropna(subset=[PastCoverage.share])
    newest = known.sort_values(PastCoverage.period, kind="stable").drop_duplicates(camp, keep="last").set_index(camp)
    under = (known[PastCoverage.share] < threshold).groupby(known[camp]).sum()
    rows = pd.DataFrame(
        {
            "share": shares,
            "last_share": newest[PastCoverage.share],
            "under": under,
            "known": known.groupby(camp).size(),
            "empty_shelf": _count(table, camp, EMPTY_SHELF),
            "no_demand": _count(table, camp, NO_DEMAND),
        }
    )
    return rows.rename_axis(camp).sort_values("share", kind="stable").reset_index()


def _by_item(operation: Operation, table: pd.DataFrame) -> pd.DataFrame:
    item = PastCoverage.item_id
    recorded = table[table[PastCoverage.shelf] != NOT_RECORDED]
    sums = recorded.groupby(item)[[PastCoverage.need, PastCoverage.handed_out]].sum(min_count=1)
    shared = recorded[recorded[PastCoverage.share].notna()]
    met = (shared[PastCoverage.share] * shared[PastCoverage.need]).groupby(shared[item]).sum()
    needed = shared.groupby(shared[item])[PastCoverage.need].sum()
    rows = sums.assign(
        share=met / needed.where(needed > 0),
        empty_shelf=_count(recorded, item, EMPTY_SHELF),
        ran_out=_count(recorded, item, RAN_OUT),
        no_demand=_count(recorded, item, NO_DEMAND),
        recorded=recorded.groupby(item).size(),
    )
    return rows.reindex([i for i in operation.items[Items.item_id] if i in rows.index]).rename_axis(item).reset_index()


def _by_donor(operation: Operation, periods: pd.DatetimeIndex, weeks: int) -> pd.DataFrame:
    days = operation.deliveries[Deliveries.date]
    given = operation.deliveries[(days > periods[0] - pd.Timedelta(weeks=weeks)) & (days <= periods[-1])]
    weight_kg = given[Deliveries.item_id].map(operation.items.set_index(Items.item_id)[Items.weight_kg]).astype(float)
    rows = given.assign(donor=given[Deliveries.donor].fillna(""), tonnes=given[Deliveries.quantity] * weight_kg / 1000)
    by_donor = rows.groupby("donor").agg(
        tonnes=("tonnes", "sum"), camps=(Deliveries.camp_id, "nunique"), items=(Deliveries.item_id, "nunique")
    )
    return by_donor.sort_values("tonnes", ascending=False, kind="stable").reset_index()
