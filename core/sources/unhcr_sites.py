"""UNHCR lists of sites: a point and a P-code for every camp, settlement, office and border crossing."""

import pandas as pd

from core.domain.countries import iso3
from core.domain.date_readings import readings_of
from core.domain.schemas import Camps
from core.domain.validation import quote
from core.intake.found import FoundTable, Understood
from core.sources.headers import Roles, columns_of, fit, number_text, plain, text_cells
from core.sources.place_names import identifiers, known_places
from core.sources.source import Source, SourceContext
from core.sources.understanding import Understanding

ROLES: Roles = {
    "pcode": ("pcode",),
    "country": ("country", "iso3"),
    "name": ("name", "gis_name"),
    "kind": ("loc_type",),
    "part": ("loc_subtype",),
    "opened": ("createdate",),
    "closed": ("closedate",),
    "status": ("status",),
    "longitude": ("point_x",),
    "latitude": ("point_y",),
}
CLOSED = "0"
"""What the status of a closed site is; 1 is open."""

NO_CAMP = ("office", "unhcrpresence", "bordercrossing", "borderpoint", "airport", "seaport", "adminunit")
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
        for role, ours in (("opened", Camps.opened), ("closed", Camps.closed)):
            if role in at:
                camps = camps.assign(**{ours: _dates(found, at[role], told).reindex(camps.index)})
                told.went(at[role], "camps", ours)
        _ask_closed(found, at, camps.index, told)
        own = {at.get(role) for role in ("name", "country", "pcode", "latitude", "longitude")}
        return told.done({"camps": told.carry("camps", camps, [c for c in found.cells.columns if c not in own])})


def _ids(name: pd.Series, country: pd.Series, pcode: pd.Series, context: SourceContext) -> pd.Series:
    """What the operation calls the site, else its P-code where only it has that, else its name as an identifier."""
    known = known_places(context.camps)
    made = identifiers(name, country, known)
    is_known = made.isin(known["place_id"])
    return made.where(is_known | pcode.isna() | pcode.duplicated(keep=False), pcode)


def _dates(found: FoundTable, column: str, told: Understanding) -> pd.Series:
    """ISO dates where a cell can be read as one day only, as ``1/1/2010``; others are blank, and said."""
    cells = text_cells(found, column)
    read = {cell: readings_of(cell) for cell in cells.dropna().unique()}
    dates = cells.map({cell: str(day[0]) for cell, day in read.items() if len(day) == 1}).astype("str")
    unread = cells.notna() & dates.isna()
    if unread.any():
        told.says(
            "question",
            "unread_dates",
            f"{int(unread.sum()):,} dates can be read as two days or as none (“{quote(cells[unread].iloc[0])}”); they "
            "stay blank and are carried along as found.",
            "Write dates as in 2015-10-04.",
            column,
        )
    return dates


def _ask_closed(found: FoundTable, at: dict[str, str], camps: pd.Index, told: Understanding) -> None:
    """Sites that are marked as closed and have no date of closing."""
    closed = text_cells(found, at.get("status")).eq(CLOSED).fillna(False)
    undated = (closed & text_cells(found, at.get("closed")).isna()).reindex(camps)
    if undated.any():
        told.says(
            "question",
            "closed_sites",
            f"{int(undated.sum()):,} sites are marked as closed and have no date of closing; they are imported.",
            "Fill in the column closed of camps, or take them out.",
            at["status"],
        )


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
