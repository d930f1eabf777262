"""Merge two operations, against the version both came from where there is one."""

from dataclasses import dataclass, replace

import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import OPERATION_TABLES
from core.domain.tabular import text_cells
from core.three_way.by_key import Conflict, MergedTable, Prefer, RowClash, merge_keyed
from core.three_way.by_row import merge_rows

COUNTED_ANEW = frozenset({"stock", "offers"})
"""Tables without a key that tell a state; the others list events, which add up."""


@dataclass(frozen=True, eq=False)
class MergedTables:
    """Two operations made one.

    Attributes
    ----------
    tables
        Raw tables of the merged operation, ready for ``Operation.build``.
    conflicts
        What both sides changed differently; ``kept`` says which side stands, None where nobody decided.
    taken
        Table to number of rows that were taken from the other side, of tables with any.
    clashing
        The rows that the conflicts are of.
    """

    tables: dict[str, pd.DataFrame]
    conflicts: tuple[Conflict, ...]
    taken: dict[str, int]
    clashing: tuple[RowClash, ...] = ()

    def equals(self, other: "MergedTables") -> bool:
        """Whether another merge ends in the same tables and the same conflicts, whatever each was against."""
        told = [{replace(c, ancestor="") for c in merged.conflicts} for merged in (self, other)]
        return (
            told[0] == told[1]
            and self.tables.keys() == other.tables.keys()
            and all(_sorted(table).equals(_sorted(other.tables[name])) for name, table in self.tables.items())
        )


def merge_tables(
    ancestor: Operation | None, ours: Operation, theirs: Operation, prefer: Prefer | None = None
) -> MergedTables:
    """Merge every table.

    A table that only one side changed is that side's, as it is. In a table with a key, a row changed on one side is
    taken; one changed on both, differently, is a conflict. Tables without a key: ``merge_rows``.

    Parameters
    ----------
    ancestor
        The newest version both came from; None where there is none: rows of one side only are then taken, and rows of
        both that differ are conflicts.
    prefer
        The side that stands in a conflict.
    """
    tables: dict[str, pd.DataFrame] = {}
    conflicts: list[Conflict] = []
    clashing: list[RowClash] = []
    taken: dict[str, int] = {}
    for name in OPERATION_TABLES:
        merged = _merged(name, ancestor, ours, theirs, prefer)
        if len(merged.table):
            tables[name] = merged.table
        conflicts += merged.conflicts
        clashing += merged.clashing
        if merged.taken:
            taken[name] = merged.taken
    return MergedTables(tables, tuple(conflicts), taken, tuple(clashing))


def _merged(
    name: str, ancestor: Operation | None, ours: Operation, theirs: Operation, prefer: Prefer | None
) -> MergedTable:
    here, there = ours.fingerprint_of(name), theirs.fingerprint_of(name)
    was = None if ancestor is None else ancestor.fingerprint_of(name)
    if there in (here, was):
        return MergedTable(_text(ours, name), (), 0)
    schema = OPERATION_TABLES[name]
    key = schema.key_columns()
    texts = (None if ancestor is None else _text(ancestor, name), _text(ours, name), _text(theirs, name))
    if key:
        merged = merge_keyed(name, key, *texts, prefer)
    else:
        about = set(schema.references())
        if name not in COUNTED_ANEW:
            about |= {c for c in theirs.tables[name] if pd.api.types.is_datetime64_any_dtype(theirs.tables[name][c])}
        merged = merge_rows(name, sorted(about), name in COUNTED_ANEW, *texts, prefer)
    if here == was:
        # only the other side changed it: its rows in its order
        return MergedTable(_text(theirs, name), merged.conflicts, merged.taken, merged.clashing)
    return merged


def _sorted(table: pd.DataFrame) -> pd.DataFrame:
    columns = sorted(table.columns)
    return table[columns].fillna("").sort_values(columns).reset_index(drop=True)


def _text(operation: Operation, name: str) -> pd.DataFrame:
    return text_cells(operation.filled(name)).reset_index(drop=True)
