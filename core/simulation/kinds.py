"""Goods that may not be mixed, over a whole simulation: by item, lot, expiry and reservation."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.allocation.commodities import Commodities
from core.domain.operation import Operation
from core.domain.schemas import Arrivals, Camps, Items, Stock
from core.domain.weeks import numbers_of_weeks

_MARKS = ["item", "expires", "lot", "earmark"]
_KEPT_FOR_EVER = np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False)
class Kinds:
    """Every kind of goods that can ever come, ordered by item and then by expiry.

    Attributes
    ----------
    item, lot, earmark
        Positions; -1 where nothing marks it, shape (n_kinds,).
    lots
        Lot identifiers that ``lot`` counts in.
    expires
        Day from which it may not be used; NaT where it keeps beyond every week looked at.
    opening
        Units at the start, shape (n_places, n_kinds).
    arrival_kind, arrival_place, arrival_week, arrival_quantity, arrival_day
        Of each announced arrival; the week in which plans count on it, and the day as announced.
    announced
        Rows of ``arrivals`` as they are told, one an arrival.
    offer_kind
        What a purchase of each week becomes, shape (n_offers, n_weeks + horizon).
    """

    item: np.ndarray
    lot: np.ndarray
    lots: pd.Index
    expires: np.ndarray
    earmark: np.ndarray
    opening: np.ndarray
    arrival_kind: np.ndarray
    arrival_place: np.ndarray
    arrival_week: np.ndarray
    arrival_quantity: np.ndarray
    arrival_day: np.ndarray
    announced: pd.DataFrame
    offer_kind: np.ndarray

    @property
    def n_kinds(self) -> int:
        """How many there are."""
        return len(self.item)


def collect_kinds(
    operation: Operation,
    planned: pd.DataFrame,
    goods: Commodities,
    places: pd.Index,
    weeks: pd.DatetimeIndex,
    start: pd.Timestamp,
) -> Kinds:
    """Kinds of stock, announced arrivals and what may be bought.

    Rows whose quantity or date is not known, and arrivals announced for a day before the start, are left out, as in a
    plan. Goods that outlast every week looked at and carry no mark are one kind an item.

    Parameters
    ----------
    operation
        With arrivals on the dates as told: what really happens is drawn around them.
    planned
        The same arrivals row by row, on the dates that plans count on.
    goods
        Of the operation's problem; its offers are taken.
    weeks
        Every Sunday a plan of the simulation can look at.
    """
    items, camps = pd.Index(operation.items[Items.item_id]), pd.Index(operation.camps[Camps.camp_id])
    stock = operation.stock.dropna(subset=[Stock.quantity])
    arrivals = operation.arrivals.dropna(subset=[Arrivals.quantity, Arrivals.date])
    arrivals = arrivals[numbers_of_weeks(arrivals[Arrivals.date].to_numpy("datetime64[ns]"), start) >= 0]
    expected = numbers_of_weeks(planned.loc[arrivals.index, Arrivals.date].to_numpy("datetime64[ns]"), start)
    lots = pd.Index(pd.concat([stock[Stock.lot_id], arrivals[Arrivals.lot_id]]).dropna().unique(), dtype="str")
    offers = goods.offer_item.size
    nothing = np.full(offers * len(weeks), -1)
    table = pd.DataFrame(
        {
            "item": np.r_[
                items.get_indexer(stock[Stock.item_id]),
                items.get_indexer(arrivals[Arrivals.item_id]),
                np.repeat(goods.offer_item, len(weeks)),
            ],
            "expires": _days(
                np.r_[
                    stock[Stock.expires].to_numpy("datetime64[ns]"),
                    arrivals[Arrivals.expires].to_numpy("datetime64[ns]"),
                    _bought_until(operation, goods.offer_item, weeks),
                ]
            ),
            "lot": np.r_[lots.get_indexer(stock[Stock.lot_id]), lots.get_indexer(arrivals[Arrivals.lot_id]), nothing],
            "earmark": np.r_[
                camps.get_indexer(stock[Stock.earmark]), camps.get_indexer(arrivals[Arrivals.earmark]), nothing
            ],
        }
    )
    last = weeks[-1].value
    table.loc[(table["expires"] > last) & (table["lot"] < 0) & (table["earmark"] < 0), "expires"] = _KEPT_FOR_EVER
    kinds = table.drop_duplicates().sort_values(_MARKS, ignore_index=True)
    kind = pd.MultiIndex.from_frame(kinds).get_indexer(pd.MultiIndex.from_frame(table[list(kinds.columns)]))
    of_stock, of_arrivals = kind[: len(stock)], kind[len(stock) : len(stock) + len(arrivals)]
    opening = np.zeros((len(places), len(kinds)))
    np.add.at(opening, (places.get_indexer(stock[Stock.place_id]), of_stock), stock[Stock.quantity].to_numpy(float))
    expires = kinds["expires"].to_numpy(np.int64)
    return Kinds(
        item=kinds["item"].to_numpy(np.intp),
        lot=kinds["lot"].to_numpy(np.intp),
        lots=lots,
        expires=np.where(expires == _KEPT_FOR_EVER, np.datetime64("NaT"), expires.view("datetime64[ns]")),
        earmark=kinds["earmark"].to_numpy(np.intp),
        opening=opening,
        arrival_kind=of_arrivals,
        arrival_place=places.get_indexer(arrivals[Arrivals.depot_id]),
        arrival_week=expected.astype(np.intp),
        arrival_quantity=arrivals[Arrivals.quantity].to_numpy(float),
        arrival_day=arrivals[Arrivals.date].to_numpy("datetime64[ns]"),
        announced=arrivals.reset_index(drop=True),
        offer_kind=kind[len(stock) + len(arrivals) :].reshape(offers, len(weeks)),
    )


def _days(days: np.ndarray) -> np.ndarray:
    """Nanoseconds of dates; the largest where there is none, so that what keeps comes last."""
    return np.where(np.isnat(days), _KEPT_FOR_EVER, days.astype("datetime64[ns]").view(np.int64))


def _bought_until(operation: Operation, offer_item: np.ndarray, weeks: pd.DatetimeIndex) -> np.ndarray:
    """Expiry of what is bought in each week, shape (n_offers x n_weeks,)."""
    shelf_days = operation.items[Items.shelf_life_days].to_numpy(float)[offer_item]
    keeps = np.isnan(shelf_days)
    life = np.where(keeps, 0, np.floor(shelf_days)).astype("timedelta64[D]").astype("timedelta64[ns]")
    until = weeks.to_numpy("datetime64[ns]")[None, :] + life[:, None]
    until[keeps] = np.datetime64("NaT")
    return until.ravel()
