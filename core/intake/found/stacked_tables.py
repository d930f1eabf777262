"""A second table below the first one, in the same sheet: its rows are not more rows of the first."""

import numpy as np
import pandas as pd

from core.domain.finding import Finding
from core.intake.found.header_rows import HEAD_ROWS, body_kinds, names_values

_MOST_LOOKED_AT = 200


def ask_about_stacked(place: str, body: pd.DataFrame) -> list[Finding]:
    """A question for each row that follows a blank row and names columns where the rows above hold numbers or dates.

    Parameters
    ----------
    place
        Name of the table, for the findings.
    body
        Rows below the header.
    """
    if len(body) < 2:
        return []
    after_gap = np.flatnonzero(np.diff(body.index.to_numpy()) > 1) + 1
    if not len(after_gap):
        return []
    kinds = body_kinds(_cells(body.iloc[: min(int(after_gap[0]), HEAD_ROWS)]), 1)
    rows = body.iloc[after_gap[:_MOST_LOOKED_AT]]
    return [
        Finding(
            "question",
            place,
            int(row) + 2,
            None,
            "second_table",
            f"Row {int(row) + 2} follows a blank row and has words where the rows above have numbers: "
            "a second table may begin there. Its rows are read as rows of the first.",
            "Put each table on a sheet or in a file of its own.",
        )
        for row, cells in zip(rows.index, _cells(rows), strict=True)
        if sum(cell is not None for cell in cells) > 1 and names_values(cells, kinds)
    ]


def _cells(rows: pd.DataFrame) -> list[list[str | None]]:
    plain = rows.astype("object")
    return plain.where(plain.notna(), None).to_numpy().tolist()
