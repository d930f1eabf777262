"""What shelves are projected from, item by item: futures of need, lots, and what is sent or asked for."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.comparison.ways import directed_ways, shipped_tonnes
from core.domain.indicators import is_once
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import Arrivals, Camps, Depots, Items, NeedsTable, Shipments
from core.domain.weeks import DAYS_PER_WEEK, planning_weeks
from core.forecasting.dependence import MEASURED
from core.inventory.arrival_days import arrival_days
from core.inventory.feeding import feeding_depots
from core.inventory.goods import goods_bought, goods_on_shelves, goods_on_their_way, unknown_shelves, used_up_by_date
from core.inventory.item_shelves import Horizon, LotsOfItem, shelves_of_item
from core.inventory.projection import ItemShelves
from core.services.needs_of_people import needs_of_people
from core.services.resources import Resources
from core.stress.futures import need_futures


@dataclass(frozen=True, eq=False)
class Supply:
    """An operation's goods and need on a day.

    Attributes
    ----------
    horizon
        Places and days.
    needs
        ``NeedsTable`` over the weeks.
    lying, coming
        Goods at places that may still be used, and goods on their way (``goods.COLUMNS``).
    expired
        Goods at places that may not be used any more.
    unknown
        Pairs of place and item whose stock is not known.
    depot_of_camp
        The depot that feeds each camp by the cheapest way; blank where none does.
    sent
        What a plan sends, or None: item_id, origin_id, destination_id, week, quantity, lead_days, earmark.
    notes
        Sentences about what was assumed or is not known.
    """

    horizon: Horizon
    needs: pd.DataFrame
    lying: pd.DataFrame
    coming: pd.DataFrame
    expired: pd.DataFrame
    unknown: pd.MultiIndex
    depot_of_camp: pd.Series
    sent: pd.DataFrame | None
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class ItemSupply:
    """One item of a supply as arrays; ``keys`` names place and holder of each shelf."""

    item_id: str
    lots: LotsOfItem
    shelves: ItemShelves
    keys: pd.DataFrame


def supply_of(
    resources: Resources,
    operation: Operation,
    start: pd.Timestamp,
    weeks: int,
    plan: Plan | None = None,
    version: str | None = None,
) -> Supply:
    """Goods and need of an operation.

    Parameters
    ----------
    operation
        With the plan's scenario applied.
    plan
        Whose shipments and purchases move goods; None asks each depot for what the camps it feeds lack.
    version
        Model version of the forecast.
    """
    needs = needs_of_people(resources, operation, start, weeks, version=version)
    ways = directed_ways(operation)
    on_their_way = goods_on_their_way(operation, start)
    notes = [*needs.notes, *_about_arrivals(operation, start)]
    if plan is not None:
        on_their_way = pd.concat(
            [on_their_way, goods_bought(operation, plan.tables["purchases"], start)], ignore_index=True
        )
    lying = goods_on_shelves(operation)
    expired = used_up_by_date(lying, start)
    unknown = unknown_shelves(operation)
    used_daily = set(operation.items.loc[~is_once(operation.items), Items.item_id])
    if number := int(unknown.get_level_values(1).isin(used_daily).sum()):
        notes.append(
            f"{number} shelves (place and item) are not known: nothing is told of them, and a depot is asked for all "
            "that such a camp needs."
        )
    return Supply(
        horizon=Horizon(
            camps=pd.Index(operation.camps[Camps.camp_id].to_numpy(dtype=object)),
            depots=pd.Index(operation.depots[Depots.depot_id].to_numpy(dtype=object)),
            start=start,
            weeks=planning_weeks(start, weeks),
        ),
        needs=needs.table,
        lying=lying.drop(index=expired.index),
        coming=on_their_way,
        expired=expired,
        unknown=unknown,
        depot_of_camp=feeding_depots(operation, ways),
        sent=None if plan is None else _sent(operation, plan, ways),
        notes=tuple(notes),
    )


def items_of(operation: Operation, supply: Supply, futures: int, only: str | None = None) -> Iterator[ItemSupply]:
    """Each item of the needs in turn, or ``only`` one, so that one item's futures are in memory at a time."""
    items = operation.items
    once = set(items.loc[is_once(items), Items.item_id])
    camps = pd.Index(np.sort(supply.needs[NeedsTable.camp_id].unique()))
    for item_id in items[Items.item_id] if only is None else [only]:
        needs = supply.needs[supply.needs[NeedsTable.item_id] == item_id]
        drawn = need_futures(operation, needs, supply.horizon.weeks, MEASURED, futures, camps)
        need = np.zeros((len(supply.horizon.camps), *drawn.need.shape[1:]))
        need[supply.horizon.camps.get_indexer(drawn.pairs[NeedsTable.camp_id])] = drawn.need
        coming = _of_item(supply.coming, item_id)
        lots = LotsOfItem(
            lying=_of_item(supply.lying, item_id),
            coming=coming,
            days=arrival_days(coming, supply.horizon.start, futures),
        )
        moves = supply.depot_of_camp if supply.sent is None else _of_item(supply.sent, item_id)
        shelves, keys = shelves_of_item(supply.horizon, lots, need, item_id in once, moves)
        yield ItemSupply(item_id, lots, shelves, keys)


def _of_item(rows: pd.DataFrame, item_id: str) -> pd.DataFrame:
    return rows[rows[Items.item_id] == item_id].reset_index(drop=True)


def _sent(operation: Operation, plan: Plan, ways: pd.DataFrame) -> pd.DataFrame:
    sent = shipped_tonnes(operation, plan)
    lead = ways.drop_duplicates("route_id").set_index("route_id")["lead"]
    weeks = sent[Shipments.route_id].map(lead).fillna(0).to_numpy(int)
    if Shipments.earmark not in sent:
        sent = sent.assign(**{Shipments.earmark: None})
    columns = [Shipments.item_id, Shipments.origin_id, Shipments.destination_id, Shipments.week, Shipments.quantity]
    return sent[[*columns, Shipments.earmark]].assign(lead_days=weeks * DAYS_PER_WEEK)


def _about_arrivals(operation: Operation, start: pd.Timestamp) -> list[str]:
    arrivals = operation.arrivals
    if arrivals.empty:
        return []
    unknown = arrivals[[Arrivals.date, Arrivals.quantity]].isna().any(axis=1)
    before = ~unknown & (arrivals[Arrivals.date] <= start)
    coming = arrivals[~unknown & ~before]
    exact = int(coming[Arrivals.delay_days_sd].isna().sum())
    return [
        words
        for number, words in (
            (unknown.sum(), f"{int(unknown.sum())} arrivals have no date or no quantity and are not counted on."),
            (before.sum(), f"{int(before.sum())} arrivals of the day of the stock count or before are part of it."),
            (exact, f"{exact} arrivals tell no spread of their delay and are taken to come on their date."),
        )
        if number
    ]
