"""The shelves of one item as arrays: who holds what, what is on its way, what is sent or asked for."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.schemas import Shipments
from core.domain.weeks import DAYS_PER_WEEK
from core.inventory.goods import FREE
from core.inventory.projection import Feeding, ItemShelves, Legs

LEVELS = 12
"""Most places that goods pass within a day; more would be a circle."""


@dataclass(frozen=True, eq=False)
class Horizon:
    """Places and days a projection is about.

    Attributes
    ----------
    camps, depots
        Identifiers; no place stands in both.
    start
        Day on which stock was counted; day 1 is the next.
    weeks
        Sundays of the planning weeks.
    """

    camps: pd.Index
    depots: pd.Index
    start: pd.Timestamp
    weeks: pd.DatetimeIndex

    @property
    def days(self) -> int:
        """Days of the projection: seven for each week."""
        return len(self.weeks) * DAYS_PER_WEEK

    @property
    def places(self) -> pd.Index:
        """Camps, then depots."""
        return self.camps.append(self.depots)

    def date(self, day: np.ndarray) -> pd.DatetimeIndex:
        """Dates of days; NaT for those after the last."""
        dates = self.start + pd.to_timedelta(np.where(day <= self.days, day, 0), unit="D")
        return pd.DatetimeIndex(dates).where(day <= self.days).astype("datetime64[ns]")


@dataclass(frozen=True, eq=False)
class LotsOfItem:
    """Goods of one item, each with its shelf (key) and class.

    Attributes
    ----------
    lying, coming
        ``goods.COLUMNS`` of what lies at places of the horizon and has not expired, and of what comes in.
    days
        Day on which each lot of ``coming`` comes in, shape (n_coming, n_futures).
    """

    lying: pd.DataFrame
    coming: pd.DataFrame
    days: np.ndarray


def shelves_of_item(
    horizon: Horizon, lots: LotsOfItem, need: np.ndarray, waits: bool, moves: pd.Series | pd.DataFrame
) -> tuple[ItemShelves, pd.DataFrame]:
    """Arrays of one item, and the place and holder of each key.

    Parameters
    ----------
    need
        Units newly needed a week, shape (n_camps, n_weeks, n_futures).
    moves
        The depot that feeds each camp, by camp_id; or what a plan sends of the item: origin_id, destination_id, week,
        quantity, lead_days, earmark.
    """
    goods = pd.concat([lots.lying, lots.coming], ignore_index=True)
    keys = _keys(horizon, goods, moves)
    key = keys.get_indexer(pd.MultiIndex.from_frame(goods[["place_id", "holder"]]))
    last_day = last_days(goods["expires"], horizon)
    classes = np.union1d(last_day, [horizon.days + 1])
    of_class = np.searchsorted(classes, last_day)
    lying = len(lots.lying)
    units = goods["quantity"].to_numpy(float)
    opening = np.zeros((len(classes), len(keys)))
    np.add.at(opening, (of_class[:lying], key[:lying]), units[:lying])
    shelves = ItemShelves(
        n_camps=len(horizon.camps),
        n_depots=len(horizon.depots),
        place_of_key=horizon.places.get_indexer(keys.get_level_values(0)),
        opening=opening,
        last_day=classes,
        coming_key=key[lying:],
        coming_class=of_class[lying:],
        coming_units=units[lying:],
        coming_day=lots.days,
        need=need,
        waits=waits,
        moves=_legs(horizon, keys, moves) if isinstance(moves, pd.DataFrame) else _feeding(horizon, keys, moves),
    )
    return shelves, keys.to_frame(index=False, name=["place_id", "holder"])


def last_days(expires: pd.Series, horizon: Horizon) -> np.ndarray:
    """Last day of use of goods; the day after the horizon for all that keep longer."""
    days = (expires - horizon.start).dt.days.fillna(horizon.days + 1).to_numpy(float)
    return np.minimum(days, horizon.days + 1).astype(int)


def _keys(horizon: Horizon, goods: pd.DataFrame, moves: pd.Series | pd.DataFrame) -> pd.MultiIndex:
    own = pd.DataFrame({"place_id": horizon.places.to_numpy(dtype=object), "holder": FREE})
    held = [goods[["place_id", "holder"]]]
    if isinstance(moves, pd.DataFrame):
        held += [_ends(moves, column) for column in (Shipments.origin_id, Shipments.destination_id)]
    every = pd.concat([own, *held], ignore_index=True).astype(object).drop_duplicates()
    return pd.MultiIndex.from_frame(every)


def _ends(sent: pd.DataFrame, column: str) -> pd.DataFrame:
    """Place and holder at one end of what is sent; goods that reach the camp they are kept for are free."""
    place = sent[column].astype(object)
    earmark = sent[Shipments.earmark].astype(object)
    free = earmark.isna() | (earmark == place)
    return pd.DataFrame({"place_id": place, "holder": earmark.mask(free, FREE)})


def _feeding(horizon: Horizon, keys: pd.MultiIndex, depot_of_camp: pd.Series) -> Feeding:
    depots = horizon.depots.get_indexer(pd.Index(depot_of_camp.reindex(horizon.camps).to_numpy(dtype=object)))
    held = np.arange(len(horizon.places), len(keys))
    camps = horizon.camps.get_indexer(keys.get_level_values(1)[held])
    held, camps = held[camps >= 0], camps[camps >= 0]
    # goods reserved for a camp stand mostly at one place, so there are few rounds
    turn = pd.Series(camps).groupby(camps).cumcount().to_numpy() if len(camps) else np.zeros(0, int)
    rounds = tuple((held[turn == at], camps[turn == at]) for at in np.unique(turn))
    return Feeding(np.where(depots >= 0, depots + len(horizon.camps), -1), rounds)


def _legs(horizon: Horizon, keys: pd.MultiIndex, sent: pd.DataFrame) -> Legs:
    week = horizon.weeks.get_indexer(pd.DatetimeIndex(sent[Shipments.week]))
    origin, destination = (
        keys.get_indexer(pd.MultiIndex.from_frame(_ends(sent, column)))
        for column in (Shipments.origin_id, Shipments.destination_id)
    )
    legs = pd.DataFrame(
        {"origin": origin, "destination": destination, "lead": sent["lead_days"].to_numpy(int), "week": week}
    )
    legs["quantity"] = sent[Shipments.quantity].to_numpy(float)
    legs = legs[week >= 0]
    ways = legs[["origin", "destination", "lead"]].drop_duplicates().reset_index(drop=True)
    at = pd.MultiIndex.from_frame(ways).get_indexer(pd.MultiIndex.from_frame(legs[["origin", "destination", "lead"]]))
    by_week = np.zeros((len(ways), len(horizon.weeks)))
    np.add.at(by_week, (at, legs["week"].to_numpy()), legs["quantity"].to_numpy())
    sundays = (horizon.weeks - horizon.start).days.to_numpy()
    planned, in_time = np.zeros((len(ways), horizon.days)), np.zeros((len(ways), horizon.days))
    planned[:, np.maximum(sundays - DAYS_PER_WEEK, 0)] = by_week
    for week, sunday in enumerate(sundays):
        in_time[:, max(sunday - DAYS_PER_WEEK, 0) : sunday - 1] = by_week[:, week, None]
    start, end, lead = (ways[column].to_numpy() for column in ("origin", "destination", "lead"))
    return Legs(start, end, lead, _levels(start, end, lead, len(keys)), planned, in_time)


def _levels(start: np.ndarray, end: np.ndarray, lead: np.ndarray, n_keys: int) -> np.ndarray:
    """How many legs of the same day lead up to each leg at most."""
    level = np.zeros(n_keys, dtype=int)
    same_day = lead == 0
    for _ in range(LEVELS):
        before = level.copy()
        np.maximum.at(level, end[same_day], level[start[same_day]] + 1)
        if (before == level).all():
            break
    return level[start]
