"""One grain per country: counts of other operations, assessments and admin levels are never added together."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from core.domain.validation import quote
from core.sources.source import Choice
from core.sources.understanding import Understanding

ADD = "add"
LEAVE = "leave aside"


@dataclass(frozen=True)
class Grain:
    """A column whose values must not be mixed.

    Attributes
    ----------
    role
        Column of the rows.
    what
        What its values are called in a question.
    rule
        Rule of the finding that asks.
    finest
        Whether the highest number is taken where nobody answered; else what was counted last, then most often.
    """

    role: str
    what: str
    rule: str
    finest: bool = False


GRAINS = (
    Grain("operation", "operations", "several_operations"),
    Grain("assessment", "assessment types", "several_assessment_types"),
    Grain("level", "admin levels", "several_admin_levels", finest=True),
)
"""In the order in which they are settled: which operation, how it was assessed, how finely."""


def one_grain(
    rows: pd.DataFrame, answers: Mapping[str, str], columns: Mapping[str, str]
) -> tuple[pd.DataFrame, tuple[Choice, ...]]:
    """Rows of one operation, assessment type and admin level per country, and what was chosen where there were several.

    Parameters
    ----------
    rows
        With ``country``, ``date`` (ISO text) and the roles of ``GRAINS``, missing where the file does not say.
    answers
        Answers by key: the role and the country (``level HTI``), or the role alone for all countries.
    columns
        Role to the found column.
    """
    choices: list[Choice] = []
    for grain in GRAINS:
        rows, made = _settled(rows, grain, answers, columns.get(grain.role))
        choices += made
    return rows, tuple(choices)


def _settled(
    rows: pd.DataFrame, grain: Grain, answers: Mapping[str, str], column: str | None
) -> tuple[pd.DataFrame, list[Choice]]:
    value = rows[grain.role].fillna("not stated")
    seen = (
        pd.DataFrame({"country": rows["country"], "value": value, "date": rows["date"]})
        .groupby(["country", "value"], sort=True)["date"]
        .agg(["size", "min", "max"])
        .reset_index()
    )
    used: dict[str, str] = {}
    choices = []
    for code, options in seen.groupby("country", sort=False):
        country = str(code)
        key = f"{grain.role} {country}"
        given = answers.get(key, answers.get(grain.role))
        taken = given if given in set(options["value"]) else _by_itself(options, grain)
        used[country] = str(taken)
        if len(options) > 1:
            words = {
                str(o["value"]): f"{int(o['size']):,} counts, {o['min']} to {o['max']}"
                for o in options.to_dict("records")
            }
            question = (
                f"{country} has counts of {len(options)} {grain.what}, which are never added together. Which is it?"
            )
            choices.append(Choice(key, question, words, str(taken), taken == given, column, grain.rule))
    return rows[value.eq(rows["country"].map(used))], choices


def _by_itself(options: pd.DataFrame, grain: Grain) -> str:
    if grain.finest:
        order = options.assign(rank=pd.to_numeric(options["value"], errors="coerce").fillna(-1)).sort_values("rank")
    else:
        order = options.sort_values(["max", "size"])
    return str(order["value"].iloc[-1])


def one_count_a_day(
    rows: pd.DataFrame, answers: Mapping[str, str], told: Understanding, column: str
) -> tuple[pd.DataFrame, tuple[Choice, ...]]:
    """One row per place and date.

    Rows of one place and date that all say the same number are one count. Others may be parts of a count (by reason, by
    origin) or two counts; only a person knows, so they are left aside unless the answer is ``add``.

    Parameters
    ----------
    rows
        With ``place``, ``date`` and ``people``; index: the file's row - 2.

    Returns
    -------
    tuple
        The rows, with a column ``added`` that says which are sums of several; and the choice, if there was one.
    """
    rows = rows.assign(added=False)
    repeated = rows.duplicated(["place", "date"], keep=False)
    if not repeated.any():
        return rows, ()
    several = rows[repeated].groupby(["place", "date"], sort=False)["people"].transform("nunique").gt(1)
    several = several.reindex(rows.index, fill_value=False)
    once = rows[~several].drop_duplicates(["place", "date"])
    same = int((~several).sum()) - len(once)
    if same:
        told.says(
            "note",
            "repeated_count",
            f"{same:,} rows repeat a count of the same place and date; they are one.",
            "",
            column,
        )
    if not several.any():
        return once, ()
    given = answers.get("several_counts")
    choice = Choice(
        "several_counts",
        f"{int(several.sum()):,} rows give different numbers for the same place and date"
        f" (“{quote(rows.loc[several, 'place'].iloc[0])}”, {quote(rows.loc[several, 'date'].iloc[0])}).",
        {LEAVE: "they are counts of different people or rounds", ADD: "they are parts of one count"},
        given if given in (ADD, LEAVE) else LEAVE,
        given in (ADD, LEAVE),
        column,
        "several_counts",
    )
    if choice.used == ADD:
        parts = rows[several].assign(row=rows.index[several])
        of_place = parts.groupby(["place", "date"], sort=False)
        summed = (
            of_place.first()
            .assign(people=of_place["people"].sum(min_count=1), added=True)
            .reset_index()
            .set_index("row")
        )
        once = pd.concat([once, summed[once.columns]]).sort_index()
    return once, (choice,)
