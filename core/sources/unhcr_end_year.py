"""UNHCR end-year population totals: a row per year, country of origin and country of asylum."""

import pandas as pd

from core.domain.countries import country_name
from core.domain.schemas import Camps, Population
from core.intake.found import FoundTable, Understood
from core.sources.headers import Roles, as_text, columns_of, fit, numbers, text_cells
from core.sources.people_of_concern import NOT_ADDED, PRESENT, of_place_and_year
from core.sources.places_elsewhere import places_elsewhere, with_positions
from core.sources.source import Source, SourceContext
from core.sources.understanding import Understanding

ROLES: Roles = {
    "year": ("year", "#date+year"),
    "origin": ("iso3coo", "coo_iso", "country of origin code", "#country+code+origin"),
    "asylum": ("iso3coa", "coa_iso", "country of asylum code", "#country+code+asylum"),
    "REF": ("ref", "refugees", "#affected+refugees"),
    "IDP": ("idp", "idps", "internally displaced persons", "idps of concern to unhcr", "#affected+idps"),
    "ASY": ("asy", "asylum_seekers", "#affected+asylum_seekers"),
    "OOC": ("ooc", "others of concern to unhcr", "others of concern", "#affected+others"),
    "OIP": ("oip", "other people in need of international protection"),
    "VDA": ("vda", "venezuelans displaced abroad", "#affected+vda"),
    "STA": ("sta", "stateless", "stateless persons", "#affected+stateless"),
    "HST": ("hst", "host community"),
}


class UnhcrEndYear(Source):
    """A country of asylum is one place; people of all origins are added."""

    identifier = "unhcr_end_year"
    title = "UNHCR end-year population totals"

    def recognise(self, found: FoundTable) -> float:
        """Needs year, country of asylum, refugees and displaced people."""
        return fit(columns_of(found, ROLES), ("year", "asylum", "REF", "IDP"), ("origin", "ASY", "STA"))

    def understand(self, found: FoundTable, context: SourceContext) -> Understood:
        """``camps`` (countries) and ``population`` on 31 December of each year."""
        at = columns_of(found, ROLES)
        told = Understanding(found, self.identifier)
        added = [code for code in PRESENT if code in at]
        rows = pd.DataFrame(
            {
                "country": text_cells(found, at["asylum"]),
                "year": text_cells(found, at["year"]),
                **{code: numbers(found, at[code]) for code in added},
            }
        )
        whole = of_place_and_year(told, rows, at["asylum"])
        _unreadable(found, at, added, whole, told)
        rows = rows[whole].assign(row=rows.index[whole])
        of_place = rows.groupby(["country", "year"], sort=False)
        summed = of_place[added].sum(min_count=1).assign(row=of_place["row"].first())
        total = summed[added].sum(axis=1, min_count=1)
        summed = summed.assign(people=total).reset_index().set_index("row").sort_index()
        population = pd.DataFrame(
            {
                Population.camp_id: summed["country"].str.lower(),
                Population.date: summed["year"] + "-12-31",
                Population.population: as_text(summed["people"]),
                **{at[code]: as_text(summed[code]) for code in added},
            }
        )
        return _told(told, at, added, population, _countries(summed, context, told, at["asylum"]))


def _countries(summed: pd.DataFrame, context: SourceContext, told: Understanding, column: str) -> pd.DataFrame:
    codes = summed["country"].drop_duplicates()
    camps = pd.DataFrame(
        {
            Camps.camp_id: codes.str.lower(),
            Camps.name: codes.map(country_name, na_action="ignore"),
            Camps.country: codes,
        }
    )
    return with_positions(camps, places_elsewhere(context), told, column)


def _unreadable(found: FoundTable, at: dict[str, str], added: list[str], whole: pd.Series, told: Understanding) -> None:
    for code in added:
        written = text_cells(found, at[code])
        strange = written.notna() & numbers(found, at[code]).isna() & whole
        told.says_of_rows(
            "question",
            pd.DataFrame({"written": written[strange]}),
            at[code],
            "not_a_number",
            lambda row: f"“{row['written']}” is no number of people; it counts as not known.",
            "Write the number.",
        )


def _told(
    told: Understanding, at: dict[str, str], added: list[str], population: pd.DataFrame, camps: pd.DataFrame
) -> Understood:
    told.went(at["asylum"], "camps", "country")
    told.went(at["asylum"], "population", "camp_id")
    told.went(at["year"], "population", "date")
    for code in added:
        told.went(at[code], "population", "population")
        told.went(at[code], "population", at[code])
    told.because("Each country of asylum is one place, and a year is counted on its last day.")
    told.because(f"People are {', '.join(PRESENT[code] for code in added)}, of all origins together.")
    for code in NOT_ADDED:
        if code in at:
            told.says("note", "not_added", f"“{at[code]}” counts {NOT_ADDED[code]}; it is left aside.", "", at[code])
    return told.done({"camps": camps, "population": population})
