"""What a projection of one item says, as tables: days of cover, chance of a stock-out by date, what expires."""

import numpy as np
import pandas as pd

from core.domain.schemas import ExpiryRisk, ShelfCover, Stockout
from core.inventory.cover import days_until_used, whole_days
from core.inventory.item_shelves import Horizon, LotsOfItem, last_days
from core.inventory.projection import Feeding, ItemShelves, Legs, Projection

LOW, MIDDLE, HIGH = 0.1, 0.5, 0.9
"""Quantiles told of everything uncertain: an 80 % range around the median."""


def cover_of_item(
    horizon: Horizon, item_id: str, shelves: ItemShelves, found: Projection, demand: np.ndarray
) -> pd.DataFrame:
    """``ShelfCover`` of all places, as if every shelf were known.

    Parameters
    ----------
    demand
        Units used a week from each place with nothing coming in, shape (n_places, n_weeks, n_futures).
    """
    n_places, n_weeks, futures = demand.shape
    stock = shelves.by_place(shelves.opening.sum(axis=0))
    by_future = demand.transpose(0, 2, 1).reshape(-1, n_weeks)
    days = days_until_used(np.repeat(stock, futures), by_future).reshape(n_places, futures)
    first = np.quantile(found.first_out, (LOW, MIDDLE, HIGH), axis=1, method="inverted_cdf")
    out_days = found.out_share.sum(axis=1)
    cover = pd.DataFrame(
        {
            ShelfCover.place_id: horizon.places.to_numpy(dtype=object),
            ShelfCover.item_id: item_id,
            ShelfCover.kind: np.repeat(["camp", "depot"], [shelves.n_camps, shelves.n_depots]),
            ShelfCover.stock_units: stock,
        }
    )
    if shelves.waits:
        for column in (ShelfCover.days, ShelfCover.days_q10, ShelfCover.days_q90, ShelfCover.probability):
            cover[column] = np.nan
        cover[ShelfCover.days_without] = np.nan
        cover[ShelfCover.lack_units] = found.lack_in_all.mean(axis=1)
        for column in (ShelfCover.first_q10, ShelfCover.first_q50, ShelfCover.first_q90):
            cover[column] = pd.NaT
        return cover
    quantiles = np.quantile(days, (MIDDLE, LOW, HIGH), axis=1)
    for column, values in zip((ShelfCover.days, ShelfCover.days_q10, ShelfCover.days_q90), quantiles, strict=True):
        cover[column] = whole_days(pd.Series(values)).to_numpy()
    cover[ShelfCover.probability] = (found.first_out <= horizon.days).mean(axis=1)
    cover[ShelfCover.days_without] = out_days
    cover[ShelfCover.lack_units] = found.lack_in_all.mean(axis=1)
    for column, day in zip((ShelfCover.first_q10, ShelfCover.first_q50, ShelfCover.first_q90), first, strict=True):
        cover[column] = horizon.date(day)
    return cover


def stockout_of_item(
    horizon: Horizon, item_id: str, shelves: ItemShelves, found: Projection, told: np.ndarray
) -> pd.DataFrame:
    """``Stockout`` of the places that ``told`` (boolean, shape (n_places,)) names, a row per day."""
    n_places, days = int(told.sum()), horizon.days
    every = np.arange(1, days + 1)
    first = found.first_out[told]
    counted = np.zeros((n_places, days + 2))
    np.add.at(counted, (np.arange(n_places)[:, None], first), 1 / first.shape[1])
    by_then = np.minimum(np.cumsum(counted[:, 1 : days + 1], axis=1), 1.0)
    lack = np.full(len(horizon.places), "waiting" if shelves.waits else "lost", dtype=object)
    lack[shelves.n_camps :] = "waiting" if shelves.waits or isinstance(shelves.moves, Legs) else "lost"
    blank = np.nan if shelves.waits else 1.0
    return pd.DataFrame(
        {
            Stockout.place_id: np.repeat(horizon.places.to_numpy(dtype=object)[told], days),
            Stockout.item_id: item_id,
            Stockout.date: np.tile(horizon.date(every).to_numpy(), n_places),
            Stockout.probability: by_then.ravel() * blank,
            Stockout.probability_on_date: found.out_share[told].ravel() * blank,
            Stockout.stock_units: found.stock[told].ravel(),
            Stockout.lack_units: found.lack[told].ravel(),
            Stockout.lack: np.repeat(lack[told], days),
        }
    )


