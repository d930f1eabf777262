"""When and how much to order: the operation's own policies, or one that a person tries."""

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import Policies, Reorder
from core.inventory.projection import Legs
from core.inventory.reorder.advice import Ordering, reorder_advice
from core.inventory.shelf_tables import demand_of_places
from core.services.item_supply import ItemSupply, Supply, items_of, supply_of
from core.services.resources import Resources


def order_advice(policies: pd.DataFrame, supply: Supply, item: ItemSupply) -> pd.DataFrame:
    """``Reorder`` for the policies of one item.

    Goods needed once are handed out once and not ordered for steady use: nothing is told of them. What is on its way
    is every arrival of the weeks, and with a plan what it buys for the place or sends there.
    """
    policies = policies[policies[Policies.item_id] == item.item_id]
    if item.shelves.waits or not len(policies):
        return pd.DataFrame(columns=Reorder.column_names())
    places = supply.horizon.places
    named = pd.Index(policies[Policies.place_id].to_numpy(dtype=object))
    at = places.get_indexer(named)
    on_hand = item.shelves.by_place(item.shelves.opening.sum(axis=0))[at]
    on_hand[pd.MultiIndex.from_arrays([named, [item.item_id] * len(named)]).isin(supply.unknown)] = np.nan
    depot = named.get_indexer(pd.Index(supply.depot_of_camp.reindex(named).to_numpy(dtype=object)))
    return reorder_advice(
        Ordering(policies, demand_of_places(item.shelves)[at], on_hand, _on_its_way(supply, item)[at], depot)
    )


def policy_of(
    place_id: str, item_id: str, service_level_share: float, lead_time_weeks: float, review_weeks: float
) -> pd.DataFrame:
    """``Policies`` of one place and item, with no costs told."""
    row = {
        Policies.place_id: place_id,
        Policies.item_id: item_id,
        Policies.service_level_share: service_level_share,
        Policies.order_cost_usd: np.nan,
        Policies.holding_cost_usd_per_unit_week: np.nan,
        Policies.lead_time_weeks: lead_time_weeks,
        Policies.lead_time_sd_weeks: np.nan,
        Policies.review_weeks: review_weeks,
    }
    return pd.DataFrame([row])


def try_policy(
    resources: Resources,
    operation: Operation,
    weeks: int,
    policy: pd.DataFrame,
    plan: Plan | None = None,
    futures: int = 200,
) -> pd.DataFrame:
    """``Reorder`` for a policy that a person tries at one place, whether the operation has one there or not.

    Parameters
    ----------
    operation
        With any scenario applied.
    policy
        ``Policies``, one row.
    """
    supply = supply_of(resources, operation, operation.planning_start, weeks, plan)
    (item,) = items_of(operation, supply, futures, policy[Policies.item_id].iloc[0])
    return order_advice(policy, supply, item)


def _on_its_way(supply: Supply, item: ItemSupply) -> np.ndarray:
    """Units that come to each place."""
    places, coming = supply.horizon.places, item.lots.coming
    keys = places.get_indexer(pd.Index(coming["place_id"].to_numpy(dtype=object)))
    units = np.bincount(keys, coming["quantity"].to_numpy(float), minlength=len(places))
    if isinstance(item.shelves.moves, Legs):
        destinations = item.shelves.place_of_key[item.shelves.moves.destination]
        np.add.at(units, destinations, item.shelves.moves.planned.sum(axis=1))
    return units
