"""What a person changes about uploaded files before they make a version: rows left out, a later planning start."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from core.domain import wording
from core.domain.finding import Finding
from core.domain.operation import Operation
from core.domain.schemas import Arrivals, Population, SettingsTable
from core.intake import is_row_of_file
from core.intake.checks.listing import FIRST_ROW
from core.intake.origins import row_words

MOST_NAMED = 10
"""Rows that a note names one by one."""

Row = tuple[str, int]
"""A row of the files: name of its table, row of the file."""


@dataclass(frozen=True)
class Mending:
    """Changes to an upload; nothing by default.

    Attributes
    ----------
    left_out
        Rows of the files that are not taken.
    plan_from
        Planning start that the new version gets; None leaves it.
    """

    left_out: frozenset[Row] = frozenset()
    plan_from: dt.date | None = None


NOTHING = Mending()


def without_rows(uploaded: Mapping[str, pd.DataFrame], left_out: Iterable[Row]) -> dict[str, pd.DataFrame]:
    """Raw tables without the rows left out; the others keep their numbers."""
    rows: dict[str, list[int]] = {}
    for table, row in left_out:
        rows.setdefault(table, []).append(row - FIRST_ROW)
    return {name: table.drop(index=rows.get(name, []), errors="ignore") for name, table in uploaded.items()}


def with_planning_start(tables: Mapping[str, pd.DataFrame], day: dt.date) -> dict[str, pd.DataFrame]:
    """Raw tables whose settings hold another planning start."""
    key, value = SettingsTable.key, SettingsTable.value
    row = pd.DataFrame({key: ["planning_start"], value: [str(day)]})
    settings = tables.get("settings")
    others = row.iloc[:0] if settings is None else settings[settings[key] != "planning_start"]
    return {**tables, "settings": pd.concat([others, row], ignore_index=True)}


def rows_with_errors(findings: Iterable[Finding], uploaded: Iterable[str]) -> dict[Row, str]:
    """Rows of the files that stop them, with what is wrong: those that can be left out."""
    wrong: dict[Row, str] = {}
    names = set(uploaded)
    for finding in findings:
        row = finding.row
        if finding.level == "error" and finding.table in names and row is not None and _is_data_row(row):
            wrong.setdefault((finding.table, row), finding.message)
    return wrong


def newest_later_count(operation: Operation) -> dt.date | None:
    """Day of the newest count after the planning start; None where none is later."""
    counted = operation.population
    newest = counted.loc[counted[Population.population].notna(), Population.date].max()
    return newest.date() if pd.notna(newest) and newest > operation.planning_start else None


def told_of_start(before: Operation | None, after: Operation, has_new_stock: bool) -> str:
    """What a later planning start means, in words; empty where it stays."""
    if before is None or before.planning_start == after.planning_start:
        return ""
    old, new = before.planning_start, after.planning_start
    words = [f"Planning starts on {_day(new)} in place of {_day(old)}."]
    if has_new_stock:
        words.append(f"The stock in these files is taken as counted on {_day(new)}.")
    elif after.has("stock"):
        words.append(
            f"No stock is in these files: the stock of {_day(old)} is then taken as that of {_day(new)}, as if nothing "
            "had been handed out or had come in between. Better add the stock counted that day."
        )
    dates = after.arrivals[Arrivals.date]
    come = int(((dates > old) & (dates <= new)).sum())
    if come:
        count = f"{come} arrivals" if come > 1 else "1 arrival"
        words.append(f"{count} dated up to {_day(new)} must be in the stock: planning counts on later ones only.")
    return " ".join(words)


def note_of(note: str, mending: Mending, told_start: str) -> str:
    """A person's note, and after it what was changed about the files."""
    told = [words.strip().rstrip(".") for words in (note, left_out_words(mending.left_out), told_start)]
    return ". ".join(words for words in told if words)


def left_out_words(left_out: Iterable[Row]) -> str:
    """``Left out: population rows 207 and 210.``"""
    rows: dict[str, list[int]] = {}
    for table, row in sorted(left_out):
        rows.setdefault(table, []).append(row)
    told = [f"{table} {_numbers(numbers)}" for table, numbers in rows.items()]
    return f"Left out: {'; '.join(told)}." if told else ""


def _numbers(rows: list[int]) -> str:
    if len(rows) == 1:
        return row_words(rows[0])
    named = [row_words(row).removeprefix("row ") for row in rows[:MOST_NAMED]]
    more = len(rows) - len(named)
    last = f"{more} more" if more else named.pop()
    return f"rows {', '.join(named)} and {last}"


def _is_data_row(row: int) -> bool:
    return row >= FIRST_ROW and is_row_of_file(row)


def _day(day: pd.Timestamp) -> str:
    return f"{wording.day(day)}{wording.SPACE}{day.year}"
