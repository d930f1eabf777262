"""Lists of road links between towns, as the Flee simulations have them: two names and a distance."""

import pandas as pd

from core.domain.close_names import close_names
from core.domain.schemas import Depots, Routes
from core.intake.found import FoundTable, Understood
from core.sources.headers import Roles, columns_of, fit, number_text, numbers, plain, text_cells
from core.sources.place_names import identifiers, keys, matched
from core.sources.places_elsewhere import places_elsewhere
from core.sources.source import Source, SourceContext
from core.sources.understanding import Understanding

ROLES: Roles = {
    "from": ("name1", "from_id", "from", "place1"),
    "to": ("name2", "to_id", "to", "place2"),
    "distance": ("distance", "distance_km", "km"),
    "forced": ("forced_redirection",),
}
MODE = "truck"
"""How goods go by road."""


class RoadLinks(Source):
    """``routes`` in both directions; towns that no camp or depot is become ``depots`` of kind junction."""

    identifier = "road_links"
    title = "Road links between towns"

    def recognise(self, found: FoundTable) -> float:
        """Needs two names and a distance, and must not be a table of routes of ours."""
        if {"routeid", "originid"} & {plain(column) for column in found.cells.columns}:
            return 0.0
        return fit(columns_of(found, ROLES), ("from", "to", "distance"), ("forced",))

    def understand(self, found: FoundTable, context: SourceContext) -> Understood:
        """A route per link; junctions without coordinates are asked about."""
        at = columns_of(found, ROLES)
        told = Understanding(found, self.identifier)
        names = pd.DataFrame({role: text_cells(found, at[role]) for role in ("from", "to")})
        whole = names.notna().all(axis=1)
        told.says_of_rows(
            "note",
            names[~whole],
            at["from"],
            "no_name",
            lambda row: "One of the two ends has no name; the row is left aside.",
            "Write both names.",
        )
        names = names[whole]
        towns = pd.Series(pd.unique(names.to_numpy().ravel()), dtype="str")
        known = places_elsewhere(context)
        ids = _ids(towns, known)
        routes = _routes(found, at, names, dict(zip(towns, ids, strict=True)), told)
        new = ~ids.isin(known["place_id"])
        depots = _junctions(names, towns[new], ids[new], known, at, told)
        own = {at.get(role) for role in ("from", "to", "distance")}
        routes = told.carry("routes", routes, [column for column in found.cells.columns if column not in own])
        _ask_forced(found, at, told)
        return told.done({"routes": routes, "depots": depots})


def _ids(towns: pd.Series, known: pd.DataFrame) -> pd.Series:
    """The place of each name, be it a name or an identifier; a new identifier where there is none."""
    nowhere = pd.Series(pd.NA, index=towns.index, dtype="str")
    by_name = matched(pd.DataFrame({"key": keys(towns), "country": nowhere}), known)["place_id"]
    is_id = towns.isin(known["place_id"])
    return towns.where(is_id, by_name.where(by_name.notna(), identifiers(towns, nowhere)))


def _routes(
    found: FoundTable, at: dict[str, str], names: pd.DataFrame, ids: dict[str, str], told: Understanding
) -> pd.DataFrame:
    origin, destination = names["from"].map(ids), names["to"].map(ids)
    route = origin + "--" + destination
    again = route.groupby(route).cumcount()
    forward = origin.le(destination)
    pair = pd.DataFrame({"one": origin.where(forward, destination), "other": destination.where(forward, origin)})
    told.says_of_rows(
        "question",
        names[pair.duplicated(keep=False)],
        at["from"],
        "repeated_link",
        lambda row: f"“{row['from']}” and “{row['to']}” are linked by more than one row.",
        "Keep one, unless there are two roads.",
    )
    for role, ours in (("from", "origin_id"), ("to", "destination_id"), ("distance", "distance_km")):
        told.went(at[role], "routes", ours)
    told.because("Distances are in km, and every link may be used both ways.")
    return pd.DataFrame(
        {
            Routes.route_id: route.where(again.eq(0), route + "-" + (again + 1).astype("str")),
            Routes.origin_id: origin,
            Routes.destination_id: destination,
            Routes.mode: MODE,
            Routes.distance_km: number_text(found, at["distance"]).reindex(names.index),
            Routes.open: "true",
            Routes.both_ways: "true",
        }
    )


def _junctions(
    names: pd.DataFrame, towns: pd.Series, ids: pd.Series, known: pd.DataFrame, at: dict[str, str], told: Understanding
) -> pd.DataFrame:
    """Towns that nothing else names, without coordinates; the index is the row that names them first."""
    ends = pd.concat([names["from"], names["to"]]).sort_index(kind="stable")
    first = ends[ends.isin(towns)].drop_duplicates()
    made = dict(zip(towns, ids, strict=True))
    listed = pd.DataFrame({"name": first})
    meant = close_names(first.tolist(), known["name"].dropna().tolist())
    told.says_of_rows(
        "question",
        listed,
        at["from"],
        "unknown_town",
        lambda row: (
            f"“{row['name']}” is no camp or depot and no other file says where it lies; it becomes a junction without "
            "coordinates." + (f" Did you mean “{meant[row['name']]}”?" if row["name"] in meant else "")
        ),
        "Import a list of towns with coordinates together with it, or correct the name.",
    )
    # the same row can name two new towns first; an index of its own keeps every row apart
    table = pd.DataFrame({Depots.depot_id: first.map(made), Depots.name: first, Depots.kind: "junction"})
    blank = pd.Series(pd.NA, index=table.index, dtype="str")
    return table.assign(latitude=blank, longitude=blank).reset_index(drop=True)


def _ask_forced(found: FoundTable, at: dict[str, str], told: Understanding) -> None:
    forced = numbers(found, at.get("forced")).fillna(0).ne(0)
    if forced.any():
        told.says(
            "note",
            "forced_redirection",
            f"{int(forced.sum()):,} links are marked “{at['forced']}”, a rule of the simulation they come from; it is "
            "carried along and changes no route.",
            "",
            at["forced"],
        )
