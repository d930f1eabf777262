"""Where aid goes and what it passes: camps, depots, routes, vehicles, stops."""

import pandas as pd
from pandera.typing import Series

from core.domain.schemas.column import Table, column

DEPOT_KINDS = ("supplier", "depot", "junction")
COUNTRY = r"^[A-Z]{3}$"
CLOCK_TIME = r"^([01]\d|2[0-3]):[0-5]\d$"
CONVOY_DAYS = r"^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)( (Mon|Tue|Wed|Thu|Fri|Sat|Sun))*$"
FORMS = {
    COUNTRY: "three capital letters, as in TZA",
    CLOCK_TIME: "a time of day, as in 07:30",
    CONVOY_DAYS: "days of the week, as in Mon Wed Fri",
}
"""Forms of text, as a message to a person says them."""


class Camps(Table):
    """Sites where people receive aid."""

    _called = "Camps"
    _key = ("camp_id",)

    camp_id: Series[str] = column("Camp id")
    name: Series[str] = column("Camp")
    country: Series[str] = column("Country", description="ISO 3166 alpha-3 code", str_matches=COUNTRY)
    admin1: Series[str] = column("Province or region", required=False)
    pcode: Series[str] = column("P-code", required=False)
    latitude: Series[float] = column("Latitude", "degree", blank=True, ge=-90, le=90)
    longitude: Series[float] = column("Longitude", "degree", blank=True, ge=-180, le=180)
    capacity_people: Series[float] = column("Capacity", "people", required=False, ge=0, le=1e8)
    planning_people: Series[float] = column(
        "Planning figure",
        "people",
        required=False,
        gt=0,
        le=1e8,
        description="People expected; used while the camp has at most one count",
    )
    planning_people_by: Series[str] = column("Planning figure set by", required=False)
    planning_people_date: Series[pd.Timestamp] = column(
        "Planning figure set on", required=False, description="Not seen by a forecast made before"
    )
    storage_m3: Series[float] = column("Storage", "m3", required=False, ge=0, le=1e9)
    household_size: Series[float] = column("Household size", "people", required=False, ge=1, le=30)
    household_size_low: Series[float] = column("Household size, low", "people", required=False, ge=1, le=30)
    household_size_high: Series[float] = column("Household size, high", "people", required=False, ge=1, le=30)
    vulnerability: Series[float] = column(
        "Vulnerability", required=False, gt=0, le=1000, description="Weight of a person here; 1 is average"
    )
    opened: Series[pd.Timestamp] = column("Opened", required=False)
    closed: Series[pd.Timestamp] = column("Closed", required=False)
    window_start: Series[str] = column("Trucks received from", required=False, str_matches=CLOCK_TIME)
    window_end: Series[str] = column("Trucks received until", required=False, str_matches=CLOCK_TIME)
    service_minutes: Series[float] = column("Unloading time", "min", required=False, ge=0, le=2880)


class Depots(Table):
    """Warehouses, hubs, ports, suppliers, and junctions where goods pass without storage."""

    _called = "Depots"
    _key = ("depot_id",)

    depot_id: Series[str] = column("Depot id")
    name: Series[str] = column("Depot")
    kind: Series[str] = column("Kind", isin=DEPOT_KINDS)
    country: Series[str] = column("Country", required=False, str_matches=COUNTRY)
    latitude: Series[float] = column("Latitude", "degree", blank=True, ge=-90, le=90)
    longitude: Series[float] = column("Longitude", "degree", blank=True, ge=-180, le=180)
    storage_m3: Series[float] = column("Storage", "m3", required=False, ge=0, le=1e9)
    throughput_t_per_week: Series[float] = column("Outbound handling", "t per week", required=False, ge=0, le=1e9)
    window_start: Series[str] = column("Open from", required=False, str_matches=CLOCK_TIME)
    window_end: Series[str] = column("Open until", required=False, str_matches=CLOCK_TIME)
    service_minutes: Series[float] = column("Loading time", "min", required=False, ge=0, le=2880)


class Routes(Table):
    """Directed links between places; ``both_ways`` makes one row serve two directions under one limit of trips."""

    _called = "Routes"
    _key = ("route_id",)
    _references = {"origin_id": "place", "destination_id": "place"}

    route_id: Series[str] = column("Route")
    origin_id: Series[str] = column("From")
    destination_id: Series[str] = column("To")
    mode: Series[str] = column("Mode", blank=True)
    distance_km: Series[float] = column("Distance", "km", blank=True, ge=0, le=45000)
    hours: Series[float] = column("Travel time", "h", required=False, ge=0, le=10000)
    cost_usd_per_t: Series[float] = column("Freight", "USD per t", required=False, ge=0, le=1e6)
    trip_cost_usd: Series[float] = column("Cost of a trip", "USD", required=False, ge=0, le=1e7)
    payload_kg: Series[float] = column("Payload of a trip", "kg", required=False, ge=0, le=1e9)
    volume_m3: Series[float] = column("Volume of a trip", "m3", required=False, ge=0, le=1e7)
    trips_per_week: Series[float] = column("Trips", "per week", required=False, ge=0, le=1e6)
    lead_time_weeks: Series[float] = column("Lead time", "weeks", required=False, ge=0, le=104)
    open: Series[pd.BooleanDtype] = column("Open", blank=True)
    both_ways: Series[pd.BooleanDtype] = column("Both ways", required=False)
    convoy_days: Series[str] = column("Convoy days", required=False, str_matches=CONVOY_DAYS)


class Vehicles(Table):
    """The fleet; it limits dispatch, not the plan."""

    _called = "Vehicles"
    _key = ("depot_id", "vehicle")
    _references = {"depot_id": "depot"}

    depot_id: Series[str] = column("Depot")
    vehicle: Series[str] = column("Vehicle")
    payload_kg: Series[float] = column("Payload", "kg", ge=0, le=1e9)
    volume_m3: Series[float] = column("Volume", "m3", ge=0, le=1e7)
    count: Series[float] = column("Number", ge=0, le=1e6)
    cost_usd_per_km: Series[float] = column("Running cost", "USD per km", ge=0, le=1e5)
    cost_usd_per_day: Series[float] = column("Day rate", "USD", required=False, ge=0, le=1e6)
    cost_usd_per_hour: Series[float] = column("Hourly rate", "USD", required=False, ge=0, le=1e6)
    hours_per_day: Series[float] = column("Driving time", "h per day", required=False, gt=0, le=24)
    speed_kmh: Series[float] = column("Speed", "km/h", required=False, gt=0, le=1000)
    co2_kg_per_km: Series[float] = column("CO2", "kg per km", required=False, ge=0, le=100)
    terrain: Series[str] = column("Terrain", required=False, description="Route modes it may use")


class Stops(Table):
    """Stops of a dispatch week that are optional or carry a prize."""

    _called = "Stops"
    _key = ("place_id", "week")
    _references = {"place_id": "place"}

    place_id: Series[str] = column("Place")
    week: Series[pd.Timestamp] = column("Week ending")
    optional: Series[pd.BooleanDtype] = column("Optional", required=False)
    prize_usd: Series[float] = column("Prize", "USD", required=False, ge=0, le=1e9)
