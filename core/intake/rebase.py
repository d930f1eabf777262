"""Lay a change that was made to an older data version on top of a newer one, row by row; what clashes is listed."""

from collections.abc import Sequence

import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import OPERATION_TABLES
from core.intake.diff import row_hashes

CONFLICT_COLUMNS = ["table", "key", "columns", "newer", "submitted"]
WHOLE_TABLE = "(rows without a key)"


def rebase_tables(
    base: Operation | None, newer: Operation, submitted: Operation
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """The newer tables with the change that leads from the base to the submitted ones.

    A row is changed where it is added, removed or has another content under its key. A row that only one side changed
    is taken from that side. Tables whose rows have no key are taken whole from the side that changed them.

    Parameters
    ----------
    base
        What both were made from; None where both begin an operation.

    Returns
    -------
    tuple
        Raw tables, ready for ``check_tables``; and the rows that both sides changed, otherwise:
        ``table,key,columns,newer,submitted`` with the columns that differ between the sides and what each side did
        (``added``, ``removed``, ``changed``). Such rows are in the tables as in the newer version.
    """
    tables: dict[str, pd.DataFrame] = {}
    conflicts: list[pd.DataFrame] = []
    for name, schema in OPERATION_TABLES.items():
        sides = [_table(operation, name) for operation in (base, newer, submitted)]
        if all(side is None for side in sides):
            continue
        filled = [newer.filled(name).iloc[:0] if side is None else side for side in sides]
        table, clash = _rebase(filled[0], filled[1], filled[2], list(schema.key_columns()))
        if sides[1] is not None or len(table):
            tables[name] = table
        if len(clash):
            clash.insert(0, "table", name)
            conflicts.append(clash)
    found = pd.concat(conflicts, ignore_index=True) if conflicts else pd.DataFrame(columns=CONFLICT_COLUMNS)
    return tables, found[CONFLICT_COLUMNS]


def _table(operation: Operation | None, name: str) -> pd.DataFrame | None:
    return operation.filled(name) if operation is not None and operation.has(name) else None


def _rebase(
    base: pd.DataFrame, newer: pd.DataFrame, submitted: pd.DataFrame, key: list[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    columns = list(dict.fromkeys([*base.columns, *newer.columns, *submitted.columns]))
    if not key:
        return _rebase_whole(base, newer, submitted, columns)
    was, there, here = (_hashes(side, key, columns) for side in (base, newer, submitted))
    every = was.index.union(there.index, sort=False).union(here.index, sort=False)
    was, there, here = (side.reindex(every, fill_value=0) for side in (was, there, here))
    by_newer, by_submitted, alike = there != was, here != was, there == here
    clash = by_newer & by_submitted & ~alike
    from_submitted = every[(by_submitted & ~by_newer).to_numpy()]
    old, new = (side.set_axis(pd.MultiIndex.from_frame(side[key])) for side in (newer, submitted))
    kept = newer[~old.index.isin(from_submitted)]
    added = submitted[new.index.isin(from_submitted)]
    table = pd.concat([kept, added], ignore_index=True) if len(added) else kept.reset_index(drop=True)
    return table, _told(every[clash.to_numpy()], was, there, here, old, new, columns)


def _rebase_whole(
    base: pd.DataFrame, newer: pd.DataFrame, submitted: pd.DataFrame, columns: Sequence[str]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    # rows without a key may repeat, so tables are compared as bags of rows
    was, there, here = (sorted(row_hashes(side, columns).tolist()) for side in (base, newer, submitted))
    nothing = pd.DataFrame(columns=CONFLICT_COLUMNS[1:])
    if here in (was, there):
        return newer, nothing
    if there == was:
        return submitted, nothing
    clash = {"key": [WHOLE_TABLE], "columns": [""], "newer": ["changed"], "submitted": ["changed"]}
    return newer, pd.DataFrame(clash)


def _hashes(table: pd.DataFrame, key: list[str], columns: Sequence[str]) -> pd.Series:
    """A number per row by key; 0 stands for a row that is not there."""
    index = pd.MultiIndex.from_frame(table[key])
    return pd.Series(row_hashes(table, columns) | 1, index=index)


def _told(
    keys: pd.Index,
    was: pd.Series,
    there: pd.Series,
    here: pd.Series,
    newer: pd.DataFrame,
    submitted: pd.DataFrame,
    columns: Sequence[str],
) -> pd.DataFrame:
    """Clashes in words; a loop over them, for they are few and each is read by a person."""
    rows = []
    for key in keys:
        what = [_word(int(was[key]), int(side[key])) for side in (there, here)]
        differ = ""
        if int(there[key]) and int(here[key]):
            left, right = newer.loc[[key]].iloc[0], submitted.loc[[key]].iloc[0]
            cells = [(c, left.get(c), right.get(c)) for c in columns]
            differ = ", ".join(c for c, a, b in cells if not (a == b or (pd.isna(a) and pd.isna(b))))
        shown = ", ".join(str(part.date()) if isinstance(part, pd.Timestamp) else str(part) for part in key)
        rows.append([shown, differ, *what])
    return pd.DataFrame(rows, columns=CONFLICT_COLUMNS[1:])


def _word(before: int, after: int) -> str:
    if not before:
        return "added"
    return "changed" if after else "removed"
