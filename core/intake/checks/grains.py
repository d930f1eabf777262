"""Several grains in one table: months beside years, provinces beside districts, sites assessed in two ways.

Rows of different grains say the same people or goods twice; they are never added up, and a person says which to keep.
"""

from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pandas as pd

from core.domain.finding import Finding
from core.domain.schemas import OPERATION_TABLES, Consumption, Population
from core.domain.validation import quote
from core.intake.checks.carried import carried_columns
from core.intake.checks.listing import FIRST_ROW, findings_of_rows

LEVELS = ("adminlevel", "admlevel", "geoadminlevel", "adminlvl", "niveauadmin", "niveauadministratif")
ASSESSMENTS = ("assessmenttype", "typeofassessment", "assessment", "typeevaluation", "tipodeevaluacion")
PERIODS = (
    "periodtype", "periodicity", "frequency", "reportingperiod", "reportingfrequency", "timeperiodtype", "periode",
    "periodicite", "frequence",
)  # fmt: skip
"""Plain names of columns that tell the grain of a row."""

GRAINS = {"mixed_admin_levels": LEVELS, "mixed_assessments": ASSESSMENTS, "mixed_periods": PERIODS}

LENGTHS = {
    "a day": (1, 2), "a week": (6, 8), "a month": (27, 32), "a quarter": (88, 93), "half a year": (180, 185),
    "a year": (358, 367),
}  # fmt: skip
"""Days of a period by its name."""

WORDS_OF_PERIOD = ("daily", "weekly", "monthly", "quarterly", "annual", "yearly")
SLACK_SHARE, SLACK_DAYS = 0.15, 5.0
"""How far two stock reports may overlap, as a share of the period and in days: calendars differ by so much."""

MOST_VALUES = 12
"""A column with more different values tells no grain."""

MEND = "Keep rows of one grain in the table, and bring the others as a file of their own, or leave them out."


def check_grains(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Questions about tables whose rows have several grains."""
    findings: list[Finding] = []
    for name in OPERATION_TABLES:
        table = tables[name]
        if not table.empty:
            carried = carried_columns(name, table)
            findings += _told_by_a_column(name, table, carried)
            findings += _told_by_a_pair(name, table, carried)
            findings += _told_by_dates(name, table, carried)
    # columns that tell one mixture in two ways ask once
    first = {(finding.table, finding.rule): finding for finding in reversed(findings)}
    return [*reversed(first.values()), *_overlapping(tables["consumption"])]


def _told_by_a_column(name: str, table: pd.DataFrame, carried: Mapping[str, str]) -> list[Finding]:
    findings = []
    for rule, known in GRAINS.items():
        for column in (carried[plain] for plain in known if plain in carried):
            counts = table[column].str.strip().str.casefold().value_counts()
            if 2 <= len(counts) <= MOST_VALUES:
                shown = ", ".join(f"{rows:,} of “{quote(value)}”" for value, rows in counts.items())
                findings.append(_mixed(name, table, column, rule, f"“{quote(column)}” mixes rows: {shown}."))
    return findings


def _told_by_a_pair(name: str, table: pd.DataFrame, carried: Mapping[str, str]) -> list[Finding]:
    """Columns such as ``reporting_monthly`` and ``reporting_annual``, of which each row fills one."""
    by_stem: dict[str, list[str]] = {}
    for plain, column in carried.items():
        for word in WORDS_OF_PERIOD:
            if word in plain:
                by_stem.setdefault(plain.replace(word, ""), []).append(column)
    findings = []
    for columns in by_stem.values():
        for one, other in combinations(columns, 2):
            left, right = table[one].notna(), table[other].notna()
            if left.any() and right.any() and not (left & right).any():
                words = f"{left.sum():,} rows fill “{quote(one)}” and {right.sum():,} others “{quote(other)}”."
                findings.append(_mixed(name, table, one, "mixed_periods", words))
    return findings


def _told_by_dates(name: str, table: pd.DataFrame, carried: Mapping[str, str]) -> list[Finding]:
    """A start and an end in carried columns, or the days of stock reports, of several lengths."""
    starts = [plain for plain in carried if plain.startswith("start") and plain.replace("start", "end") in carried]
    spans = [
        (
            carried[plain],
            (_dates(table[carried[plain.replace("start", "end")]]) - _dates(table[carried[plain]])).dt.days,
        )
        for plain in starts
    ]
    if name == "consumption":
        spans.append((Consumption.days, table[Consumption.days]))
    findings = []
    for column, days in spans:
        rows = {words: int(days.between(*bounds).sum()) for words, bounds in LENGTHS.items()}
        present = {words: number for words, number in rows.items() if number}
        if len(present) > 1:
            shown = " and ".join(f"{number:,} rows over {words}" for words, number in present.items())
            findings.append(_mixed(name, table, column, "mixed_periods", f"The table mixes {shown}."))
    return findings


def _mixed(name: str, table: pd.DataFrame, column: str, rule: str, words: str) -> Finding:
    twice = ""
    if name == "population":
        key = [Population.camp_id, Population.date]
        many = table[column].fillna("").groupby([table[k] for k in key]).nunique().gt(1).sum()
        if many:
            days = "1 camp and day stands" if many == 1 else f"{many:,} camps and days stand"
            twice = f" {days} in several of them; they are never added up."
    first = table.index[table[column].notna()][0]
    return Finding("question", name, int(first) + FIRST_ROW, column, rule, words + twice, MEND)


def _dates(cells: pd.Series) -> pd.Series:
    return pd.to_datetime(cells, format="%Y-%m-%d", errors="coerce")


def _overlapping(reports: pd.DataFrame) -> list[Finding]:
    """Stock reports that begin before the one before them ends, at the same place, of the same item."""
    key = [Consumption.place_id, Consumption.item_id]
    known = reports.dropna(subset=[*key, Consumption.period_start, Consumption.days])
    known = known.sort_values([*key, Consumption.period_start], kind="stable")
    length = pd.to_timedelta(np.floor(known[Consumption.days]), unit="D")
    end = (known[Consumption.period_start] + length).groupby([known[k] for k in key]).cummax()
    until = end.groupby([known[k] for k in key]).shift()
    slack = pd.to_timedelta(np.minimum(np.ceil(known[Consumption.days] * SLACK_SHARE), SLACK_DAYS), unit="D")
    rows = known.assign(until=until)[known[Consumption.period_start] + slack < until]
    return findings_of_rows(
        "question",
        "consumption",
        rows,
        Consumption.period_start,
        "overlapping_periods",
        lambda row: (
            f"{row[Consumption.item_id]} at {row[Consumption.place_id]}: the report from "
            f"{row[Consumption.period_start].date()} begins before {row['until'].date()}, the end of an earlier one."
        ),
        MEND,
    )
