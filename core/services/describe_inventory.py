"""What the inventory page shows of an outlook: breaks week by week, the few figures, lots, arrivals and losses."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.indicators import is_once
from core.domain.operation import Operation
from core.domain.schemas import Arrivals, BreakCalendar, Camps, ExpiryRisk, Items, Losses, ShelfCover, Stock, Stockout
from core.services.stock_outlook import StockOutlook

LIKELY = 0.5
"""A shelf is likely without where at least so many futures have a day without."""
Z80 = 1.2816
"""Standard normal value that ends the 80 % range around the middle."""


@dataclass(frozen=True, eq=False)
class InventoryView:
    """An outlook in the form the page draws it.

    Attributes
    ----------
    breaks
        ``BreakCalendar`` with ``place`` and ``item`` as words, in its order.
    weeks
        Sundays, shape (n_weeks,).
    chances
        Highest chance of being without on a day of the week, by row of ``breaks``, shape (n_breaks, n_weeks).
    shelves, shelves_likely, shelves_unknown
        Shelves of consumables in all, likely without, and not known.
    food_camps, food_people
        Camps at which some food is likely to run out, and the people of them who need it.
    expiring_t, expiring_lots
        Tonnes that will expire unused, in the mean, and of how many lots.
    """

    breaks: pd.DataFrame
    weeks: pd.DatetimeIndex
    chances: np.ndarray
    shelves: int
    shelves_likely: int
    shelves_unknown: int
    food_camps: int
    food_people: float
    expiring_t: float
    expiring_lots: int


def describe_inventory(operation: Operation, outlook: StockOutlook, place_id: str | None = None) -> InventoryView:
    """The figures of all places, or of one.

    Parameters
    ----------
    operation
        With the scenario applied.
    """
    tables = {name: _at(table, place_id) for name, table in outlook.tables.items()}
    items = operation.items.set_index(Items.item_id)
    names = operation.place_names
    cover = tables["cover"]
    cover = cover[~cover[ShelfCover.item_id].isin(items.index[is_once(items)])]
    breaks = tables["calendar"].reset_index(drop=True)
    breaks = breaks.assign(
        place=breaks[BreakCalendar.place_id].map(names), item=breaks[BreakCalendar.item_id].map(items[Items.name])
    )
    weeks, chances = _by_week(tables["stockout"], breaks)
    likely = breaks[breaks[BreakCalendar.probability] >= LIKELY]
    foods = likely[likely[BreakCalendar.item_id].map(items[Items.sector]).eq("food")]
    foods = foods[foods[BreakCalendar.place_id].isin(operation.camps[Camps.camp_id])]
    expiry = tables["expiry"]
    weight_t = expiry[ExpiryRisk.item_id].map(items[Items.weight_kg]).astype(float) / 1000
    return InventoryView(
        breaks=breaks,
        weeks=weeks,
        chances=chances,
        shelves=len(cover),
        shelves_likely=int((cover[ShelfCover.probability] >= LIKELY).sum()),
        shelves_unknown=int(cover[ShelfCover.stock_units].isna().sum()),
        food_camps=foods[BreakCalendar.place_id].nunique(),
        food_people=float(foods.groupby(BreakCalendar.place_id)[BreakCalendar.people].max().sum()),
        expiring_t=float((expiry[ExpiryRisk.expiring_units] * weight_t).sum()),
        expiring_lots=int((expiry[ExpiryRisk.probability] > 0).sum()),
    )


def lots_at(operation: Operation, place_id: str | None = None) -> pd.DataFrame:
    """``Stock`` row by row, what expires first before what keeps, what is not known before the rest."""
    stock = _at(operation.stock, place_id)
    order = stock.assign(known=stock[Stock.quantity].notna())
    order = order.sort_values(["known", Stock.expires, Stock.place_id, Stock.item_id], kind="stable").index
    return stock.loc[order].reset_index(drop=True)


def arrivals_at(operation: Operation, start: pd.Timestamp, place_id: str | None = None) -> pd.DataFrame:
    """``Arrivals`` after a day by date, with ``early`` and ``late``: the 80 % range of the day they come in.

    Both are blank where no spread of the delay is told.
    """
    arrivals = operation.arrivals
    arrivals = arrivals[arrivals[Arrivals.date].isna() | (arrivals[Arrivals.date] > start)]
    if place_id is not None:
        arrivals = arrivals[arrivals[Arrivals.depot_id] == place_id]
    days = pd.to_timedelta(np.rint(Z80 * arrivals[Arrivals.delay_days_sd].astype(float)), unit="D")
    first = start + pd.Timedelta(days=1)
    arrivals = arrivals.assign(
        early=(arrivals[Arrivals.date] - days).clip(lower=first), late=arrivals[Arrivals.date] + days
    )
    return arrivals.sort_values(Arrivals.date, kind="stable").reset_index(drop=True)


def losses_at(operation: Operation, place_id: str | None = None) -> pd.DataFrame:
    """``Losses``, the newest first."""
    return _at(operation.losses, place_id).sort_values(Losses.date, ascending=False).reset_index(drop=True)


def _at(table: pd.DataFrame, place_id: str | None) -> pd.DataFrame:
    return table if place_id is None else table[table[Stock.place_id] == place_id]


def _by_week(stockout: pd.DataFrame, breaks: pd.DataFrame) -> tuple[pd.DatetimeIndex, np.ndarray]:
    dates = pd.DatetimeIndex(np.sort(stockout[Stockout.date].unique()))
    last_days = dates[6::7]
    if not len(breaks):
        return last_days, np.zeros((0, len(last_days)))
    pairs = pd.MultiIndex.from_frame(breaks[[BreakCalendar.place_id, BreakCalendar.item_id]])
    # a shelf has a row for every day, one after the other
    first = stockout.iloc[:: len(dates)]
    at = pd.MultiIndex.from_frame(first[[Stockout.place_id, Stockout.item_id]]).get_indexer(pairs)
    by_day = stockout[Stockout.probability_on_date].to_numpy(float).reshape(-1, len(last_days), 7)
    return last_days, by_day.max(axis=2)[at]
