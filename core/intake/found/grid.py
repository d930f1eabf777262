"""Cells as they lie in a file or sheet, before any row is taken for a header."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

from core.domain.finding import Finding


@dataclass(frozen=True)
class Merged:
    """A rectangle of cells merged into one; rows and columns count from 1, both ends within.

    Attributes
    ----------
    top, left, bottom, right
        Its edges.
    """

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, eq=False)
class Grid:
    """One sheet, or one file of separated text.

    Attributes
    ----------
    cells
        Text, a blank cell missing; columns are numbered 0, 1, 2 ...; the index is the row of the file less 2, so that
        the first row has -1. Rows that hold nothing are not in it.
    merged
        Merged cells near the top; None where the format cannot say.
    lengths
        Row (as in the index) to its number of cells, for rows of text that are not as long as most.
    how
        Why it was read like this, in sentences.
    findings
        What was odd on the way.
    """

    cells: pd.DataFrame
    merged: tuple[Merged, ...] | None = None
    lengths: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))
    how: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
