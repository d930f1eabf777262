"""Words of water as m3 and truck loads."""

import pandas as pd

from core.locale import message
from core.services.water_loads import Truck
from ui import text
from ui.language import say

WATER_NUMBERS = (message("Loads a day"), message("Fullest week"), message("m3 a day"), message("80\u00a0% band"))


def water_table(table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """A row per camp of ``water_loads``."""
    return pd.DataFrame(
        {
            message("Camp"): [names[camp] for camp in table["camp_id"]],
            message("Loads a day"): [loads_words(v) for v in table["loads"]],
            message("Fullest week"): [loads_words(v) for v in table["loads_most"]],
            message("m3 a day"): [_m3(v) for v in table["m3"]],
            message("80\u00a0% band"): [
                say("{low} to {high}", low=_m3(low), high=_m3(high))
                for low, high in zip(table["m3_low"], table["m3_high"], strict=True)
            ],
        }
    )


def water_sentence(table: pd.DataFrame, truck: Truck) -> str:
    """Heading: water of all camps shown, a day."""
    total, loads = table["m3"].sum(), loads_words(table["loads"].sum())
    return say(
        "Water: {m3}\u00a0m3 a day, {loads} loads of a {truck_m3}\u00a0m3 truck",
        m3=_m3(total),
        loads=loads,
        truck_m3=f"{truck.m3:g}",
    )


def truck_words(truck: Truck) -> str:
    """What a truck carries, and whether that is an estimate."""
    words = say("{m3}\u00a0m3 each", m3=f"{truck.m3:g}")
    return (
        say("{words}: estimate, the operation sets no water_truck_m3", words=words)
        if truck.is_estimate
        else say("{words}, as the operation sets", words=words)
    )


def loads_words(loads: float) -> str:
    """Loads: whole from 10, one decimal below."""
    return text.whole(loads) if loads >= 10 else f"{loads:.1f}"


def _m3(value: float) -> str:
    return text.whole(value) if value >= 10 else f"{value:.1f}"
