"""Waybills for tests: one truck with two stops, sealed with a key of the test's own."""

import datetime as dt

from core.domain.waybill import Waybill, WaybillLine, waybill_id
from core.keys import OwnKey
from core.secrets_folder import SecretsFolder
from core.waybill import seal_waybill

WEEK = dt.date(2025, 7, 6)
PLAN = "ab" * 32
DATA = "cd" * 32


def line(item="cereal", quantity=500.0, **values):
    return WaybillLine(
        **{
            "item_id": item,
            "item": item.title(),
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
