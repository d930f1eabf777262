"""UNHCR lists of sites: a point and a P-code for every camp, settlement, office and border crossing."""

import pandas as pd

from core.domain.schemas import Camps
from core.intake.found import FoundTable, Understood
from core.sources.countries import iso3
from core.sources.headers import Roles, columns_of, fit, number_text, plain, text_cells
from core.sources.place_names import CAMP_COLUMNS, identifiers, known_places
from core.sources.source import Source, SourceContext
from core.sources.understanding import Understanding

ROLES: Roles = {
    "pcode": ("pcode",),
    "country": ("country", "iso3"),
    "name": ("name", "gis_name"),
    "kind": ("loc_type",),
    "part": ("loc_subtype",),
    "closed": ("closedate",),
    "longitude": ("point_x",),
    "latitude": ("point_y",),
}
NO_CAMP = ("office", "presence", "border", "airport", "port", "adminunit", "administrative")
"""Parts of a kind of location, as ``plain`` writes them, where nobody receives aid."""


class UnhcrSites(Source):
    """``camps`` with coordinates and P-codes."""

    identifier = "unhcr_sites"
    title = "UNHCR list of sites"

    def recognise(self, found: FoundTable) -> float:
        """Needs a name, POINT_X and POINT_Y."""
        return fit(columns_of(found, ROLES), ("name", "longitude", "latitude"), ("pcode", "country", "kind", "part"))

    def understand(self, found: FoundTable, context: SourceContext) -> Understood:
        """Every site where people live; offices and border crossings are left aside and counted."""
        at = columns_of(found, ROLES)
        told = Understanding(found, self.identifier)
        name, written, pcode = (text_cells(found, at.get(role)) for role in ("name", "country", "pcode"))
        country = iso3(written)
        told.says_of_rows(
            "question",
            pd.DataFrame({"written": written[country.isna() & written.notna()]}),
            at.get("country"),
            "unknown_country",
            lambda row: f"“{row['written']}” is no country that is known.",
            "Write the name of the country or its code of three letters.",
        )
        camps = pd.DataFrame(
            {
                Camps.camp_id: _ids(name, country, pcode, context),
                Camps.name: name,
                Camps.country: country,
                Camps.pcode: pcode,
                Camps.latitude: number_text(found, at["latitude"]),
                Camps.longitude: number_text(found, at["longitude"]),
            }
        )[lambda table: table[Camps.name].notna() & ~_without_people(found, at, told)]
        for role in ("name", "country", "pcode", "latitude", "longitude"):
            told.went(at.get(role), "camps", role)
        closed = text_cells(found, at.get("closed")).reindex(camps.index).notna()
        if closed.any():
            told.says(
                "question",
                "closed_sites",
                f"{int(closed.sum()):,} sites have a closing date; they are imported and their date is carried along.",
                "Take out the sites that no longer exist, or fill in the column closed of camps.",
                at["closed"],
            )
        own = {at.get(role) for role in ("name", "country", "pcode", "latitude", "longitude")}
        camps = camps.reindex(columns=[column for column in CAMP_COLUMNS if column in camps.columns])
        return told.done({"camps": told.carry("camps", camps, [c for c in found.cells.columns if c not in own])})


def _ids(name: pd.Series, country: pd.Series, pcode: pd.Series, context: SourceContext) -> pd.Series:
    """What the operation calls the site, else its P-code where only it has that, else its name as an identifier."""
    known = known_places(context.camps)
    made = identifiers(name, country, known)
    is_known = made.isin(known["place_id"])
    return made.where(is_known | pcode.isna() | pcode.duplicated(keep=False), pcode)


def _without_people(found: FoundTable, at: dict[str, str], told: Understanding) -> pd.Series:
    kinds = text_cells(found, at.get("kind")).fillna("") + " " + text_cells(found, at.get("part")).fillna("")
    other = [kind for kind in kinds.unique() if any(part in plain(kind) for part in NO_CAMP)]
    left = kinds.isin(other)
    if left.any():
        told.says(
            "note",
            "not_a_camp",
            f"{int(left.sum()):,} rows are no sites where people receive aid "
            f"({', '.join(sorted(map(str.strip, other)))}); they are left aside.",
            "",
            at.get("kind"),
        )
    return left
