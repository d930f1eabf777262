"""HDX HAPI figures of refugees and others of concern: totals and their parts by sex and age stand in one table."""

import numpy as np
import pandas as pd

from core.domain.countries import country_name
from core.domain.schemas import Camps, Population
from core.intake.found import FoundTable, Understood
from core.sources.hapi_idps import without_errors
from core.sources.headers import Roles, as_text, columns_of, days, fit, numbers, text_cells
from core.sources.people_of_concern import AGES, group_counts, say_codes, say_what_is_known
from core.sources.places_elsewhere import places_elsewhere, with_positions
from core.sources.source import Source, SourceContext
from core.sources.understanding import Understanding

ROLES: Roles = {
    "origin": ("origin_location_code", "#country+code+origin"),
    "asylum": ("asylum_location_code", "#country+code+asylum"),
    "group": ("population_group", "#indicator+population_group"),
    "sex": ("gender", "#gender"),
    "age": ("age_range", "#age+range"),
    "people": ("population", "#affected"),
    "date": ("reference_period_start", "#date+start"),
    "until": ("reference_period_end", "#date+end"),
    "warning": ("warning", "#meta+warning"),
    "error": ("error", "#meta+error"),
}
ALL = ("all", "", "*")
"""How a row says that it counts every sex or every age."""


class HapiRefugees(Source):
    """A country of asylum is one place; only totals are added, parts give the groups."""

    identifier = "hapi_refugees"
    title = "HDX HAPI figures of refugees"

    def recognise(self, found: FoundTable) -> float:
        """Needs origin, asylum, group, people and the reference period."""
        needed = ("origin", "asylum", "group", "people", "date")
        return fit(columns_of(found, ROLES), needed, ("sex", "age", "until"))

    def understand(self, found: FoundTable, context: SourceContext) -> Understood:
        """``camps`` (countries) and ``population`` at the end of each period."""
        at = columns_of(found, ROLES)
        told = Understanding(found, self.identifier)
        found = without_errors(found, at, told)
        rows = _rows(found, at, told)
        rows = rows[say_codes(told, rows["group"], at["group"])]
        totals = _totals(rows, told, at)
        of_place = totals.groupby(["country", "date"], sort=False)
        summed = of_place["people"].sum(min_count=1).to_frame("total").assign(row=of_place["row"].first())
        counts = _parts(rows, summed.index)
        groups, share = group_counts(counts, summed["total"].fillna(0).to_numpy())
        summed = summed.reset_index().set_index("row")
        groups = groups.set_axis(summed.index)
        if "sex" in at and "age" in at and any(part.any() for part in counts.values()):
            share_of = pd.Series(share, index=summed.index)
            say_what_is_known(told, share_of, summed["total"], [at["age"]])
        population = pd.DataFrame(
            {
                Population.camp_id: summed["country"].str.lower(),
                Population.date: summed["date"],
                Population.population: as_text(summed["total"]),
                **{group: as_text(groups[group]) for group in groups},
            }
        ).sort_index()
        codes = summed["country"].sort_index().drop_duplicates()
        camps = pd.DataFrame(
            {
                Camps.camp_id: codes.str.lower(),
                Camps.name: codes.map(country_name, na_action="ignore"),
                Camps.country: codes,
            }
        )
        for role, ours in (("date", "date"), ("until", "date"), ("people", "population")):
            told.went(at.get(role), "population", ours)
        told.went(at["asylum"], "camps", "country")
        told.because("Each country of asylum is one place; people of all origins are added, from rows of totals alone.")
        return told.done(
            {"camps": with_positions(camps, places_elsewhere(context), told, at["asylum"]), "population": population}
        )


def _rows(found: FoundTable, at: dict[str, str], told: Understanding) -> pd.DataFrame:
    until = days(found, at.get("until"))
    rows = pd.DataFrame(
        {
            "origin": text_cells(found, at["origin"]),
            "country": text_cells(found, at["asylum"]),
            "group": text_cells(found, at["group"]),
            "sex": text_cells(found, at.get("sex")).fillna("").str.casefold(),
            "age": text_cells(found, at.get("age")).fillna("").str.casefold(),
            "people": numbers(found, at["people"]),
            "date": until.where(until.notna(), days(found, at["date"])),
        }
    )
    whole = rows["country"].notna() & rows["date"].notna()
    told.says_of_rows(
        "note",
        rows.loc[~whole, ["group"]].fillna("blank"),
        at["asylum"],
        "no_place_or_year",
        lambda row: "The row has no country of asylum or no period; it is left aside.",
        "Fill in country and period.",
    )
    return rows[whole].assign(row=rows.index[whole])


def _totals(rows: pd.DataFrame, told: Understanding, at: dict[str, str]) -> pd.DataFrame:
    """Rows that count every sex and age; where a group has none, those of each sex and every age; never both."""
    key = ["country", "date", "origin", "group"]
    every_age, every_sex = rows["age"].isin(ALL), rows["sex"].isin(ALL)
    both = rows[every_age & every_sex].drop_duplicates(key)
    has_total = pd.MultiIndex.from_frame(rows[key]).isin(pd.MultiIndex.from_frame(both[key]))
    by_sex = rows[~has_total & every_age & ~every_sex].drop_duplicates([*key, "sex"])
    missing = rows[~has_total & ~pd.MultiIndex.from_frame(rows[key]).isin(pd.MultiIndex.from_frame(by_sex[key]))]
    told.says_of_rows(
        "question",
        missing.drop_duplicates(key)[["origin", "group"]].fillna("blank"),
        at["people"],
        "no_total",
        lambda row: (
            f"Group {row['group']} from {row['origin']} has parts and no total; parts are not added, it is left aside."
        ),
        "Download the table with its totals.",
    )
    return pd.concat([both, by_sex]).sort_index()


def _parts(rows: pd.DataFrame, places: pd.MultiIndex) -> dict[tuple[str, str], np.ndarray]:
    """Sex and age to people by place and date."""
    ages = rows["age"].str.replace(r"^60\+?$|^60-.*$", "60+", regex=True)
    sexes = rows["sex"].str.slice(0, 1)
    parts = rows.assign(sex=sexes, age=ages)[ages.isin(AGES) & sexes.isin(["f", "m"])]
    parts = parts.drop_duplicates(["country", "date", "origin", "group", "sex", "age"])
    summed = parts.groupby(["sex", "age", "country", "date"])["people"].sum()
    return {
        (sex, age): summed.loc[(sex, age)].reindex(places).fillna(0).to_numpy()
        if (sex, age) in summed.index.droplevel(["country", "date"]).unique()
        else pd.Series(0.0, index=places).to_numpy()
        for sex in "fm"
        for age in AGES
    }
