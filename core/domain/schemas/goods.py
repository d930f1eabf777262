"""What is handed out: items and their standards, stock, arrivals, offers, stock policies, nutrients."""

import pandas as pd
from pandera.typing import Series

from core.domain.schemas.column import Table, column
from core.domain.schemas.people import GROUPS

SECTORS = ("food", "water", "shelter", "health", "hygiene", "energy", "education", "other")
NEED_BASES = ("person_day", "person_week", "person_month", "person_once", "household_once", "household_month")
ONCE_BASES = ("person_once", "household_once")
HOUSEHOLD_BASES = ("household_once", "household_month")


class Items(Table):
    """Relief goods and food with the standard that turns people into need."""

    _called = "Items"
    _key = ("item_id",)

    item_id: Series[str] = column("Item id")
    name: Series[str] = column("Item")
    sector: Series[str] = column("Sector", isin=SECTORS)
    unit: Series[str] = column("Unit")
    weight_kg: Series[float] = column("Weight of a unit", "kg", ge=0, le=1e6)
    volume_m3: Series[float] = column("Volume of a unit", "m3", ge=0, le=1e5)
    need_quantity: Series[float] = column("Standard", "units", ge=0, le=1e6)
    need_basis: Series[str] = column("Basis", isin=NEED_BASES)
    group: Series[str] = column("For", required=False, isin=GROUPS, description="Blank means everybody")
    priority: Series[float] = column("Priority", gt=0, le=1e6)
    shelf_life_days: Series[float] = column("Shelf life", "days", required=False, gt=0, le=36500)
    lifetime_days: Series[float] = column("Useful life", "days", required=False, gt=0, le=36500)
    whole_units: Series[pd.BooleanDtype] = column("Whole units only", required=False)
    source: Series[str] = column("Source of the standard", required=False)
    standard: Series[str] = column(
        "Known standard", required=False, description="Name of a standard in the profiles, such as water or blanket"
    )
    ration_min_g: Series[float] = column("Least ration", "g per person and day", required=False, ge=0, le=10000)
    ration_max_g: Series[float] = column("Largest ration", "g per person and day", required=False, ge=0, le=10000)


class Stock(Table):
    """What lies at a place on the planning start; a blank quantity is not known."""

    _called = "Stock"
    _references = {"place_id": "place", "item_id": "item", "earmark": "camp"}

    place_id: Series[str] = column("Place")
    item_id: Series[str] = column("Item")
    quantity: Series[float] = column("Quantity", "units", blank=True, ge=0, le=1e12)
    lot_id: Series[str] = column("Lot", required=False)
    expires: Series[pd.Timestamp] = column("Expires", required=False)
    donor: Series[str] = column("Donor", required=False)
    earmark: Series[str] = column("Reserved for", required=False)


class Arrivals(Table):
    """Goods on their way, by the place and date at which they come in."""

    _called = "Goods on their way"
    _references = {"depot_id": "place", "item_id": "item", "earmark": "camp"}

    depot_id: Series[str] = column("Place")
    item_id: Series[str] = column("Item")
    date: Series[pd.Timestamp] = column("Date")
    quantity: Series[float] = column("Quantity", "units", blank=True, ge=0, le=1e12)
    lot_id: Series[str] = column("Lot", required=False)
    expires: Series[pd.Timestamp] = column("Expires", required=False)
    donor: Series[str] = column("Donor", required=False)
    earmark: Series[str] = column("Reserved for", required=False)
    delay_days_sd: Series[float] = column("Spread of delay", "days", required=False, ge=0, le=365)


class Offers(Table):
    """What a supplier sells."""

    _called = "Offers of suppliers"
    _references = {"depot_id": "depot", "item_id": "item"}

    depot_id: Series[str] = column("Supplier")
    item_id: Series[str] = column("Item")
    price_usd_per_t: Series[float] = column("Price", "USD per t", ge=0, le=1e7)
    quantity_t_per_week: Series[float] = column("Quantity on offer", "t per week", required=False, ge=0, le=1e9)
    lead_time_weeks: Series[float] = column("Lead time", "weeks", required=False, ge=0, le=104)


class Policies(Table):
    """How a place reorders an item."""

    _called = "Reorder rules"
    _key = ("place_id", "item_id")
    _references = {"place_id": "place", "item_id": "item"}

    place_id: Series[str] = column("Place")
    item_id: Series[str] = column("Item")
    service_level_share: Series[float] = column("Service level", "share", ge=0, le=1)
    order_cost_usd: Series[float] = column("Cost of an order", "USD", required=False, ge=0, le=1e7)
    holding_cost_usd_per_unit_week: Series[float] = column(
        "Holding cost", "USD per unit and week", required=False, ge=0
    )
    lead_time_weeks: Series[float] = column("Lead time", "weeks", ge=0, le=104)
    lead_time_sd_weeks: Series[float] = column("Spread of lead time", "weeks", required=False, ge=0, le=104)
    review_weeks: Series[float] = column("Review every", "weeks", gt=0, le=104)


class Nutrients(Table):
    """What a food contains."""

    _called = "Nutrients of foods"
    _key = ("item_id", "nutrient")
    _references = {"item_id": "item"}

    item_id: Series[str] = column("Item")
    nutrient: Series[str] = column("Nutrient")
    amount_per_100g: Series[float] = column("Amount", "per 100 g", ge=0, le=1e9)
    source: Series[str] = column("Source", required=False)


class NutrientRequirements(Table):
    """What a person needs a day."""

    _called = "Nutrients people need"
    _key = ("nutrient",)

    nutrient: Series[str] = column("Nutrient")
    amount_per_person_day: Series[float] = column("Requirement", "per person and day", ge=0, le=1e9)
    maximum_per_person_day: Series[float] = column("Maximum", "per person and day", required=False, ge=0, le=1e9)
    unit: Series[str] = column("Unit", required=False)
    source: Series[str] = column("Source", required=False)
