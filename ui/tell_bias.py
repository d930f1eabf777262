"""The words of a bias table: where forecasts lean, by kind of camp."""

import pandas as pd

from core.locale import message
from core.services.bias_bounds import PART_TITLES, group_words
from ui import text
from ui.language import say

NUMBERS = (
    message("Bias"),
    message("80\u00a0% holds"),
    message("Last count’s bias"),
    message("Forecasts"),
    message("Camps"),
)
"""Columns of the table that are numbers."""

MOST_NAMED = 3


def bias_rows(table: pd.DataFrame, place: str = PART_TITLES["place"]) -> pd.DataFrame:
    """A bias table as words; the part is named where it begins, that of places as ``place`` says."""
    rows, before = [], ""
    for row in table.to_dict("records"):
        title = {**PART_TITLES, "place": place}.get(row["by"], row["by"])
        rows.append(
            (
                title if title != before else "",
                row["group"] or "together",
                text.signed_percent(row["bias_share"], 1),
                text.percent(row["coverage_80"]),
                _verdict(row["breach"], bool(row["is_judged"])),
                text.signed_percent(row["naive_bias_share"], 1),
                text.whole(row["n"]),
                text.whole(row["camps"]),
            )
        )
        before = title
    return pd.DataFrame(
        rows, columns=[message("Camps by"), message("Group"), *NUMBERS[:2], message("Within bounds"), *NUMBERS[2:]]
    )


def bias_finding(table: pd.DataFrame) -> str:
    """Heading: how many groups are beyond the bounds, the first by name."""
    if table.empty:
        return say("Bias by kind of camp was not measured")
    beyond = table[table["breach"].astype(str) != ""]
    if beyond.empty:
        judged = int(table["is_judged"].sum())
        if not judged:
            return say("No kind of camp has enough past forecasts to be judged for bias")
        return say("No kind of camp is beyond the bounds, of {counted} judged", counted=text.counted(judged, "group"))
    shown = [group_words(row["by"], row["group"]) for row in beyond.head(MOST_NAMED).to_dict("records")]
    more = [say("{number} more", number=len(beyond) - MOST_NAMED)] if len(beyond) > MOST_NAMED else []
    verb = "is" if len(beyond) == 1 else "are"
    return say(
        "{counted} {verb} beyond the bounds: {shown}",
        counted=text.counted(len(beyond), "group"),
        verb=verb,
        shown=text.joined(shown + more),
    )


def without_quiet_places(table: pd.DataFrame) -> pd.DataFrame:
    """A bias table without the places that are within bounds: they are many, and stand apart."""
    return table[(table["by"] != "place") | (table["breach"].astype(str) != "")]


def places_title(table: pd.DataFrame) -> str:
    """Words on the lid of the table of places."""
    return say(
        "All {counted}",
        counted=text.counted(int((table["by"] == "place").sum()), "emergency or country", "emergencies and countries"),
    )


def bias_explained(most_bias: float, least_coverage: float, forecasts: int, camps: int) -> list[str]:
    """What the columns are, and what a group is held to."""
    return [
        say(
            "Bias: mean of median less later count, over the larger of last and later count; below "
            "zero the forecast was too low."
        ),
        say(
            "Held to at most {most_bias} in either direction and at least {least_coverage} of later "
            "counts inside the 80\u00a0% band, where a group has {forecasts} forecasts of {camps} camps.",
            most_bias=text.percent(most_bias),
            least_coverage=text.percent(least_coverage),
            forecasts=forecasts,
            camps=camps,
        ),
    ]


def _verdict(breach: object, is_judged: bool) -> str:
    if not is_judged:
        return say("too few to judge")
    words = {
        "bias": say("no, leans"),
        "coverage": say("no, band too narrow"),
        "bias coverage": say("no, leans and too narrow"),
    }
    return words.get(str(breach), "yes")
