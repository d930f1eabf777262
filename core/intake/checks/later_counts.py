"""Counts that are dated after the planning start: they are kept and not used until planning starts later."""

from collections.abc import Mapping

import pandas as pd

from core.domain.finding import Finding
from core.domain.schemas import Population


def check_later_counts(tables: Mapping[str, pd.DataFrame], start: pd.Timestamp | None) -> list[Finding]:
    """One question about all of them, with the way to have them used."""
    population = tables["population"]
    dates = population.loc[population[Population.population].notna(), Population.date]
    later = dates[dates > start] if start is not None else dates.iloc[:0]
    if later.empty:
        return []
    newest = later.max().date()
    counts = f"{len(later):,} counts are" if len(later) > 1 else "1 count is"
    words = (
        f"{counts} dated after the planning start {start:%Y-%m-%d}, the newest {newest}; "
        f"{'they are' if len(later) > 1 else 'it is'} not used."
    )
    mend = (
        f"Plan from {newest}: on the Data page, as planning_start in settings, or once with aid plan --as-of {newest}; "
        "count the stock of that day too. If a date is wrong, correct it."
    )
    return [Finding("question", "population", int(later.index[0]) + 2, Population.date, "later_count", words, mend)]
