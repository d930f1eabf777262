"""What a found table must say before it can be one of ours, and what we can make where it does not."""

from collections.abc import Mapping

NEEDS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "camps": (("camp_id", "name"), ("latitude", "country", "pcode")),
    "population": (("camp_id",), ("date",), ("population",)),
    "expected": (("camp_id",), ("date",), ("people",)),
    "depots": (("depot_id", "name"), ("latitude", "country")),
    "items": (("item_id", "name"), ("unit",), ("need_quantity",)),
    "stock": (("place_id",), ("item_id",), ("quantity",)),
    "arrivals": (("depot_id",), ("item_id",), ("date",), ("quantity",)),
    "offers": (("depot_id",), ("item_id",), ("price_usd_per_t",)),
    "routes": (("origin_id",), ("destination_id",), ("distance_km",)),
    "vehicles": (("depot_id",), ("vehicle",), ("payload_kg",)),
    "stops": (("place_id",), ("week",)),
    "deliveries": (("camp_id",), ("item_id",), ("date",), ("quantity",)),
    "consumption": (("place_id",), ("item_id",), ("period_start",), ("distributed",)),
    "orders": (("order_id",), ("ordered", "promised", "delivered")),
    "receipts": (("waybill_id",), ("place_id",), ("item_id",)),
    "losses": (("place_id",), ("item_id",), ("date",), ("quantity",)),
    "monitoring": (("camp_id",), ("date",), ("indicator",), ("share_yes", "people_yes")),
    "complaints": (("camp_id",), ("date",), ("category",), ("complaints",)),
    "policies": (("place_id",), ("item_id",), ("service_level_share",)),
    "nutrients": (("item_id",), ("nutrient",), ("amount_per_100g",)),
    "nutrient_requirements": (("nutrient",), ("amount_per_person_day",)),
    "settings": (("key",), ("value",)),
}
"""Our table to groups of its columns; one column of every group must be found."""

MAY_BE_BLANK: Mapping[str, tuple[str, ...]] = {
    "camps": ("latitude", "longitude"),
    "depots": ("latitude", "longitude"),
    "routes": ("mode",),
    "orders": ("origin",),
    "expected": ("reason",),
    "losses": ("reason",),
    "monitoring": ("people_asked",),
    "receipts": ("sent", "good", "damaged", "missing"),
}
"""Columns a table of ours must have whose cells may be blank: added blank where the file has none."""
