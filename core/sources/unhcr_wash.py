"""UNHCR camp WASH report cards: people, water and latrines of a site and month; annual records share the file."""

import pandas as pd

from core.domain.countries import iso3
from core.domain.schemas import Camps, Population
from core.intake.found import FoundTable, Understood
from core.sources.headers import Roles, as_text, columns_of, fit, number_text, numbers, text_cells
from core.sources.place_names import identifiers, keys, matched
from core.sources.places_elsewhere import places_elsewhere, with_positions
from core.sources.source import Source, SourceContext
from core.sources.understanding import Understanding

ROLES: Roles = {
    "form": ("form_id",),
    "start": ("start_date",),
    "end": ("end_date",),
    "site": ("location_id",),
    "name": ("location_name",),
    "country": ("country",),
    "people": ("refugee_pop",),
    "month": ("reporting_monthly",),
    "year": ("reporting_annual",),
    "litres": ("liters_per_person_per_day", "litres_per_person_per_day"),
}
MOST_LITRES = 200.0
"""Litres per person and day above which a figure is asked about: ten times the 20 of the UNHCR standard, and more than
is used in towns with a tap in every house."""


class UnhcrWash(Source):
    """``camps`` and ``population`` by month; the indicators are carried along as they are."""

    identifier = "unhcr_wash"
    title = "UNHCR camp WASH reports"

    def recognise(self, found: FoundTable) -> float:
        """Needs site, country, people and the month."""
        usual = ("form", "name", "year", "litres", "start", "end")
        return fit(columns_of(found, ROLES), ("site", "country", "people", "month"), usual)

    def understand(self, found: FoundTable, context: SourceContext) -> Understood:
        """Monthly records; annual ones are another grain and are left aside, never added."""
        at = columns_of(found, ROLES)
        told = Understanding(found, self.identifier)
        day, site = numbers(found, at["month"]), text_cells(found, at["site"])
        _left_aside(found, at, site, day, told)
        rows = _one_report_a_month(found, at, site, day, told)
        camps, ids = _camps(found, at, rows, context, told)
        _ask_litres(found, at, rows, told)
        population = pd.DataFrame(
            {
                Population.camp_id: site.reindex(rows).map(ids).astype("str"),
                Population.date: _dates(day.reindex(rows)),
                Population.population: number_text(found, at["people"]).reindex(rows),
            }
        )
        told.went(at["month"], "population", "date")
        told.went(at["people"], "population", "population")
        told.because(
            f"“{at['month']}” counts days since 1 January 1970; the date of a count is the first of its month."
        )
        own = {at.get(role) for role in ("site", "name", "country", "people", "month", "year")}
        annual = {c for c in found.cells.columns if text_cells(found, c).reindex(rows).isna().all()}
        carried = [column for column in found.cells.columns if column not in own | annual]
        return told.done({"camps": camps, "population": told.carry("population", population, carried)})


def _dates(days_since_1970: pd.Series) -> pd.Series:
    """ISO dates; numbers that no date can be made of stay as they are, to be refused."""
    dates = pd.to_datetime(days_since_1970.where(days_since_1970.between(0, 100_000)), unit="D", errors="coerce")
    return dates.dt.strftime("%Y-%m-%d").astype("str").where(dates.notna(), as_text(days_since_1970))


def _left_aside(found: FoundTable, at: dict[str, str], site: pd.Series, day: pd.Series, told: Understanding) -> None:
    annual = day.isna() & text_cells(found, at.get("year")).notna()
    if annual.any():
        told.says(
            "note",
            "annual_records",
            f"{int(annual.sum()):,} annual records stand among the monthly ones. They are another kind of record, "
            "without people; they are left aside and never added to the months.",
            "",
            at["year"],
        )
    empty = found.cells.astype("str").apply(lambda cells: cells.isna() | cells.isin(["", "NA"])).all(axis=1)
    told.says_of_rows(
        "note",
        pd.DataFrame({"site": site.fillna("blank")})[(day.isna() | site.isna()) & ~annual & ~empty],
        at["month"],
        "no_month",
        lambda row: f"The record of site “{row['site']}” has no month or no site; it is left aside.",
        "Fill in site and month.",
    )
    if empty.any():
        told.says("note", "empty_rows", f"{int(empty.sum()):,} rows hold nothing; they are left aside.")


