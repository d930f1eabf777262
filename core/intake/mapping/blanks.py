"""Cells that stand for *not known*: ``NA``, ``n/a``, ``-``, ``..``, ``null``."""

import pandas as pd

MARKS = r"(?i:n\s*[./]?\s*[ad]\.?|nan|null|none|-+|–|—|\.\.+|…|\?+|unknown|not available|no data|#n/?a|#null!|<na>)"


def is_blank_mark(cells: pd.Series) -> pd.Series:
    """Whether each cell only says that nothing is known; zero is a number and says something.

    Examples
    --------
    >>> is_blank_mark(pd.Series(["NA", "n/a", "-", "..", "0", "Nana"])).tolist()
    [True, True, True, True, False, False]
    """
    return cells.str.strip().str.fullmatch(MARKS).fillna(False).astype(bool)
