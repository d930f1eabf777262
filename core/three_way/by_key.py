"""Three-way merge of one table with a key, as text cells: what one side changed is taken, what both changed is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

Prefer = Literal["ours", "theirs"]

TAKEN_OUT = "(row taken out)"
NOT_THERE = "(no such row)"
WHOLE_ROW = "(row)"


@dataclass(frozen=True)
class Conflict:
    """One cell that both sides changed, each to another value.

    Attributes
    ----------
    key
        What identifies the row: ``camp_id=north, date=2025-06-29``.
    column
        The column; ``WHOLE_ROW`` where one side took the row out, ``times`` for equal rows of a table without a key.
    ours, theirs, ancestor
        Values as text; blank where a cell is blank, ``ancestor`` also where there is none.
    kept
        The side whose value stands; None while nobody has decided.
    """

    table: str
    key: str
    column: str
    ours: str
    theirs: str
    ancestor: str
    kept: Prefer | None = None


@dataclass(frozen=True)
class RowClash:
    """One row that both sides changed, each otherwise.

    Attributes
    ----------
    key
        Values of its key: ``north, 2025-06-29``; a table without a key is told as a whole.
    columns
        Columns in which the sides differ, parted by commas; empty where one side took the row out.
    ours, theirs
        What each side did: ``added``, ``removed``, ``changed``.
    """

    table: str
    key: str
    columns: str
    ours: str
    theirs: str


@dataclass(frozen=True, eq=False)
class MergedTable:
    """A merged table as text cells, what both sides changed, and how many rows were taken from the other side."""

    table: pd.DataFrame
    conflicts: tuple[Conflict, ...]
    taken: int
    clashing: tuple[RowClash, ...] = ()


def merge_keyed(
    name: str,
    key: Sequence[str],
    ancestor: pd.DataFrame | None,
    ours: pd.DataFrame,
    theirs: pd.DataFrame,
    prefer: Prefer | None,
) -> MergedTable:
    """Merge a table by its key.

    Parameters
    ----------
    ancestor, ours, theirs
        Text cells, a blank one missing; each key once. Without an ancestor every row counts as new on its side.
    prefer
        The side that stands where both changed a row differently; None leaves ours and lists the conflict.

    Returns
    -------
    MergedTable
        Rows in the order of the ancestor, new ones after them by key: the same from either side.
    """
    base = ours.iloc[:0] if ancestor is None else ancestor
    columns = union_of_columns(base, ours, theirs)
    frames = [_by_key(table, key, columns) for table in (base, ours, theirs)]
    keys = _order_of_keys(*(frame.index for frame in frames))
    was, here, there = (_aligned(frame, keys) for frame in frames)
    in_was, in_here, in_there = (keys.isin(frame.index) for frame in frames)
    we_changed = _differ(was, in_was, here, in_here)
    they_changed = _differ(was, in_was, there, in_there)
    clash = we_changed & they_changed & _differ(here, in_here, there, in_there)
    from_theirs = (they_changed & ~we_changed) | (clash if prefer == "theirs" else np.zeros(len(keys), dtype=bool))
    stays = np.where(from_theirs, in_there, in_here)
    chosen = {column: here[column].where(~from_theirs, there[column]) for column in here.columns}
    rows = pd.DataFrame(chosen, index=keys)[stays]
    merged = keys[stays].to_frame(index=False).join(rows.reset_index(drop=True))
    sides, present = (was, here, there), (in_was, in_here, in_there)
    conflicts = _conflicts(name, key, keys, clash, sides, present, prefer)
    clashing = _clashing(name, keys, clash, sides, present)
    return MergedTable(merged[columns].replace("", pd.NA), conflicts, int(from_theirs.sum()), clashing)


def union_of_columns(*tables: pd.DataFrame) -> list[str]:
    """Columns of the first table, then those the others have beside them, sorted."""
    first = list(tables[0].columns)
    others = sorted({column for table in tables for column in table.columns} - set(first))
    return [*first, *others]


def _by_key(table: pd.DataFrame, key: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    whole = table.reindex(columns=list(columns)).astype("str").fillna("")
    return whole.set_index(list(key))


def _order_of_keys(was: pd.Index, here: pd.Index, there: pd.Index) -> pd.Index:
    fresh = here.union(there, sort=False).difference(was, sort=False).sort_values()
    return was.append(fresh)


def _aligned(frame: pd.DataFrame, keys: pd.Index) -> pd.DataFrame:
    return frame.reindex(keys).fillna("")


def _differ(one: pd.DataFrame, in_one: np.ndarray, other: pd.DataFrame, in_other: np.ndarray) -> np.ndarray:
    differs = in_one != in_other
    for column in one.columns:
        differs |= (one[column] != other[column]).to_numpy(dtype=bool)
    return differs


def _conflicts(
    name: str,
    key: Sequence[str],
    keys: pd.Index,
    clash: np.ndarray,
    frames: tuple[pd.DataFrame, ...],
    there: tuple[np.ndarray, ...],
    prefer: Prefer | None,
) -> tuple[Conflict, ...]:
    """One entry per cell that differs; a loop over conflicts only, which a person has to read anyway."""
    found = []
    for place in np.flatnonzero(clash):
        values = _values(keys, place)
        words = ", ".join(f"{column}={value}" for column, value in zip(key, values, strict=True))
        was, here, other = (frame.iloc[place] for frame in frames)
        in_was, in_here, in_there = (bool(present[place]) for present in there)
        if in_here != in_there:
            told = [_row_words(row, inside, in_was) for row, inside in ((here, in_here), (other, in_there))]
            before = _row_words(was, in_was, False) if in_was else ""
            found.append(Conflict(name, words, WHOLE_ROW, told[0], told[1], before, prefer))
            continue
        found += [
            Conflict(name, words, column, here[column], other[column], was[column], prefer)
            for column in here.index
            if here[column] != other[column]
        ]
    return tuple(found)


def _clashing(
    name: str, keys: pd.Index, clash: np.ndarray, frames: tuple[pd.DataFrame, ...], there: tuple[np.ndarray, ...]
) -> tuple[RowClash, ...]:
    """One entry per row; a loop over them, for each is read by a person."""
    found = []
    for place in np.flatnonzero(clash):
        here, other = (frame.iloc[place] for frame in frames[1:])
        in_was, in_here, in_there = (bool(present[place]) for present in there)
        differ = [column for column in here.index if in_here and in_there and here[column] != other[column]]
        done = [_done(in_was, inside) for inside in (in_here, in_there)]
        found.append(RowClash(name, ", ".join(map(str, _values(keys, place))), ", ".join(differ), *done))
    return tuple(found)


def _values(keys: pd.Index, place: np.integer) -> tuple[object, ...]:
    return keys[place] if keys.nlevels > 1 else (keys[place],)


def _done(before: bool, after: bool) -> str:
    if not before:
        return "added"
    return "changed" if after else "removed"


def _row_words(row: pd.Series, present: bool, was_there: bool) -> str:
    if not present:
        return TAKEN_OUT if was_there else NOT_THERE
    return ", ".join(f"{column}={value}" for column, value in row.items() if value != "")
