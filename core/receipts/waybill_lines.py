"""Issued waybills as rows: one for each item and lot, whatever routes of the plan they were to travel by."""

from collections.abc import Iterable

import pandas as pd

from core.domain.schemas import WaybillLines
from core.domain.validation import typed_table
from core.domain.waybill import Waybill


def waybill_lines(waybills: Iterable[Waybill]) -> pd.DataFrame:
    """``WaybillLines`` of waybills, in the order given; a blank lot is goods that nothing marks."""
    w = WaybillLines
    rows = [
        (
            waybill.id,
            pd.Timestamp(waybill.week),
            waybill.origin_id,
            waybill.place_id,
            line.item_id,
            line.lot_id or None,
            line.quantity,
            pd.Timestamp(waybill.leaves).normalize(),
            pd.Timestamp(waybill.arrives).normalize(),
            waybill.plan,
        )
        for waybill in waybills
        for line in waybill.lines
    ]
    table = typed_table("waybills", pd.DataFrame(rows, columns=w.column_names()), w)[0]
    # lines of one item and lot that differ in their route lie in one heap on the truck
    same = [c for c in table.columns if c != w.quantity]
    return table.groupby(same, dropna=False, sort=False, as_index=False)[w.quantity].sum()[w.column_names()]
