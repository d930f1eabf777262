"""Tables of a simulation: what came of each policy in each future."""

import pandas as pd
from pandera.typing import Series

from core.domain.schemas.column import Table, column


class SimulatedWeeks(Table):
    """Need and what was delivered of it, by policy, future, week, camp and item."""

    _key = ("policy", "future", "week", "camp_id", "item_id")

    policy: Series[str] = column("Policy")
    future: Series[int] = column("Future", ge=0)
    week: Series[pd.Timestamp] = column("Week ending")
    camp_id: Series[str] = column("Camp")
    item_id: Series[str] = column("Item")
    need: Series[float] = column(
        "Need", "units", ge=0, description="Of once items what is still unmet of earlier weeks is part of it"
    )
    delivered: Series[float] = column("Delivered", "units", ge=0)
    unmet: Series[float] = column("Unmet", "units", ge=0)


class SimulatedFigures(Table):
    """Figures of a policy in a future."""

    _key = ("policy", "future")

    policy: Series[str] = column("Policy")
    future: Series[int] = column("Future", ge=0)
    weighted_unmet: Series[float] = column("Weighted person-weeks without", "person-weeks", ge=0)
    cost_usd: Series[float] = column("Money spent", "USD", ge=0)
    transport_usd: Series[float] = column("Of it transport", "USD", ge=0)
    purchase_usd: Series[float] = column("Of it purchases", "USD", ge=0)
    worst_coverage: Series[float] = column("Need met in the worst-off camp", "share", ge=0, le=1)
    worst_camp: Series[str] = column("Worst-off camp")
    gini: Series[float] = column("Gini coefficient of need met", ge=0, le=1)
    waste_t: Series[float] = column(
        "Waste", "t", ge=0, description="Expired, lost on the way, or lying at camps beyond a further week's need"
    )
    expired_t: Series[float] = column("Expired", "t", ge=0)
    disposed_t: Series[float] = column("Lost on the way", "t", ge=0)
    over_delivered_t: Series[float] = column("Lying at camps beyond a further week's need", "t", ge=0)
    weeks_late: Series[float] = column("Weeks that people wait for what they need once", "weeks", blank=True, ge=0)
    person_weeks_served: Series[float] = column("Person-weeks served", "person-weeks", ge=0)
    transport_usd_per_person_week: Series[float] = column(
        "Transport cost of a person-week served", "USD", blank=True, ge=0
    )
    cut_t: Series[float] = column("Decided, but not there to be sent", "t", ge=0)


class SimulatedWithout(Table):
    """Person-weeks without by policy, item and group, mean over the futures; groups overlap and are never summed."""

    _key = ("policy", "item_id", "group")

    policy: Series[str] = column("Policy")
    item_id: Series[str] = column("Item")
    group: Series[str] = column("Group")
    person_weeks_without: Series[float] = column("Person-weeks without", "person-weeks", ge=0)
