"""Where goods lie, come in, are sold and leave in a plan, as arrays by place, item and week."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.comparison.plan_view import PlanView
from core.domain.operation import Operation
from core.domain.schemas import Arrivals, Camps, Depots, Items, Offers, Purchases, Stock, StockLevels
from core.domain.weeks import week_numbers

NOTHING = 1e-3
"""Units below which nothing is meant."""


@dataclass(frozen=True, eq=False)
class Sold:
    """What suppliers offer.

    Attributes
    ----------
    pairs
        Positions of place and item on offer, in the order of the table.
    price_usd_per_t, lead_weeks
        Shape (places, items): of the cheapest and of the quickest offer; infinite where none is sold.
    limit_t
        Shape (places, items): of a week; not known unless every offer tells it.
    """

    pairs: list[tuple[int, int]]
    price_usd_per_t: np.ndarray
    lead_weeks: np.ndarray
    limit_t: np.ndarray


@dataclass(frozen=True, eq=False)
class Goods:
    """Goods of one plan; places are camps, then depots.

    Attributes
    ----------
    places, items
        Identifiers by position.
    is_camp
        By place.
    sold
        On offer.
    first_week
        Shape (places, items): first week, from 0, with stock, an arrival or a purchase; infinite if never.
    bought_units
        Shape (places, items, weeks): not known where the plan tells no purchase.
    sent_t
        Shape (places, weeks): what leaves a place; not known where the plan tells no shipment.
    lies
        Shape (places, items, weeks): whether any lies there at the week's end.
    last
        Stock at the end of the plan: ``place, item`` (positions)``, quantity, earmark``.
    """

    places: pd.Index
    items: pd.Index
    is_camp: np.ndarray
    sold: Sold
    first_week: np.ndarray
    bought_units: np.ndarray
    sent_t: np.ndarray
    lies: np.ndarray
    last: pd.DataFrame

    def left_for(self, camp_id: str) -> np.ndarray:
        """Units left in depots at the end of the plan, less what is reserved for other camps; (places, items)."""
        free = (self.last["earmark"].isna() | (self.last["earmark"] == camp_id)).to_numpy()
        rows = self.last[free & ~self.is_camp[self.last["place"]]]
        left = np.zeros(self.first_week.shape)
        np.add.at(left, (rows["place"].to_numpy(), rows["item"].to_numpy()), rows["quantity"].to_numpy())
        return left


def read_goods(view: PlanView) -> Goods:
    """Turn the tables of a plan and its operation into arrays; rows of a plan that name nothing known are left out."""
    operation, tables = view.operation, view.plan.tables
    camps, depots = operation.camps[Camps.camp_id], operation.depots[Depots.depot_id]
    places = pd.Index(np.concatenate([np.asarray(camps), np.asarray(depots)]), dtype=object)
    items = pd.Index(np.asarray(operation.items[Items.item_id]), dtype=object)
    sold = _sold(operation, places, items)
    weeks = len(view.sundays)
    shape = (len(places), len(items), weeks)

    bought = tables["purchases"]
    buyers, wares = _at(places, bought[Purchases.depot_id]), _at(items, bought[Purchases.item_id])
    bought_at = (buyers, wares, _at(view.sundays, bought[Purchases.week]))
    sent_at = (_at(places, view.sent["origin_id"]), _at(view.sundays, view.sent["week"]))
    stock = tables["stock"]
    held = pd.DataFrame(
        {
            "place": _at(places, stock[StockLevels.place_id]),
            "item": _at(items, stock[StockLevels.item_id]),
            "week": _at(view.sundays, stock[StockLevels.week]),
            "quantity": stock[StockLevels.quantity].to_numpy(dtype=float),
            "earmark": np.asarray(stock["earmark"], dtype=object) if "earmark" in stock else None,
        }
    )
    held = held[(held[["place", "item", "week"]] >= 0).all(axis=1)]
    some = held[held["quantity"] > NOTHING]
    lies = np.zeros(shape, dtype=bool)
    lies[some["place"], some["item"], some["week"]] = True
    return Goods(
        places=places,
        items=items,
        is_camp=np.arange(len(places)) < len(camps),
        sold=sold,
        first_week=np.minimum(_first_week_there(view, places, items), sold.lead_weeks),
        bought_units=_summed(bought_at, bought[Purchases.quantity].to_numpy(dtype=float), shape),
        sent_t=_summed(sent_at, view.sent["tonnes"].to_numpy(dtype=float), (len(places), weeks)),
        lies=lies,
        last=held[held["week"] == weeks - 1],
    )


def _sold(operation: Operation, places: pd.Index, items: pd.Index) -> Sold:
    offers = operation.offers
    pairs = _at(places, offers[Offers.depot_id]), _at(items, offers[Offers.item_id])
    shape = (len(places), len(items))
    price, lead, limit = np.full(shape, np.inf), np.full(shape, np.inf), np.zeros(shape)
    np.fmin.at(price, pairs, offers[Offers.price_usd_per_t].to_numpy(dtype=float))
    np.fmin.at(lead, pairs, np.ceil(offers[Offers.lead_time_weeks].fillna(0).to_numpy(dtype=float)))
    # one limit that is not known leaves their sum not known
    np.add.at(limit, pairs, offers[Offers.quantity_t_per_week].to_numpy(dtype=float))
    named = dict.fromkeys(zip(*(position.tolist() for position in pairs), strict=True))
    return Sold(list(named), price, lead, limit)


def _first_week_there(view: PlanView, places: pd.Index, items: pd.Index) -> np.ndarray:
    """First week in which a place has an item from stock or arrivals."""
    stock, arrivals = view.operation.stock, view.operation.arrivals
    first = np.full((len(places), len(items)), np.inf)
    has = (stock[Stock.quantity] > 0).to_numpy(dtype=bool)
    first[_at(places, stock[Stock.place_id])[has], _at(items, stock[Stock.item_id])[has]] = 0.0
    week = week_numbers(arrivals[Arrivals.date], view.start).to_numpy(dtype=float)
    comes = (arrivals[Arrivals.quantity] > 0).to_numpy(dtype=bool) & (week >= 0) & (week < len(view.sundays))
    where = _at(places, arrivals[Arrivals.depot_id])[comes], _at(items, arrivals[Arrivals.item_id])[comes]
    np.fmin.at(first, where, week[comes])
    return first


def _at(index: pd.Index, cells: pd.Series) -> np.ndarray:
    """Position of each cell in an index, -1 where it is not there."""
    return np.asarray(index.get_indexer(pd.Index(np.asarray(cells), dtype=index.dtype)))


def _summed(at: tuple[np.ndarray, ...], amounts: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Amounts added up by cell; not known where no row tells of the cell."""
    known = np.all([position >= 0 for position in at], axis=0)
    at = tuple(position[known] for position in at)
    total, rows = np.zeros(shape), np.zeros(shape, dtype=int)
    np.add.at(total, at, amounts[known])
    np.add.at(rows, at, 1)
    return np.where(rows > 0, total, np.nan)
