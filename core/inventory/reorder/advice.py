"""Reorder advice for the policies of one item, from futures of its use."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.schemas import Policies, Reorder
from core.inventory.reorder.demand_over_time import FutureWeeks, Spread
from core.inventory.reorder.guaranteed_service import FeedingTree, best_promises
from core.inventory.reorder.levels import (
    cycle_level,
    economic_quantity,
    order_up_to_for_fill_rate,
    reorder_point_for_fill_rate,
)
from core.inventory.reorder.normal_loss import safety_factor


@dataclass(frozen=True, eq=False)
class Ordering:
    """What the policies of one item are worked out from, a row each.

    Attributes
    ----------
    policies
        ``Policies``.
    units
        Units used a week in each future, shape (n, n_weeks, n_futures).
    on_hand, on_order
        Units, shape (n,); NaN where the stock is not known.
    depot
        Row of the depot that feeds the place of each row, -1 where there is none among them.
    """

    policies: pd.DataFrame
    units: np.ndarray
    on_hand: np.ndarray
    on_order: np.ndarray
    depot: np.ndarray


def reorder_advice(ordering: Ordering) -> pd.DataFrame:
    """``Reorder``: levels and quantities of each place alone, and safety stock of depot and camps together.

    Use over a span comes from the futures, so weeks go together; the spread of the lead time is added as a week's use
    times that spread. Where no order quantity follows from the costs, fill rates are worked out for a review's use.
    """
    policies, demand = ordering.policies, FutureWeeks(ordering.units)
    service, lead, review, lead_sd = (
        policies[name].to_numpy(float, na_value=0.0)
        for name in (
            Policies.service_level_share,
            Policies.lead_time_weeks,
            Policies.review_weeks,
            Policies.lead_time_sd_weeks,
        )
    )
    week = demand.over(np.ones(len(policies)))

    def spread(used: Spread) -> Spread:
        return used.with_lead_spread(week.mean, lead_sd)

    until_it_comes = spread(demand.until_it_comes(lead, review))
    until_next_comes = spread(demand.over(lead + review))
    holding = policies[Policies.holding_cost_usd_per_unit_week].to_numpy(float, na_value=np.nan)
    order_cost = policies[Policies.order_cost_usd].to_numpy(float, na_value=np.nan)
    of_review = demand.over(review).mean
    quantity = np.maximum(economic_quantity(week.mean, order_cost, holding), of_review)
    known_quantity = np.where(np.isnan(quantity), of_review, quantity)
    up_to = cycle_level(until_next_comes, service)
    joint = _together(ordering, demand, spread, service, holding, lead, review)
    return pd.DataFrame(
        {
            Reorder.place_id: policies[Policies.place_id].to_numpy(dtype=object),
            Reorder.item_id: policies[Policies.item_id].to_numpy(dtype=object),
            Reorder.service_level_share: service,
            Reorder.lead_time_weeks: lead,
            Reorder.review_weeks: review,
            Reorder.demand_units_week: week.mean,
            Reorder.demand_sd_units_week: week.sd,
            Reorder.reorder_point_units: cycle_level(until_it_comes, service),
            Reorder.reorder_point_fill_units: reorder_point_for_fill_rate(until_it_comes, known_quantity, service),
            Reorder.order_quantity_units: quantity,
            Reorder.order_up_to_units: np.maximum(up_to, 0.0),
            Reorder.order_up_to_fill_units: np.maximum(
                order_up_to_for_fill_rate(demand, lead, review, service, spread), 0.0
            ),
            Reorder.safety_stock_units: up_to - until_next_comes.mean,
            **joint,
            Reorder.on_hand_units: ordering.on_hand,
            Reorder.on_order_units: ordering.on_order,
            Reorder.order_now_units: np.maximum(up_to - ordering.on_hand - ordering.on_order, 0.0),
        }
    )


def _together(
    ordering: Ordering,
    demand: FutureWeeks,
    spread: Callable[[Spread], Spread],
    service: np.ndarray,
    holding: np.ndarray,
    lead: np.ndarray,
    review: np.ndarray,
) -> dict[str, np.ndarray]:
    """Safety stock of depots and the camps they feed together; blank for places that stand alone.

    Where the holding cost of any place of the item is not known, a unit counts alike everywhere.
    """
    n = len(service)
    stock, promise = np.full(n, np.nan), np.full(n, np.nan)
    fed = ordering.depot >= 0
    depots = np.unique(ordering.depot[fed])
    rows = np.concatenate([depots, np.flatnonzero(fed)])
    if len(rows):
        weeks = np.ceil(lead + review).astype(int)[rows]
        parent = np.full(len(rows), -1)
        parent[len(depots) :] = np.searchsorted(depots, ordering.depot[fed])
        reach = int(weeks[: len(depots)].max() + weeks[len(depots) :].max()) + 1
        factor = np.maximum(safety_factor(service), 0.0)
        units = np.stack(
            [np.zeros(n), *(factor * spread(demand.over(np.full(n, float(span)))).sd for span in range(1, reach))],
            axis=1,
        )[rows]
        usd = holding[rows] if not np.isnan(holding[rows]).any() else np.ones(len(rows))
        nothing = np.zeros(len(rows), dtype=int)
        found = best_promises(FeedingTree(parent, weeks, nothing, nothing, units * usd[:, None]))
        stock[rows] = units[np.arange(len(rows)), found.covered_weeks]
        promise[rows] = np.where(parent >= 0, found.service_weeks[np.maximum(parent, 0)], found.service_weeks)
    return {Reorder.joint_stock_units: stock, Reorder.joint_service_weeks: promise}
