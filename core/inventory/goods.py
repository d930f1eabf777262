"""Goods that lie at places or are on their way there, lot by lot, and shelves of which nobody knows what they hold."""

import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import Arrivals, Camps, Depots, ExpiryRisk, Items, Purchases, Stock
from core.domain.weeks import DAYS_PER_WEEK

FREE = ""
"""Holder of goods that are reserved for nobody, or for the camp they lie in."""

COLUMNS = (
    "place_id",
    "item_id",
    "holder",
    "lot_id",
    "donor",
    "earmark",
    "expires",
    "quantity",
    "date",
    "delay_days_sd",
)
"""Of a goods table: ``holder`` is the camp it is kept for elsewhere, ``date`` is blank for what lies there already."""


def goods_on_shelves(operation: Operation) -> pd.DataFrame:
    """What lies at places, a row per row of ``stock`` whose quantity is known (``COLUMNS``)."""
    stock = operation.stock
    stock = stock[stock[Stock.quantity].notna()]
    return _goods(stock.rename(columns={Stock.place_id: "place_id"}).assign(date=pd.NaT, delay_days_sd=0.0))


def goods_on_their_way(operation: Operation, start: pd.Timestamp) -> pd.DataFrame:
    """What comes in after ``start`` by ``arrivals``, as far as date and quantity are known (``COLUMNS``).

    A blank spread of delay is 0: the goods come on their date.
    """
    arrivals = operation.arrivals
    known = arrivals[[Arrivals.date, Arrivals.quantity]].notna().all(axis=1) & (arrivals[Arrivals.date] > start)
    arrivals = arrivals[known].rename(columns={Arrivals.depot_id: "place_id"})
    return _goods(arrivals.assign(delay_days_sd=arrivals[Arrivals.delay_days_sd].fillna(0.0)))


def goods_bought(operation: Operation, purchases: pd.DataFrame, start: pd.Timestamp) -> pd.DataFrame:
    """What a plan buys, on the Monday from which it may be used (``COLUMNS``)."""
    lives = operation.items.set_index(Items.item_id)[Items.shelf_life_days]
    weeks = pd.to_timedelta(purchases[Purchases.lead_time_weeks].astype(float) * DAYS_PER_WEEK, unit="D")
    monday = purchases[Purchases.week] + weeks - pd.Timedelta(days=DAYS_PER_WEEK - 1)
    keeps = pd.to_timedelta(purchases[Purchases.item_id].map(lives).astype(float), unit="D")
    bought = purchases.rename(columns={Purchases.depot_id: "place_id"}).assign(
        date=monday.clip(lower=start + pd.Timedelta(days=1)),
        expires=(purchases[Purchases.week] + keeps).astype("datetime64[ns]"),
        lot_id=None,
        donor=None,
        earmark=None,
        delay_days_sd=0.0,
    )
    return _goods(bought)


def unknown_shelves(operation: Operation) -> pd.MultiIndex:
    """Pairs of place and item whose stock is not known.

    These are blank quantities, items of which a camp has no row, and everything at a depot without any row. A depot
    that lists other items holds none of those it does not list.
    """
    stock = operation.stock
    blank = stock[stock[Stock.quantity].isna()]
    listed = pd.MultiIndex.from_frame(stock[[Stock.place_id, Stock.item_id]])
    depots = operation.depots
    uncounted = (depots[Depots.kind] == "depot") & ~depots[Depots.depot_id].isin(stock[Stock.place_id])
    places = pd.concat([operation.camps[Camps.camp_id], depots.loc[uncounted, Depots.depot_id]])
    wanted = pd.MultiIndex.from_product([places, operation.items[Items.item_id]])
    unlisted = wanted[~wanted.isin(listed)]
    return pd.MultiIndex.from_frame(blank[[Stock.place_id, Stock.item_id]]).append(unlisted).unique()


def used_up_by_date(goods: pd.DataFrame, start: pd.Timestamp) -> pd.DataFrame:
    """Goods that had expired by ``start``: nobody may use them any more."""
    return goods[goods[ExpiryRisk.expires].notna() & (goods[ExpiryRisk.expires] <= start)]


def _goods(rows: pd.DataFrame) -> pd.DataFrame:
    earmark = rows["earmark"].astype(object).where(rows["earmark"].notna(), None)
    holder = earmark.where(earmark.notna() & (earmark != rows["place_id"].astype(object)), FREE)
    goods = rows.assign(holder=holder, earmark=earmark)
    return goods[list(COLUMNS)].reset_index(drop=True)
