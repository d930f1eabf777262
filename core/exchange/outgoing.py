"""What is written out: protected tables, and what everybody who reads them must know."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from core.domain.sensitivity import Sensitivity

ILLUSTRATIVE = "Illustrative: simulated figures, not of a real operation."


@dataclass(frozen=True)
class About:
    """What stands with every export.

    Attributes
    ----------
    operation
        Name of the operation.
    illustrative
        Whether its figures are simulated.
    level
        How sensitive the export is.
    date
        Day of the export, ``2026-11-27``.
    data_version
        Fingerprint of the operation it was taken from.
    program_version
        Version of the planner.
    done
        What was left out, blurred or hidden, in sentences.
    """

    operation: str
    illustrative: bool
    level: Sensitivity
    date: str
    data_version: str
    program_version: str
    done: tuple[str, ...] = ()

    def values(self) -> dict[str, object]:
        """Everything, for a machine; the words about simulated figures only where they are."""
        told: dict[str, object] = {
            "operation": self.operation,
            "illustrative": self.illustrative,
            "sensitivity": str(self.level),
            "date": self.date,
            "data_version": self.data_version,
            "program_version": self.program_version,
            "done": list(self.done),
        }
        return {"notice": ILLUSTRATIVE, **told} if self.illustrative else told

    def lines(self) -> list[tuple[str, str]]:
        """Words and what they say, for people."""
        told = [
            ("Operation", self.operation),
            ("Sensitivity", str(self.level)),
            ("Date", self.date),
            ("Data version", self.data_version),
            ("Program version", self.program_version),
            *(("What was done", words) for words in self.done or ("Nothing was left out, blurred or hidden.",)),
        ]
        return [("Illustrative", ILLUSTRATIVE), *told] if self.illustrative else told


@dataclass(frozen=True, eq=False)
class Outgoing:
    """Tables that may leave as they are here; writers never see the operation itself.

    Attributes
    ----------
    tables
        Name to typed rows, protected for the level of ``about``.
    """

    tables: Mapping[str, pd.DataFrame]
    about: About
