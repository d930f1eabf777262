"""Coordinates against the outlines of countries: in the sea, in another country than stated, exchanged, rounded."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from core.domain.finding import Finding
from core.domain.schemas import Camps, Depots
from core.intake.checks.listing import findings_of_rows
from core.intake.outlines import TOLERANCE_KM, Outlines

PLACES = {"camps": Camps, "depots": Depots}

MENDS = ("swapped_coordinates", "sign_of_coordinates")
"""Rules that know what would put a place into its country; where one speaks, ``other_country`` does not."""


def check_land(tables: Mapping[str, pd.DataFrame], outlines: Outlines | None) -> list[Finding]:
    """Questions and notes about where places lie; nothing is asked without outlines, or of places without coordinates.

    A place is in the sea, or in another country, only from ``outlines.TOLERANCE_KM`` on.
    """
    findings: list[Finding] = []
    for table in PLACES:
        places = tables[table]
        lat, lon = places[Camps.latitude], places[Camps.longitude]
        known = lat.between(-90, 90) & lon.between(-180, 180) & ~(lat.eq(0) & lon.eq(0))
        placed = places[known]
        findings += _rounded(table, placed)
        if outlines is not None and len(placed):
            findings += _on_land(table, _located(placed, outlines), outlines)
    return findings


def _located(places: pd.DataFrame, outlines: Outlines) -> pd.DataFrame:
    """Places with ``land``, ``land_km``, and km from the stated country: as given, exchanged, with a sign changed."""
    lat, lon = places[Camps.latitude].to_numpy(dtype=float), places[Camps.longitude].to_numpy(dtype=float)
    nearest, km = outlines.land_at(lat, lon)
    turned = np.abs(lon) <= 90
    given = {"swapped_km": (lon, lat), "south_km": (-lat, lon), "west_km": (lat, -lon)}
    out = {name: np.full(len(places), np.nan) for name in ("country_km", *given)}
    stated = places[Camps.country]
    for code in stated.dropna().unique():
        if not outlines.knows(code):
            continue
        rows = np.flatnonzero(stated.eq(code).to_numpy(dtype=bool))
        out["country_km"][rows] = outlines.km_from(code, lat[rows], lon[rows])
        far = rows[out["country_km"][rows] > TOLERANCE_KM]
        if not len(far):
            continue
        for name, (other_lat, other_lon) in given.items():
            usable = far[turned[far]] if name == "swapped_km" else far
            out[name][usable] = outlines.km_from(code, other_lat[usable], other_lon[usable])
    words = {
        "land": np.array(outlines.names, dtype=object)[nearest],
        "land_code": np.array(outlines.codes, dtype=object)[nearest],
        "land_km": km,
    }
    return places.assign(**words, **out)


def _on_land(table: str, places: pd.DataFrame, outlines: Outlines) -> list[Finding]:
    away = places["country_km"] > TOLERANCE_KM
    swapped = away & (places["swapped_km"] <= TOLERANCE_KM)
    sign = away & ~swapped & (places[["south_km", "west_km"]].min(axis=1) <= TOLERANCE_KM)
    sea = (places["land_km"] > TOLERANCE_KM) & ~swapped & ~sign
    # land without a code of its own is disputed, and no mistake of whoever wrote the country
    other = away & ~swapped & ~sign & ~sea & places["land_code"].ne("")
    unknown = places[Camps.country].notna() & ~places[Camps.country].isin(list(outlines.codes))
    first_unknown = unknown & ~places[Camps.country].duplicated()
    asked = [
        (
            "question",
            swapped,
            "swapped_coordinates",
            lambda row: (
                f"{_at(row)} is {row['country_km']:,.0f} km from {row[Camps.country]}; with latitude and longitude "
                "exchanged it would be in it."
            ),
            "Exchange latitude and longitude if they are swapped.",
        ),
        (
            "question",
            sign,
            "sign_of_coordinates",
            lambda row: (
                f"{_at(row)} is {row['country_km']:,.0f} km from {row[Camps.country]}; with the other sign of its "
                f"{'latitude' if row['south_km'] <= TOLERANCE_KM else 'longitude'} it would be in it."
            ),
            "South and west are negative: change the sign if it was lost.",
        ),
        (
            "question",
            sea,
            "in_the_sea",
            lambda row: f"{_at(row)} is {row['land_km']:,.0f} km from land, {row['land']} being the nearest.",
            "Correct the coordinates, or leave both cells blank if they are not known.",
        ),
        (
            "question",
            other,
            "other_country",
            lambda row: (
                f"{_at(row)} is in {row['land']}, {row['country_km']:,.0f} km from the country it states, "
                f"{row[Camps.country]}."
            ),
            "Correct the coordinates or the country; both are used as given.",
        ),
    ]
    found = [
        finding
        for level, rows, rule, words, mend in asked
        for finding in findings_of_rows(level, table, places[rows], Camps.latitude, rule, words, mend)  # type: ignore[arg-type]
    ]
    return found + findings_of_rows(
        "note",
        table,
        places[first_unknown],
        Camps.country,
        "unknown_country",
        lambda row: f"No outline has the country code {row[Camps.country]}; whether its places lie in it is not known.",
        "Check the code: three letters of ISO 3166, as in TZA.",
    )


def _at(row: dict) -> str:
    return f"{row[Camps.name]} at {row[Camps.latitude]:g}, {row[Camps.longitude]:g}"


def _rounded(table: str, places: pd.DataFrame) -> list[Finding]:
    whole = places[[Camps.latitude, Camps.longitude]].mod(1).eq(0).all(axis=1)
    return findings_of_rows(
        "note",
        table,
        places[whole],
        Camps.latitude,
        "rounded_coordinates",
        lambda row: f"{_at(row)} is given in whole degrees; it may lie up to 80 km away.",
        "Fill in coordinates with at least two decimals.",
    )
