"""KoboToolbox exports: one sheet for the form and one for each repeat group, questions named ``group/question``."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from core.domain.countries import iso3
from core.domain.schemas import Camps, Population
from core.intake.found import FoundTable, Understood
from core.sources.grains import one_count_a_day
from core.sources.headers import as_text, days, number_text, numbers, plain, text_cells
from core.sources.place_names import identifiers
from core.sources.places_elsewhere import places_elsewhere, with_positions
from core.sources.source import Choice, Source, SourceContext
from core.sources.understanding import Understanding

INDEX, PARENT, PARENT_TABLE = "_index", "_parent_index", "_parent_table_name"
META = (
    "_id",
    "_uuid",
    "_submission_time",
    "_validation_status",
    "_notes",
    "_status",
    "_submitted_by",
    "__version__",
    "_tags",
)
"""Columns that an export adds to the questions of a form; one of a repeat group has them as ``_submission__id``..."""

LONGEST_SHEET = 31
"""Characters of the name of a sheet in a workbook; longer names of repeat groups are cut there."""

QUESTIONS = {
    "id": ("camp_id", "site_id", "site_code", "camp_code", "location_id"),
    "name": ("camp_name", "site_name", "camp", "site", "settlement", "nom_du_site", "nom_site", "sitename"),
    "country": ("country", "pays", "pais", "admin0"),
    "admin1": ("admin1", "region", "province", "state", "governorate"),
    "latitude": ("latitude", "gps_latitude", "location_latitude", "geopoint_latitude", "site_gps_latitude"),
    "longitude": ("longitude", "gps_longitude", "location_longitude", "geopoint_longitude", "site_gps_longitude"),
    "people": ("population", "individuals", "total_individuals", "total_population", "people", "nb_individus"),
    "date": ("date", "date_assessment", "assessment_date", "date_of_count", "today", "start"),
    "women": ("women",),
    "pregnant": ("pregnant", "pregnant_women"),
    "children_under_5": ("children_under_5", "under_5", "under5"),
    "children_5_17": ("children_5_17",),
    "older_people": ("older_people", "elderly"),
    "disabled": ("disabled", "people_with_disabilities"),
}
"""Last part of a question's name to what it is to us. Other questions are carried along for a person to map."""

GROUP_QUESTIONS = ("women", "pregnant", "children_under_5", "children_5_17", "older_people", "disabled")


class Kobo(Source):
    """``camps`` and ``population`` from forms that count people per site; repeat groups are joined to their form."""

    identifier = "kobo"
    title = "KoboToolbox export"

    def recognise(self, found: FoundTable) -> float:
        """Needs ``_index`` and, for a form, ``_uuid`` or ``_submission_time``; for a repeat group ``_parent_index``."""
        columns = set(map(str, found.cells.columns))
        if INDEX not in columns:
            return 0.0
        if PARENT in columns:
            return 1.0 if PARENT_TABLE in columns else 0.8
        return 0.6 + 0.1 * min(4, len(columns & set(META))) if columns & {"_uuid", "_submission_time"} else 0.0

    def understand(self, found: FoundTable, context: SourceContext) -> Understood:
        """Rows that name a site and count its people; other forms give no table and say so."""
        told = Understanding(found, self.identifier)
        rows, at, choices = _counts(found, context, told)
        if rows is None:
            told.says(
                "note",
                "no_counts_of_sites",
                f"{found.place} does not count people per site (a question for the site and one for the people): "
                "it gives no table by itself.",
                "Map its questions to columns by hand.",
            )
            return told.done({})
        told.asks(choices)
        first = rows.drop_duplicates("place")
        camps = pd.DataFrame(
            {
                Camps.camp_id: first["place"],
                Camps.name: first["name"],
                Camps.country: first["country"],
                Camps.admin1: first["admin1"],
            }
        )
        if first[["latitude", "longitude"]].notna().all(axis=1).any():
            camps = camps.assign(latitude=first["latitude"], longitude=first["longitude"])
        else:
            camps = with_positions(camps, places_elsewhere(context), told, at.get("name"))
        groups = {role: rows[role].where(~rows["added"]) for role in GROUP_QUESTIONS if role in at}
        population = pd.DataFrame(
            {
                Population.camp_id: rows["place"],
                Population.date: rows["date"],
                Population.population: as_text(rows["people"]),
                **groups,
            }
        )
        _say_where(told, at, set(found.cells.columns))
        own = set(at.values()) | {INDEX, PARENT, PARENT_TABLE}
        carried = [
            c for c in found.cells.columns if c not in own and c not in META and not c.startswith("_submission_")
        ]
        return told.done({"camps": camps, "population": told.carry("population", population, carried, ~rows["added"])})

    def choices(self, found: FoundTable, context: SourceContext) -> tuple[Choice, ...]:
        """Whether different counts of one site and day are parts of one."""
        return _counts(found, context, Understanding(found, ""))[2]


