"""Goods that may not be mixed: one commodity per item, lot, expiry and reservation, and where each comes from."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.allocation.network import Network
from core.domain.operation import Operation
from core.domain.schemas import Arrivals, Camps, Items, Offers, Stock
from core.domain.weeks import week_numbers

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
    rows = pd.concat(
        [_stock_rows(operation.stock, notes), _arrival_rows(operation.arrivals, start, n_weeks, notes)],
        ignore_index=True,
    )
    offers = _usable_offers(operation, items, notes)
    offer_lead = np.ceil(offers[Offers.lead_time_weeks].fillna(0).to_numpy()).astype(np.intp)
    offer_item = items.get_indexer(offers[Offers.item_id])
    offer_expires = _purchase_expiry(operation.items, offer_item, weeks)

    lot, lots = pd.factorize(rows["lot"], sort=True)
    n_offers = len(offers)
    nothing = np.full(n_offers * n_weeks, -1)
    reserved = pd.Index(operation.camps[Camps.camp_id]).get_indexer(rows["earmark"])
    item = np.r_[items.get_indexer(rows["item"]), np.repeat(offer_item, n_weeks)]
    lot = np.r_[lot, nothing]
    expires = np.r_[rows["expires"].to_numpy("datetime64[ns]"), offer_expires.ravel()]
    earmark = np.r_[np.where(rows["earmark"].isna(), -1, reserved), nothing]
    expiry_week = _expiry_week(expires, weeks)
    expires[(expiry_week == n_weeks) & (lot < 0) & (earmark < 0)] = np.datetime64("NaT")
    commodity, first = _kinds(item, lot, expires, earmark)

    n_rows = len(rows)
    offer_commodity = commodity[n_rows:].reshape(n_offers, n_weeks)
    landing = np.arange(n_weeks)[None, :] + offer_lead[:, None]
    useless = (landing >= n_weeks) | (landing >= expiry_week[n_rows:].reshape(n_offers, n_weeks))
    offer_commodity = np.where(useless, -1, offer_commodity)
    offer_place = places.get_indexer(offers[Offers.depot_id])
    supply_place, supply_commodity = places.get_indexer(rows["place"]), commodity[:n_rows]
    opening = (rows["source"] == "stock").to_numpy(bool)

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
        lots=pd.Index(lots, dtype="str"),
        expires=pd.DatetimeIndex(expires[first]),
        earmark=earmark[first].astype(np.intp),
        expiry_week=expiry_week[first],
        supply_place=supply_place,
        supply_commodity=supply_commodity,
        supply_week=rows["week"].to_numpy(np.intp),
        supply_quantity=rows["quantity"].to_numpy(float),
        opening_place=supply_place[opening],
        opening_commodity=supply_commodity[opening],
        opening_quantity=rows["quantity"].to_numpy(float)[opening],
        offer_place=offer_place,
        offer_item=offer_item,
        offer_lead_weeks=offer_lead,
        offer_usd_per_kg=offers[Offers.price_usd_per_t].to_numpy() / KG_PER_TONNE,
        offer_limit_kg=offers[Offers.quantity_t_per_week].fillna(np.inf).to_numpy() * KG_PER_TONNE,
        offer_commodity=offer_commodity,
        site_place=site_place,
        site_commodity=site_commodity,
        site_of=site_of,
    )


def _stock_rows(stock: pd.DataFrame, notes: list[str]) -> pd.DataFrame:
    unknown = stock[Stock.quantity].isna()
    if unknown.any():
        notes.append(f"{int(unknown.sum())} stock rows have no quantity; the plan does not count on them.")
    known = stock[~unknown]
    return pd.DataFrame(
        {
            "place": known[Stock.place_id],
            "item": known[Stock.item_id],
            "week": 0,
            "quantity": known[Stock.quantity],
            "lot": known[Stock.lot_id],
            "expires": known[Stock.expires],
            "earmark": known[Stock.earmark],
            "source": "stock",
        }
    )


def _arrival_rows(arrivals: pd.DataFrame, start: pd.Timestamp, n_weeks: int, notes: list[str]) -> pd.DataFrame:
    unknown = arrivals[[Arrivals.quantity, Arrivals.date]].isna().any(axis=1)
    if unknown.any():
        notes.append(f"{int(unknown.sum())} arrivals have no date or no quantity; the plan does not count on them.")
    week = week_numbers(arrivals[Arrivals.date], start)
    counted = ~unknown & (week >= 0) & (week < n_weeks)
    known = arrivals[counted]
    return pd.DataFrame(
        {
            "place": known[Arrivals.depot_id],
            "item": known[Arrivals.item_id],
            "week": week[counted].astype("int64"),
            "quantity": known[Arrivals.quantity],
            "lot": known[Arrivals.lot_id],
            "expires": known[Arrivals.expires],
            "earmark": known[Arrivals.earmark],
            "source": "arrivals",
        }
    )


def _usable_offers(operation: Operation, items: pd.Index, notes: list[str]) -> pd.DataFrame:
    offers = operation.offers
    weightless = items[operation.items[Items.weight_kg].to_numpy() <= 0]
    unsold = offers[Offers.item_id].isin(weightless)
    if unsold.any():
        names = ", ".join(sorted(set(offers[Offers.item_id][unsold])))
        notes.append(f"{names} weighs nothing, so it cannot be bought by the tonne; its offers are left out.")
    return offers[~unsold]


def _purchase_expiry(items: pd.DataFrame, offer_item: np.ndarray, weeks: pd.DatetimeIndex) -> np.ndarray:
    """Sunday of the purchase plus the shelf life, shape (n_offers, n_weeks); NaT where it keeps."""
    days = items[Items.shelf_life_days].to_numpy()[offer_item]
    keeps = np.isnan(days)
    life = np.floor(np.where(keeps, 0, days)).astype("timedelta64[D]").astype("timedelta64[ns]")
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
