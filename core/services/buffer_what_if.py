"""What an extra week of buffer at one place would cost and save."""

import numpy as np
import pandas as pd

from core.domain.change import apply_scenario
from core.domain.indicators import is_once, units_per_person_week
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import BufferCurve, Items, Policies
from core.domain.weeks import DAYS_PER_WEEK
from core.errors import InvalidScenario
from core.inventory.buffer import part_around, with_extra
from core.inventory.projection import project
from core.inventory.shelf_tables import demand_of_places
from core.services.item_supply import items_of, supply_of
from core.services.resources import Resources
from core.services.stock_outlook import FUTURES

BUFFERS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0)
"""Weeks of buffer on the curve, in the place's mean use; costs are counted from the first."""


def buffer_curve(
    resources: Resources,
    operation: Operation,
    weeks: int,
    place_id: str,
    item_id: str,
    plan: Plan | None = None,
    futures: int = FUTURES,
    as_of: pd.Timestamp | None = None,
) -> pd.DataFrame:
    """Play the same futures with more on the shelf from the first day on.

    The extra goods are fresh: they keep for the item's shelf life. Holding cost is that of the operation's policy for
    the place and item, for each unit and week that lies there more than without the buffer; blank where not known.

    Parameters
    ----------
    operation
        With any scenario applied.
    futures
        How many; even.
    as_of
        Day of the stock count; the planning start by default.

    Raises
    ------
    InvalidScenario
        If the place or the item is not of the operation, or the item is needed once.

    Returns
    -------
    pandas.DataFrame
        ``BufferCurve``.
    """
    _refuse_unknown(operation, place_id, item_id)
    supply = supply_of(resources, operation, as_of or operation.planning_start, weeks, plan)
    (item,) = items_of(operation, supply, futures, item_id)
    place = int(supply.horizon.places.get_indexer([place_id])[0])
    week = float(demand_of_places(item.shelves)[place].mean())
    shelves, at = part_around(item.shelves, place)
    life = operation.items.set_index(Items.item_id)[Items.shelf_life_days][item_id]
    last_day = supply.horizon.days + 1 if pd.isna(life) else int(life)
    holding = _holding_usd(operation.policies, place_id, item_id)
    per_person = _units_per_person(operation, item_id, place_id)
    here = shelves.place_of_key == at
    rows: list[dict[str, float]] = []
    ground = 0.0
    for buffer in BUFFERS:
        found = project(with_extra(shelves, at, buffer * week, last_day))
        unit_weeks = float(found.stock[at].sum()) / DAYS_PER_WEEK
        ground = unit_weeks if not rows else ground
        rows.append(
            {
                BufferCurve.buffer_weeks: buffer,
                BufferCurve.extra_units: buffer * week,
                BufferCurve.probability: float((found.first_out[at] <= supply.horizon.days).mean()),
                BufferCurve.person_weeks_without: float(found.lack_in_all[at].mean()) / per_person,
                BufferCurve.holding_cost_usd: max(unit_weeks - ground, 0.0) * holding,
                BufferCurve.expiring_units: float(found.expired[:-1, here].sum(axis=(0, 1)).mean()),
            }
        )
    return pd.DataFrame(rows, columns=BufferCurve.column_names())


def buffer_of_words(
    resources: Resources,
    operation: Operation,
    words: str,
    weeks: int,
    as_of: pd.Timestamp | None,
    plan: Plan | None,
    futures: int,
) -> pd.DataFrame:
    """``buffer_curve`` for ``PLACE=ITEM``, with the scenario of the plan applied; raises as that."""
    place_id, _, item_id = words.partition("=")
    scenario = None if plan is None else plan.scenario.with_arrivals_as_told()
    changed = operation if scenario is None else apply_scenario(operation, scenario, as_of)
    return buffer_curve(resources, changed, weeks, place_id, item_id, plan, futures + futures % 2, as_of)


def _refuse_unknown(operation: Operation, place_id: str, item_id: str) -> None:
    if place_id not in operation.place_names:
        raise InvalidScenario(f"There is no place “{place_id[:200]}”.", hint="Name a camp_id or depot_id.")
    items = operation.items
    if item_id not in set(items[Items.item_id]):
        raise InvalidScenario(f"There is no item “{item_id[:200]}”.", hint="Name an item_id of the items table.")
    if item_id in set(items.loc[is_once(items), Items.item_id]):
        raise InvalidScenario(
            f"“{item_id}” is needed once, so it has no day without and no buffer of weeks.",
            hint="Name an item that is used up.",
        )


def _holding_usd(policies: pd.DataFrame, place_id: str, item_id: str) -> float:
    same = (policies[Policies.place_id] == place_id) & (policies[Policies.item_id] == item_id)
    known = policies.loc[same, Policies.holding_cost_usd_per_unit_week].dropna()
    return float(known.iloc[0]) if len(known) else float("nan")


def _units_per_person(operation: Operation, item_id: str, place_id: str) -> float:
    """Units one person needs a week at a camp; at a depot the mean of the camps."""
    per_person = units_per_person_week(operation)[item_id]
    units = per_person[place_id] if place_id in per_person.index else per_person.mean()
    return float(units) if units > 0 else np.nan
