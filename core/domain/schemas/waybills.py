"""Issued waybills as rows, to be compared with receipts."""

import pandas as pd
from pandera.typing import Series

from core.domain.schemas.column import Table, column


class WaybillLines(Table):
    """One item and lot of an issued waybill."""

    _key = ("waybill_id", "item_id", "lot_id")

    waybill_id: Series[str] = column("Waybill")
    week: Series[pd.Timestamp] = column("Week of departure")
    origin_id: Series[str] = column("From")
    place_id: Series[str] = column("To")
    item_id: Series[str] = column("Item")
    lot_id: Series[str] = column("Lot", blank=True)
    quantity: Series[float] = column("Sent", "units", ge=0)
    leaves: Series[pd.Timestamp] = column("Leaves")
    arrives: Series[pd.Timestamp] = column("Arrives")
    plan: Series[str] = column("Plan", description="Content key of its plan")
