"""Waybills for tests: one truck with two stops, sealed with a key of the test's own."""

import datetime as dt

from core.domain.waybill import Waybill, WaybillLine, waybill_id
from core.keys import OwnKey
from core.secrets_folder import SecretsFolder
from core.waybill import seal_waybill

WEEK = dt.date(2025, 7, 6)
PLAN = "ab" * 32
DATA = "cd" * 32


def line(item_id="cereal", quantity=500.0, **values):
    return WaybillLine(
        **{
            "item_id": item_id,
            "item": item_id.title(),
            "unit": "kg",
            "lot_id": "L1",
            "expires": dt.date(2025, 8, 31),
            "quantity": quantity,
            "weight_kg": quantity,
            "volume_m3": quantity * 0.0015,
            **values,
        }
    )


def waybill(place="north", lines=None, **values):
    """A waybill of the small operation; its id is made from what it says."""
    told = {
        "operation": "Small operation",
        "plan": PLAN,
        "data_version": 1,
        "data_fingerprint": DATA,
        "week": WEEK,
        "vehicle": "hub/truck/1",
        "trip": 1,
        "stop": 1,
        "origin_id": "hub",
        "origin": "Hub",
        "place_id": place,
        "place": f"{place.title()} Camp",
        "leaves": dt.datetime(2025, 6, 30, 7),
        "arrives": dt.datetime(2025, 6, 30, 10, 30),
        "illustrative": False,
        "lines": tuple(lines or (line(), line("soap", 40.0, unit="bar", lot_id="", expires=None))),
        **values,
    }
    names = ("operation", "plan", "week", "vehicle", "trip", "origin_id", "place_id", "lines")
    return Waybill(id=waybill_id(*(told[name] for name in names)), **told)


def own_key(folder):
    return OwnKey(SecretsFolder(folder / "secrets"))


def sealed(folder, *waybills):
    key = own_key(folder)
    return [seal_waybill(each, key) for each in waybills or (waybill(), waybill("south", stop=2))]


def dispatch(folder=None, *, trips=1):
    """A dispatch of the small operation as the optimiser would give it, small enough to know every figure."""
    import pandas as pd

    from core.domain.dispatch import Dispatch, DispatchRequest

    day = pd.Timestamp("2025-06-30 07:00")
    visits, loads, rows = [], [], []
    for trip in range(1, trips + 1):
        start = day + pd.Timedelta(days=trip - 1)
        halts = (("hub", 0.0, 0.0), ("north", 3.0, 120.0), ("south", 6.0, 90.0), ("hub", 9.0, 110.0))
        for sequence, (place, hours, km) in enumerate(halts):
            at = start + pd.Timedelta(hours=hours)
            visits.append(("hub/truck/1", trip, sequence, place, at, at + pd.Timedelta(hours=1), km))
        for sequence, place in ((1, "north"), (2, "south")):
            loads.append(("hub/truck/1", trip, sequence, "cereal", "L1", 2500.0, place, "hub", f"hub-{place}", ""))
            loads.append(("hub/truck/1", trip, sequence, "soap", None, 400.0, place, "hub", f"hub-{place}", ""))
        rows.append(
            {
                "vehicle": "hub/truck/1", "trip": trip, "depot_id": "hub", "kind": "truck", "origin_id": "hub",
                "starts": start, "ends": start + pd.Timedelta(hours=9), "distance_km": 320.0, "hours": 9.0,
                "load_kg": 5200.0, "load_m3": 7.82, "payload_kg": 10000.0, "volume_m3": 30.0, "cost_usd": 250.0,
                "co2_kg": 224.0, "locked": False,
            }
        )  # fmt: skip
    names = ("vehicle", "trip", "sequence", "place_id", "arrive", "depart", "distance_km")
    load_names = (
        "vehicle", "trip", "sequence", "item_id", "lot_id", "quantity", "place_id", "origin_id", "route_id",
        "waybill_id",
    )  # fmt: skip
    unserved = pd.DataFrame(
        {
            "place_id": ["east"], "item_id": ["blanket"], "quantity": [12.0], "reason": ["No vehicle at Port."],
            "remedy": ["One more truck at Port."], "lot_id": [None], "origin_id": ["port"], "route_id": ["port-east"],
        }
    )  # fmt: skip
    tables = {
        "visits": pd.DataFrame(visits, columns=list(names)),
        "loads": pd.DataFrame(loads, columns=list(load_names)),
        "unserved": unserved,
        "trips": pd.DataFrame(rows),
        "drives": pd.DataFrame(),
    }
    return Dispatch(DispatchRequest(WEEK), tables, {"cost_usd": 250.0 * trips})
