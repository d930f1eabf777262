"""Days of one provider's file, in the formats that provider writes."""

from collections.abc import Sequence

import pandas as pd


def iso_days(cells: pd.Series, formats: Sequence[str]) -> pd.Series:
    """Cells as ``YYYY-MM-DD``, by the first format that fits each; text that is no day is missing.

    Parameters
    ----------
    cells
        Text, blank cells missing.
    formats
        As of ``strptime``, none of which can be read for another.

    Examples
    --------
    >>> iso_days(pd.Series(["2-Jun-06", "11/13/06", "Pre-PQ Process"]), ("%d-%b-%y", "%m/%d/%y")).tolist()
    ['2006-06-02', '2006-11-13', nan]
    """
    found = pd.Series(pd.NaT, index=cells.index, dtype="datetime64[ns]")
    for form in formats:
        found = found.fillna(pd.to_datetime(cells, format=form, errors="coerce").astype("datetime64[ns]"))
    return found.dt.strftime("%Y-%m-%d").astype("str").where(found.notna())
