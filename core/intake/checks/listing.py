"""Findings for many rows at once: the first ones by row, the others counted."""

from collections.abc import Callable

import pandas as pd

from core.domain.finding import Finding, Level
from core.domain.validation import quote
from core.intake.limits import MOST_FINDINGS

FIRST_ROW = 2
"""Row of the file that holds the first row of a table; the header is row 1."""


def findings_of_rows(
    level: Level, table: str, rows: pd.DataFrame, column: str, rule: str, message: Callable[[dict], str], mend: str
) -> list[Finding]:
    """One finding per row, at most ``MOST_FINDINGS``, and one that counts the rest.

    Parameters
    ----------
    rows
        The rows concerned; index: the file's row - 2.
    message
        Words for one row, given as column to value; text in it is shortened and on one line.
    """
    shown = rows.iloc[:MOST_FINDINGS]
    found = [
        Finding(level, table, int(row) + FIRST_ROW, column, rule, message(_quoted(values)), mend)
        for row, values in zip(shown.index, shown.to_dict("records"), strict=True)
    ]
    if len(rows) > MOST_FINDINGS:
        more = len(rows) - MOST_FINDINGS
        words = f"The same holds for {more:,} more rows."
        found.append(Finding(level, table, None, column, rule, words, mend, unlisted=more))
    return found


def _quoted(values: dict) -> dict:
    return {name: quote(value) if isinstance(value, str) else value for name, value in values.items()}
