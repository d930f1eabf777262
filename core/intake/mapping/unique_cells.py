"""Work on the different cells of a column once, however often each stands there."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

ASCII_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬", "01234567890123456789.,")
"""Arabic and Persian digits and marks to those of our files."""


def counted_cells(number: int) -> str:
    """``1 cell``, ``2,000 cells``."""
    return "1 cell" if number == 1 else f"{number:,} cells"


@dataclass(frozen=True, eq=False)
class UniqueCells:
    """A column as its different cells, without blanks.

    Attributes
    ----------
    cells
        The column.
    text
        Its different cells, stripped of space at both ends.
    codes
        Position in ``text`` of every cell; -1 where blank.
    """

    cells: pd.Series
    text: pd.Series
    codes: np.ndarray

    @classmethod
    def of(cls, cells: pd.Series) -> "UniqueCells":
        """Take a column apart."""
        codes, unique = pd.factorize(cells)
        return cls(cells, pd.Series(unique, dtype="str").str.strip(), codes)

    def put_back(self, text: pd.Series) -> pd.Series:
        """The column with each different cell exchanged for another; missing where that is missing."""
        values = np.append(text.astype("object").to_numpy(), np.nan)
        return pd.Series(values[self.codes], index=self.cells.index, dtype="str")

    def count(self, which: pd.Series) -> int:
        """Cells of the column whose text is one of those marked."""
        marked = np.append(which.to_numpy(dtype=bool), False)
        return int(marked[self.codes].sum())

    def first_row(self, which: pd.Series) -> int:
        """Row of the file of the first cell that is marked; the index is the file's row less 2."""
        marked = np.append(which.to_numpy(dtype=bool), False)
        return int(self.cells.index[int(np.argmax(marked[self.codes]))]) + 2
