"""Keep text from becoming a formula when a spreadsheet opens an exported file.

A spreadsheet takes a cell that begins with ``= + - @`` (or their full-width forms, a tab or a carriage return) as a
formula, whoever wrote the text. CSV files made **for people** carry an apostrophe before such text; reading an upload
takes one apostrophe away where such a sign follows. Operation folders are for programs and are written as they are.
"""

import re

import pandas as pd

SIGNS = "=+\\-@\t\r\n＝＋－＠"
_BEGINS = f"^'*[{SIGNS}]"
RISKY = re.compile(_BEGINS)
"""Text that a spreadsheet could take as a formula, or whose apostrophes it could take as a guard."""

_GUARDED = f"^'('*[{SIGNS}])"


def guard_text(cells: pd.Series) -> pd.Series:
    """Put an apostrophe before text that a spreadsheet could take as a formula.

    Text that already begins with apostrophes and such a sign gets one more, so that ``unguard_text`` is its inverse.

    Examples
    --------
    >>> guard_text(pd.Series(["=1+1", "Nduta", "'-x"])).tolist()
    ["'=1+1", 'Nduta', "''-x"]
    """
    risky = cells.str.contains(_BEGINS, regex=True, na=False)
    return cells.where(~risky, "'" + cells)


def unguard_text(cells: pd.Series) -> pd.Series:
    """Take away the apostrophe that ``guard_text`` put before text.

    Examples
    --------
    >>> unguard_text(pd.Series(["'=1+1", "'t Hoen"])).tolist()
    ['=1+1', "'t Hoen"]
    """
    return cells.str.replace(_GUARDED, r"\1", regex=True)


def guard_name(name: str) -> str:
    """``guard_text`` for one string, a column's name or a title."""
    return str(guard_text(pd.Series([name], dtype="str")).iloc[0])
