"""Rows of several files in one table: labels that tell them apart, and back to file, sheet and row for people."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from core.domain.finding import Finding
from core.intake.merging import STORED_FROM, is_row_of_file, stored_row

ROWS_OF_A_FILE = 1 << 24
"""Labels of one found table; more rows than any file may have."""
MOST_FILES = STORED_FROM // ROWS_OF_A_FILE

_ROW_IN_WORDS = re.compile(r"\brow (\d+)\b")


@dataclass(frozen=True)
class Origins:
    """Where rows come from.

    Attributes
    ----------
    places
        ``FoundTable.place`` of each found table, in the order of their numbers.
    joined
        Tables of ours that have rows of several found tables.
    """

    places: tuple[str, ...]
    joined: frozenset[str] = frozenset()

    def told(self, finding: Finding) -> Finding:
        """A finding with its row as the file numbers it, and the file named where its table has rows of several."""
        words = finding.message
        if finding.rule == "duplicate_key" and finding.table in self.joined:
            words = _ROW_IN_WORDS.sub(lambda match: self.row_in_words(int(match[1])), words)
        row = finding.row
        if row is None:
            return replace(finding, message=words)
        if not is_row_of_file(row):
            return replace(finding, message=words, row=stored_row(row))
        several = finding.table in self.joined
        if row == 1 and several and not finding.file:
            # checks name the header as row 1; here there are several, and the fault is in what they are together
            return replace(finding, message=words, row=None)
        number, own = _number_and_row(row)
        file = finding.file or (self.places[number] if several and number < len(self.places) else "")
        return replace(finding, message=words, row=own, file=file)

    def row_in_words(self, row: int) -> str:
        """A row that a message names: ``row 3 of camps.csv``."""
        if not is_row_of_file(row):
            return f"row {stored_row(row)} of what is stored"
        number, own = _number_and_row(row)
        named = f" of {self.places[number]}" if number < len(self.places) else ""
        return f"row {own}{named}"


def _number_and_row(row: int) -> tuple[int, int]:
    """Number of the found table, and the row as its file numbers it; 1 is its header."""
    number, own = divmod(row - 1, ROWS_OF_A_FILE)
    return number, own + 1


def label_of_row(row: int, number: int) -> int:
    """The row that a finding names, made that of the found table of a number; one that is labelled stays."""
    return row + number * ROWS_OF_A_FILE if row < ROWS_OF_A_FILE else row


def row_words(row: int) -> str:
    """A row by its number alone, where the names of the files are not at hand.

    Examples
    --------
    >>> row_words(3), row_words(3 + 2 * ROWS_OF_A_FILE)
    ('row 3', 'row 3 of table 3')
    """
    number, own = _number_and_row(row)
    return f"row {own} of table {number + 1}" if number else f"row {own}"


def labelled(rows: pd.DataFrame, number: int) -> pd.DataFrame:
    """Rows of the found table of a number, with labels of their own; those of the first keep theirs."""
    return rows.set_axis(rows.index + number * ROWS_OF_A_FILE) if number else rows


def in_one_table(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Labelled rows of several files under each other; a column that one of them lacks is blank there."""
    return parts[0] if len(parts) == 1 else pd.concat(parts)


def joined(parts: Sequence[Mapping[str, pd.DataFrame]]) -> tuple[dict[str, pd.DataFrame], dict[str, list[int]]]:
    """Tables of every found table, joined by name, and the numbers of those that gave rows to each."""
    given: dict[str, list[int]] = {}
    for number, tables in enumerate(parts):
        for name in tables:
            given.setdefault(name, []).append(number)
    rows = {
        name: in_one_table([labelled(parts[number][name], number) for number in numbers])
        for name, numbers in given.items()
    }
    return rows, given
