"""Findings with a place, in words: how many lie where."""

import pandas as pd

from core.domain.finding import LEVELS
from core.locale import message
from ui import text
from ui.language import say

MOST_ROWS = 200


def where_findings_lie(places: pd.DataFrame) -> str:
    """Heading of the map: ``Findings on a map: 3 places, 1 with an error``."""
    wrong = int((places["errors"] > 0).sum())
    with_error = say(", {wrong} with an error", wrong=wrong) if wrong else ""
    return say(
        "Findings on a map: {counted}{with_error}", counted=text.counted(len(places), "place"), with_error=with_error
    )


def places_table(places: pd.DataFrame) -> pd.DataFrame:
    """Places, the worst first, with what is odd about each."""
    rows = [
        {
            message("Place"): row["name"],
            message("Findings"): ", ".join(
                text.counted(row[f"{level}s"], level) for level in LEVELS if row[f"{level}s"]
            ),
            message("The first of the worst"): row["first"],
        }
        for row in places.head(MOST_ROWS).to_dict("records")
    ]
    return pd.DataFrame(rows, columns=[message("Place"), message("Findings"), message("The first of the worst")])
