"""Lay a change that was made to an older data version on top of a newer one; what clashes is listed row by row."""

import pandas as pd

from core.domain.operation import Operation
from core.three_way import merge_tables

CONFLICT_COLUMNS = ["table", "key", "columns", "newer", "submitted"]


def lay_on_top(
    base: Operation | None, newer: Operation, submitted: Operation
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """The newer tables with the change that leads from the base to the submitted ones.

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
    merged = merge_tables(base, newer, submitted)
    rows = [(c.table, c.key, c.columns, c.ours, c.theirs) for c in merged.clashing]
    return merged.tables, pd.DataFrame(rows, columns=CONFLICT_COLUMNS)