def joined(found: FoundTable, others: Sequence[FoundTable], told: Understanding | None = None) -> FoundTable:
    """A repeat group with the answers of the form it belongs to in each of its rows; a form as it is.

    Rows keep their place. Where both have a column of one name, the group's own is kept. A row whose form is not there
    keeps blanks.
    """
    cells = found.cells
    if PARENT not in cells.columns:
        return found
    parent = _parent_of(found, others)
    if parent is None:
        if told is not None:
            told.says(
                "question",
                "no_parent_sheet",
                "The sheet of the form it belongs to is not there.",
                "Import the whole workbook.",
                PARENT,
            )
        return found
    above = joined(parent, [other for other in others if other is not parent]).cells
    index = above[INDEX].astype("str")
    if index.dropna().duplicated().any():
        if told is not None:
            told.says(
                "question",
                "index_not_unique",
                f"“{INDEX}” of {parent.place} names rows twice; nothing is joined.",
                "Export it again.",
                PARENT,
            )
        return found
    new = [column for column in above.columns if column not in cells.columns]
    row_of = above[new].set_axis(index).loc[index.notna().to_numpy()].reindex(cells[PARENT].astype("str"))
    lost = cells[PARENT].notna() & ~cells[PARENT].astype("str").isin(index)
    if told is not None:
        told.because(f"Its rows are joined to {parent.place} by {PARENT}.")
        told.says_of_rows(
            "question",
            pd.DataFrame({"parent": cells.loc[lost, PARENT]}),
            PARENT,
            "no_parent_row",
            lambda row: f"Row {row['parent']} of {parent.place} is not there; the answers of the form stay blank.",
            "Export form and repeat groups together.",
        )
    return replace(found, cells=pd.concat([cells, row_of.set_axis(cells.index)], axis=1))


def _parent_of(found: FoundTable, others: Sequence[FoundTable]) -> FoundTable | None:
    """The sheet named in ``_parent_table_name``, else the only sheet of the same file that is a form."""
    same = [other for other in others if other.file == found.file and INDEX in other.cells.columns]
    named = found.cells[PARENT_TABLE].dropna().astype("str").unique() if PARENT_TABLE in found.cells.columns else []
    for name in named:
        for other in same:
            if other.sheet and (other.sheet == name or other.sheet[:LONGEST_SHEET] == name[:LONGEST_SHEET]):
                return other
    forms = [other for other in same if PARENT not in other.cells.columns]
    return forms[0] if len(forms) == 1 else None


def _questions(found: FoundTable) -> dict[str, str]:
    """Role to the column whose question is called so; a question outside a group comes first."""
    located: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for column in sorted(map(str, found.cells.columns), key=lambda name: name.count("/")):
        by_name.setdefault(plain(column.rsplit("/", 1)[-1]), column)
    for role, names in QUESTIONS.items():
        asked = next((by_name[plain(name)] for name in names if plain(name) in by_name), None)
        if asked is not None:
            located[role] = asked
    return located


def _counts(
    found: FoundTable, context: SourceContext, told: Understanding
) -> tuple[pd.DataFrame | None, dict[str, str], tuple[Choice, ...]]:
    """Rows of place, date and people; None where the sheet itself does not count people of a site."""
    whole = joined(found, context.others, told)
    at = _questions(whole)
    if "people" not in at or not {"id", "name"} & set(at) or at["people"] not in found.cells.columns:
        return None, at, ()
    given = text_cells(whole, at.get("id"))
    name = text_cells(whole, at.get("name")).where(lambda names: names.notna(), given)
    country = iso3(text_cells(whole, at.get("country")))
    known = places_elsewhere(context)
    rows = pd.DataFrame(
        {
            "place": given.where(given.notna(), identifiers(name, country, known)),
            "name": name,
            "country": country,
            "admin1": text_cells(whole, at.get("admin1")),
            "latitude": number_text(whole, at.get("latitude")),
            "longitude": number_text(whole, at.get("longitude")),
            "date": days(
                whole, at.get("date", "_submission_time" if "_submission_time" in whole.cells.columns else None)
            ),
            "people": numbers(whole, at["people"]),
            **{role: number_text(whole, at[role]) for role in GROUP_QUESTIONS if role in at},
        }
    )
    lacking = rows["place"].isna() | rows["date"].isna()
    told.says_of_rows(
        "note",
        rows.loc[lacking, ["name", "date"]].fillna("blank"),
        at["people"],
        "no_place_or_date",
        lambda row: f"The count names no site or no date (site {row['name']}, date {row['date']}); it is left aside.",
        "Fill in site and date.",
    )
    rows, choices = one_count_a_day(rows[~lacking], context.answers, told, at["people"])
    return rows, at, choices


def _say_where(told: Understanding, at: dict[str, str], own: set[str]) -> None:
    ours = {"id": "camp_id", "people": "population"}
    for role, column in at.items():
        if column in own:
            table = "population" if role in ("people", "date", *GROUP_QUESTIONS) else "camps"
            told.went(column, table, ours.get(role, role))
