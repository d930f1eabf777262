"""A real emergency as an operation: Burundi 2015, from figures that lie beside the project, never copied into it."""

from pathlib import Path

import pandas as pd
import pytest

from core.domain.operation import Operation
from core.domain.schemas import Items
from core.settings import PROJECT

BURUNDI = PROJECT.parent / "shared" / "data" / "burundi2015"
AS_OF = pd.Timestamp("2015-10-04")
DEPOTS = ("bujumbura", "kagunga")
"""The two towns that hold the stock; every other town is a junction on the road."""
STOCK_WEEKS = 6
SPEED_KMH = 40.0


def burundi_operation() -> Operation:
    """Camps, counts and road links as they are; two towns as depots; the standard catalogue; stock for six weeks.

    Tests that ask for it skip, and say why, where the figures are absent.
    """
    if not BURUNDI.is_dir():
        pytest.skip(f"SKIPPED LOUDLY: the real figures are not beside the project ({BURUNDI.name} is absent).")
    camps, counts, places, roads = (
        pd.read_csv(BURUNDI / f"{name}.csv") for name in ("camps", "population", "places", "roads")
    )
    items = pd.read_csv(PROJECT / "data" / "demo" / "items.csv")
    items = items[items["group"].isna()]  # these counts have no groups
    last = counts[counts["date"] <= str(AS_OF.date())].groupby("camp_id")["population"].last()
    weekly = items["need_quantity"] * items["need_basis"].map(
        {"person_day": 7.0, "person_month": 7 / 30, "person_once": 1 / STOCK_WEEKS, "household_once": 0.2 / STOCK_WEEKS}
    )
    stock = pd.DataFrame(
        [
            (place, item, round(STOCK_WEEKS * units * last.sum() / len(DEPOTS)))
            for place in DEPOTS
            for item, units in zip(items[Items.item_id], weekly, strict=True)
        ],
        columns=["place_id", "item_id", "quantity"],
    )
    depots = pd.DataFrame(
        {
            "depot_id": places["place_id"],
            "name": places["name"],
            "kind": ["depot" if place in DEPOTS else "junction" for place in places["place_id"]],
            "latitude": places["latitude"],
            "longitude": places["longitude"],
        }
    )
    routes = pd.DataFrame(
        {
            "route_id": roads["from_id"] + "--" + roads["to_id"],
            "origin_id": roads["from_id"],
            "destination_id": roads["to_id"],
            "mode": "truck",
            "distance_km": roads["distance_km"],
            "hours": roads["distance_km"] / SPEED_KMH,
            "open": "true",
            "both_ways": "true",
        }
    )
    known = set(camps["camp_id"]) | set(places["place_id"])
    routes = routes[routes["origin_id"].isin(known) & routes["destination_id"].isin(known)]
    settings = pd.DataFrame({"key": ["name", "planning_start"], "value": ["Burundi 2015", str(AS_OF.date())]})
    return Operation.build(
        {
            "camps": camps,
            "population": counts.astype("str"),
            "depots": depots,
            "items": items,
            "stock": stock,
            "routes": routes,
            "settings": settings,
        }
    )


def burundi_folder(folder: Path) -> Path:
    """The same as files."""
    from core.intake import write_folder

    write_folder(burundi_operation(), folder)
    return folder
