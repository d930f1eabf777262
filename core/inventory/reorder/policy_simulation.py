"""Ordering rules played through many futures of use, all futures at once."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Played:
    """What an ordering rule did.

    Attributes
    ----------
    cycle_service
        Share of orders until whose arrival nothing lacked.
    fill_rate
        Share of units that were there when wanted.
    on_shelf, waiting
        Units at the end of a period, mean.
    orders_per_period
        Orders placed a period, mean.
    """

    cycle_service: float
    fill_rate: float
    on_shelf: float
    waiting: float
    orders_per_period: float


def play(
    used: np.ndarray, lead: np.ndarray, *, level: float, quantity: float | None, review: int = 1, warm_up: int = 0
) -> Played:
    """Play an ordering rule; what lacks waits.

    In each period first units are used, then ordered goods come in, then, every ``review`` periods, stock on the shelf
    and on order less what waits is looked at. Orders start full: ``level`` and one quantity.

    Parameters
    ----------
    used
        Units of each period in each future, shape (n_periods, n_futures).
    lead
        Periods until goods ordered in a period come in, at least 1, same shape; integers.
    level, quantity
        At or below the level as many whole quantities are ordered as bring it above; with no quantity, the rule orders
        up to the level at each review.
    warm_up
        Periods that are not counted.
    """
    n_periods, futures = used.shape
    coming = np.zeros((n_periods + int(lead.max()) + 1, futures))
    future = np.arange(futures)
    net = np.full(futures, level + (quantity or 0.0))
    position = net.copy()
    cycles = whole_cycles = orders = lacked = wanted = on_shelf = waiting = 0.0
    for period in range(n_periods):
        counted = period >= warm_up
        before = np.maximum(-net, 0.0)
        net = net - used[period]
        position = position - used[period]
        short = np.maximum(-net, 0.0)
        arrives = coming[period] > 0
        if counted:
            cycles += arrives.sum()
            whole_cycles += (arrives & (net >= 0)).sum()
            lacked += np.maximum(short - before, 0.0).sum()
            wanted += used[period].sum()
        net = net + coming[period]
        if (period + 1) % review == 0:
            if quantity is None:
                ordered = np.maximum(level - position, 0.0)
            else:
                ordered = quantity * np.maximum(np.floor((level - position) / quantity) + 1, 0.0)
            np.add.at(coming, (period + lead[period], future), ordered)
            position = position + ordered
            orders += counted * (ordered > 0).sum()
        if counted:
            on_shelf += np.maximum(net, 0.0).sum()
            waiting += np.maximum(-net, 0.0).sum()
    seen = (n_periods - warm_up) * futures
    return Played(
        cycle_service=float(whole_cycles / cycles) if cycles else float("nan"),
        fill_rate=float(1 - lacked / wanted),
        on_shelf=float(on_shelf / seen),
        waiting=float(waiting / seen),
        orders_per_period=float(orders / seen),
    )


def play_depot_and_camps(
    used: np.ndarray, *, depot_level: float, depot_lead: int, camp_levels: np.ndarray, camp_leads: np.ndarray,
    warm_up: int = 0,
) -> np.ndarray:  # fmt: skip
    """Play a depot that feeds camps, all ordering up to their levels every period; what lacks waits.

    What the depot lacks is shared in proportion to what each camp waits for.

    Parameters
    ----------
    used
        Units at each camp, shape (n_camps, n_periods, n_futures).
    camp_levels, camp_leads
        Order-up-to level and periods on the road from the depot, at least 1, shape (n_camps,).

    Returns
    -------
    np.ndarray
        Share of periods at whose end nothing waited, by camp.
    """
    n_camps, n_periods, futures = used.shape
    to_camp = np.zeros((n_camps, n_periods + int(camp_leads.max()) + 1, futures))
    to_depot = np.zeros((n_periods + depot_lead + 1, futures))
    camp = np.repeat(camp_levels[:, None].astype(float), futures, axis=1)
    depot, asked = np.full(futures, float(depot_level)), np.zeros((n_camps, futures))
    served = np.zeros(n_camps)
    for period in range(n_periods):
        camp = camp - used[:, period]
        if period >= warm_up:
            served += (camp >= 0).mean(axis=1)
        camp = camp + to_camp[:, period]
        depot = depot + to_depot[period]
        asked = asked + used[:, period]
        total = asked.sum(axis=0)
        sent = asked * np.divide(np.minimum(depot, total), total, out=np.zeros_like(total), where=total > 0)
        asked, depot = asked - sent, depot - sent.sum(axis=0)
        to_camp[np.arange(n_camps), period + camp_leads] += sent
        to_depot[period + depot_lead] += used[:, period].sum(axis=0)
    return served / (n_periods - warm_up)
