"""What a found table says in our own tables and columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

from core.domain.finding import Finding


@dataclass(frozen=True, eq=False)
class Understood:
    """One found table, understood.

    Attributes
    ----------
    tables
        Name of our table to raw text cells with our column names; the index is the row of the file less 2, so that
        every finding names the row that a person sees. Columns that mean nothing to us are carried along as they are.
    columns
        Found column to the (table, column) pairs it went into; one that is left aside has none.
    findings
        What was odd in it: the rule, the row and the found column named.
    how
        Why it was understood like this, in sentences.
    source
        Identifier of the importer that did it, ``columns`` where columns were mapped one by one.
    """

    tables: Mapping[str, pd.DataFrame]
    columns: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=lambda: MappingProxyType({}))
    findings: tuple[Finding, ...] = ()
    how: tuple[str, ...] = ()
    source: str = "columns"
