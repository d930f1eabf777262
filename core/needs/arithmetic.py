"""The arithmetic behind one need, so that every number on a page can be opened."""

from dataclasses import dataclass

import pandas as pd

from core.domain.groups import group_shares
from core.domain.indicators import WEEKS_PER_BASIS, household_sizes
from core.domain.operation import Operation
from core.domain.schemas import HOUSEHOLD_BASES, ForecastTable, Items, NeedsTable

BASIS_WORDS = {
    "person_day": "per person and day",
    "person_week": "per person and week",
    "person_month": "per person and month of 30 days",
    "person_once": "per person, once",
    "household_once": "per household, once",
    "household_month": "per household and month of 30 days",
}


@dataclass(frozen=True)
class NeedArithmetic:
    """Factors of one need; ``need`` is what the needs table holds for the week.

    Attributes
    ----------
    people
        Median forecast of the camp in the week.
    group, group_share, share_is_estimate
        Whom the item is for, their share of the people, and whether that share is the operation's mean.
    standard_units, basis
        The standard's quantity and its basis in words.
    household_size
        People per household, None where the standard is per person.
    weeks_factor
        How often the standard's quantity falls due in a week: 7 for a day, 7/30 for a month, 1 for once.
    need_units, net_need_units
        Need of the week, and that less what lies in the camp; once items: newly required in the week.
    source
        Where the standard comes from; "estimate" where no source could be given.
    """

    people: float
    group: str | None
    group_share: float
    share_is_estimate: bool
    standard_units: float
    basis: str
    household_size: float | None
    weeks_factor: float
    need_units: float
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
    items = operation.items
    position = items.index[items[Items.item_id] == item_id][0]
    item = items.loc[position]
    groups = group_shares(operation, pd.Index([camp_id]), start)
    same_camp = (forecast[ForecastTable.camp_id] == camp_id) & (forecast[ForecastTable.week] == week)
    row = needs[
        (needs[NeedsTable.camp_id] == camp_id)
        & (needs[NeedsTable.item_id] == item_id)
        & (needs[NeedsTable.week] == week)
    ].iloc[0]
    household = item[Items.need_basis] in HOUSEHOLD_BASES
    return NeedArithmetic(
        people=float(forecast.loc[same_camp, ForecastTable.q50].iloc[0]),
        group=None if pd.isna(item[Items.group]) else str(item[Items.group]),
        group_share=float(groups.shares[0, position]),
        share_is_estimate=bool(groups.estimated[0, position]),
        standard_units=float(item[Items.need_quantity]),
        basis=BASIS_WORDS[item[Items.need_basis]],
        household_size=float(household_sizes(operation)[camp_id]) if household else None,
        weeks_factor=WEEKS_PER_BASIS[item[Items.need_basis]],
        need_units=float(row[NeedsTable.need]),
        net_need_units=float(row[NeedsTable.net_need]),
        unit=str(item[Items.unit]),
        source="estimate" if pd.isna(item[Items.source]) else str(item[Items.source]),
    )
