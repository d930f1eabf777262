"""Plain lists of camps and towns with coordinates, those of the Flee simulations among them."""

import pandas as pd

from core.domain.countries import iso3
from core.domain.schemas import Camps, Depots
from core.intake.found import FoundTable, Understood
from core.sources.headers import Roles, columns_of, fit, number_text, numbers, plain, text_cells
from core.sources.place_names import identifiers, known_places
from core.sources.source import Source, SourceContext
from core.sources.understanding import Understanding

ROLES: Roles = {
    "id": ("place_id", "site_id", "#loc+code"),
    "name": ("name", "camp", "camp name", "site name", "#loc+name"),
    "region": ("region", "admin1", "province", "#adm1+name"),
    "country": ("country", "iso3", "#country+name", "#country+code"),
    "latitude": ("latitude", "lat", "#geo+lat"),
    "longitude": ("longitude", "lon", "long", "lng", "#geo+lon"),
    "kind": ("location_type", "kind", "type", "#loc+type"),
    "conflict_date": ("conflict_date",),
    "population": ("population", "pop./cap.", "population/capacity"),
}
OURS = ("campid", "depotid", "marketid", "commodity", "pointx")
"""Plain headers of tables that have coordinates and are something else: our own, prices, UNHCR site lists."""
DATED = ("date", "day", "month", "datetime", "countdate", "dateofcount", "reportdate", "reportingdate", "asof", "asat")
"""Plain headers that say of which day a row is: the list then holds counts too, and is read column by column."""

CAMP_WORDS = ("camp", "settlement", "site", "shelter", "collectivecentre", "reception", "transitcentre")
JUNCTION_WORDS = ("town", "city", "village", "conflictzone", "forwardinghub", "marker", "default", "idpcamp")
"""Kinds of place in published lists, as ``plain`` writes them."""


class CampList(Source):
    """Rows of name, country, latitude and longitude; what is no camp becomes a junction of the roads."""

    identifier = "camp_list"
    title = "List of camps and towns with coordinates"

    def recognise(self, found: FoundTable) -> float:
        """Needs a name, a country and both coordinates, and none of the columns of tables that are something else."""
        if {plain(column) for column in found.cells.columns} & {*OURS, *DATED}:
            return 0.0
        return fit(columns_of(found, ROLES), ("name", "country", "latitude", "longitude"), ("region", "kind"))

    def understand(self, found: FoundTable, context: SourceContext) -> Understood:
        """``camps`` and ``depots`` of kind junction; a column of people is left aside, as it has no date."""
        at = columns_of(found, ROLES)
        told = Understanding(found, self.identifier)
        places = _places(found, at, context, told)
        is_camp = _is_camp(found, at, places, told)
        tables = {
            "camps": _as_table(told, at, places[is_camp], "camps", Camps.camp_id),
            "depots": _as_table(told, at, places[~is_camp].assign(kind="junction"), "depots", Depots.depot_id),
        }
        if "population" in at and numbers(found, at["population"]).notna().any():
            told.says(
                "note",
                "undated_count",
                f"“{at['population']}” holds people without a date. In such lists it is often a later count and never "
                "a capacity; it is left aside.",
                "Give counts with their dates in a file of their own.",
                at["population"],
            )
        return told.done(tables)


def _places(found: FoundTable, at: dict[str, str], context: SourceContext, told: Understanding) -> pd.DataFrame:
    names, written = text_cells(found, at["name"]), text_cells(found, at["country"])
    country = iso3(written)
    known = known_places(context.camps, context.depots)
    ids = identifiers(names, country, known)
    given = text_cells(found, at.get("id"))
    places = pd.DataFrame(
        {
            "place_id": given.where(given.notna(), ids),
            "name": names,
            "country": country,
            "admin1": text_cells(found, at.get("region")),
            "latitude": number_text(found, at["latitude"]),
            "longitude": number_text(found, at["longitude"]),
        }
    )
    nameless = places["name"].isna()
    told.says_of_rows(
        "note",
        places[nameless],
        at["name"],
        "no_name",
        lambda row: "The row has no name; it is left aside.",
        "Write the name of the place.",
    )
    told.says_of_rows(
        "question",
        pd.DataFrame({"written": written[country.isna() & written.notna() & ~nameless]}),
        at["country"],
        "unknown_country",
        lambda row: f"“{row['written']}” is no country that is known.",
        "Write the name of the country or its code of three letters.",
    )
    return places[~nameless]


def _is_camp(found: FoundTable, at: dict[str, str], places: pd.DataFrame, told: Understanding) -> pd.Series:
    """Whether each place is a camp, by its kind; every one where there are no kinds."""
    if "kind" not in at:
        told.because("There is no kind of place, so every row is taken for a camp.")
        return pd.Series(True, index=places.index)
    kinds = text_cells(found, at["kind"]).reindex(places.index)
    words = {kind: plain(kind) for kind in kinds.dropna().unique()}
    camps = [kind for kind, word in words.items() if any(part in word for part in CAMP_WORDS)]
    strange = [kind for kind, word in words.items() if kind not in camps and word not in JUNCTION_WORDS]
    told.says_of_rows(
        "question",
        pd.DataFrame(
            {"kind": kinds[kinds.isin(strange) | kinds.isna()].fillna("blank"), "name": places["name"]}
        ).dropna(),
        at["kind"],
        "unknown_kind",
        lambda row: f"“{row['name']}” is of the kind “{row['kind']}”, which is not known; it becomes a junction.",
        "Write camp where people receive aid, town where only roads meet.",
    )
    junctions = sorted(set(map(str, words)) - set(camps))
    told.because(
        f"Places of kind {', '.join(camps) or 'camp (none)'} are camps; "
        f"{', '.join(junctions) or 'none'} become junctions of roads."
    )
    return kinds.isin(camps)


def _as_table(told: Understanding, at: dict[str, str], places: pd.DataFrame, name: str, own: str) -> pd.DataFrame:
    if places.empty:
        return places
    table = places.rename(columns={"place_id": own})
    for role, ours in (("name", "name"), ("country", "country"), ("latitude", "latitude"), ("longitude", "longitude")):
        told.went(at[role], name, ours)
    told.went(at.get("id"), name, own)
    told.went(at.get("region"), name, "admin1")
    if name == "depots":
        told.went(at.get("kind"), name, "kind")
    aside = {
        at.get(role) for role in ("id", "name", "region", "country", "latitude", "longitude", "kind", "population")
    }
    return told.carry(name, table, [column for column in told.found.cells.columns if column not in aside])
