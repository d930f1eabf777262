"""Goods that may not be mixed: one commodity per item, lot, expiry and reservation, and where each comes from."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.allocation.network import Network
from core.domain.columns import days, numbers
from core.domain.operation import Operation
from core.domain.positions import names_in, positions_in
from core.domain.schemas import Arrivals, Camps, Items, Offers, Stock
from core.domain.weeks import numbers_of_weeks

KG_PER_TONNE = 1000.0


@dataclass(frozen=True, eq=False)
class Commodities:
    """Goods, their sources, and the sites (place and commodity pairs) they can ever be at.

    Attributes
    ----------
    item
        Item of each commodity, shape (n_commodities,).
    lot, expires, earmark
        What marks it; blank where nothing does. ``earmark`` is a camp's position, -1 for none.
    lots
        Lot identifiers that ``lot`` counts in.
    expiry_week
        First week in which it can no longer be used; n_weeks where that is after the horizon.
    supply_place, supply_commodity, supply_week, supply_quantity
        Opening stock (week 0) and arrivals in units, one entry per row of the tables.
    opening_place, opening_commodity, opening_quantity
        The opening stock alone.
    offer_place, offer_item, offer_lead_weeks, offer_usd_per_kg, offer_limit_kg
        What suppliers sell.
    offer_commodity
        What a purchase becomes, -1 where it would be of no use, shape (n_offers, n_weeks).
    site_place, site_commodity
        Every place each commodity can reach.
    site_of
        Position of a site, -1 where a commodity never comes, shape (n_places, n_commodities).
    """

    item: np.ndarray
    lot: np.ndarray
    lots: pd.Index
    expires: pd.DatetimeIndex
    earmark: np.ndarray
    expiry_week: np.ndarray
    supply_place: np.ndarray
    supply_commodity: np.ndarray
    supply_week: np.ndarray
    supply_quantity: np.ndarray
    opening_place: np.ndarray
    opening_commodity: np.ndarray
    opening_quantity: np.ndarray
    offer_place: np.ndarray
    offer_item: np.ndarray
    offer_lead_weeks: np.ndarray
    offer_usd_per_kg: np.ndarray
    offer_limit_kg: np.ndarray
    offer_commodity: np.ndarray
    site_place: np.ndarray
    site_commodity: np.ndarray
    site_of: np.ndarray

    @property
    def n_sites(self) -> int:
        """Place and commodity pairs."""
        return len(self.site_place)


def collect_commodities(
    operation: Operation,
    places: pd.Index,
    items: pd.Index,
    network: Network,
    weeks: pd.DatetimeIndex,
    start: pd.Timestamp,
    notes: list[str],
) -> Commodities:
    """Goods of stock, arrivals and offers.

    Goods whose expiry lies after the horizon and which nothing else marks are unmarked goods.
    """
    n_weeks = len(weeks)
    rows = _supplies(operation, places, items, start, n_weeks, notes)
    goods = operation.tables["items"]
    offers = _usable_offers(operation.tables["offers"], items[numbers(goods, Items.weight_kg) <= 0], notes)
    offer_lead = np.ceil(numbers(offers, Offers.lead_time_weeks, blank=0.0)).astype(np.intp)
    offer_item = positions_in(items, offers[Offers.item_id])
    offer_expires = _purchase_expiry(goods, offer_item, weeks)

    n_offers = len(offers)
    nothing = np.full(n_offers * n_weeks, -1)
    item = np.concatenate([rows.item, np.repeat(offer_item, n_weeks)])
    lot = np.concatenate([rows.lot, nothing])
    expires = np.concatenate([rows.expires, offer_expires.ravel()])
    earmark = np.concatenate([rows.earmark, nothing])
    expiry_week = _expiry_week(expires, weeks)
    expires[(expiry_week == n_weeks) & (lot < 0) & (earmark < 0)] = np.datetime64("NaT")
    commodity, first = _kinds(item, lot, expires, earmark)

    n_rows = rows.item.size
    offer_commodity = commodity[n_rows:].reshape(n_offers, n_weeks)
    landing = np.arange(n_weeks)[None, :] + offer_lead[:, None]
    useless = (landing >= n_weeks) | (landing >= expiry_week[n_rows:].reshape(n_offers, n_weeks))
    offer_commodity = np.where(useless, -1, offer_commodity)
    offer_place = positions_in(places, offers[Offers.depot_id])
    supply_place, supply_commodity = rows.place, commodity[:n_rows]
    opening = slice(0, rows.n_opening)

    bought = np.nonzero(offer_commodity >= 0)
    reach = np.zeros((len(places), first.size), bool)
    reach[supply_place, supply_commodity] = True
    reach[offer_place[bought[0]], offer_commodity[bought]] = True
    _spread(reach, network)
    site_place, site_commodity = np.nonzero(reach)
    site_of = np.full(reach.shape, -1, np.int32)
    site_of[site_place, site_commodity] = np.arange(site_place.size, dtype=np.int32)
    return Commodities(
        item=item[first].astype(np.intp),
        lot=lot[first].astype(np.intp),
        lots=rows.lots,
        expires=pd.DatetimeIndex(expires[first]),
        earmark=earmark[first].astype(np.intp),
        expiry_week=expiry_week[first],
        supply_place=supply_place,
        supply_commodity=supply_commodity,
        supply_week=rows.week,
        supply_quantity=rows.quantity,
        opening_place=supply_place[opening],
        opening_commodity=supply_commodity[opening],
        opening_quantity=rows.quantity[opening],
        offer_place=offer_place,
        offer_item=offer_item,
        offer_lead_weeks=offer_lead,
        offer_usd_per_kg=numbers(offers, Offers.price_usd_per_t) / KG_PER_TONNE,
        offer_limit_kg=numbers(offers, Offers.quantity_t_per_week, blank=np.inf) * KG_PER_TONNE,
        offer_commodity=offer_commodity,
        site_place=site_place,
        site_commodity=site_commodity,
        site_of=site_of,
    )


@dataclass(frozen=True, eq=False)
class _Supplies:
    """Rows of stock, then of arrivals, by position of place, item, lot and camp."""

    place: np.ndarray
    item: np.ndarray
    week: np.ndarray
    quantity: np.ndarray
    lot: np.ndarray
    lots: pd.Index
    expires: np.ndarray
    earmark: np.ndarray
    n_opening: int


def _supplies(
    operation: Operation, places: pd.Index, items: pd.Index, start: pd.Timestamp, n_weeks: int, notes: list[str]
) -> _Supplies:
    """What can be counted on: rows with a quantity, and arrivals in the weeks planned."""
    camps, stock, arrivals = (operation.tables[name] for name in ("camps", "stock", "arrivals"))
    in_stock, arriving = numbers(stock, Stock.quantity), numbers(arrivals, Arrivals.quantity)
    unknown = np.isnan(in_stock)
    if unknown.any():
        notes.append(f"{int(unknown.sum())} stock rows have no quantity; the plan does not count on them.")
    week = numbers_of_weeks(days(arrivals, Arrivals.date), start)
    undated = np.isnan(arriving) | np.isnan(week)
    if undated.any():
        notes.append(f"{int(undated.sum())} arrivals have no date or no quantity; the plan does not count on them.")
    counted = np.concatenate([~unknown, ~undated & (week >= 0) & (week < n_weeks)])

    def found_in(names: pd.Index | pd.Series, of_stock: str, of_arrivals: str) -> np.ndarray:
        return positions_in(names, stock[of_stock], arrivals[of_arrivals])[counted]

    lots = names_in(stock[Stock.lot_id], arrivals[Arrivals.lot_id])
    return _Supplies(
        place=found_in(places, Stock.place_id, Arrivals.depot_id),
        item=found_in(items, Stock.item_id, Arrivals.item_id),
        week=np.concatenate([np.zeros(in_stock.size), week])[counted].astype(np.intp),
        quantity=np.concatenate([in_stock, arriving])[counted],
        lot=found_in(lots, Stock.lot_id, Arrivals.lot_id),
        lots=lots,
        expires=np.concatenate([days(stock, Stock.expires), days(arrivals, Arrivals.expires)])[counted],
        earmark=found_in(camps[Camps.camp_id], Stock.earmark, Arrivals.earmark),
        n_opening=int(counted[: in_stock.size].sum()),
    )


def _usable_offers(offers: pd.DataFrame, weightless: pd.Index, notes: list[str]) -> pd.DataFrame:
    if weightless.empty:
        return offers
    unsold = offers[Offers.item_id].isin(weightless)
    if unsold.any():
        names = ", ".join(sorted(set(offers[Offers.item_id][unsold])))
        notes.append(f"{names} weighs nothing, so it cannot be bought by the tonne; its offers are left out.")
    return offers[~unsold]


def _purchase_expiry(items: pd.DataFrame, offer_item: np.ndarray, weeks: pd.DatetimeIndex) -> np.ndarray:
    """Sunday of the purchase plus the shelf life, shape (n_offers, n_weeks); NaT where it keeps."""
    shelf_days = numbers(items, Items.shelf_life_days)[offer_item]
    keeps = np.isnan(shelf_days)
    life = np.floor(np.where(keeps, 0, shelf_days)).astype("timedelta64[D]").astype("timedelta64[ns]")
    expires = weeks.to_numpy("datetime64[ns]")[None, :] + life[:, None]
    expires[keeps] = np.datetime64("NaT")
    return expires


def _expiry_week(expires: np.ndarray, weeks: pd.DatetimeIndex) -> np.ndarray:
    """First week whose Sunday is on or after the expiry."""
    week = np.searchsorted(weeks.to_numpy("datetime64[ns]"), expires, side="left")
    return np.where(np.isnat(expires), len(weeks), week)


def _kinds(
    item: np.ndarray, lot: np.ndarray, expires: np.ndarray, earmark: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The kind of each row, sorted by item, lot, expiry and reservation, and the first row of each kind."""
    # What keeps comes after what expires.
    day = np.where(np.isnat(expires), np.iinfo(np.int64).max, expires.astype(np.int64))
    marks = (item, lot, day, earmark)
    order = np.lexsort(marks[::-1])
    is_new = np.zeros(order.size, bool)
    is_new[:1] = True
    for mark in marks:
        is_new[1:] |= mark[order][1:] != mark[order][:-1]
    kind = np.empty(order.size, np.intp)
    kind[order] = np.cumsum(is_new) - 1
    # The sort keeps the order of equal rows, so the first of each run is the first of its kind.
    return kind, order[is_new]


def _spread(reach: np.ndarray, network: Network) -> None:
    """Mark every place that goods can ever get to from where they are, in place."""
    used = network.open.any(axis=1)
    origin, destination = network.origin[used], network.destination[used]
    count = -1
    while count != (count := int(reach.sum())):
        np.logical_or.at(reach, destination, reach[origin])
