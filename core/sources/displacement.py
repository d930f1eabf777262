"""Counts of displaced people by admin area, however they were published, as camps and population."""

from collections.abc import Mapping

import pandas as pd

from core.domain.countries import country_name, iso3
from core.domain.schemas import Camps, Population
from core.domain.validation import quote
from core.intake.found import FoundTable, Understood
from core.sources.grains import one_count_a_day, one_grain
from core.sources.headers import as_text, days, numbers, text_cells
from core.sources.place_names import identifiers
from core.sources.places_elsewhere import places_elsewhere, with_positions
from core.sources.source import Choice, SourceContext
from core.sources.understanding import Understanding

INACTIVE = "inactive"
_AREA_ROLES = ("name1", "code1", "name2", "code2", "name3", "code3")


def area_counts(found: FoundTable, at: Mapping[str, str]) -> pd.DataFrame:
    """Rows with country, operation, assessment, level, date, status, people, and the area's name, code and admin1.

    The level is the one the file states, else the finest that has a name or a code.
    """
    text = {
        role: text_cells(found, at.get(role))
        for role in ("operation", "assessment", "level", "status", "name1", "code1", "name2", "code2", "name3", "code3")
    }
    rows = pd.DataFrame({**text, "country": iso3(text_cells(found, at["country"])), "date": days(found, at["date"])})
    rows["people"] = numbers(found, at["people"])
    by_name = pd.Series("0", index=rows.index, dtype="str")
    for level in "123":
        by_name = by_name.mask(rows[f"name{level}"].notna() | rows[f"code{level}"].notna(), level)
    stated = rows["level"].str.extract(r"(\d)", expand=False)
    rows["level"] = stated.where(stated.notna(), by_name)
    country = rows["country"].map(country_name, na_action="ignore").astype("str")
    rows["area"], rows["pcode"] = country, pd.Series(pd.NA, index=rows.index, dtype="str")
    for level in "123":
        here = rows["level"].eq(level)
        rows["area"] = rows["area"].mask(
            here, rows[f"name{level}"].where(rows[f"name{level}"].notna(), rows[f"code{level}"])
        )
        rows["pcode"] = rows["pcode"].mask(here, rows[f"code{level}"])
    return rows


def choices_of(found: FoundTable, at: Mapping[str, str], context: SourceContext) -> tuple[Choice, ...]:
    """What can be asked about such a table."""
    quiet = Understanding(found, "")
    return _chosen(found, at, context, quiet)[1]


def understood_areas(
    found: FoundTable, at: Mapping[str, str], context: SourceContext, told: Understanding
) -> Understood:
    """``camps`` (admin areas) and ``population`` of one grain per country."""
    rows, choices = _chosen(found, at, context, told)
    told.asks(choices)
    told.because("An admin area is one place; its counts are of one operation, assessment type and admin level.")
    first = rows.drop_duplicates("place")
    camps = pd.DataFrame(
        {
            Camps.camp_id: first["place"],
            Camps.name: first["area"],
            Camps.country: first["country"],
            Camps.admin1: first["name1"],
            Camps.pcode: first["pcode"],
        }
    )
    camps = with_positions(camps, places_elsewhere(context), told, at.get("name1", at["country"]))
    population = pd.DataFrame(
        {
            Population.camp_id: rows["place"],
            Population.date: rows["date"],
            Population.population: as_text(rows["people"]),
        }
    )
    own = {at.get(role) for role in ("country", "date", "people", *_AREA_ROLES)}
    carried = [column for column in found.cells.columns if column not in own]
    for role, ours in (("country", "country"), ("name1", "admin1")):
        told.went(at.get(role), "camps", ours)
    for level in "123":
        told.went(at.get(f"name{level}"), "camps", "name")
        told.went(at.get(f"code{level}"), "camps", "pcode")
    told.went(at["date"], "population", "date")
    told.went(at["people"], "population", "population")
    return told.done({"camps": camps, "population": told.carry("population", population, carried, ~rows["added"])})


def _chosen(
    found: FoundTable, at: Mapping[str, str], context: SourceContext, told: Understanding
) -> tuple[pd.DataFrame, tuple[Choice, ...]]:
    rows = area_counts(found, at)
    unplaced = rows["country"].isna() | rows["area"].isna() | rows["date"].isna()
    told.says_of_rows(
        "question",
        rows.loc[unplaced, ["operation", "level"]].fillna("blank"),
        at["country"],
        "no_place_or_date",
        lambda row: (
            f"The row of “{row['operation']}” (admin level {row['level']}) has no known place or no date; left aside."
        ),
        "Fill in the country, the area and the date.",
    )
    rows = _only_active(rows[~unplaced], at, told)
    rows, choices = one_grain(rows, context.answers, at)
    rows = rows.assign(place=_place_ids(rows))
    rows, more = one_count_a_day(rows, context.answers, told, at["people"])
    unread = text_cells(found, at["people"]).reindex(rows.index).notna() & rows["people"].isna()
    told.says_of_rows(
        "question",
        pd.DataFrame({"written": text_cells(found, at["people"]).reindex(rows.index)[unread]}),
        at["people"],
        "not_a_number",
        lambda row: f"“{row['written']}” is no number of people; it counts as not known.",
        "Write the number.",
    )
    return rows, (*choices, *more)


def _only_active(rows: pd.DataFrame, at: Mapping[str, str], told: Understanding) -> pd.DataFrame:
    """Rows of operations that go on; where a country has none, of all of them."""
    if "status" not in at or rows.empty:
        return rows
    ended = rows["status"].str.casefold().eq(INACTIVE).fillna(False)
    going_on = (~ended).groupby(rows["country"]).transform("any")
    left = ended & going_on
    if left.any():
        told.says(
            "note",
            "inactive_operation",
            f"{int(left.sum()):,} rows are of operations that ended ({_some(rows.loc[left, 'operation'])}); not used.",
            "",
            at["status"],
        )
    return rows[~left]


def _some(names: pd.Series) -> str:
    listed = sorted(map(quote, names.dropna().unique()))
    return ", ".join(listed[:5]) + (f" and {len(listed) - 5} more" if len(listed) > 5 else "")


def _place_ids(rows: pd.DataFrame) -> pd.Series:
    """The P-code of the area, or an identifier made of its name where it has none; a country is its own code."""
    named = identifiers(rows["area"], rows["country"])
    whole = rows["level"].eq("0")
    ids = rows["pcode"].where(rows["pcode"].notna(), named)
    return ids.where(~whole, rows["country"].str.lower())
