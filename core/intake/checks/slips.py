"""Slips of the pen in counts: a figure ten times the one before, or a tenth of it."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from core.domain.count_answers import counts_alone, is_copied, stands_as_it_is
from core.domain.finding import Finding
from core.domain.schemas import Population
from core.intake.checks.listing import findings_of_rows

TEN_TIMES = (9.0, 11.0)
"""A count this many times the one before looks like a digit too many; the other way round, like one too few."""

SMALLEST = 100
"""People from which the smaller of the two counts is looked at; small camps do grow tenfold."""

RULE = "ten_times"


def check_slips(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Questions about counts that are ten times the one before or a tenth of it."""
    population = counts_alone(tables["population"])
    known = population[~is_copied(population)].dropna(
        subset=[Population.camp_id, Population.date, Population.population]
    )
    series = known.sort_values([Population.camp_id, Population.date], kind="stable")
    camp, people = series[Population.camp_id], series[Population.population]
    before = people.groupby(camp, sort=False).shift()
    times = people / before.where(before > 0)
    low, high = TEN_TIMES
    enough = np.minimum(people, before) >= SMALLEST
    more, fewer = times.between(low, high) & enough, times.between(1 / high, 1 / low) & enough
    # the count after a slip only leads back from it
    back = (fewer & _of_the_one_before(more, camp)) | (more & _of_the_one_before(fewer, camp))
    rows = series.assign(before=before, more=more)[(more | fewer) & ~back & ~stands_as_it_is(series)]
    return findings_of_rows(
        "question",
        "population",
        rows,
        Population.population,
        RULE,
        _words,
        "Correct the figure if it is one; if it is right, write right in “count_answer”. Until then it is used as is.",
    )


def _of_the_one_before(flags: pd.Series, camp: pd.Series) -> pd.Series:
    return flags.groupby(camp, sort=False).shift(fill_value=False).astype(bool)


def _words(row: dict) -> str:
    share = "ten times" if row["more"] else "a tenth of"
    count = f"{row[Population.camp_id]}: {row[Population.population]:,.0f} on {row[Population.date].date()}"
    return f"{count} is about {share} the {row['before']:,.0f} before: a typing error?"
