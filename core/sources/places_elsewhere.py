"""Places that the operation or another table of the same import has, for files that name places without coordinates."""

import pandas as pd

from core.domain.schemas import Camps, Depots
from core.intake.found import FoundTable
from core.sources.camp_list import CampList
from core.sources.place_names import keys, known_places, matched
from core.sources.source import Source, SourceContext
from core.sources.understanding import Understanding
from core.sources.unhcr_sites import UnhcrSites

PLACE_SOURCES: tuple[Source, ...] = (CampList(), UnhcrSites())
"""Importers whose tables have names with coordinates."""


def places_elsewhere(context: SourceContext) -> pd.DataFrame:
    """Places with ``place_id``, ``name``, ``country``, ``latitude``, ``longitude``, those of the operation first."""
    alone = SourceContext(context.camps, context.depots, context.items, (), context.answers)
    parts = [known_places(context.camps, context.depots)]
    for other in context.others:
        parts.append(_of_our_own(other))
        best = max(PLACE_SOURCES, key=lambda source: source.recognise(other))
        if best.recognise(other) > 0:
            tables = best.understand(other, alone).tables
            parts.append(known_places(tables.get("camps"), tables.get("depots")))
    return pd.concat(parts, ignore_index=True).drop_duplicates("place_id")


def _of_our_own(other: FoundTable) -> pd.DataFrame:
    """Places of a table that has our own columns already."""
    columns = set(other.cells.columns)
    is_camps = {Camps.camp_id, Camps.name, Camps.latitude, Camps.longitude} <= columns
    is_depots = {Depots.depot_id, Depots.name, Depots.latitude, Depots.longitude} <= columns
    return known_places(other.cells if is_camps else None, other.cells if is_depots else None)


def with_positions(camps: pd.DataFrame, known: pd.DataFrame, told: Understanding, column: str | None) -> pd.DataFrame:
    """Camps with the coordinates of the place of their name and country; a finding says how many have none.

    Parameters
    ----------
    camps
        With camp_id, name and country, one row per camp.
    known
        As ``places_elsewhere`` gives it.
    """
    places = pd.DataFrame({"key": keys(camps["name"]), "country": camps["country"]})
    found = matched(places, known)[["latitude", "longitude"]]
    without = found.isna().any(axis=1)
    if (~without).any():
        told.because(f"{int((~without).sum()):,} places have the coordinates of the place of their name and country.")
    if without.any():
        told.says(
            "question",
            "no_coordinates",
            f"{int(without.sum()):,} of {len(camps):,} places have no coordinates: this file has none"
            + (", and no other file of the import names them." if len(known) else "."),
            "Import a list of sites with coordinates together with it; names are matched within a country.",
            column,
        )
    return camps.assign(latitude=found["latitude"].astype("str"), longitude=found["longitude"].astype("str"))
