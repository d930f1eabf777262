"""Days of cover and empty dates of consumables, share served of durable goods."""

import numpy as np
import pandas as pd
from pandera.typing import Series

from core.domain.groups import group_shares
from core.domain.indicators import is_once, units_per_person_week
from core.domain.operation import Operation
from core.domain.schemas import Camps, Deliveries, ForecastTable, Items, NeedsTable, Stock, Table
from core.domain.schemas.column import column
from core.domain.weeks import DAYS_PER_WEEK

LONGEST_COVER_DAYS = 999.0
"""Cover is not told beyond this; also where nobody needs the item."""


class Cover(Table):
    """How long the shelf of a camp lasts, with nothing coming in; blank where the stock is not known."""

    _key = ("camp_id", "item_id")

    camp_id: Series[str] = column("Camp")
    item_id: Series[str] = column("Item")
    days: Series[float] = column("Days of cover", "days", blank=True, ge=0)
    days_low: Series[float] = column("Days of cover, if many come", "days", blank=True, ge=0)
    days_high: Series[float] = column("Days of cover, if few come", "days", blank=True, ge=0)
    empty_on: Series[pd.Timestamp] = column("First day without", blank=True)
    empty_from: Series[pd.Timestamp] = column("First day without, if many come", blank=True)
    empty_to: Series[pd.Timestamp] = column("First day without, if few come", blank=True)
    quantity: Series[float] = column("On the shelf", "units", blank=True, ge=0)


class Served(Table):
    """Share of the need of a durable item that earlier distributions still meet."""

    _key = ("camp_id", "item_id")

    camp_id: Series[str] = column("Camp")
    item_id: Series[str] = column("Item")
    served: Series[float] = column("Need met", "share", blank=True, ge=0, le=1)


def days_of_cover(operation: Operation, needs: pd.DataFrame, start: pd.Timestamp) -> pd.DataFrame:
    """Days until each camp's shelf of each consumable is empty, by the need of the forecast.

    A camp with no stock row for an item, or with a blank quantity in one, has an unknown shelf: its cells are blank.
    Goods that have expired by ``start`` or are reserved for another camp do not count. Within the weeks of ``needs``
    each day needs a seventh of its week; beyond them the last week's need goes on.

    Returns
    -------
    pandas.DataFrame
        ``Cover``, a row per camp and consumable item.
    """
    items = operation.items
    wanted = items.loc[~is_once(items), Items.item_id]
    rows = needs[needs[NeedsTable.item_id].isin(wanted)].sort_values(
        [NeedsTable.camp_id, NeedsTable.item_id, NeedsTable.week]
    )
    pairs = rows[[NeedsTable.camp_id, NeedsTable.item_id]].drop_duplicates()
    weeks = rows[NeedsTable.week].nunique()
    shelf = _shelves(operation, start).reindex(pd.MultiIndex.from_frame(pairs)).to_numpy(float)
    cover = pd.DataFrame(
        {Cover.camp_id: pairs[NeedsTable.camp_id].to_numpy(), Cover.item_id: pairs[NeedsTable.item_id].to_numpy()}
    )
    for name, empty, quantile in (
        (Cover.days, Cover.empty_on, NeedsTable.need_q50),
        (Cover.days_low, Cover.empty_from, NeedsTable.need_q90),
        (Cover.days_high, Cover.empty_to, NeedsTable.need_q10),
    ):
        cover[name] = days_until_used(shelf, rows[quantile].to_numpy(float).reshape(-1, weeks))
        first_without = whole_days(cover[name]) + 1
        cover[empty] = (start + pd.to_timedelta(first_without, unit="D")).astype("datetime64[ns]")
        cover.loc[cover[name] >= LONGEST_COVER_DAYS, empty] = pd.NaT
    cover[Cover.quantity] = shelf
    return cover


def share_served(operation: Operation, forecast: pd.DataFrame, start: pd.Timestamp) -> pd.DataFrame:
    """Share of people (households) who still have a durable item from distributions by ``start``.

    Items for a group are measured against that group alone. Blank for every camp where the operation has no
    ``deliveries``: what was handed out is then not known.

    Returns
    -------
    pandas.DataFrame
        ``Served``, a row per camp and durable item.
    """
    once = is_once(operation.items)
    items = operation.items[once].set_index(Items.item_id)
    first_week = forecast[ForecastTable.horizon_weeks] == forecast[ForecastTable.horizon_weeks].min()
    people = forecast[first_week].set_index(ForecastTable.camp_id)[ForecastTable.q50]
    given = operation.deliveries
    lives = given[Deliveries.item_id].map(items[Items.lifetime_days]).astype(float).fillna(np.inf)
    given = given[(given[Deliveries.date] <= start) & ((start - given[Deliveries.date]).dt.days <= lives)]
    handed = given.groupby([Deliveries.camp_id, Deliveries.item_id])[Deliveries.quantity].sum()
    index = pd.MultiIndex.from_product([people.index, items.index], names=[Served.camp_id, Served.item_id])
    shares = group_shares(operation, people.index, start).shares[:, once]
    units = units_per_person_week(operation).loc[people.index, items.index].to_numpy()
    due = (people.to_numpy()[:, None] * shares * units).ravel()
    received = handed.reindex(index, fill_value=0.0).to_numpy(float)
    share = np.divide(received, due, out=np.ones_like(due), where=due > 0).clip(0, 1)
    if not operation.has("deliveries"):
        share[:] = np.nan
    return pd.DataFrame({Served.served: share}, index=index).reset_index()


def whole_days(days: pd.Series) -> pd.Series:
    """Days rounded down as they are printed: a rounding error of the arithmetic does not cost a day."""
    return np.floor(days + 1e-9)


def days_until_used(shelf: np.ndarray, need: np.ndarray) -> np.ndarray:
    """Days until ``shelf`` (n,) is used up by weekly ``need`` (n, weeks), whose last week goes on; NaN if not known."""
    used = np.cumsum(need, axis=1)
    before = used - need
    full = (used <= shelf[:, None]).sum(axis=1)
    rate = np.take_along_axis(need, np.minimum(full, need.shape[1] - 1)[:, None], axis=1)[:, 0]
    start_of = np.where(
        full < need.shape[1],
        np.take_along_axis(before, np.minimum(full, need.shape[1] - 1)[:, None], axis=1)[:, 0],
        used[:, -1],
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        rest = np.where(rate > 0, (shelf - start_of) / rate, LONGEST_COVER_DAYS)
    days = (full + rest) * DAYS_PER_WEEK
    return np.where(np.isnan(shelf), np.nan, np.clip(days, 0, LONGEST_COVER_DAYS))


def _shelves(operation: Operation, start: pd.Timestamp) -> pd.Series:
    """Usable units by camp and item; missing where not known."""
    stock = operation.stock
    stock = stock[stock[Stock.place_id].isin(operation.camps[Camps.camp_id])]
    usable = (stock[Stock.expires].isna() | (stock[Stock.expires] > start)) & (
        stock[Stock.earmark].isna() | (stock[Stock.earmark] == stock[Stock.place_id])
    )
    counted = stock.assign(quantity=stock[Stock.quantity].where(usable | stock[Stock.quantity].isna(), 0.0))
    return counted.groupby([Stock.place_id, Stock.item_id])[Stock.quantity].agg(lambda q: q.sum(skipna=False))
