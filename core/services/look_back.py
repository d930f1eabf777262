"""The last cycle of a plan: what was planned, sent, received and handed out; and what a count should find."""

from dataclasses import dataclass

import pandas as pd

from core.domain.finding import Finding
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import Coverage, Items, Receipts, WaybillLines
from core.domain.weeks import DAYS_PER_WEEK
from core.receipts import CycleTable, ExpectedStock, compare_cycle, expected_stock
from core.services.receive_waybills import Receiving

__all__ = [
    "Cycle",
    "CycleTable",
    "ExpectedStock",
    "arrived_share",
    "camp_sums",
    "look_back",
    "what_a_count_should_find",
]

UNKNOWN = "_unknown"
"""Ending of the columns of ``camp_sums`` that count what is not known."""


@dataclass(frozen=True, eq=False)
class Cycle:
    """One plan beside what became of it.

    Attributes
    ----------
    table
        ``CycleTable`` of the weeks that have begun.
    weeks
        Their Sundays; empty where the plan has not begun.
    as_of
        Day of the look.
    findings
        What is asked about waybills and receipts.
    """

    table: pd.DataFrame
    weeks: pd.DatetimeIndex
    as_of: pd.Timestamp
    findings: tuple[Finding, ...]

    @property
    def is_recorded(self) -> bool:
        """Whether anything is known of what became of the plan."""
        known = [CycleTable.dispatched, CycleTable.good, CycleTable.handed_out]
        return bool(self.table[known].notna().any(axis=None))


def look_back(operation: Operation, plan: Plan, receiving: Receiving) -> Cycle:
    """What became of a plan, up to the day of ``receiving``.

    Waybills are those of the plan's weeks, whichever plan they were issued for: what left in a week is what left.
    """
    sundays = pd.DatetimeIndex(plan.coverage[Coverage.week].sort_values().unique())
    weeks = sundays[sundays - pd.Timedelta(days=DAYS_PER_WEEK - 1) <= receiving.as_of]
    receipts = operation.receipts
    other = receipts[~receipts[Receipts.waybill_id].isin(receiving.lines[WaybillLines.waybill_id])]
    table = compare_cycle(plan.tables, receiving.lines, other, operation.deliveries, weeks)
    return Cycle(
        table,
        weeks,
        receiving.as_of,
        receiving.findings,
    )


def camp_sums(cycle: Cycle, items: pd.DataFrame) -> pd.DataFrame:
    """Tonnes by camp, an index of ``camp_id``: ``planned,dispatched,good,planned_out,handed_out`` and ``loss_share``.

    A sum is of what is known; ``dispatched_unknown``, ``good_unknown`` and ``handed_out_unknown`` count the items and
    weeks of which it is not. Where nothing but zeros is known beside them, the sum is not known: blank.
    """
    c, table = CycleTable, cycle.table
    weight_kg = table[c.item_id].map(items.set_index(Items.item_id)[Items.weight_kg])
    tonnes = weight_kg.astype("float64") / 1000
    recorded = [c.dispatched, c.good, c.handed_out]
    weighed = table[[c.planned, c.planned_out, *recorded]].mul(tonnes, axis=0)
    lost = table[c.damaged] + table[c.missing]
    weighed = weighed.assign(lost=lost * tonnes, accounted=(table[c.good] + lost) * tonnes)
    by_camp = table[c.camp_id]
    sums = weighed.groupby(by_camp).sum(min_count=1)
    unknown = table[recorded].isna().groupby(by_camp).sum().add_suffix(UNKNOWN)
    sums[c.loss_share] = sums["lost"] / sums["accounted"].where(sums["accounted"] > 0)
    for amount in recorded:
        sums[amount] = sums[amount].where((sums[amount] > 0) | (unknown[amount + UNKNOWN] == 0))
    return sums.drop(columns=["lost", "accounted"]).join(unknown)


def arrived_share(cycle: Cycle, items: pd.DataFrame) -> float | None:
    """Weight that arrived good over weight planned, of items and weeks of which it is known; None where of none."""
    c, table = CycleTable, cycle.table
    known = table[table[c.good].notna() & (table[c.planned] > 0)]
    weight_kg = known[c.item_id].map(items.set_index(Items.item_id)[Items.weight_kg]).astype("float64")
    planned_kg = float((known[c.planned] * weight_kg).sum())
    return float((known[c.good] * weight_kg).sum()) / planned_kg if planned_kg > 0 else None


def what_a_count_should_find(operation: Operation, receiving: Receiving) -> pd.DataFrame:
    """``ExpectedStock`` of every place and item about which anything was recorded since the stock was counted."""
    return expected_stock(operation, receiving.lines, receiving.as_of)
