"""HXL tags of our columns, data beside the schema; hashtags are those of the HXL core (hxlstandard.org, 1.1)."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

CAMP_PCODE = "camp_pcode"
"""Column that ``hxl_csv`` adds where a table names camps."""

_CAMP = {"camp_id": "#loc+camp+code"}
_ITEM = {"item_id": "#item+code"}
_PLACE = {"place_id": "#loc+code"}
_DEPOT = {"depot_id": "#loc+depot+code"}
_LOT = {
    "lot_id": "#item+lot+code",
    "expires": "#date+expiry",
    "donor": "#org+donor+name",
    "earmark": "#loc+camp+earmark",
}
_HANDLING = {
    "window_start": "#date+time+open",
    "window_end": "#date+time+close",
    "service_minutes": "#indicator+minutes+handling",
}

HXL_TAGS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "camps": {
            **_CAMP,
            "name": "#loc+camp+name",
            "country": "#country+code+v_iso3",
            "admin1": "#adm1+name",
            "pcode": "#adm+code+v_pcode",
            "latitude": "#geo+lat",
            "longitude": "#geo+lon",
            "capacity_people": "#capacity+people",
            "planning_people": "#population+planning",
            "planning_people_by": "#org+planning+name",
            "planning_people_date": "#date+planning",
            "storage_m3": "#capacity+storage+m3",
            "household_size": "#population+household+size",
            "household_size_low": "#population+household+size+low",
            "household_size_high": "#population+household+size+high",
            "vulnerability": "#severity+weight",
            "opened": "#date+opened",
            "closed": "#date+closed",
            **_HANDLING,
        },
        "population": {
            **_CAMP,
            "date": "#date+count",
            "population": "#population+total",
            "kind": "#meta+count+type",
            "women": "#population+f",
            "pregnant": "#population+f+pregnant",
            "children_under_5": "#population+children+age0_4",
            "children_5_17": "#population+children+age5_17",
            "older_people": "#population+elderly+age60_plus",
            "disabled": "#population+disabled",
        },
        "expected": {
            **_CAMP,
            "date": "#date+expected",
            "people": "#population+change+expected",
            "reason": "#cause+description",
            "known_since": "#date+known",
        },
        "depots": {
            **_DEPOT,
            "name": "#loc+depot+name",
            "kind": "#loc+depot+type",
            "country": "#country+code+v_iso3",
            "latitude": "#geo+lat",
            "longitude": "#geo+lon",
            "storage_m3": "#capacity+storage+m3",
            "throughput_t_per_week": "#capacity+outbound+t+weekly",
            **_HANDLING,
        },
        "items": {
            **_ITEM,
            "name": "#item+name",
            "sector": "#sector+name",
            "unit": "#item+unit",
            "weight_kg": "#item+weight+kg",
            "volume_m3": "#item+volume+m3",
            "need_quantity": "#need+standard+value",
            "need_basis": "#need+standard+basis",
            "group": "#group+name",
            "priority": "#need+priority",
            "shelf_life_days": "#item+shelf_life+days",
            "lifetime_days": "#item+lifetime+days",
            "whole_units": "#item+unit+whole",
            "source": "#meta+source+standard",
            "standard": "#need+standard+code",
            "ration_min_g": "#need+ration+min+g",
            "ration_max_g": "#need+ration+max+g",
        },
        "stock": {**_PLACE, **_ITEM, "quantity": "#item+stock+num", **_LOT},
        "arrivals": {
            **_DEPOT,
            **_ITEM,
            "date": "#date+arrival",
            "quantity": "#item+arrival+num",
            **_LOT,
            "delay_days_sd": "#indicator+delay+days+sd",
        },
        "offers": {
            **_DEPOT,
            **_ITEM,
            "price_usd_per_t": "#value+price+usd+per_t",
            "quantity_t_per_week": "#capacity+offer+t+weekly",
            "lead_time_weeks": "#indicator+lead_time+weeks",
        },
        "routes": {
            "route_id": "#loc+route+code",
            "origin_id": "#loc+origin+code",
            "destination_id": "#loc+dest+code",
            "mode": "#delivery+mode",
            "distance_km": "#indicator+distance+km",
            "hours": "#indicator+duration+hours",
            "cost_usd_per_t": "#value+freight+usd+per_t",
            "trip_cost_usd": "#value+trip+usd",
            "payload_kg": "#capacity+payload+kg",
            "volume_m3": "#capacity+volume+m3",
            "trips_per_week": "#capacity+trips+weekly",
            "lead_time_weeks": "#indicator+lead_time+weeks",
            "open": "#status+open",
            "both_ways": "#status+both_ways",
            "convoy_days": "#date+convoy+weekday",
        },
        "vehicles": {
            **_DEPOT,
            "vehicle": "#item+vehicle+name",
            "payload_kg": "#capacity+payload+kg",
            "volume_m3": "#capacity+volume+m3",
            "count": "#item+vehicle+num",
            "cost_usd_per_km": "#value+usd+per_km",
            "cost_usd_per_day": "#value+usd+daily",
            "cost_usd_per_hour": "#value+usd+hourly",
            "hours_per_day": "#indicator+duration+hours+daily",
            "speed_kmh": "#indicator+speed+kmh",
            "co2_kg_per_km": "#indicator+co2+kg+per_km",
            "terrain": "#delivery+mode",
        },
        "stops": {
            **_PLACE,
            "week": "#date+week",
            "optional": "#status+optional",
            "prize_usd": "#value+prize+usd",
        },
        "deliveries": {
            **_CAMP,
            **_ITEM,
            "date": "#date+delivery",
            "quantity": "#output+delivered+num",
            "donor": "#org+donor+name",
        },
        "consumption": {
            **_PLACE,
            **_ITEM,
            "period_start": "#date+start",
            "days": "#date+period+days",
            "distributed": "#output+distributed+num",
            "received": "#item+received+num",
            "adjustment": "#item+adjustment+num",
            "stock_end": "#item+stock+end+num",
            "stockout_days": "#indicator+stockout+days",
            "ordered": "#item+ordered+num",
        },
        "orders": {
            "order_id": "#activity+order+code",
            "line_id": "#activity+order+line+code",
            "origin": "#loc+origin+name",
            "destination_id": "#loc+dest+code",
            "destination_country": "#country+dest+name",
            "mode": "#delivery+mode",
            "incoterm": "#delivery+incoterm",
            "product_group": "#item+type",
            "item_id": "#item+code",
            "item": "#item+name",
            "quantity": "#item+ordered+num",
            "value_usd": "#value+usd",
            "weight_kg": "#item+weight+kg",
            "freight_usd": "#value+freight+usd",
            "ordered": "#date+ordered",
            "promised": "#date+promised",
            "delivered": "#date+delivered",
            "recorded": "#date+recorded",
        },
        "receipts": {
            "waybill_id": "#delivery+waybill+code",
            **_PLACE,
            **_ITEM,
            "lot_id": "#item+lot+code",
            "date": "#date+received",
            "sent": "#item+sent+num",
            "good": "#item+received+num",
            "damaged": "#item+damaged+num",
            "missing": "#item+missing+num",
        },
        "losses": {
            **_PLACE,
            **_ITEM,
            "lot_id": "#item+lot+code",
            "date": "#date+loss",
            "quantity": "#item+lost+num",
            "reason": "#cause+description",
        },
        "monitoring": {
            **_CAMP,
            "date": "#date+survey",
            **_ITEM,
            "group": "#affected+type",
            "indicator": "#indicator+name",
            "share_yes": "#indicator+agree+share",
            "people_yes": "#affected+agree+num",
            "people_asked": "#affected+asked+num",
        },
        "complaints": {
            **_CAMP,
            "date": "#date+complaint",
            "category": "#cause+type",
            **_ITEM,
            "complaints": "#indicator+complaints+num",
        },
        "policies": {
            **_PLACE,
            **_ITEM,
            "service_level_share": "#indicator+service_level+share",
            "order_cost_usd": "#value+order+usd",
            "holding_cost_usd_per_unit_week": "#value+holding+usd",
            "lead_time_weeks": "#indicator+lead_time+weeks",
            "lead_time_sd_weeks": "#indicator+lead_time+weeks+sd",
            "review_weeks": "#frequency+review+weeks",
        },
        "nutrients": {
            **_ITEM,
            "nutrient": "#indicator+nutrient+name",
            "amount_per_100g": "#indicator+nutrient+per_100g",
            "source": "#meta+source",
        },
        "nutrient_requirements": {
            "nutrient": "#indicator+nutrient+name",
            "amount_per_person_day": "#need+nutrient+daily",
            "maximum_per_person_day": "#need+nutrient+daily+max",
            "unit": "#indicator+unit",
            "source": "#meta+source",
        },
        "settings": {"key": "#meta+setting+name", "value": "#meta+setting+value"},
    }
)
"""Table to column to tag; a column that is not ours has none."""


def tags_of(table: str, columns: Sequence[str]) -> list[str]:
    """Tag of each column, blank where a column has none.

    Examples
    --------
    >>> tags_of("population", ["camp_id", "population", "seen_by"])
    ['#loc+camp+code', '#population+total', '']
    """
    own = HXL_TAGS[table]
    return ["#adm+code+v_pcode" if column == CAMP_PCODE else own.get(column, "") for column in columns]
