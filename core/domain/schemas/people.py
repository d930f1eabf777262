"""How many people are where: counts and announced changes."""

import pandas as pd
from pandera.typing import Series

from core.domain.schemas.column import Table, column

COUNT_KINDS = ("registration", "recount", "movement", "estimate", "copied")
GROUPS = ("women", "pregnant", "children_under_5", "children_5_17", "older_people", "disabled")
"""Optional group columns of ``population``; they overlap and are never summed."""


class Population(Table):
    """People counted at a camp on a date."""

    _called = "Counts of people"
    _key = ("camp_id", "date")
    _references = {"camp_id": "camp"}

    camp_id: Series[str] = column("Camp")
    date: Series[pd.Timestamp] = column("Date of count")
    population: Series[float] = column("People", "people", blank=True, ge=0, le=1e8)
    kind: Series[str] = column("Kind of count", required=False, isin=COUNT_KINDS)
    women: Series[float] = column("Women", "people", required=False, ge=0, le=1e8)
    pregnant: Series[float] = column("Pregnant women", "people", required=False, ge=0, le=1e8)
    children_under_5: Series[float] = column("Children under 5", "people", required=False, ge=0, le=1e8)
    children_5_17: Series[float] = column("Children 5 to 17", "people", required=False, ge=0, le=1e8)
    older_people: Series[float] = column("Older people", "people", required=False, ge=0, le=1e8)
    disabled: Series[float] = column("People with disabilities", "people", required=False, ge=0, le=1e8)


class Expected(Table):
    """Arrivals and departures of people that are announced; added to every quantile after the forecast."""

    _called = "Announced changes"
    _references = {"camp_id": "camp"}

    camp_id: Series[str] = column("Camp")
    date: Series[pd.Timestamp] = column("Date")
    people: Series[float] = column("Change", "people", ge=-1e8, le=1e8)
    reason: Series[str] = column("Reason", blank=True)
    known_since: Series[pd.Timestamp] = column("Known since", required=False)
