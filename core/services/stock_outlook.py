"""What runs out first, where and how surely: shelves, pipeline breaks, expiry and reorder points of an operation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from core.domain.change import apply_scenario
from core.domain.indicators import is_once, units_per_person_week
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import (
    INVENTORY_TABLES,
    BreakCalendar,
    Coverage,
    Depots,
    Items,
    NeedsTable,
    ShelfCover,
)
from core.domain.weeks import as_day
from core.errors import InvalidScenario, SolveCancelled
from core.inventory.break_calendar import breaks_of_item, in_order
from core.inventory.projection import Projection, project
from core.inventory.shelf_tables import (
    cover_of_item,
    demand_of_places,
    expired_already,
    expiry_of_item,
    stockout_of_item,
)
from core.services.item_supply import ItemSupply, Supply, items_of, supply_of
from core.services.order_advice import order_advice
from core.services.resources import Resources
from core.services.shelves import VITAL

FUTURES = 500
"""Futures drawn where nobody says otherwise: a chance of 80 % is then told within 4 points in 19 of 20 cases."""
LEAST_FUTURES, MOST_FUTURES = 10, 10_000
WITHOUT_PLAN = (
    "No plan moves goods: a camp has its own shelf and what comes straight to it; a depot is asked for what the camps "
    "it feeds by the cheapest open way need and do not hold."
)
WITH_PLAN = (
    "The plan moves goods: what it sends in a week leaves on Monday, or late when its goods come in late; what it buys "
    "may be used from the Monday of its week. A depot is without where goods have not left by the end of their week, a "
    "camp where at least a day's need lacks, for a plan counts in whole weeks."
)
_NUMBERS = [name for name in ShelfCover.column_names() if name not in ("place_id", "item_id", "kind")]


@dataclass(frozen=True, eq=False)
class StockOutlook:
    """An inventory looked ahead.

    Attributes
    ----------
    tables
        ``cover``, ``stockout``, ``expiry``, ``reorder``, ``calendar`` as ``INVENTORY_TABLES`` declares them.
    summary
        What was asked, what was assumed, and the few figures of ``summary.json``.
    """

    tables: Mapping[str, pd.DataFrame]
    summary: Mapping[str, Any]


def look_ahead(
    resources: Resources,
    operation: Operation,
    weeks: int,
    as_of: pd.Timestamp | str | None = None,
    plan: Plan | None = None,
    futures: int = FUTURES,
    *,
    version: str | None = None,
    progress: Callable[[float, str], None] = lambda _share, _words: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> StockOutlook:
    """Project the shelves of all places over many futures of need and of delays.

    The people of all camps are drawn together, as for totals of the forecast; each arrival's delay by its own spread.
    All is drawn from names and dates, so that the same question has the same answer.

    Parameters
    ----------
    operation
        Without a scenario; that of the plan is applied here.
    as_of
        Day of the stock count; the planning start by default.
    plan
        Whose shipments move goods.
    futures
        How many; an odd number is raised by one.
    version
        Model version of the forecast.
    progress
        Called with the share done and what is being done.
    cancelled
        Asked before each item.

    Raises
    ------
    SolveCancelled
        If a person stopped it.
    InvalidScenario
        If the number of futures or weeks is out of bounds, or the plan begins on another day.
    NotEnoughHistory, InvalidTable
        As ``needs_of_people``.
    """
    if not LEAST_FUTURES <= futures <= MOST_FUTURES:
        raise InvalidScenario(f"{futures:,} futures were asked for; {LEAST_FUTURES} to {MOST_FUTURES:,} can be drawn.")
    start = as_day(as_of) if as_of is not None else operation.planning_start
    changed = operation if plan is None else apply_scenario(operation, plan.scenario.with_arrivals_as_told(), start)
    if plan is not None and as_day(plan.summary.get("planning_start", start)) != start:
        raise InvalidScenario(
            f"The plan begins on {plan.summary['planning_start']}, the inventory on {start.date()}.",
            hint="Ask for the day the plan begins on, or leave the day out.",
        )
    futures += futures % 2
    version = version or resources.registry.current_version()
    supply = supply_of(resources, changed, start, weeks, plan, version)
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in INVENTORY_TABLES}
    parts["expiry"].append(expired_already(supply.expired))
    names = dict(zip(changed.items[Items.item_id], changed.items[Items.name], strict=True))
    for done, item in enumerate(items_of(changed, supply, futures)):
        if cancelled():
            raise SolveCancelled("The inventory was cancelled.", "Start it again on the Inventory page.")
        progress(done / len(names), f"{names[item.item_id]} in {futures} futures")
        for name, table in _tables_of(changed, supply, item, project(item.shelves)).items():
            parts[name].append(table)
    tables = {name: _whole(name, parts[name]) for name in INVENTORY_TABLES}
    vital = changed.items.loc[changed.items[Items.sector].isin(VITAL), Items.item_id]
    tables["calendar"] = in_order(tables["calendar"], set(vital))
    return StockOutlook(tables, _summary(resources, version, changed, supply, plan, futures, tables))


def _tables_of(operation: Operation, supply: Supply, item: ItemSupply, found: Projection) -> dict[str, pd.DataFrame]:
    horizon, shelves = supply.horizon, item.shelves
    demand = demand_of_places(shelves)
    cover = cover_of_item(horizon, item.item_id, shelves, found, demand)
    asked = (demand.any(axis=(1, 2))) | (cover[ShelfCover.stock_units].to_numpy() > 0)
    pairs = pd.MultiIndex.from_frame(cover[[ShelfCover.place_id, ShelfCover.item_id]])
    counted = np.isin(horizon.camps, supply.needs[NeedsTable.camp_id].unique())
    holds = operation.depots[Depots.kind].to_numpy() != "junction"
    asked = np.concatenate([counted, asked[shelves.n_camps :] & holds])
    known = asked & ~pairs.isin(supply.unknown)
    cover.loc[~known, [name for name in _NUMBERS if not name.startswith("first")]] = np.nan
    cover.loc[~known, [name for name in _NUMBERS if name.startswith("first")]] = pd.NaT
    names = dict(zip(operation.items[Items.item_id], operation.items[Items.name], strict=True))
    people = _people(operation, supply, item)
    return {
        "cover": cover[asked],
        "stockout": stockout_of_item(horizon, item.item_id, shelves, found, known),
        "expiry": expiry_of_item(horizon, item.lots, shelves, item.keys, found),
        "calendar": breaks_of_item(horizon, cover, found, people, names[item.item_id], operation.place_names),
        "reorder": order_advice(operation.policies, supply, item),
    }


def _people(operation: Operation, supply: Supply, item: ItemSupply) -> np.ndarray:
    """People who need an item at each camp in the first week, and at each depot those of the camps it feeds."""
    horizon = supply.horizon
    needs = supply.needs[supply.needs[NeedsTable.item_id] == item.item_id]
    first = needs[needs[NeedsTable.week] == needs[NeedsTable.week].min()].set_index(NeedsTable.camp_id)
    per_person = units_per_person_week(operation)[item.item_id].reindex(horizon.camps).to_numpy(float)
    need = first[NeedsTable.need_q50].reindex(horizon.camps).to_numpy(float)
    camps = np.divide(need, per_person, out=np.full(len(need), np.nan), where=per_person > 0)
    depot = horizon.depots.get_indexer(pd.Index(supply.depot_of_camp.reindex(horizon.camps).to_numpy(dtype=object)))
    fed = (depot >= 0) & ~np.isnan(camps)
    return np.concatenate([camps, np.bincount(depot[fed], camps[fed], minlength=len(horizon.depots))])


def _whole(name: str, parts: list[pd.DataFrame]) -> pd.DataFrame:
    columns = INVENTORY_TABLES[name].column_names()
    filled = [part[columns] for part in parts if len(part)]
    whole = pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=columns)
    declared = INVENTORY_TABLES[name].to_schema().columns
    types = {column: str(declared[column].dtype) for column in columns}
    return whole.astype({column: "str" if kind.startswith("string") else kind for column, kind in types.items()})


def _summary(
    resources: Resources,
    version: str,
    operation: Operation,
    supply: Supply,
    plan: Plan | None,
    futures: int,
    tables: Mapping[str, pd.DataFrame],
) -> dict[str, Any]:
    items, cover, calendar = operation.items, tables["cover"], tables["calendar"]
    cover = cover[~cover[ShelfCover.item_id].isin(items.loc[is_once(items), Items.item_id])]
    likely = cover[ShelfCover.probability] >= 0.5
    once = list(items.loc[is_once(items), Items.name])
    notes = list(supply.notes)
    if plan is not None and (last := pd.DatetimeIndex(plan.coverage[Coverage.week]).max()) < supply.horizon.weeks[-1]:
        notes.append(f"The plan ends on {last.date()}; after that nothing is sent.")
    if once:
        notes.append(f"Needed once, so without a day of stock-out; what lacks waits: {', '.join(once)}.")
    return {
        "operation": operation.settings.name,
        "illustrative": operation.settings.illustrative,
        "as_of": str(supply.horizon.start.date()),
        "weeks": len(supply.horizon.weeks),
        "last_day": str(supply.horizon.date(np.array([supply.horizon.days]))[0].date()),
        "futures": futures,
        "with_plan": plan is not None,
        "assumption": WITHOUT_PLAN if plan is None else WITH_PLAN,
        "shelves": len(cover),
        "shelves_not_known": int(cover[ShelfCover.stock_units].isna().sum()),
        "shelves_likely_out": int(likely.sum()),
        "first_break": calendar[BreakCalendar.sentence].iloc[0] if len(calendar) else None,
        "model_version": version,
        "code_version": resources.code_version,
        "fingerprint": operation.fingerprint,
        "notes": notes,
    }
