"""Lead times of reorder rules as past orders tell them."""

import pandas as pd

from core.domain.schemas import LeadTimes, Orders, Policies
from core.lead_times.shipments import DESTINATION, known_on
from core.lead_times.spans import spans_of
from core.lead_times.survival import mean_and_sd
from core.lead_times.target import LEAD

LEAST_ORDERS = 20
"""Delivered orders from which anything is told."""
COMMON_ORDERS = 20.0
"""Orders to its own place that a rule needs to be told as much by them as by all."""
DAYS_PER_WEEK = 7


def learnt_lead_times(policies: pd.DataFrame, orders: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """``LeadTimes`` of each rule; no row where too few orders were delivered.

    All past orders together weigh as ``COMMON_ORDERS``, each order to the place as one, and one of the item to the
    place as two; open ones count as not ended.

    Parameters
    ----------
    policies
        ``Policies``.
    orders
        ``shipments.sound_orders``.
    """
    past = spans_of(LEAD, known_on(orders, day), day)
    if past.ended.sum() < LEAST_ORDERS or policies.empty:
        return pd.DataFrame(columns=LeadTimes.column_names())
    to = past.orders[DESTINATION].to_numpy(dtype=object)
    item = past.orders[Orders.item].to_numpy(dtype=object)
    same_place = policies[Policies.place_id].to_numpy(dtype=object)[:, None] == to
    same_item = same_place & (policies[Policies.item_id].to_numpy(dtype=object)[:, None] == item)
    weights = COMMON_ORDERS / len(to) + same_place + same_item
    mean, spread = mean_and_sd(past.days, past.ended, weights)
    told = policies[[LeadTimes.place_id, LeadTimes.item_id, LeadTimes.lead_time_weeks, LeadTimes.lead_time_sd_weeks]]
    return told.assign(
        **{
            LeadTimes.learnt_weeks: mean / DAYS_PER_WEEK,
            LeadTimes.learnt_sd_weeks: spread / DAYS_PER_WEEK,
            LeadTimes.orders_item: same_item.sum(axis=1),
            LeadTimes.orders_place: same_place.sum(axis=1),
        }
    ).reset_index(drop=True)
