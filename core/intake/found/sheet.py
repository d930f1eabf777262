"""Cells of one sheet as a workbook gives them, gathered into a grid."""

from dataclasses import dataclass, field

import pandas as pd

from core.domain.finding import Finding
from core.intake.found.grid import Grid, Merged
from core.intake.limits import MOST_COLUMNS, MOST_FINDINGS


def column_letter(column: int) -> str:
    """The letters of a column of a spreadsheet, the first being 1.

    Examples
    --------
    >>> column_letter(1), column_letter(27), column_letter(500)
    ('A', 'AA', 'SF')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass
class SheetRows:
    """Rows of a sheet while it is read.

    Attributes
    ----------
    place
        Name of the sheet, for the findings.
    cells
        Text of each row that holds anything.
    rows
        Their numbers, the first row of the sheet being 1.
    findings
        Cells that could not be read.
    """

    place: str
    cells: list[list[str | None]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)

    def add(self, row: int, cells: list[str | None]) -> None:
        """Keep a row, unless it is blank."""
        while cells and (cells[-1] is None or not cells[-1].strip()):
            cells.pop()
        if cells:
            self.cells.append(cells)
            self.rows.append(row)

    def unread(self, row: int, column: int, what: str) -> None:
        """Name a cell whose value is no value, as ``the error value #N/A``."""
        words = f"Cell {column_letter(column)}{row} holds {what}; it is read as blank."
        self._question("cell", row, words, "Write the value, or empty it.")

    def without_value(self, row: int, column: int) -> None:
        """Name a formula whose value was never stored."""
        words = f"Cell {column_letter(column)}{row} holds a formula whose value was never stored; it is read as blank."
        self._question("formula_without_value", row, words, "Open the file in a spreadsheet and save it.")

    def _question(self, rule: str, row: int, words: str, suggestion: str) -> None:
        self._counts[rule] = self._counts.get(rule, 0) + 1
        if self._counts[rule] <= MOST_FINDINGS:
            self.findings.append(Finding("question", self.place, row, None, rule, words, suggestion))

    def width(self) -> int:
        """Cells of the longest row."""
        return max(map(len, self.cells), default=0)

    def grid(self, merged: tuple[Merged, ...] | None, how: tuple[str, ...]) -> Grid | Finding | None:
        """All rows as a grid, None where the sheet is empty, a finding where it is too wide."""
        width = self.width()
        if not width:
            return None
        if width > MOST_COLUMNS:
            words = f"The sheet has {width:,} columns; at most {MOST_COLUMNS} are read."
            return Finding(
                "error", self.place, None, None, "too_large", words, "Leave out columns that are not needed."
            )
        for rule, times in self._counts.items():
            if times > MOST_FINDINGS:
                more = times - MOST_FINDINGS
                words = f"{more:,} more cells like these."
                self.findings.append(Finding("question", self.place, None, None, rule, words, "", unlisted=more))
        full = [row + [None] * (width - len(row)) for row in self.cells]
        index = pd.Index([row - 2 for row in self.rows], dtype="int64")
        cells = pd.DataFrame(full, index=index, columns=range(width)).astype("str")
        cells = cells.apply(lambda column: column.str.strip()).replace("", None).astype("str")
        return Grid(cells, merged, how=how, findings=tuple(self.findings))
