"""Population counts: steps, one-off errors, stale, blank and copied counts. Real series have all of them."""

from collections.abc import Mapping

import pandas as pd

from core.domain.finding import Finding
from core.domain.schemas import Camps, Population
from core.intake.checks.listing import findings_of_rows

STEP_SHARE = 0.30
STEP_DAYS = 60
"""A change of more than ``STEP_SHARE`` between two counts no more than ``STEP_DAYS`` apart is asked about."""

SMALLEST_STEP = 100
"""People; smaller changes are not asked about, however large their share."""

NEIGHBOURS_AGREE_SHARE = 0.20
STALE_DAYS = 14
COPIED_COUNTS = 4
"""So many equal counts in a row look copied forward."""

EXPLAINED = ("recount", "movement")
"""Kinds of count that say themselves why the figure jumps."""


def check_counts(tables: Mapping[str, pd.DataFrame], start: pd.Timestamp | None) -> list[Finding]:
    """Questions and notes about ``population``, as seen on the planning start."""
    population, camps = tables["population"], tables["camps"]
    known = population.dropna(subset=[Population.camp_id, Population.date, Population.population])
    series = known.sort_values([Population.camp_id, Population.date], kind="stable")
    return [
        *_jumps(series),
        *_copied(series),
        *_blank(population),
        *_uncounted(camps, known),
        *([] if start is None else [*_stale(camps, series, start), *_later(series, start)]),
    ]


def _jumps(series: pd.DataFrame) -> list[Finding]:
    """Steps, and counts that stand alone between two neighbours which agree."""
    by_camp = series.groupby(Population.camp_id, sort=False)
    people = series[Population.population]
    before, after = by_camp[Population.population].shift(), by_camp[Population.population].shift(-1)
    days = (series[Population.date] - by_camp[Population.date].shift()).dt.days
    away = (people - before).abs()
    agree = (after - before).abs() <= NEIGHBOURS_AGREE_SHARE * before
    alone = (
        agree & (away > STEP_SHARE * before) & (away > SMALLEST_STEP) & ((people - after).abs() > STEP_SHARE * after)
    )
    back = alone.groupby(series[Population.camp_id], sort=False).shift(fill_value=False).astype(bool)
    explained = series[Population.kind].isin(EXPLAINED)
    step = (away > STEP_SHARE * before) & (away > SMALLEST_STEP) & (before > 0) & (days <= STEP_DAYS)
    rows = series.assign(before=before, after=after, days=days)
    outliers = findings_of_rows(
        "question",
        "population",
        rows[alone & ~explained],
        Population.population,
        "outlier",
        lambda row: (
            f"{row[Population.camp_id]}: {row[Population.population]:,.0f} people stand between "
            f"{row['before']:,.0f} and {row['after']:,.0f}."
        ),
        "Check for a typing error; the count is used as given.",
    )
    steps = findings_of_rows(
        "question",
        "population",
        rows[step & ~alone & ~back & ~explained],
        Population.population,
        "step",
        lambda row: (
            f"{row[Population.camp_id]}: from {row['before']:,.0f} to {row[Population.population]:,.0f} people "
            f"within {row['days']:.0f} days."
        ),
        "Say in “kind” whether it was a recount or a movement; the count is used as given.",
    )
    return outliers + steps


def _copied(series: pd.DataFrame) -> list[Finding]:
    by_camp = series.groupby(Population.camp_id, sort=False)[Population.population]
    # a camp's first count differs from "nothing before it", so each camp begins a run
    run = by_camp.diff().ne(0).cumsum()
    size = run.map(run.value_counts())
    rows = series.assign(times=size)
    first = rows[(size >= COPIED_COUNTS) & rows[Population.population].gt(0) & ~run.duplicated()]
    return findings_of_rows(
        "note",
        "population",
        first,
        Population.population,
        "copied_forward",
        lambda row: (
            f"{row[Population.camp_id]}: {row[Population.population]:,.0f} people are reported {row['times']} times "
            "in a row; a copied figure is not a count."
        ),
        "Write “copied” in “kind” where nobody counted, or leave the row out.",
    )


def _blank(population: pd.DataFrame) -> list[Finding]:
    blank = population[population[Population.population].isna() & population[Population.camp_id].notna()]
    if blank.empty:
        return []
    camps = blank[Population.camp_id].nunique()
    words = f"{len(blank):,} counts of {camps:,} camps are blank; a blank is not known, never zero."
    row = int(blank.index[0]) + 2
    return [Finding("note", "population", row, Population.population, "blank_count", words, "")]


def _uncounted(camps: pd.DataFrame, known: pd.DataFrame) -> list[Finding]:
    missing = camps[camps[Camps.camp_id].notna() & ~camps[Camps.camp_id].isin(known[Population.camp_id])]
    return findings_of_rows(
        "question",
        "camps",
        missing,
        Camps.camp_id,
        "never_counted",
        lambda row: f"{row[Camps.name]} has no count at all; it gets no forecast and no need.",
        "Add a count to population, or take the camp out.",
    )


def _stale(camps: pd.DataFrame, series: pd.DataFrame, start: pd.Timestamp) -> list[Finding]:
    past = series[series[Population.date] <= start]
    last = past.groupby(Population.camp_id)[Population.date].max()
    last_of_camp = last.reindex(camps[Camps.camp_id]).set_axis(camps.index)
    age = (start - last_of_camp).dt.days
    open_now = camps[Camps.closed].isna() | (camps[Camps.closed] > start)
    return findings_of_rows(
        "question",
        "camps",
        camps.assign(age=age)[open_now & (age > STALE_DAYS)],
        Camps.camp_id,
        "stale_count",
        lambda row: f"The last count of {row[Camps.name]} is {row['age']:,.0f} days old on {start.date()}.",
        "Add a newer count if there is one; the forecast grows less sure with age.",
    )


def _later(series: pd.DataFrame, start: pd.Timestamp) -> list[Finding]:
    later = series[series[Population.date] > start]
    if later.empty:
        return []
    words = f"{len(later):,} counts are dated after the planning start {start.date()}; they are not used."
    row = int(later.index[0]) + 2
    return [Finding("note", "population", row, Population.date, "later_count", words, "")]
