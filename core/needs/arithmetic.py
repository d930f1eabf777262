"""The arithmetic behind one need, so that every number on a page can be opened."""

from dataclasses import dataclass

import pandas as pd

from core.domain.bases import BASIS_WORDS
from core.domain.groups import counted_on, group_shares
from core.domain.indicators import WEEKS_PER_BASIS, household_sizes, is_once
from core.domain.operation import Operation
from core.domain.schemas import HOUSEHOLD_BASES, Camps, ForecastTable, Items, NeedsTable
from core.needs.durable import handed_out
from core.needs.shelf import camp_stock


@dataclass(frozen=True)
class NeedArithmetic:
    """Factors of one need; ``need_units`` is what the needs table holds for the week.

    Attributes
    ----------
    people, people_low, people_high
        Median forecast of the camp in the week, and its 80 % band.
    group, group_share, share_is_estimate, group_counted
        Whom the item is for, their share of the people, whether that share is the operation's mean, and the day of the
        count it rests on (None for the mean, and for items for everybody).
    standard_units, basis
        The standard's quantity and its basis in words.
    household_size, household_low, household_high
        People per household and the 80 % range, None where the standard is per person (or no range is known).
    weeks_factor
        How often the standard's quantity falls due in a week: 7 for a day, 7/30 for a month, 1 for once.
    lifetime_days, served_units
        Useful life of a once item, None where it has none; units handed out by the start that still serve in the week.
    need_units, need_low, need_high
        Need of the week and its 80 % band; once items: newly required in the week.
    shelf_units, shelf_used_units
        What the camp's people may have from its shelf, and what earlier weeks take of it.
    net_need_units
        Need less what is left on the shelf.
    unit, source
        Unit of the item; where the standard comes from, "estimate" where no source could be given.
    """

    people: float
    people_low: float
    people_high: float
    group: str | None
    group_share: float
    share_is_estimate: bool
    group_counted: pd.Timestamp | None
    standard_units: float
    basis: str
    household_size: float | None
    household_low: float | None
    household_high: float | None
    weeks_factor: float
    lifetime_days: float | None
    served_units: float
    need_units: float
    need_low: float
    need_high: float
    shelf_units: float
    shelf_used_units: float
    net_need_units: float
    unit: str
    source: str


def explain_need(
    operation: Operation,
    forecast: pd.DataFrame,
    needs: pd.DataFrame,
    start: pd.Timestamp,
    *,
    camp_id: str,
    item_id: str,
    week: pd.Timestamp,
) -> NeedArithmetic:
    """Open one need of a needs table into its factors."""
    items, camps = operation.items, pd.Index([camp_id])
    position = items.index[items[Items.item_id] == item_id][0]
    item, only = items.loc[position], items.loc[[position]]
    groups = group_shares(operation, camps, start)
    group = None if pd.isna(item[Items.group]) else str(item[Items.group])
    estimated = bool(groups.estimated[0, position])
    people = forecast[(forecast[ForecastTable.camp_id] == camp_id) & (forecast[ForecastTable.week] == week)].iloc[0]
    of_pair = needs[(needs[NeedsTable.camp_id] == camp_id) & (needs[NeedsTable.item_id] == item_id)]
    row = of_pair[of_pair[NeedsTable.week] == week].iloc[0]
    earlier = of_pair[of_pair[NeedsTable.week] < week]
    household = item[Items.need_basis] in HOUSEHOLD_BASES
    camp = operation.camps.set_index(Camps.camp_id).loc[camp_id]
    once = bool(is_once(only)[0])
    served = handed_out(operation, camps, only, pd.DatetimeIndex([week]), start)[0, 0, 0] if once else 0.0
    return NeedArithmetic(
        people=float(people[ForecastTable.q50]),
        people_low=float(people[ForecastTable.q10]),
        people_high=float(people[ForecastTable.q90]),
        group=group,
        group_share=float(groups.shares[0, position]),
        share_is_estimate=estimated,
        group_counted=None if group is None or estimated else counted_on(operation, group, camp_id, start),
        standard_units=float(item[Items.need_quantity]),
        basis=BASIS_WORDS[item[Items.need_basis]],
        household_size=float(household_sizes(operation)[camp_id]) if household else None,
        household_low=_known(camp[Camps.household_size_low]) if household else None,
        household_high=_known(camp[Camps.household_size_high]) if household else None,
        weeks_factor=WEEKS_PER_BASIS[item[Items.need_basis]],
        lifetime_days=_known(item[Items.lifetime_days]) if once else None,
        served_units=float(served),
        need_units=float(row[NeedsTable.need]),
        need_low=float(row[NeedsTable.need_q10]),
        need_high=float(row[NeedsTable.need_q90]),
        shelf_units=float(camp_stock(operation, camps, only, start)[0, 0]),
        shelf_used_units=float((earlier[NeedsTable.need] - earlier[NeedsTable.net_need]).sum()),
        net_need_units=float(row[NeedsTable.net_need]),
        unit=str(item[Items.unit]),
        source="estimate" if pd.isna(item[Items.source]) else str(item[Items.source]),
    )


def _known(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