def expiry_of_item(
    horizon: Horizon, lots: LotsOfItem, shelves: ItemShelves, keys: pd.DataFrame, found: Projection
) -> pd.DataFrame:
    """``ExpiryRisk`` of lots whose last day lies within the horizon, where they lie now or come in.

    Lots of one place, reservation and last day are used alike, so they stand in one row. With a plan goods may expire
    where they were sent to; that stands at the place they expire at, without a lot.
    """
    if len(shelves.last_day) == 1:
        return pd.DataFrame(columns=ExpiryRisk.column_names())
    goods = pd.concat([lots.lying, lots.coming], ignore_index=True)
    goods = goods.assign(last=last_days(goods["expires"], horizon))
    goods = goods[goods["last"] <= horizon.days]
    expired = found.expired[:-1]
    of_class, key = np.nonzero(expired.any(axis=2))
    lost = expired[of_class, key]
    low, high = np.quantile(lost, (LOW, HIGH), axis=1) if len(lost) else (np.zeros(0), np.zeros(0))
    risk = keys.iloc[key].reset_index(drop=True).assign(last=shelves.last_day[of_class])
    risk = risk.assign(mean=lost.mean(axis=1), low=low, high=high, chance=(lost > 0).mean(axis=1))
    joined = (
        goods.groupby(["place_id", "holder", "last"], as_index=False, dropna=False)
        .agg(
            lot_id=("lot_id", _named), donor=("donor", _named), earmark=("earmark", "first"), units=("quantity", "sum")
        )
        .merge(risk, on=["place_id", "holder", "last"], how="outer")
    )
    numbers = ["units", "mean", "low", "high", "chance"]
    joined[numbers] = joined[numbers].astype(float).fillna(0.0)
    return pd.DataFrame(
        {
            ExpiryRisk.place_id: joined["place_id"],
            ExpiryRisk.item_id: goods["item_id"].iloc[0] if len(goods) else None,
            ExpiryRisk.lot_id: joined["lot_id"],
            ExpiryRisk.expires: horizon.date(joined["last"].to_numpy(int)),
            ExpiryRisk.donor: joined["donor"],
            ExpiryRisk.earmark: joined["earmark"],
            ExpiryRisk.quantity: joined["units"],
            ExpiryRisk.expiring_units: joined["mean"],
            ExpiryRisk.expiring_q10: joined["low"],
            ExpiryRisk.expiring_q90: joined["high"],
            ExpiryRisk.probability: joined["chance"],
        }
    )


def expired_already(goods: pd.DataFrame) -> pd.DataFrame:
    """``ExpiryRisk`` of lots that nobody may use any more."""
    return pd.DataFrame(
        {
            ExpiryRisk.place_id: goods["place_id"],
            ExpiryRisk.item_id: goods["item_id"],
            ExpiryRisk.lot_id: goods["lot_id"],
            ExpiryRisk.expires: goods["expires"],
            ExpiryRisk.donor: goods["donor"],
            ExpiryRisk.earmark: goods["earmark"],
            ExpiryRisk.quantity: goods["quantity"],
            ExpiryRisk.expiring_units: goods["quantity"],
            ExpiryRisk.expiring_q10: goods["quantity"],
            ExpiryRisk.expiring_q90: goods["quantity"],
            ExpiryRisk.probability: 1.0,
        }
    )


def demand_of_places(shelves: ItemShelves) -> np.ndarray:
    """Units a week that would be used from each place's shelf if nothing came in, shape (n_places, n_weeks, n_futures).

    Of a camp its need; of a depot the need of the camps it feeds, or with a plan what the plan sends from it.
    """
    n_weeks, futures = shelves.need.shape[1:]
    demand = np.zeros((shelves.n_camps + shelves.n_depots, n_weeks, futures))
    demand[: shelves.n_camps] = shelves.need
    if isinstance(shelves.moves, Feeding):
        fed = np.flatnonzero(shelves.moves.depot >= 0)
        np.add.at(demand, shelves.moves.depot[fed], shelves.need[fed])
    else:
        by_week = shelves.moves.planned.reshape(len(shelves.moves.origin), n_weeks, -1).sum(axis=2)
        place = shelves.place_of_key[shelves.moves.origin]
        from_depots = place >= shelves.n_camps
        np.add.at(demand, place[from_depots], by_week[from_depots][:, :, None])
    return demand


def _named(names: pd.Series) -> str | None:
    known = names.dropna().astype(str).unique()
    return "; ".join(known) if len(known) else None
