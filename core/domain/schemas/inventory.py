"""Files of an inventory: how long shelves last, when they are empty and how surely, what expires, when to order."""

import pandas as pd
from pandera.typing import Series

from core.domain.schemas.column import Table, column

PLACE_KINDS = ("camp", "depot")
LACK_KINDS = ("lost", "waiting")
"""What becomes of what is lacking: a meal that is missed is lost; a blanket, or goods of a shipment, are waited for."""


class ShelfCover(Table):
    """How long the shelf of a place lasts, and how surely it is empty within the weeks asked for.

    Days of cover count what lies there now with nothing coming in. Everything else counts what is expected to come in.
    All is blank where the stock is not known, and for goods needed once, which have no day of stock-out.
    """

    _key = ("place_id", "item_id")

    place_id: Series[str] = column("Place")
    item_id: Series[str] = column("Item")
    kind: Series[str] = column("Kind of place", isin=PLACE_KINDS)
    stock_units: Series[float] = column("On the shelf", "units", blank=True, ge=0)
    days: Series[float] = column("Days of cover, median", "days", blank=True, ge=0)
    days_q10: Series[float] = column("Days of cover, 10 % quantile", "days", blank=True, ge=0)
    days_q90: Series[float] = column("Days of cover, 90 % quantile", "days", blank=True, ge=0)
    probability: Series[float] = column("Chance of a day without", "share", blank=True, ge=0, le=1)
    days_without: Series[float] = column("Days without, mean", "days", blank=True, ge=0)
    lack_units: Series[float] = column("Lacking in all, mean", "units", blank=True, ge=0)
    first_q10: Series[pd.Timestamp] = column("First day without, 10 % of futures", blank=True)
    first_q50: Series[pd.Timestamp] = column("First day without, half of the futures", blank=True)
    first_q90: Series[pd.Timestamp] = column("First day without, 90 % of futures", blank=True)


class Stockout(Table):
    """The chance that a shelf is empty, day by day, beside what is projected to lie there and what is lacking."""

    _key = ("place_id", "item_id", "date")

    place_id: Series[str] = column("Place")
    item_id: Series[str] = column("Item")
    date: Series[pd.Timestamp] = column("Date")
    probability: Series[float] = column(
        "Chance of a day without by then", "share", blank=True, ge=0, le=1,
        description="On this day or an earlier one; blank for goods needed once",
    )  # fmt: skip
    probability_on_date: Series[float] = column("Chance of being without on this day", "share", blank=True, ge=0, le=1)
    stock_units: Series[float] = column("On the shelf at the day's end, mean", "units", ge=0)
    lack_units: Series[float] = column("Lacking on this day, mean", "units", ge=0)
    lack: Series[str] = column("What is lacking is", isin=LACK_KINDS)


class ExpiryRisk(Table):
    """Units that will expire before they are used, by lot; a lot that has expired already is sure."""

    place_id: Series[str] = column("Place")
    item_id: Series[str] = column("Item")
    lot_id: Series[str] = column("Lot", blank=True)
    expires: Series[pd.Timestamp] = column("Expires", description="The last day on which it may be used")
    donor: Series[str] = column("Donor", blank=True)
    earmark: Series[str] = column("Reserved for", blank=True)
    quantity: Series[float] = column("Quantity", "units", ge=0)
    expiring_units: Series[float] = column("Expires unused, mean", "units", ge=0)
    expiring_q10: Series[float] = column("Expires unused, 10 % quantile", "units", ge=0)
    expiring_q90: Series[float] = column("Expires unused, 90 % quantile", "units", ge=0)
    probability: Series[float] = column("Chance that any of it expires", "share", ge=0, le=1)


class ExpectedArrivals(Table):
    """How surely goods on their way are there by the end of a week."""

    kind: Series[str] = column("Kind", isin=("arrival", "order"))
    name: Series[str] = column("Lot or order")
    place_id: Series[str] = column("Place")
    item_id: Series[str] = column("Item")
    date: Series[pd.Timestamp] = column("Date told", blank=True)
    week: Series[pd.Timestamp] = column("Week ending")
    chance: Series[float] = column("Chance that it is there", "share", ge=0, le=1)
    basis: Series[str] = column("Known from")


