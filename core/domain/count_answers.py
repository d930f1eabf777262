"""What a person answered about a count; it stands in columns beside the count, so it is saved and exported with it.

``kind`` says what the forecast is to make of a count. These three columns are carried along where a file has them.
"""

import numpy as np
import pandas as pd

from core.domain.schemas import Population

COUNT_ANSWER = "count_answer"
"""What was answered: ``recount``, ``movement``, ``copied``, ``error`` or ``right``."""

AS_REPORTED = "as_reported"
"""The count as it was found when the answer was given; where it was an error, ``population`` is blank."""

COUNT_REASON = "count_reason"
"""Why it was answered so, in a person's words."""

RIGHT = "right"
"""The count is right as it is."""

EXPLAINED = ("recount", "movement")
"""Kinds of count that say themselves why the figure jumps."""


def counts_alone(population: pd.DataFrame) -> pd.DataFrame:
    """Camp, day, people, kind and answers of every row, without groups and what else a file carries along.

    Checks filter and sort it; with dozens of columns more, each time would take hundreds of megabytes.
    """
    wanted = (Population.camp_id, Population.date, Population.population, Population.kind, COUNT_ANSWER, AS_REPORTED)
    return population[[column for column in wanted if column in population.columns]]


def is_copied(population: pd.DataFrame) -> pd.Series:
    """Whether each count was only copied forward."""
    return population[Population.kind].eq("copied").fillna(False).astype(bool)


def stands_as_it_is(population: pd.DataFrame) -> pd.Series:
    """Whether a person found each count right; an answer about another figure than the one there is void."""
    if COUNT_ANSWER not in population.columns:
        return pd.Series(False, index=population.index)
    right = population[COUNT_ANSWER].astype("str").str.strip().str.lower().eq(RIGHT).fillna(False).astype(bool)
    if AS_REPORTED not in population.columns:
        return right
    found = population[AS_REPORTED].where(right)
    same = pd.to_numeric(found, errors="coerce").eq(population[Population.population])
    return right & (found.isna() | same)


def figure_text(count: float) -> str:
    """A count as the cell of a file.

    Examples
    --------
    >>> figure_text(7332.0), figure_text(1e6)
    ('7332', '1000000')
    """
    return np.format_float_positional(count, trim="-")
