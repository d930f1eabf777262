"""Cells merged over several rows of a table: what a reader sees beside each of these rows."""

from collections.abc import Sequence

import pandas as pd

from core.domain.finding import Finding
from core.intake.found.cell_kinds import kind_of_cell
from core.intake.found.grid import Merged


def filled_down(place: str, body: pd.DataFrame, merged: Sequence[Merged] | None) -> tuple[pd.DataFrame, list[Finding]]:
    """The rows with merged words and dates in each of their rows; a merged number stays in its first row.

    A number over three rows is one number for all of them: copied, it would count three times.

    Parameters
    ----------
    place
        Name of the table, for the findings.
    body
        Rows below the header.
    merged
        Merged cells of the sheet.
    """
    columns: set[int] = set()
    numbers: set[int] = set()
    filled = body
    for span in merged or ():
        start, end = body.index.searchsorted(span.top - 2), body.index.searchsorted(span.bottom - 2, side="right")
        if span.bottom == span.top or span.left > body.shape[1] or end - start < 2:
            continue
        column = span.left - 1
        first = body.iloc[start, column]
        if pd.isna(first):
            continue
        if kind_of_cell(str(first)) == "number":
            numbers.add(span.left)
            continue
        if filled is body:
            filled = body.copy()
        filled.iloc[start:end, column] = first
        columns.add(span.left)
    findings = []
    if columns:
        words = f"Merged cells of column {_listed(columns)} are read in each of their rows."
        findings.append(Finding("note", place, None, None, "merged_cells", words, ""))
    if numbers:
        words = f"Numbers of column {_listed(numbers)} are merged over rows; each is read in its first row alone."
        suggestion = "Say how each is shared among its rows."
        findings.append(Finding("question", place, None, None, "merged_cells", words, suggestion))
    return filled, findings


def _listed(columns: set[int]) -> str:
    return ", ".join(map(str, sorted(columns)))
