"""Small valid operations for tests: three camps, three depots, three items, and more than a year of weekly counts."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.forecasting.counts import Counts, day_numbers
from core.forecasting.views import Views, build_views

PLANNING_START = pd.Timestamp("2025-06-29")
"""A Sunday; the last count of two of the three camps."""

CAMPS = ("north", "south", "east")
DEPOTS = ("port", "hub", "crossing")
ITEMS = ("cereal", "soap", "blanket")


def views_of_age(*weeks: int) -> Views:
    """Views of camps with 100 people at each weekly count for so many weeks, the last on the day of the cutoff."""
    tables = [
        pd.DataFrame(
            {
                "camp_id": f"{number}",
                "date": pd.date_range(end=PLANNING_START, periods=age + 1, freq="7D"),
                "population": 100.0,
            }
        )
        for number, age in enumerate(weeks)
    ]
    counts = Counts.from_population(pd.concat(tables))
    return build_views(counts, np.arange(len(weeks)), np.repeat(day_numbers(PLANNING_START), len(weeks)))


def small_tables(**overrides: pd.DataFrame | Mapping[str, Any] | None) -> dict[str, pd.DataFrame]:
    """Raw tables of the small operation.

    Parameters
    ----------
    overrides
        Per table: a frame in place of it, None to leave it out, or (``settings`` only) keys and values to add;
        a value of None takes the key out.
    """
    tables = {
        "camps": _camps(),
        "population": _population(),
        "depots": _depots(),
        "items": _items(),
        "stock": _stock(),
        "arrivals": _arrivals(),
        "offers": _offers(),
        "routes": _routes(),
        "vehicles": _vehicles(),
        "deliveries": _deliveries(),
        "settings": _settings({}),
    }
    for name, replacement in overrides.items():
        if replacement is None:
            tables.pop(name, None)
        elif isinstance(replacement, pd.DataFrame):
            tables[name] = replacement
        elif name == "settings":
            tables[name] = _settings(replacement)
        else:
            raise TypeError(f"{name}: give a DataFrame or None")
    return tables


def small_operation(**overrides: pd.DataFrame | Mapping[str, Any] | None) -> Operation:
    """A valid operation that solves in milliseconds; ``overrides`` as in ``small_tables``."""
    return Operation.build(small_tables(**overrides))


def _camps() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "camp_id": CAMPS,
            "name": ("North Camp", "South Camp", "East Camp"),
            "country": "TZA",
            "admin1": "Kigoma",
            "latitude": (-3.69, -4.22, -3.95),
            "longitude": (30.78, 30.39, 31.20),
            "capacity_people": (15000.0, 30000.0, np.nan),
            "storage_m3": (2000.0, 4000.0, np.nan),
            "household_size": (4.5, 5.0, np.nan),
            "vulnerability": (1.0, 1.2, np.nan),
        }
    )


def _population() -> pd.DataFrame:
    """78 weekly counts per camp, less a gap at ``east``, with an influx at ``north`` and a recount at ``south``."""
    weeks = pd.date_range(end=PLANNING_START, periods=78, freq="7D", unit="ns")
    step = np.arange(len(weeks))
    people = {
        "north": 8000 + 40 * step + 1500 * (step >= 50),
        "south": 24000 - 60 * step - 3000 * (step >= 30),
        "east": 5000 + 300 * np.sin(step / 8.0),
    }
    frames = []
    for camp, counts in people.items():
        kind = np.full(len(weeks), "registration", dtype=object)
        if camp == "south":
            kind[30] = "recount"
        if camp == "north":
            kind[50] = "movement"
        frame = pd.DataFrame({"camp_id": camp, "date": weeks, "population": np.round(counts), "kind": kind})
        frame["children_under_5"] = np.round(frame["population"] * 0.18)
        frames.append(frame.drop(index=[20, 21, 22, 77]) if camp == "east" else frame)
    return pd.concat(frames, ignore_index=True)


def _depots() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "depot_id": DEPOTS,
            "name": ("Port", "Hub", "Crossing"),
            "kind": ("supplier", "depot", "junction"),
            "country": "TZA",
            "latitude": (-6.82, -4.88, -4.10),
            "longitude": (39.29, 29.63, 30.50),
            "storage_m3": (np.nan, 20000.0, np.nan),
            "throughput_t_per_week": (np.nan, 900.0, np.nan),
        }
    )


def _items() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "item_id": ITEMS,
            "name": ("Cereal", "Soap", "Blanket"),
            "sector": ("food", "hygiene", "shelter"),
            "unit": ("kg", "bar", "piece"),
            "weight_kg": (1.0, 0.25, 1.5),
            "volume_m3": (0.0015, 0.0004, 0.008),
            "need_quantity": (0.4, 1.0, 2.0),
            "need_basis": ("person_day", "person_month", "household_once"),
            "priority": (3.0, 1.0, 1.5),
            "shelf_life_days": (365.0, np.nan, np.nan),
            "lifetime_days": (np.nan, np.nan, 730.0),
            "whole_units": pd.array([False, False, True], dtype="boolean"),
            "source": ("Sphere 2018, estimate of the cereal part", "Sphere 2018", "UNHCR kit"),
        }
    )


def _stock() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "place_id": ("hub", "hub", "hub", "north", "south", "east"),
            "item_id": ("cereal", "soap", "blanket", "cereal", "cereal", "soap"),
            "quantity": (250000.0, 40000.0, 6000.0, 9000.0, 30000.0, 2500.0),
            "lot_id": ("L1", None, None, None, "L2", None),
            "expires": pd.to_datetime(["2025-08-31", None, None, None, "2025-07-20", None]).astype("datetime64[ns]"),
            "donor": ("WFP", None, None, None, None, None),
            "earmark": (None, None, None, None, None, None),
        }
    ).astype({"earmark": "str"})


def _arrivals() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "depot_id": ("hub", "hub", "hub"),
            "item_id": ("cereal", "soap", "cereal"),
            "date": pd.to_datetime(["2025-07-10", "2025-07-17", "2025-07-24"]).astype("datetime64[ns]"),
            "quantity": (120000.0, 30000.0, 90000.0),
            "lot_id": ("A1", "A2", "A3"),
            "earmark": (None, None, "north"),
        }
    )


def _offers() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "depot_id": ["port", "port"],
            "item_id": ["cereal", "blanket"],
            "price_usd_per_t": [420.0, 3800.0],
            "quantity_t_per_week": [150.0, np.nan],
            "lead_time_weeks": [1.0, 2.0],
        }
    )


def _routes() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "route_id": ("port_hub", "hub_crossing", "crossing_north", "crossing_south", "hub_south", "crossing_east"),
            "origin_id": ("port", "hub", "crossing", "crossing", "hub", "crossing"),
            "destination_id": ("hub", "crossing", "north", "south", "south", "east"),
            "mode": ("rail", "truck", "truck", "truck", "truck", "truck"),
            "distance_km": (1250.0, 180.0, 75.0, 25.0, 190.0, 110.0),
            "hours": (30.0, 5.0, 2.5, 1.0, 6.0, 4.0),
            "cost_usd_per_t": (60.0, 22.0, 12.0, 5.0, 30.0, np.nan),
            "trip_cost_usd": (np.nan, np.nan, 90.0, np.nan, np.nan, np.nan),
            "payload_kg": (np.nan, 20000.0, 10000.0, 10000.0, 10000.0, 8000.0),
            "volume_m3": (np.nan, 60.0, 35.0, 35.0, 35.0, 30.0),
            "trips_per_week": (np.nan, 12.0, 5.0, 8.0, 4.0, 3.0),
            "lead_time_weeks": (1.0, 0.0, 0.0, np.nan, 0.0, 1.0),
            "open": pd.array([True] * 6, dtype="boolean"),
            "both_ways": pd.array([False, True, False, False, False, False], dtype="boolean"),
        }
    )


def _vehicles() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "depot_id": ["hub", "crossing"],
            "vehicle": ["truck20", "truck10"],
            "payload_kg": [20000.0, 10000.0],
            "volume_m3": [60.0, 35.0],
            "count": [4.0, 6.0],
            "cost_usd_per_km": [1.4, 1.1],
            "speed_kmh": [45.0, 40.0],
        }
    )


def _deliveries() -> pd.DataFrame:
    dates = pd.date_range(end=PLANNING_START, periods=8, freq="7D", unit="ns")
    weekly = {"north": 31000.0, "south": 52000.0, "east": 13000.0}
    food = pd.DataFrame(
        [(camp, "cereal", date, quantity) for camp, quantity in weekly.items() for date in dates],
        columns=["camp_id", "item_id", "date", "quantity"],
    )
    kits = pd.DataFrame({"camp_id": ["south"], "item_id": ["blanket"], "date": [dates[0]], "quantity": [5000.0]})
    return pd.concat([food, kits], ignore_index=True)


def _settings(changes: Mapping[str, Any]) -> pd.DataFrame:
    values = {
        "name": "Small operation",
        "planning_start": str(PLANNING_START.date()),
        "budget_usd_per_week": "60000",
        "illustrative": "true",
    } | {key: None if value is None else str(value) for key, value in changes.items()}
    kept = {key: value for key, value in values.items() if value is not None}
    return pd.DataFrame({"key": list(kept), "value": list(kept.values())})
