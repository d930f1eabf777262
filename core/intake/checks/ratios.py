"""Ratios in carried columns that cannot be: 6,762 litres per person and day, 130 per cent of households.

Low values are what people live with, and ask nothing.
"""

from collections.abc import Mapping

import pandas as pd

from core.domain.finding import Finding
from core.domain.schemas import OPERATION_TABLES, Population
from core.intake.checks.carried import carried_columns, numbers
from core.intake.checks.listing import findings_of_rows

MOST = {
    ("liters", "perperson"): (200.0, "l per person and day"),
    ("litres", "perperson"): (200.0, "l per person and day"),
    ("litros", "porpersona"): (200.0, "l per person and day"),
    ("litres", "parpersonne"): (200.0, "l per person and day"),
    ("kcal", "person"): (10_000.0, "kcal per person"),
}
"""Parts of a plain name, the most that is believable, and its unit. A rich city uses 150 to 200 litres."""

NOT_A_RATE = ("household", "menage", "share", "percent", "pct")
"""A name with one of these tells something else than an amount per person."""

PERSONS_PER = "personsper"
SHARES = ("percent", "pct", "percentage", "pourcentage", "porcentaje")
WHOLE_PERCENT = 100.0


def check_ratios(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Questions and notes about ratios of carried columns; at most as they stand in the file, nothing is cut."""
    findings: list[Finding] = []
    for name in OPERATION_TABLES:
        table = tables[name]
        for plain, column in ({} if table.empty else carried_columns(name, table)).items():
            findings += _too_much(name, table, plain, column)
            findings += _more_than_all(name, table, plain, column)
            if name == "population" and plain.startswith(PERSONS_PER):
                findings += _more_than_people(table, column)
    return findings


def _too_much(name: str, table: pd.DataFrame, plain: str, column: str) -> list[Finding]:
    known = [bound for parts, bound in MOST.items() if all(part in plain for part in parts)]
    if not known or any(word in plain for word in NOT_A_RATE):
        return []
    most, unit = known[0]
    value = numbers(table[column])
    return findings_of_rows(
        "question",
        name,
        table.assign(value=value)[(value > most) | (value < 0)],
        column,
        "impossible_ratio",
        lambda row: f"“{column}” is {row['value']:,.10g} {unit}; 0 to {most:,.0f} is believable.",
        "Check the figure and its unit: a monthly total, or litres for the whole camp? It is kept as it came.",
    )


def _more_than_all(name: str, table: pd.DataFrame, plain: str, column: str) -> list[Finding]:
    if not any(word in plain for word in SHARES):
        return []
    value = numbers(table[column])
    return findings_of_rows(
        "question",
        name,
        table.assign(value=value)[(value > WHOLE_PERCENT) | (value < 0)],
        column,
        "share_above_whole",
        lambda row: f"“{column}” is {row['value']:,.10g}; a part of a whole lies between 0 and 100 per cent.",
        "Check the figure; it is kept as it came.",
    )


def _more_than_people(table: pd.DataFrame, column: str) -> list[Finding]:
    value, people = numbers(table[column]), table[Population.population]
    return findings_of_rows(
        "note",
        "population",
        table.assign(value=value)[(value > people) & (people > 0) | (value < 0)],
        column,
        "ratio_above_people",
        lambda row: (
            f"{row[Population.camp_id]}: “{column}” is {row['value']:,.10g}, with {row[Population.population]:,.0f} "
            "people in all."
        ),
        "Check both figures, unless neighbours use it too.",
    )
