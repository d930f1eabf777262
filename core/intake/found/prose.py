"""Text without columns: a letter, a cover, a read-me."""

import pandas as pd

_LOOKED_AT = 100
_LONG = 60
_MANY_BLANKS = 4


def is_prose(cells: pd.DataFrame) -> bool:
    """Whether all cells stand in one column and read as sentences, not as names or numbers.

    Parameters
    ----------
    cells
        Text cells as they lie in the file.
    """
    filled = [column for column in cells.columns if cells[column].notna().any()]
    if len(filled) != 1:
        return False
    head = cells[filled[0]].dropna().head(_LOOKED_AT)
    return bool((head.str.len() > _LONG).mean() > 0.3 or (head.str.count(" ") >= _MANY_BLANKS).mean() > 0.5)
