"""Tables the program makes: forecast, needs, and the files of a plan."""

import pandas as pd
from pandera.typing import Series

from core.domain.schemas.column import Table, column

LEVELS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Quantile levels of every forecast."""

QUANTILES = tuple(f"q{round(level * 100)}" for level in LEVELS)
"""Their column names, q10 to q90."""

NEED_QUANTILES = tuple(f"need_{name}" for name in QUANTILES)


class ForecastTable(Table):
    """People per camp and week, as quantiles."""

    _key = ("camp_id", "week")

    camp_id: Series[str] = column("Camp")
    week: Series[pd.Timestamp] = column("Week ending")
    horizon_weeks: Series[int] = column("Weeks ahead", "weeks", ge=1)
    q10: Series[float] = column("10 % quantile", "people", ge=0)
    q20: Series[float] = column("20 % quantile", "people", ge=0)
    q30: Series[float] = column("30 % quantile", "people", ge=0)
    q40: Series[float] = column("40 % quantile", "people", ge=0)
    q50: Series[float] = column("Median", "people", ge=0)
    q60: Series[float] = column("60 % quantile", "people", ge=0)
    q70: Series[float] = column("70 % quantile", "people", ge=0)
    q80: Series[float] = column("80 % quantile", "people", ge=0)
    q90: Series[float] = column("90 % quantile", "people", ge=0)
    mean: Series[float] = column("Mean", "people", ge=0)
    last_count_date: Series[pd.Timestamp] = column(
        "Last count", blank=True, description="Blank where the camp was never counted and has a planning figure"
    )
    model_version: Series[str] = column("Model")


TOTAL_LEVELS = ("operation", "country", "region")
"""What camps are added up to, the whole first."""


class TotalsTable(Table):
    """People of several camps together per week, as quantiles of their sum."""

    _key = ("level", "country", "region", "by", "group", "week")

    level: Series[str] = column("Level", isin=TOTAL_LEVELS)
    country: Series[str] = column("Country", blank=True, description="Blank for the whole operation")
    region: Series[str] = column("Province or region", blank=True, description="Blank where the camps name none")
    by: Series[str] = column("Parted by", description="Groups of one partition add up to everybody")
    group: Series[str] = column("Group")
    week: Series[pd.Timestamp] = column("Week ending")
    horizon_weeks: Series[int] = column("Weeks ahead", "weeks", ge=1)
    q10: Series[float] = column("10 % quantile", "people", ge=0)
    q20: Series[float] = column("20 % quantile", "people", ge=0)
    q30: Series[float] = column("30 % quantile", "people", ge=0)
    q40: Series[float] = column("40 % quantile", "people", ge=0)
    q50: Series[float] = column("Median", "people", ge=0)
    q60: Series[float] = column("60 % quantile", "people", ge=0)
    q70: Series[float] = column("70 % quantile", "people", ge=0)
    q80: Series[float] = column("80 % quantile", "people", ge=0)
    q90: Series[float] = column("90 % quantile", "people", ge=0)
    mean: Series[float] = column("Mean", "people", ge=0, description="The sum of the camps' means")
    camps: Series[int] = column("Camps", ge=1)
    planning_figures: Series[int] = column("Of them by a planning figure, not a count", ge=0)
    model_version: Series[str] = column("Model")


class NeedsTable(Table):
    """Item units needed per camp, item and week."""

    _key = ("camp_id", "item_id", "week")

    camp_id: Series[str] = column("Camp")
    item_id: Series[str] = column("Item")
    week: Series[pd.Timestamp] = column("Week ending")
    need_q10: Series[float] = column("Need, 10 % quantile", "units", ge=0)
    need_q20: Series[float] = column("Need, 20 % quantile", "units", ge=0)
    need_q30: Series[float] = column("Need, 30 % quantile", "units", ge=0)
    need_q40: Series[float] = column("Need, 40 % quantile", "units", ge=0)
    need_q50: Series[float] = column("Need, median", "units", ge=0)
    need_q60: Series[float] = column("Need, 60 % quantile", "units", ge=0)
    need_q70: Series[float] = column("Need, 70 % quantile", "units", ge=0)
    need_q80: Series[float] = column("Need, 80 % quantile", "units", ge=0)
    need_q90: Series[float] = column("Need, 90 % quantile", "units", ge=0)
    need: Series[float] = column("Need planned for", "units", ge=0)
    net_need: Series[float] = column("Need less camp stock", "units", ge=0)


class NeedsInput(Table):
    """The columns of a needs file that a plan reads."""

    _key = ("camp_id", "item_id", "week")
    _references = {"camp_id": "camp", "item_id": "item"}

    camp_id: Series[str] = column("Camp")
    item_id: Series[str] = column("Item")
    week: Series[pd.Timestamp] = column("Week ending")
    need: Series[float] = column("Need", "units", ge=0, le=1e12)


class Shipments(Table):
    """Item units sent on a route in the week of departure; a blank lot is unmarked goods."""

    route_id: Series[str] = column("Route")
    item_id: Series[str] = column("Item")
    lot_id: Series[str] = column("Lot", required=False)
    week: Series[pd.Timestamp] = column("Week of departure")
    quantity: Series[float] = column("Quantity", "units", ge=0)
    trips: Series[float] = column("Trips", ge=0, description="The item's share of the trips by weight")
    origin_id: Series[str] = column("From")
    destination_id: Series[str] = column("To")
    expires: Series[pd.Timestamp] = column("Expires", required=False)
    earmark: Series[str] = column("Reserved for", required=False)


class Trips(Table):
    """Trips on a route in a week, both directions together."""

    _key = ("route_id", "week")

    route_id: Series[str] = column("Route")
    week: Series[pd.Timestamp] = column("Week of departure")
    trips: Series[float] = column("Trips", ge=0)


class StockLevels(Table):
    """What lies at a place at the end of a week."""

    place_id: Series[str] = column("Place")
    item_id: Series[str] = column("Item")
    lot_id: Series[str] = column("Lot", required=False)
    week: Series[pd.Timestamp] = column("Week ending")
    quantity: Series[float] = column("Quantity", "units", ge=0)
    expires: Series[pd.Timestamp] = column("Expires", required=False)
    earmark: Series[str] = column("Reserved for", required=False)


class Purchases(Table):
    """What is bought from a supplier, in the week it is paid."""

    depot_id: Series[str] = column("Supplier")
    item_id: Series[str] = column("Item")
    week: Series[pd.Timestamp] = column("Week of purchase")
    quantity: Series[float] = column("Quantity", "units", ge=0)
    cost_usd: Series[float] = column("Cost", "USD", ge=0)
    lead_time_weeks: Series[int] = column("Lead time", "weeks", ge=0)


class PlannedLosses(Table):
    """Goods the plan lets expire or has to dispose of."""

    place_id: Series[str] = column("Place")
    item_id: Series[str] = column("Item")
    lot_id: Series[str] = column("Lot", required=False)
    week: Series[pd.Timestamp] = column("Week ending")
    quantity: Series[float] = column("Quantity", "units", ge=0)
    reason: Series[str] = column("Reason", isin=("expired", "disposed"))
    expires: Series[pd.Timestamp] = column("Expires", required=False)
    earmark: Series[str] = column("Reserved for", required=False)


class Coverage(Table):
    """What people receive of what they need, per camp, item and week."""

    _key = ("camp_id", "item_id", "week")

    camp_id: Series[str] = column("Camp")
    item_id: Series[str] = column("Item")
    week: Series[pd.Timestamp] = column("Week ending")
    need: Series[float] = column("Need", "units", ge=0)
    delivered: Series[float] = column("Delivered", "units", ge=0)
    unmet: Series[float] = column("Unmet", "units", ge=0)
    coverage: Series[float] = column("Coverage", "share", ge=0, le=1)
