"""What was handed out, period by period, beside what people needed by the standards."""

import pandas as pd
from pandera.typing import Series

from core.domain.schemas.column import Table, column

GIVEN, RAN_OUT, EMPTY_SHELF, NO_DEMAND, NONE_GIVEN, NOT_RECORDED = SHELVES = (
    "given",
    "ran_out",
    "empty_shelf",
    "no_demand",
    "none_given",
    "not_recorded",
)
"""What is known of a camp, item and period: handed out; handed out until the shelf was empty; nothing handed out, with
the shelf empty, with goods on it, or with the shelf not known; nothing recorded."""


class PastCoverage(Table):
    """Camps, items and past periods; an item that is needed once has no need of a period."""

    camp_id: Series[str] = column("Camp")
    item_id: Series[str] = column("Item")
    period: Series[pd.Timestamp] = column("Period to")
    need: Series[float] = column("Need", "units", blank=True, ge=0)
    handed_out: Series[float] = column("Handed out", "units", blank=True, ge=0)
    share: Series[float] = column("Need met", blank=True, ge=0, le=1)
    shelf: Series[str] = column("Shelf", isin=SHELVES)
