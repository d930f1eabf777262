"""What a check has to say about one place in the data."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

import pandas as pd

from core.domain.legible import legible

Level = Literal["error", "question", "note"]
LEVELS: tuple[Level, ...] = ("error", "question", "note")


@dataclass(frozen=True)
class Finding:
    """One fault, question or note.

    Attributes
    ----------
    level
        ``error`` stops a command; ``question`` can wait for an answer; ``note`` asks nothing.
    table, row, column
        Where; ``row`` is the row of the file, the header being row 1; None where the whole table or column is meant.
    rule
        Stable identifier of the check.
    message
        What was expected and what came; signs of a file that nobody would see are made visible.
    suggestion
        How to mend it.
    file
        File, and sheet where it has several, that the row is of; empty where only one can be meant.
    subjects
        Words of the file that a person must say something about: a name nobody knows, kinds of places. They are in the
        message too, shortened.
    unlisted
        Faults of its kind that it counts and that are not listed one by one; 0 where it tells of one fault.
    """

    level: Level
    table: str
    row: int | None
    column: str | None
    rule: str
    message: str
    suggestion: str
    file: str = ""
    subjects: tuple[str, ...] = ()
    unlisted: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", legible(self.message))
        object.__setattr__(self, "suggestion", legible(self.suggestion))

    @property
    def faults(self) -> int:
        """Faults it tells of: those it counts, else the one."""
        return self.unlisted or 1

    def place(self) -> str:
        """The place in words: ``stock, row 3, column quantity``; of a certain file, ``stock, north.csv, row 3``."""
        parts = [self.table, self.file] if self.file else [self.table]
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(f"column {self.column}")
        return legible(", ".join(parts))


def findings_table(findings: Iterable[Finding]) -> pd.DataFrame:
    """Findings as a table with the columns ``level,table,row,column,rule,message,suggestion``."""
    columns = ["level", "table", "row", "column", "rule", "message", "suggestion"]
    table = pd.DataFrame([asdict(f) for f in findings], columns=columns)
    return table.assign(row=table["row"].astype("Int64"))


def errors_of(findings: Iterable[Finding]) -> list[Finding]:
    """Only the findings that stop a command."""
    return [f for f in findings if f.level == "error"]
