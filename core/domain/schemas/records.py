"""What has happened: deliveries, consumption, orders, receipts, losses."""

import pandas as pd
from pandera.typing import Series

from core.domain.schemas.column import Table, column


class Deliveries(Table):
    """What was handed to people."""

    _called = "Deliveries"
    _references = {"camp_id": "camp", "item_id": "item"}

    camp_id: Series[str] = column("Camp")
    item_id: Series[str] = column("Item")
    date: Series[pd.Timestamp] = column("Date")
    quantity: Series[float] = column("Quantity", "units", blank=True, ge=0, le=1e12)
    donor: Series[str] = column("Donor", required=False)


class Consumption(Table):
    """The periodic stock report; a month of zero with the shelf empty is not zero demand."""

    _called = "Stock reports"
    _key = ("place_id", "item_id", "period_start")
    _references = {"place_id": "place", "item_id": "item"}

    place_id: Series[str] = column("Place")
    item_id: Series[str] = column("Item")
    period_start: Series[pd.Timestamp] = column("Period from")
    days: Series[float] = column("Length of period", "days", gt=0, le=400)
    distributed: Series[float] = column("Distributed", "units", blank=True, ge=0, le=1e12)
    received: Series[float] = column("Received", "units", required=False, ge=0, le=1e12)
    adjustment: Series[float] = column("Adjustment", "units", required=False, ge=-1e12, le=1e12)
    stock_end: Series[float] = column("Stock at the end", "units", required=False, ge=0, le=1e12)
    stockout_days: Series[float] = column("Days out of stock", "days", required=False, ge=0, le=400)
    ordered: Series[float] = column("Ordered", "units", required=False, ge=0, le=1e12)


class Orders(Table):
    """Orders with promised and real dates; several lines may share one order."""

    _called = "Orders"

    order_id: Series[str] = column("Order")
    line_id: Series[str] = column("Line", required=False)
    origin: Series[str] = column("Origin", blank=True)
    destination_id: Series[str] = column("Destination", required=False)
    destination_country: Series[str] = column("Destination country", required=False)
    mode: Series[str] = column("Mode", required=False)
    incoterm: Series[str] = column("Incoterm", required=False)
    product_group: Series[str] = column("Product group", required=False)
    item_id: Series[str] = column("Item id", required=False)
    item: Series[str] = column("Item", required=False)
    quantity: Series[float] = column("Quantity", "units", required=False, ge=0, le=1e12)
    value_usd: Series[float] = column("Value", "USD", required=False, ge=0, le=1e12)
    weight_kg: Series[float] = column("Weight", "kg", required=False, ge=0, le=1e12)
    freight_usd: Series[float] = column("Freight", "USD", required=False, ge=0, le=1e12)
    ordered: Series[pd.Timestamp] = column("Ordered", required=False)
    promised: Series[pd.Timestamp] = column("Promised", required=False)
    delivered: Series[pd.Timestamp] = column("Delivered", required=False)
    recorded: Series[pd.Timestamp] = column("Recorded", required=False)


class Receipts(Table):
    """What really arrived at a place, against its waybill."""

    _called = "Receipts"
    _references = {"place_id": "place", "item_id": "item"}

    waybill_id: Series[str] = column("Waybill")
    place_id: Series[str] = column("Place")
    item_id: Series[str] = column("Item")
    lot_id: Series[str] = column("Lot", required=False)
    date: Series[pd.Timestamp] = column("Date")
    sent: Series[float] = column("Sent", "units", blank=True, ge=0, le=1e12)
    good: Series[float] = column("Received good", "units", blank=True, ge=0, le=1e12)
    damaged: Series[float] = column("Damaged", "units", blank=True, ge=0, le=1e12)
    missing: Series[float] = column("Missing", "units", blank=True, ge=0, le=1e12)


class Losses(Table):
    """Goods lost in store."""

    _called = "Losses"
    _references = {"place_id": "place", "item_id": "item"}

    place_id: Series[str] = column("Place")
    item_id: Series[str] = column("Item")
    lot_id: Series[str] = column("Lot", required=False)
    date: Series[pd.Timestamp] = column("Date")
    quantity: Series[float] = column("Quantity", "units", ge=0, le=1e12)
    reason: Series[str] = column("Reason", blank=True)
