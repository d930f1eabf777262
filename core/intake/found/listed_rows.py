"""Rows of a file in words."""

import pandas as pd

MOST_NAMED = 6
"""Rows that a sentence names; the others are counted."""


def listed_rows(index: pd.Index) -> str:
    """``Row 4 holds``, ``Rows 4, 7 and 9 hold``, ``Rows 4, 7, ... and 300 more hold``: the start of a sentence.

    Parameters
    ----------
    index
        Rows of the file less 2.

    Examples
    --------
    >>> listed_rows(pd.Index([2])), listed_rows(pd.Index([2, 5, 7]))
    ('Row 4 holds', 'Rows 4, 7 and 9 hold')
    """
    rows = [int(row) + 2 for row in index[: MOST_NAMED + 1]]
    if len(rows) == 1:
        return f"Row {rows[0]} holds"
    if len(index) > MOST_NAMED:
        return f"Rows {', '.join(map(str, rows[:MOST_NAMED]))} and {len(index) - MOST_NAMED:,} more hold"
    return f"Rows {', '.join(map(str, rows[:-1]))} and {rows[-1]} hold"