class LeadTimes(Table):
    """Lead time of a reorder rule as past orders tell it, beside the one the rule has."""

    _key = ("place_id", "item_id")

    place_id: Series[str] = column("Place")
    item_id: Series[str] = column("Item")
    lead_time_weeks: Series[float] = column("Lead time of the rule", "weeks", ge=0)
    lead_time_sd_weeks: Series[float] = column("Its spread", "weeks", blank=True, ge=0)
    learnt_weeks: Series[float] = column("Lead time of past orders", "weeks", ge=0)
    learnt_sd_weeks: Series[float] = column("Spread of past orders", "weeks", ge=0)
    orders_item: Series[int] = column("Past orders of the item to the place", "orders", ge=0)
    orders_place: Series[int] = column("Past orders to the place", "orders", ge=0)


class Reorder(Table):
    """When and how much to order for a service level, at one place alone and with the depot that feeds it."""

    _key = ("place_id", "item_id")

    place_id: Series[str] = column("Place")
    item_id: Series[str] = column("Item")
    service_level_share: Series[float] = column("Service level", "share", ge=0, le=1)
    lead_time_weeks: Series[float] = column("Lead time", "weeks", ge=0)
    review_weeks: Series[float] = column("Review every", "weeks", gt=0)
    demand_units_week: Series[float] = column("Used a week, mean", "units", ge=0)
    demand_sd_units_week: Series[float] = column("Spread of a week's use", "units", ge=0)
    reorder_point_units: Series[float] = column(
        "Order when it falls to (cycle service)", "units", blank=True,
        description="Share of order cycles without a day of lack is the service level; on the shelf and on order",
    )  # fmt: skip
    reorder_point_fill_units: Series[float] = column(
        "Order when it falls to (fill rate)", "units", blank=True,
        description="Share of units handed out when needed is the service level",
    )  # fmt: skip
    order_quantity_units: Series[float] = column(
        "Order quantity", "units", blank=True,
        description="Of least order and holding cost; blank where a cost is not known, then a review's use is ordered",
    )  # fmt: skip
    order_up_to_units: Series[float] = column("Order up to, at each review (cycle service)", "units", ge=0)
    order_up_to_fill_units: Series[float] = column("Order up to, at each review (fill rate)", "units", ge=0)
    safety_stock_units: Series[float] = column("Safety stock of ordering up to (cycle service)", "units")
    joint_stock_units: Series[float] = column(
        "Safety stock, place and depot together", "units", blank=True, description="Blank where no depot feeds it"
    )
    joint_service_weeks: Series[float] = column(
        "Depot hands out within", "weeks", blank=True, description="Of the depot that feeds it; 0 is from stock"
    )
    on_hand_units: Series[float] = column("On the shelf", "units", blank=True, ge=0)
    on_order_units: Series[float] = column("On its way", "units", ge=0)
    order_now_units: Series[float] = column(
        "Order now", "units", blank=True, ge=0, description="Up to the order-up-to level; blank: stock not known"
    )


class BreakCalendar(Table):
    """Pipeline breaks, each with a sentence: by the day on which half of the futures are without, the unlikely last."""

    _key = ("place_id", "item_id")

    place_id: Series[str] = column("Place")
    item_id: Series[str] = column("Item")
    from_date: Series[pd.Timestamp] = column("From", description="First day without, 10 % of futures")
    to_date: Series[pd.Timestamp] = column(
        "To", blank=True, description="First day without, 90 % of futures; blank where fewer run out at all"
    )
    likely_date: Series[pd.Timestamp] = column(
        "Likely by", blank=True, description="First day without, half of the futures; blank where fewer run out"
    )
    probability: Series[float] = column(
        "Chance", "share", ge=0, le=1,
        description="That the first day without lies between the two; without a last day, by the end of the weeks",
    )  # fmt: skip
    people: Series[float] = column("People who need it there", "people", blank=True, ge=0)
    sentence: Series[str] = column("In words")


class BufferCurve(Table):
    """What more stock at one place would cost and save, by weeks of buffer."""

    _key = ("buffer_weeks",)

    buffer_weeks: Series[float] = column("Extra buffer", "weeks", ge=0)
    extra_units: Series[float] = column("Extra units", "units", ge=0)
    probability: Series[float] = column("Chance of a day without", "share", ge=0, le=1)
    person_weeks_without: Series[float] = column("Person-weeks without, mean", "person-weeks", blank=True, ge=0)
    holding_cost_usd: Series[float] = column("Holding cost of the extra units", "USD", blank=True, ge=0)
    expiring_units: Series[float] = column("Expires unused, mean", "units", ge=0)
