"""Places and roads: coordinates that look wrong, roads shorter than the straight line, speeds no truck drives."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from core.domain.finding import Finding
from core.domain.geography import great_circle_km
from core.domain.schemas import Camps, Depots, Routes
from core.intake.checks.listing import findings_of_rows

SHORTER_SHARE = 0.98
"""A road under this share of the straight line is asked about; rounding of coordinates explains the rest."""

FASTEST_KMH = {"truck": 120.0, "road": 120.0, "rail": 200.0, "boat": 80.0, "barge": 80.0, "ship": 80.0, "air": 1000.0}
"""Speed by mode from which a route is asked about; other modes are not."""

SLOWEST_KMH = 2.0
"""Slower than walking; rain and convoys make trips long, but hours were more likely written as days or minutes."""

FAR_KM = 1500.0
"""Distance to the middle of all places from which swapped coordinates are considered."""


def check_geography(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Questions and notes about coordinates and routes."""
    places = _places(tables)
    return [*_coordinates(places), *_roads(tables["routes"], places), *_speeds(tables["routes"])]


def _places(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    camps, depots = tables["camps"], tables["depots"]
    kept = ["place_id", "name", "latitude", "longitude", "table"]
    return pd.concat(
        [
            camps.rename(columns={Camps.camp_id: "place_id"}).assign(table="camps")[kept],
            depots.rename(columns={Depots.depot_id: "place_id"}).assign(table="depots")[kept],
        ]
    )


def _coordinates(places: pd.DataFrame) -> list[Finding]:
    findings: list[Finding] = []
    known = places[["latitude", "longitude"]].notna().all(axis=1)
    zero = known & places["latitude"].eq(0) & places["longitude"].eq(0)
    sound = places[known & ~zero]
    middle = sound[["latitude", "longitude"]].median() if len(sound) else None
    for table, rows in places.groupby("table", sort=False):
        name = str(table)
        blank = rows[~known[places["table"] == name]]
        findings += findings_of_rows(
            "note",
            name,
            blank,
            "latitude",
            "no_coordinates",
            lambda row: f"{row['name']} has no coordinates; it is not on the map and has no estimated roads.",
            "Fill in latitude and longitude.",
        )
        findings += findings_of_rows(
            "question",
            name,
            rows[zero[places["table"] == name]],
            "latitude",
            "zero_coordinates",
            lambda row: f"{row['name']} lies at 0, 0, in the Gulf of Guinea.",
            "Correct the coordinates, or leave both cells blank if they are not known.",
        )
    if middle is None or len(sound) < 3:
        return findings
    here = great_circle_km(sound["latitude"], sound["longitude"], middle["latitude"], middle["longitude"])
    could_swap = sound["longitude"].abs() <= 90
    swapped = great_circle_km(
        sound["longitude"].clip(-90, 90), sound["latitude"], middle["latitude"], middle["longitude"]
    )
    odd = could_swap & (here > FAR_KM) & (swapped < here / 3)
    for table, rows in sound[odd].groupby("table", sort=False):
        findings += findings_of_rows(
            "question",
            str(table),
            rows,
            "latitude",
            "swapped_coordinates",
            lambda row: (
                f"{row['name']} at {row['latitude']:g}, {row['longitude']:g} is far from all other places; "
                "with latitude and longitude exchanged it would be among them."
            ),
            "Exchange latitude and longitude if they are swapped.",
        )
    return findings


def _roads(routes: pd.DataFrame, places: pd.DataFrame) -> list[Finding]:
    at = places.drop_duplicates("place_id").set_index("place_id")[["latitude", "longitude"]]
    ends = [at.reindex(routes[end]).to_numpy(dtype="float64") for end in (Routes.origin_id, Routes.destination_id)]
    straight = great_circle_km(ends[0][:, 0], ends[0][:, 1], ends[1][:, 0], ends[1][:, 1])
    rows = routes.assign(straight_km=straight)
    short = rows[rows[Routes.distance_km] < SHORTER_SHARE * straight]
    return findings_of_rows(
        "question",
        "routes",
        short,
        Routes.distance_km,
        "road_shorter_than_line",
        lambda row: (
            f"{row[Routes.origin_id]} to {row[Routes.destination_id]} is {row[Routes.distance_km]:,.0f} km by road, "
            f"but {row['straight_km']:,.0f} km in a straight line."
        ),
        "Check the distance and both coordinates; it is used as given.",
    )


def _speeds(routes: pd.DataFrame) -> list[Finding]:
    speed = routes[Routes.distance_km] / routes[Routes.hours].replace(0, np.nan)
    fastest = routes[Routes.mode].str.lower().map(FASTEST_KMH).astype("float64")
    odd = (speed > fastest) | ((speed < SLOWEST_KMH) & (speed > 0))
    return findings_of_rows(
        "question",
        "routes",
        routes.assign(speed=speed)[odd],
        Routes.hours,
        "speed",
        lambda row: f"{row[Routes.route_id]} would be travelled at {row['speed']:,.3g} km/h.",
        "Check the distance and the hours; they are used as given.",
    )
