"""The open ways by which goods can come to one camp."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.comparison.ways import cheapest, leading_to


@dataclass(frozen=True, eq=False)
class Approach:
    """What leads to a camp.

    Attributes
    ----------
    reach
        By place: whether goods can come to the camp from there; the camp itself can.
    lead_weeks, freight_usd_per_t
        By place: least sum over the ways to the camp, infinite from where none leads.
    inward
        Directed ways that do not lead away from the camp; ``onward`` is the weeks from departure until the camp.
    """

    reach: np.ndarray
    lead_weeks: np.ndarray
    freight_usd_per_t: np.ndarray
    inward: pd.DataFrame


def approach_to(camp_id: str, ways: pd.DataFrame, places: pd.Index) -> Approach:
    """Find what leads to a camp.

    Parameters
    ----------
    ways
        As ``directed_ways`` finds them, closed ones included.
    places
        Identifiers by position.
    """
    ways = ways[ways["open"]]
    reach = leading_to(ways, camp_id)
    relevant = ways[ways["destination_id"].isin(reach)]
    steps = cheapest(relevant.assign(step=1.0), camp_id, "step")
    lead = cheapest(relevant, camp_id, "lead")
    freight = cheapest(relevant, camp_id, "usd_per_t")
    inward = relevant[_mapped(relevant["destination_id"], steps) <= _mapped(relevant["origin_id"], steps)]
    return Approach(
        reach=np.isin(places, list(reach)),
        lead_weeks=_mapped(places, lead),
        freight_usd_per_t=_mapped(places, freight),
        inward=inward.assign(onward=inward["lead"] + _mapped(inward["destination_id"], lead)),
    )


def _mapped(places: pd.Series | pd.Index, values: dict[str, float]) -> np.ndarray:
    return np.array([values.get(place, np.inf) for place in places], dtype=float)
