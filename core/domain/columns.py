"""Columns of a table as plain arrays, for arithmetic over whole tables; a table's own index takes no part in it."""

import numpy as np
import pandas as pd


def numbers(table: pd.DataFrame, column: str, blank: float = np.nan) -> np.ndarray:
    """Cells of a column of numbers, blank ones as ``blank``, shape (n_rows,); a copy, or read only.

    Examples
    --------
    >>> numbers(pd.DataFrame({"storage_m3": [80.0, None]}), "storage_m3", blank=np.inf)
    array([80., inf])
    """
    cells = table[column].to_numpy(float)
    return cells if np.isnan(blank) else np.where(np.isnan(cells), blank, cells)


def truths(table: pd.DataFrame, column: str, blank: bool) -> np.ndarray:
    """Cells of a column of yes and no, blank ones as ``blank``, shape (n_rows,)."""
    return table[column].to_numpy(bool, na_value=blank)


def days(table: pd.DataFrame, column: str) -> np.ndarray:
    """Cells of a column of dates, blank ones as NaT, shape (n_rows,); a copy, or read only."""
    return table[column].to_numpy("datetime64[ns]")
