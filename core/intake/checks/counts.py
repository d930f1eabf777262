"""Population counts: steps, one-off errors, stale, blank and copied counts. Real series have all of them."""

from collections.abc import Mapping

import pandas as pd

from core.domain.count_answers import counts_alone, stands_as_it_is
from core.domain.finding import Finding
from core.domain.planning_figures import LABEL
from core.domain.schemas import Camps, Population
from core.intake.checks.count_questions import ask_about_counts
from core.intake.checks.listing import findings_of_rows

STALE_DAYS = 14
"""A count older than this on the planning start is asked about."""

IN_THE_FILE = (
    "Answer on the Data page, or in the file: recount, movement or copied in “kind”; for an error leave “population” "
    "blank and keep the figure in “as_reported”; if it is right, right in “count_answer”. Until then it is used as is."
)
COPIED_IN_THE_FILE = (
    "Answer on the Data page, or in the file: copied in “kind” of the rows that nobody counted; if they were counted, "
    "right in “count_answer”. Until then they are used as given."
)


def check_counts(
    tables: Mapping[str, pd.DataFrame], start: pd.Timestamp | None, today: pd.Timestamp | None = None
) -> list[Finding]:
    """Questions and notes about ``population``, as seen on the planning start; ``today`` is the day of the check."""
    population, camps = counts_alone(tables["population"]), tables["camps"]
    known = population.dropna(subset=[Population.camp_id, Population.date, Population.population])
    series = known.sort_values([Population.camp_id, Population.date], kind="stable")
    return [
        *_asked(population, camps),
        *_only_zeros(series),
        *_empty_at_first(series),
        *_blank(population),
        *_uncounted(camps, known),
        *([] if start is None else _stale(camps, series, start)),
        *([] if today is None else _in_the_future(series, today)),
    ]


def _asked(population: pd.DataFrame, camps: pd.DataFrame) -> list[Finding]:
    """Questions about steps, counts that stand alone, and copied figures; the worst of each come first."""
    asked = ask_about_counts(population, camps)
    names = camps.drop_duplicates(Camps.camp_id).set_index(Camps.camp_id)[Camps.name]
    for column in (Population.camp_id, "beside"):
        asked[column] = asked[column].map(names).fillna(asked[column])
    return [
        finding
        for rule, words, mend in (
            ("outlier", _outlier, IN_THE_FILE),
            ("step", _step, IN_THE_FILE),
            ("copied_forward", _copied, COPIED_IN_THE_FILE),
        )
        for finding in findings_of_rows(
            "question", "population", asked[asked["rule"] == rule], Population.population, rule, words, mend
        )
    ]


def _outlier(row: dict) -> str:
    return (
        f"{row[Population.camp_id]}: {row[Population.population]:,.0f} people on {row[Population.date].date()} stand "
        f"between {row['before']:,.0f} and {row['after']:,.0f}."
    )


def _step(row: dict) -> str:
    words = (
        f"{row[Population.camp_id]}: from {row['before']:,.0f} to {row[Population.population]:,.0f} people within "
        f"{row['days']:.0f} {'day' if row['days'] == 1 else 'days'}, on {row[Population.date].date()}."
    )
    if pd.isna(row["beside"]):
        return words
    way = "gained" if row["beside_people"] > 0 else "lost"
    return (
        f"{words} {row['beside']}, {row['beside_km']:,.0f} km away, {way} {abs(row['beside_people']):,.0f} by "
        f"{pd.Timestamp(row['beside_date']).date()}: people may have moved between the two."
    )


def _copied(row: dict) -> str:
    return (
        f"{row[Population.camp_id]}: {row[Population.population]:,.0f} people are reported {row['times']} times in a "
        f"row, from {row[Population.date].date()} to {row['through'].date()}; a copied figure is not a count."
    )


def _only_zeros(series: pd.DataFrame) -> list[Finding]:
    people = series[Population.population]
    by_camp = people.groupby(series[Population.camp_id], sort=False)
    empty = by_camp.transform("max").eq(0) & ~stands_as_it_is(series)
    rows = series.assign(times=by_camp.transform("size"))[empty & ~series[Population.camp_id].duplicated()]
    return findings_of_rows(
        "question",
        "population",
        rows,
        Population.population,
        "only_zeros",
        lambda row: (
            f"{row[Population.camp_id]}: every count is 0, {row['times']} in all; its forecast and its needs are 0."
        ),
        "Leave “population” blank where nobody counted; write right in “count_answer” if nobody is there.",
    )


def _empty_at_first(series: pd.DataFrame) -> list[Finding]:
    """Counts of 0 before the first people: an empty camp, or nobody counted yet."""
    people = series[Population.population]
    begun = people.gt(0).groupby(series[Population.camp_id], sort=False).cummax().astype(bool)
    ever = people.gt(0).groupby(series[Population.camp_id], sort=False).transform("any")
    leading = series[~begun & ever & ~stands_as_it_is(series)]
    times = leading.groupby(Population.camp_id, sort=False)[Population.population].transform("size")
    return findings_of_rows(
        "note",
        "population",
        leading.assign(times=times)[~leading[Population.camp_id].duplicated()],
        Population.population,
        "zero_at_first",
        lambda row: (
            f"{row[Population.camp_id]}: {row['times']} counts of 0 before the first people; the forecast begins "
            "after them."
            if row["times"] > 1
            else f"{row[Population.camp_id]}: a count of 0 before the first people; the forecast begins after it."
        ),
        "Leave “population” blank where the camp was not empty but not counted.",
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
    missing = camps[camps[Camps.camp_id].notna() & ~camps[Camps.camp_id].isin(known[Population.camp_id].unique())]
    planned = missing[Camps.planning_people].notna()
    return _planned(missing[planned]) + findings_of_rows(
        "question",
        "camps",
        missing[~planned],
        Camps.camp_id,
        "never_counted",
        lambda row: f"{row[Camps.name]} has no count at all; it gets no forecast and no need.",
        "Add a count to population, or a planning figure to camps, or take the camp out.",
    )


def _planned(camps: pd.DataFrame) -> list[Finding]:
    """Camps that are planned for by a figure nobody counted; a question where it is not told whose figure it is."""
    told = camps[Camps.planning_people_by].notna() & camps[Camps.planning_people_date].notna()
    return findings_of_rows(
        "note",
        "camps",
        camps[told],
        Camps.planning_people,
        "planning_figure",
        lambda row: (
            f"{row[Camps.name]} has no count; its forecast begins at {row[Camps.planning_people]:,.0f} people, a "
            f"{LABEL} ({row[Camps.planning_people_by]}, {row[Camps.planning_people_date].date()})."
        ),
        "Add a count to population as soon as there is one.",
    ) + findings_of_rows(
        "question",
        "camps",
        camps[~told],
        Camps.planning_people,
        "planning_figure_unsigned",
        lambda row: (
            f"{row[Camps.name]} has no count and is planned for by {row[Camps.planning_people]:,.0f} people, a "
            f"{LABEL}; who set it, or when, is not told."
        ),
        "Fill in planning_people_by and planning_people_date.",
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


def _in_the_future(series: pd.DataFrame, today: pd.Timestamp) -> list[Finding]:
    # a day of grace: somewhere it is tomorrow already
    later = series[series[Population.date] > today + pd.Timedelta(days=1)]
    return findings_of_rows(
        "question",
        "population",
        later,
        Population.date,
        "future_count",
        lambda row: (
            f"{row[Population.camp_id]}: {row[Population.population]:,.0f} people are counted on "
            f"{row[Population.date].date()}, which is still to come."
        ),
        "Correct the date; announced arrivals belong in the table expected.",
    )
