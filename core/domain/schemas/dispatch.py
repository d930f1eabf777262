"""Files of a dispatch: where each vehicle goes, what it hands over, and what no vehicle can carry."""

import pandas as pd
from pandera.typing import Series

from core.domain.schemas.column import Table, column


class Visits(Table):
    """Stops of vehicles in their order; a trip begins and ends at a depot, and a vehicle may make several."""

    _key = ("vehicle", "trip", "sequence")

    vehicle: Series[str] = column(
        "Vehicle", description="One real vehicle: depot, kind and number, as in kigoma/truck-20t/3"
    )
    trip: Series[int] = column("Trip", ge=1, description="First, second ... trip of the vehicle in the week")
    sequence: Series[int] = column("Stop", ge=0, description="0 where the trip begins")
    place_id: Series[str] = column("Place")
    arrive: Series[pd.Timestamp] = column("Arrives")
    depart: Series[pd.Timestamp] = column("Leaves")
    distance_km: Series[float] = column("Distance from the stop before", "km", ge=0)


class Loads(Table):
    """Item units handed over at a stop; what a trip loads is the sum of its rows."""

    vehicle: Series[str] = column("Vehicle")
    trip: Series[int] = column("Trip", ge=1)
    sequence: Series[int] = column("Stop", ge=0)
    item_id: Series[str] = column("Item")
    lot_id: Series[str] = column("Lot", blank=True)
    quantity: Series[float] = column("Quantity", "units", ge=0)
    place_id: Series[str] = column("To")
    origin_id: Series[str] = column("From")
    route_id: Series[str] = column("Route", description="Of the shipment in the plan")
    waybill_id: Series[str] = column("Waybill")


class Unserved(Table):
    """Goods of the week's shipments that no vehicle carries, with a computed reason and the cheapest change."""

    place_id: Series[str] = column("To")
    item_id: Series[str] = column("Item")
    quantity: Series[float] = column("Quantity", "units", ge=0)
    reason: Series[str] = column("Reason")
    remedy: Series[str] = column("What would serve it")
    lot_id: Series[str] = column("Lot", blank=True)
    origin_id: Series[str] = column("From")
    route_id: Series[str] = column("Route")


class DispatchTrips(Table):
    """Trips of vehicles: one load from one origin, until the vehicle stands empty where it loads next, or at home."""

    _key = ("vehicle", "trip")

    vehicle: Series[str] = column("Vehicle")
    trip: Series[int] = column("Trip", ge=1)
    depot_id: Series[str] = column("Stands at", description="Home of the vehicle, not always where it loads")
    kind: Series[str] = column("Kind of vehicle")
    origin_id: Series[str] = column("Loads at")
    starts: Series[pd.Timestamp] = column("Begins to load")
    ends: Series[pd.Timestamp] = column("Ends")
    distance_km: Series[float] = column("Distance", "km", ge=0)
    hours: Series[float] = column(
        "On duty", "h", ge=0, description="Driving, loading, unloading, waiting; not the nights"
    )
    load_kg: Series[float] = column("Load", "kg", ge=0)
    load_m3: Series[float] = column("Volume loaded", "m3", ge=0)
    payload_kg: Series[float] = column("Payload", "kg", ge=0)
    volume_m3: Series[float] = column("Room", "m3", ge=0)
    cost_usd: Series[float] = column("Cost", "USD", ge=0)
    co2_kg: Series[float] = column("CO2", "kg", blank=True, ge=0, description="Blank where the vehicle's is not known")
    locked: Series[bool] = column("Kept as it is")


class Drives(Table):
    """Roads that a vehicle drives from one stop to the next."""

    _key = ("vehicle", "trip", "sequence", "step")

    vehicle: Series[str] = column("Vehicle")
    trip: Series[int] = column("Trip", ge=1)
    sequence: Series[int] = column("Stop", ge=1, description="The stop it drives to")
    step: Series[int] = column("Road", ge=1)
    origin_id: Series[str] = column("From")
    destination_id: Series[str] = column("To")
    route_id: Series[str] = column("Route", blank=True, description="Blank where the distance is an estimate")
    depart: Series[pd.Timestamp] = column("Leaves")
    arrive: Series[pd.Timestamp] = column("Arrives")
    distance_km: Series[float] = column("Distance", "km", ge=0)
