"""UNHCR demographics tables: people by year, origin, asylum, location, sex and age."""

import pandas as pd

from core.domain.countries import country_name
from core.domain.schemas import Camps, Population
from core.intake.found import FoundTable, Understood
from core.sources.headers import Roles, as_text, columns_of, fit, numbers, text_cells
from core.sources.people_of_concern import AGES, group_counts, of_place_and_year, say_codes, say_what_is_known
from core.sources.place_names import identifiers
from core.sources.places_elsewhere import places_elsewhere, with_positions
from core.sources.source import Source, SourceContext
from core.sources.understanding import Understanding

_WORDS = {"f": "female", "m": "male"}
_HXL_AGES = {"0-4": "infants", "5-11": "children", "12-17": "adolescents", "18-59": "adults", "60+": "elderly"}
_WRITTEN = {"0-4": "0_4", "5-11": "5_11", "12-17": "12_17", "18-59": "18_59", "60+": "60"}

ROLES: Roles = {
    "year": ("year", "#date+year"),
    "origin": ("iso3coo", "country of origin code", "#country+code+origin"),
    "asylum": ("iso3coa", "country of asylum code", "#country+code+asylum"),
    "group": ("pt", "population_type", "#indicator+population_type"),
    "location": ("location", "#loc+name"),
    "total": ("total", "#affected+all+total"),
    **{
        f"{sex} {age}": (
            f"{word}_{_WRITTEN[age]}",
            f"#affected+{sex}+{_HXL_AGES[age]}+age_{_WRITTEN[age]}",
            f"#affected+{sex}+{_HXL_AGES[age]}+age_{_WRITTEN[age]}_",
        )
        for sex, word in _WORDS.items()
        for age in AGES
    },
}
NOT_STATED = "place not stated"


class UnhcrDemographics(Source):
    """A location is a camp; people of all origins and of all groups who are present are added."""

    identifier = "unhcr_demographics"
    title = "UNHCR demographics of people of concern"

    def recognise(self, found: FoundTable) -> float:
        """Needs year, country of asylum, total, and girls and boys under 5."""
        needed = ("year", "asylum", "total", "f 0-4", "m 0-4")
        return fit(columns_of(found, ROLES), needed, ("origin", "group", "location", "f 60+", "m 60+"))

    def understand(self, found: FoundTable, context: SourceContext) -> Understood:
        """``camps`` and ``population`` with groups, on 31 December of each year."""
        at = columns_of(found, ROLES)
        told = Understanding(found, self.identifier)
        rows = _rows(found, at, told)
        parts = {(sex, age): f"{sex} {age}" for sex in "fm" for age in AGES if f"{sex} {age}" in at}
        summed = _added(rows, [*parts.values(), "total"])
        groups, share = group_counts(
            {part: summed[name].fillna(0).to_numpy() for part, name in parts.items()}, summed["total"].to_numpy()
        )
        known_share = pd.Series(share, index=summed.index)
        say_what_is_known(told, known_share, summed["total"], [at[name] for name in parts.values()])
        camps, ids = _camps(summed, context, told, at.get("location", at["asylum"]))
        population = pd.DataFrame(
            {
                Population.camp_id: ids,
                Population.date: summed["year"] + "-12-31",
                Population.population: as_text(summed["total"]),
                **{group: as_text(pd.Series(groups[group].to_numpy(), index=summed.index)) for group in groups},
                **{at[name]: as_text(summed[name]) for name in parts.values()},
            }
        )
        _say_where(told, at, parts)
        return told.done({"camps": camps, "population": population})


def _rows(found: FoundTable, at: dict[str, str], told: Understanding) -> pd.DataFrame:
    """Rows of people who are present, with place, year and numbers."""
    counted = [role for role in at if role == "total" or role[:2] in ("f ", "m ")]
    rows = pd.DataFrame(
        {
            "country": text_cells(found, at["asylum"]),
            "year": text_cells(found, at["year"]),
            "location": text_cells(found, at.get("location")),
            **{role: numbers(found, at[role]) for role in counted},
        }
    )
    whole = of_place_and_year(told, rows, at["asylum"])
    unread = text_cells(found, at["total"]).notna() & rows["total"].isna() & whole
    told.says_of_rows(
        "question",
        pd.DataFrame({"written": text_cells(found, at["total"])[unread]}),
        at["total"],
        "not_a_number",
        lambda row: f"“{row['written']}” is no number of people; it counts as not known.",
        "Write the number.",
    )
    if "group" in at:
        whole &= say_codes(told, text_cells(found, at["group"]), at["group"])
    return rows[whole].assign(row=rows.index[whole])


def _added(rows: pd.DataFrame, counted: list[str]) -> pd.DataFrame:
    """One row per place and year, the index being the first row of the file that speaks of it."""
    of_place = rows.groupby(["country", "year", "location"], sort=False, dropna=False)
    summed = of_place[counted].sum(min_count=1).assign(row=of_place["row"].first())
    return summed.reset_index().set_index("row").sort_index()


def _camps(
    summed: pd.DataFrame, context: SourceContext, told: Understanding, column: str
) -> tuple[pd.DataFrame, pd.Series]:
    """A camp for each location; a country whose rows have no location is one place, the rest of it another."""
    location = summed["location"].str.replace(r"\s*:\s*Point$", "", regex=True)
    named = summed["country"].isin(summed.loc[location.notna(), "country"])
    country = summed["country"].map(country_name, na_action="ignore").astype("str")
    name = location.where(location.notna(), country.where(~named, country + f", {NOT_STATED}"))
    known = places_elsewhere(context)
    ids = identifiers(name, summed["country"], known)
    whole = location.isna() & ~named
    ids = ids.where(~whole, summed["country"].str.lower())
    camps = pd.DataFrame({Camps.camp_id: ids, Camps.name: name, Camps.country: summed["country"]})
    return with_positions(camps.drop_duplicates(Camps.camp_id), known, told, column), ids


def _say_where(told: Understanding, at: dict[str, str], parts: dict[tuple[str, str], str]) -> None:
    told.went(at["asylum"], "camps", "country")
    told.went(at.get("location"), "camps", "name")
    told.went(at["year"], "population", "date")
    told.went(at["total"], "population", "population")
    told.because("A year is counted on its last day; people of all origins are added at each location.")
    told.because(
        "Women are those of 18 to 59, children_5_17 those of 5 to 11 and 12 to 17, older_people those of 60 on."
    )
    ours = {"0-4": "children_under_5", "5-11": "children_5_17", "12-17": "children_5_17", "60+": "older_people"}
    for (sex, age), name in parts.items():
        if age in ours:
            told.went(at[name], "population", ours[age])
        elif sex == "f":
            told.went(at[name], "population", "women")
        told.went(at[name], "population", at[name])
