"""What people said after a distribution: answers to monitoring questions, complaints; counts of people, never names."""

import pandas as pd
from pandera.typing import Series

from core.domain.schemas.column import Table, column
from core.domain.schemas.people import GROUPS

RECEIVED = "received"
"""The indicator that says whether people got the item at all; the ledger may use it."""

NEEDED_MOST = "needed_most"
"""The preference: people name the item as what they need most."""

INDICATORS = (RECEIVED, "received_in_full", "quality_good", "on_time", "felt_safe", "knew_entitlement", NEEDED_MOST)
"""Statements that pages offer; a file may hold others, which are shown and used for nothing."""

COMPLAINT_CATEGORIES = ("not received", "less than due", "quality", "late", "left off the list", "conduct", "other")
"""Categories that pages offer; a file may hold others."""


class Monitoring(Table):
    """Answers of people asked after a distribution: how many of them say that a statement holds."""

    _references = {"camp_id": "camp", "item_id": "item"}

    camp_id: Series[str] = column("Camp")
    date: Series[pd.Timestamp] = column("Date")
    item_id: Series[str] = column("Item", required=False, description="Blank where all items are meant")
    group: Series[str] = column("Asked of", required=False, isin=GROUPS, description="Blank means everybody")
    indicator: Series[str] = column(
        "Statement", description=f"What people agree to: {', '.join(INDICATORS)}, or words of one's own"
    )
    share_yes: Series[float] = column("Share that agrees", "share", required=False, ge=0, le=1)
    people_yes: Series[float] = column("People who agree", "people", required=False, ge=0, le=1e8)
    people_asked: Series[float] = column("People asked", "people", blank=True, ge=0, le=1e8)


class Complaints(Table):
    """Complaints that were made, counted by kind; what somebody said in person has no place here."""

    _references = {"camp_id": "camp", "item_id": "item"}

    camp_id: Series[str] = column("Camp")
    date: Series[pd.Timestamp] = column("Date", description="Day, or first day of the period they were counted over")
    category: Series[str] = column("What about", description=f"Such as {', '.join(COMPLAINT_CATEGORIES)}")
    item_id: Series[str] = column("Item", required=False, description="Blank where no item is meant")
    complaints: Series[float] = column("Complaints", "complaints", ge=0, le=1e8)
