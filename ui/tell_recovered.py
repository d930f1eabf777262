"""Words of recovered demand: what an empty shelf hid."""

import pandas as pd

from core.domain.schemas import Consumption
from core.locale import message
from core.services.expected_demand import RecoveredDemand
from ui import text
from ui.language import say

SHELF = {
    "hidden": message("hidden by an empty shelf"),
    "at_least": message("ran empty: at least what was given"),
    "known": message("goods on the shelf"),
}
"""What is said of a period's shelf."""
MOST_PERIODS = 12
"""Periods shown; the file holds all."""

SPREAD = ("middle", "low", "high")
NUMBERS = (message("Given out"), message("Demand"))


def recovered_finding(found: RecoveredDemand) -> str:
    """Heading: in how many periods demand was hidden."""
    if not found.hidden and not found.at_least:
        return say("No empty shelf hid demand in the stock reports")
    return say(
        "An empty shelf hid demand in {hidden} of {reports}, and ran empty in {others} more",
        hidden=text.whole(found.hidden),
        reports=text.counted(len(found.table), "stock report"),
        others=text.whole(found.at_least),
    )


def recovered_table(found: RecoveredDemand, places: dict[str, str], items: dict[str, str]) -> pd.DataFrame:
    """The latest periods with an empty shelf, those hidden throughout first, then the most missed of a period."""
    short = found.table[found.table["state"] != "known"]
    short = short.assign(missed=(short["q50"] - short["distributed"]).fillna(-1.0))
    short = short.sort_values(["state", "period_start", "missed"], ascending=False, kind="stable").head(MOST_PERIODS)
    return pd.DataFrame(
        {
            message("Place"): short[Consumption.place_id].map(places).fillna(short[Consumption.place_id]),
            message("Item"): short[Consumption.item_id].map(items).fillna(short[Consumption.item_id]),
            message("Period from"): [text.date(day, year=True) for day in short[Consumption.period_start]],
            message("Shelf"): [say(SHELF[state]) for state in short["state"]],
            message("Given out"): [text.whole(units) for units in short[Consumption.distributed]],
            message("Demand"): [
                say("{middle} ({low} to {high})", **{k: text.whole(v) for k, v in zip(SPREAD, row, strict=True)})
                if pd.notna(row[0])
                else say("not known")
                for row in short[["q50", "q10", "q90"]].itertuples(index=False)
            ],
        }
    )