def _one_report_a_month(
    found: FoundTable, at: dict[str, str], site: pd.Series, day: pd.Series, told: Understanding
) -> pd.Index:
    """Rows with a month, one per site and month: of several the one with people that covers nearest to a month."""
    start, end = (
        pd.to_datetime(text_cells(found, at.get(role)), format="%Y-%m-%d", errors="coerce") for role in ("start", "end")
    )
    reports = pd.DataFrame(
        {"site": site, "day": day, "people": numbers(found, at["people"]), "off": ((end - start).dt.days - 29).abs()}
    ).dropna(subset=["site", "day"])
    best = reports.assign(blank=reports["people"].isna()).sort_values(
        ["blank", "off"], kind="stable", na_position="last"
    )
    repeated = best.duplicated(["site", "day"])
    kept = best[~repeated]
    lost = best[repeated].merge(kept, on=["site", "day"], suffixes=("", "_kept")).set_index(best.index[repeated])
    lost = lost.sort_index()
    told.says_of_rows(
        "question",
        lost[lost["people"].notna()],
        at["people"],
        "two_reports_a_month",
        lambda row: (
            f"Site {row['site']} has another report of the same month with {row['people_kept']:,.0f} people, which "
            f"covers nearer to a whole month; this one with {row['people']:,.0f} is left aside."
        ),
        "Say which is right, and take out the other row.",
    )
    told.says_of_rows(
        "note",
        lost[lost["people"].isna()],
        at["people"],
        "two_reports_a_month",
        lambda row: f"Site {row['site']} has another report of the same month; this one without people is left aside.",
        "",
    )
    return kept.index.sort_values()


def _camps(
    found: FoundTable, at: dict[str, str], rows: pd.Index, context: SourceContext, told: Understanding
) -> tuple[pd.DataFrame, dict[str, str]]:
    """A camp for each site, and the camp of each site; one that is known elsewhere keeps its identifier."""
    site = text_cells(found, at["site"]).reindex(rows)
    first = site.drop_duplicates().index
    name, written = text_cells(found, at.get("name")).reindex(first), text_cells(found, at["country"]).reindex(first)
    country = iso3(written)
    told.says_of_rows(
        "question",
        pd.DataFrame({"written": written[country.isna() & written.notna()]}),
        at["country"],
        "unknown_country",
        lambda row: f"“{row['written']}” is no country that is known.",
        "Write the name of the country or its code of three letters.",
    )
    known = places_elsewhere(context)
    name = name.where(name.notna(), site.reindex(first))
    elsewhere = matched(pd.DataFrame({"key": keys(name), "country": country}), known)["place_id"]
    twice = elsewhere.duplicated(keep=False)
    taken = site.reindex(first).isin(identifiers(name, country))
    made = site.reindex(first).where(~taken, "site-" + site.reindex(first))
    ids = elsewhere.where(elsewhere.notna() & ~twice, made)
    camps = pd.DataFrame({Camps.camp_id: ids, Camps.name: name, Camps.country: country})
    told.went(at["site"], "camps", "camp_id")
    told.went(at["site"], "population", "camp_id")
    told.went(at.get("name"), "camps", "name")
    told.went(at["country"], "camps", "country")
    return with_positions(camps, known, told, at.get("name")), dict(zip(site.reindex(first), ids, strict=True))


def _ask_litres(found: FoundTable, at: dict[str, str], rows: pd.Index, told: Understanding) -> None:
    litres = numbers(found, at.get("litres")).reindex(rows)
    told.says_of_rows(
        "question",
        pd.DataFrame({"litres": litres[litres > MOST_LITRES]}),
        at.get("litres"),
        "implausible_water",
        lambda row: (
            f"{row['litres']:,.10g} litres per person and day are more than anybody uses; at most {MOST_LITRES:,.0f} "
            "are expected. The figure is carried along unchanged."
        ),
        "Ask the site for the figure: litres of the whole camp, or a month, are often written in its place.",
    )
