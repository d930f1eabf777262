"""Lead times that past orders tell, beside those of the operation's reorder rules."""

import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import LeadTimes, Orders
from core.lead_times.reorder import learnt_lead_times
from core.lead_times.shipments import one_row_per_order, sound_orders


def lead_times_of_rules(operation: Operation, day: pd.Timestamp | None = None) -> pd.DataFrame:
    """``LeadTimes`` of every reorder rule, empty where too few orders with a place were delivered.

    Orders that name a place are looked at alone: a country is no shelf. Where an order names an ``item_id``, it counts
    for that item.

    Parameters
    ----------
    day
        Day of asking, the planning start by default.
    """
    lines = operation.orders
    to_places = lines[lines[Orders.destination_id].notna()]
    named = to_places.assign(**{Orders.destination_country: None, Orders.item: to_places[Orders.item_id]})
    orders, _ = sound_orders(one_row_per_order(named))
    return learnt_lead_times(operation.policies, orders, operation.planning_start if day is None else day)


def in_words(lead_times: pd.DataFrame) -> list[str]:
    """A sentence for each rule whose lead time past orders contradict by half a week or more."""
    away = (lead_times[LeadTimes.learnt_weeks] - lead_times[LeadTimes.lead_time_weeks]).abs() >= 0.5
    return [
        f"Orders of {row.item_id} to {row.place_id} took {row.learnt_weeks:.1f} weeks ± {row.learnt_sd_weeks:.1f} "
        f"({row.orders_place} past orders to the place); its reorder rule says {row.lead_time_weeks:g}."
        for row in lead_times[away].itertuples()
    ]
