"""What a policy may know on the day it decides; everything that is known later is cut away here."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.allocation.commodities import Commodities
from core.allocation.problem import Problem
from core.domain.schemas import LEVELS
from core.simulation.gone_by import GoneBy, weeks_gone_by
from core.simulation.ground import Ground
from core.simulation.state import State
from core.simulation.world import World

Forecast = Callable[[pd.Timestamp, pd.DataFrame], np.ndarray]
"""From a day and the counts known on it to people, shape (n_camps, horizon, 9); 0 for camps nobody has counted."""


@dataclass(frozen=True, eq=False)
class Known:
    """What is known on a day.

    Attributes
    ----------
    as_of
        The day; week 1 of the plan ends on the first Sunday after it.
    problem
        Stock, announced arrivals, goods on their way, roads and money of the weeks ahead; its need is nil.
    forecast
        People ahead, shape (n_camps, horizon, 9).
    last_count
        People last counted, 0 where nobody was, shape (n_camps,).
    served
        Units handed out that still serve in each week ahead, shape (n_camps, n_items, horizon).
    gone_by
        What camps needed and went without in the weeks gone by.
    ground
        What is the same in every future.
    """

    as_of: pd.Timestamp
    problem: Problem
    forecast: np.ndarray
    last_count: np.ndarray
    served: np.ndarray
    gone_by: GoneBy
    ground: Ground

    def need(self, people: np.ndarray) -> np.ndarray:
        """Units newly needed by so many people, shape (n_pairs, horizon), in the order of the problem's pairs."""
        need = self.ground.standards.newly_needed(people, self.served)
        return need.reshape(-1, need.shape[2])


def what_is_known(ground: Ground, world: World, state: State, week: int, forecast: Forecast) -> Known:
    """Cut out of a future what is known at the start of a week.

    Counts are known from their date on; an arrival is known as announced until it is there, and one that is late is
    expected in the coming week; a closure is known from the day it begins. What was sent is known to land in time.
    """
    as_of = ground.as_of(week)
    ahead = slice(week, week + ground.horizon)
    counts = world.counts_until(as_of)
    people = forecast(as_of, counts)
    return Known(
        as_of=as_of,
        problem=_problem(ground, world, state, week),
        forecast=people,
        last_count=world.last_counts(as_of),
        served=ground.standards.served(state.handed)[:, :, ahead],
        gone_by=weeks_gone_by(
            ground, counts, world.camp[: len(counts)], state.handed, week, people[:, 0, LEVELS.index(0.5)]
        ),
        ground=ground,
    )


def _problem(ground: Ground, world: World, state: State, week: int) -> Problem:
    problem, kinds = ground.problem, ground.kinds
    weeks = ground.sundays[week : week + ground.horizon]
    goods = _commodities(ground, world, state, week, weeks)
    volume = state.stock @ problem.volume_m3[kinds.item]
    weeks_left = ground.weeks - week
    # money for all weeks together is shared evenly over those that are left
    share = min(1.0, ground.horizon / weeks_left)
    return replace(
        problem,
        weeks=weeks,
        commodities=goods,
        network=ground.networks[week],
        need=np.zeros((problem.n_pairs, ground.horizon)),
        storage_m3=np.maximum(problem.storage_m3, volume),
        budget_usd=max(problem.budget_usd - state.spent_usd, 0.0) * share,
    )


def _commodities(ground: Ground, world: World, state: State, week: int, weeks: pd.DatetimeIndex) -> Commodities:
    """Goods of the weeks ahead; a commodity of the problem is a kind of the simulation, at the same position."""
    kinds, base = ground.kinds, ground.problem.commodities
    n_places, horizon = len(ground.problem.places), ground.horizon
    place, kind = np.nonzero(state.stock > 0)
    quantity = state.stock[place, kind]
    way_week, way_place, way_kind = np.nonzero(state.on_the_way[week : week + horizon] > 0)
    way_quantity = state.on_the_way[week : week + horizon][way_week, way_place, way_kind]
    expected = np.maximum(kinds.arrival_week - week, 0)
    open_ = np.flatnonzero((world.lands >= week) & (expected < horizon))
    expiry = np.searchsorted(weeks.to_numpy("datetime64[ns]"), kinds.expires, side="left")
    expiry = np.where(np.isnat(kinds.expires), horizon, expiry)
    bought = kinds.offer_kind[:, week : week + horizon]
    landing = np.arange(horizon)[None, :] + base.offer_lead_weeks[:, None]
    useless = (landing >= horizon) | (landing >= expiry[bought])
    sites = np.arange(n_places * kinds.n_kinds)
    return replace(
        base,
        item=kinds.item,
        lot=kinds.lot,
        lots=kinds.lots,
        expires=pd.DatetimeIndex(kinds.expires),
        earmark=kinds.earmark,
        expiry_week=expiry,
        supply_place=np.r_[place, way_place, kinds.arrival_place[open_]],
        supply_commodity=np.r_[kind, way_kind, kinds.arrival_kind[open_]],
        supply_week=np.r_[np.zeros(place.size, np.intp), way_week, expected[open_]],
        supply_quantity=np.r_[quantity, way_quantity, kinds.arrival_quantity[open_]],
        opening_place=place,
        opening_commodity=kind,
        opening_quantity=quantity,
        offer_commodity=np.where(useless, -1, bought),
        site_place=sites // kinds.n_kinds,
        site_commodity=sites % kinds.n_kinds,
        site_of=sites.reshape(n_places, kinds.n_kinds).astype(np.int32),
    )
