"""Issued waybills as rows: one for each item and lot."""

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
    return typed_table("waybills", pd.DataFrame(rows, columns=w.column_names()), w)[0]
