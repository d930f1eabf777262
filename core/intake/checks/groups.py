"""Groups within a count: larger than the whole, adding up to more, or all 0 because nobody told them apart."""

from collections.abc import Mapping

import pandas as pd

from core.domain.finding import Finding
from core.domain.schemas import Population
from core.domain.schemas.people import GROUPS
from core.intake.checks.carried import carried_columns, numbers
from core.intake.checks.listing import findings_of_rows

AGES = (Population.children_under_5, Population.children_5_17, Population.older_people)
"""Groups that do not overlap."""

MEN = ("men", "male", "males", "malestotal", "maletotal", "numbermales", "hommes", "hombres")
SUM_TOLERANCE_SHARE = 0.01
"""How far parts may add up to another total before that is asked about; rounding explains the rest."""


def check_groups(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Questions about the group columns of ``population``."""
    table = tables["population"]
    filled = [group for group in GROUPS if table[group].notna().any()]
    carried = carried_columns("population", table)
    men = [carried[name] for name in MEN if name in carried]
    if not filled:
        return []
    counted = table[table[Population.population].notna()]
    return [
        *_all_zero(counted, filled),
        *(finding for group in filled for finding in _above_people(counted, group)),
        *_ages_above_people(counted),
        *_pregnant(counted),
        *(finding for column in men[:1] for finding in _sexes(counted, column)),
    ]


def _all_zero(counted: pd.DataFrame, filled: list[str]) -> list[Finding]:
    told = counted[filled]
    # one group alone may really be absent; several, each of them 0, were not told apart
    zero = told.eq(0).sum(axis=1).ge(2) & told.max(axis=1).eq(0) & counted[Population.population].gt(0)
    return findings_of_rows(
        "question",
        "population",
        counted.assign(groups=told.notna().sum(axis=1))[zero],
        filled[0],
        "groups_all_zero",
        lambda row: (
            f"{_where(row)}: all {row['groups']} groups are 0 among {row[Population.population]:,.0f} people; they may "
            "not have been told apart."
        ),
        "Leave the groups blank if nobody counted them; a 0 says that they need nothing.",
    )


def _above_people(counted: pd.DataFrame, group: str) -> list[Finding]:
    return findings_of_rows(
        "question",
        "population",
        counted[counted[group] > counted[Population.population]],
        group,
        "group_above_people",
        lambda row: f"{_where(row)}: {row[group]:,.0f} in “{group}”, of {row[Population.population]:,.0f} people.",
        "Correct either figure; no more than all people count as the group.",
    )


def _ages_above_people(counted: pd.DataFrame) -> list[Finding]:
    ages = counted[list(AGES)]
    total = ages.sum(axis=1)
    single = ages.gt(counted[Population.population], axis=0).any(axis=1)
    above = (total > counted[Population.population] * (1 + SUM_TOLERANCE_SHARE)) & ~single
    return findings_of_rows(
        "question",
        "population",
        counted.assign(total=total)[above],
        AGES[0],
        "ages_above_people",
        lambda row: (
            f"{_where(row)}: children and older people are {row['total']:,.0f} together, of "
            f"{row[Population.population]:,.0f} people."
        ),
        "Correct the figures; these groups do not overlap.",
    )


def _pregnant(counted: pd.DataFrame) -> list[Finding]:
    return findings_of_rows(
        "question",
        "population",
        counted[counted[Population.pregnant] > counted[Population.women]],
        Population.pregnant,
        "pregnant_above_women",
        lambda row: (
            f"{_where(row)}: {row[Population.pregnant]:,.0f} pregnant women, of {row[Population.women]:,.0f} women."
        ),
        "Correct either figure.",
    )


def _sexes(counted: pd.DataFrame, men: str) -> list[Finding]:
    total = numbers(counted[men]) + counted[Population.women]
    people = counted[Population.population]
    # women may be adults alone, so that less is no contradiction
    above = total > people * (1 + SUM_TOLERANCE_SHARE)
    return findings_of_rows(
        "question",
        "population",
        counted.assign(total=total)[above],
        Population.women,
        "sexes_above_people",
        lambda row: (
            f"{_where(row)}: women and “{men}” are {row['total']:,.0f} together, of "
            f"{row[Population.population]:,.0f} people."
        ),
        "Correct the figures.",
    )


def _where(row: dict) -> str:
    date = row[Population.date]
    return f"{row[Population.camp_id]}, {'no date' if pd.isna(date) else date.date()}"
