"""Three-way merge of one table without a key: equal rows are counted, and edits of one thing on both sides are told."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from core.three_way.by_key import Conflict, MergedTable, Prefer, RowClash, union_of_columns

TIMES = "times"
WHOLE_TABLE = "(rows without a key)"


def merge_rows(
    name: str,
    about: Sequence[str],
    counted_anew: bool,
    ancestor: pd.DataFrame | None,
    ours: pd.DataFrame,
    theirs: pd.DataFrame,
    prefer: Prefer | None,
) -> MergedTable:
    """Merge a table by how often each row occurs.

    Parameters
    ----------
    about
        Columns that say what a row is about, such as place and item. Where both sides exchanged rows about the same
        thing, adding both up would count it twice: that is a conflict.
    counted_anew
        Whether rows are a state counted anew (stock), not events that add up (deliveries): then every different change
        about the same thing is a conflict.
    ancestor, ours, theirs, prefer
        As in ``merge_keyed``.

    Returns
    -------
    MergedTable
        Rows sorted by their cells: the same from either side. A conflict is told per row whose number differs, in the
        column ``TIMES``.
    """
    base = ours.iloc[:0] if ancestor is None else ancestor
    columns = union_of_columns(base, ours, theirs)
    rows, (was, here, there) = _counted([base, ours, theirs], columns)
    thing = rows.groupby([c for c in columns if c in about] or columns, sort=False).ngroup().to_numpy()

    def anywhere(row: np.ndarray) -> np.ndarray:
        """Whether it holds of any row about the same thing, told per row."""
        return (np.bincount(thing, weights=row, minlength=thing.max(initial=-1) + 1) > 0)[thing]

    differs = anywhere(here != there)
    if ancestor is None:
        both = anywhere(here > 0) & anywhere(there > 0)
        # where one side holds all of the other's rows it only knows more
        clash = both & anywhere(here > there) & anywhere(there > here)
    else:
        both = anywhere(here != was) & anywhere(there != was)
        exchanged = anywhere((here < was) & (there < was)) & (anywhere(here > was) | anywhere(there > was))
        clash = both & differs & (True if counted_anew else exchanged)
    alone_ours, alone_theirs = here != was, there != was
    clash |= alone_ours & alone_theirs & (here != there)
    merged = np.where(alone_theirs & ~alone_ours, there, here)
    merged = np.where(clash, there if prefer == "theirs" else here, merged)
    order = rows.iloc[np.repeat(np.arange(len(rows)), merged)].reset_index(drop=True)
    told = np.flatnonzero(clash & (here != there))
    conflicts = tuple(
        Conflict(
            name, _words(rows.iloc[place]), TIMES, str(here[place]), str(there[place]),
            "" if ancestor is None else str(was[place]), prefer,
        )
        for place in told
    )  # fmt: skip
    clashing = (RowClash(name, WHOLE_TABLE, "", "changed", "changed"),) if len(told) else ()
    return MergedTable(order.replace("", pd.NA), conflicts, int(np.abs(merged - here).sum()), clashing)


def _counted(tables: list[pd.DataFrame], columns: Sequence[str]) -> tuple[pd.DataFrame, list[np.ndarray]]:
    """Every different row of all tables, sorted, and how often each table has it."""
    whole = [table.reindex(columns=list(columns)).astype("str").fillna("") for table in tables]
    together = pd.concat(whole, ignore_index=True)
    number = together.groupby(list(columns), sort=True).ngroup().to_numpy()
    many = int(number.max(initial=-1)) + 1
    first = np.full(many, -1)
    first[number[::-1]] = np.arange(len(number))[::-1]
    ends = np.cumsum([0, *(len(table) for table in whole)])
    counts = [np.bincount(number[start:end], minlength=many) for start, end in pairwise(ends)]
    return together.iloc[first].reset_index(drop=True), counts


def _words(row: pd.Series) -> str:
    return ", ".join(f"{column}={value}" for column, value in row.items() if value != "")
