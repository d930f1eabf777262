"""Safety stock of a depot and its camps together, by guaranteed service times.

Each place promises to hand on goods within a service time and holds safety stock for the time it cannot pass on: its
own time and that of whoever feeds it, less what it promises. Less promised upstream means more stock there and less
downstream; the promises of least holding cost are found exactly (Graves and Willems 2000; Snyder and Shen,
*Fundamentals of Supply Chain Theory*, 2nd edition, chapter 6).
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class FeedingTree:
    """Places that feed each other; each is fed by one other or from outside.

    Attributes
    ----------
    parent
        Position of the place that feeds each, -1 for those fed from outside, shape (n,); parents come before children.
    weeks
        Whole weeks that each place's own replenishment takes, review included, shape (n,).
    inbound
        Whole weeks within which places fed from outside are served, shape (n,); not read for others.
    promised
        Longest service time a place without children may promise, whole weeks, shape (n,).
    cost
        Cost of the safety stock that covers so many weeks, shape (n, most_weeks + 1); rising, 0 at 0.
    """

    parent: np.ndarray
    weeks: np.ndarray
    inbound: np.ndarray
    promised: np.ndarray
    cost: np.ndarray


@dataclass(frozen=True, eq=False)
class Promises:
    """Service times of least cost.

    Attributes
    ----------
    service_weeks
        What each place promises, shape (n,).
    covered_weeks
        Weeks that its safety stock covers, shape (n,).
    cost
        Of all places fed from outside, each with what it feeds, summed.
    """

    service_weeks: np.ndarray
    covered_weeks: np.ndarray
    cost: float


def best_promises(tree: FeedingTree) -> Promises:
    """Service times at which the safety stock of all places costs least.

    Raises
    ------
    ValueError
        If a place comes before the one that feeds it, or ``cost`` does not reach as far as times can add up.
    """
    n, reach = tree.cost.shape
    fed = tree.parent >= 0
    if (tree.parent >= np.arange(n)).any():
        raise ValueError("Expected every place after the one that feeds it.")
    depth = np.zeros(n, dtype=int)
    longest = tree.weeks + np.where(fed, 0, tree.inbound)
    for place in np.flatnonzero(fed):
        depth[place] = depth[tree.parent[place]] + 1
        longest[place] += longest[tree.parent[place]]
    if longest.max(initial=0) >= reach:
        raise ValueError(f"Expected costs for 0 to {longest.max()} weeks, got them for 0 to {reach - 1}.")
    below = np.zeros((n, reach))
    """Least cost of all that a place feeds, by the service time it promises."""
    is_leaf = ~np.isin(np.arange(n), tree.parent)
    below[is_leaf] = np.where(np.arange(reach) <= tree.promised[is_leaf][:, None], 0.0, np.inf)
    best, choice = np.full((n, reach), np.inf), np.zeros((n, reach), dtype=int)
    promises = np.arange(reach)
    for level in range(depth.max(initial=0), -1, -1):
        at = np.flatnonzero(depth == level)
        for inbound in range(reach):
            covered = inbound + tree.weeks[at][:, None] - promises
            possible = (covered >= 0) & (covered < reach)
            cost = np.where(possible, tree.cost[at[:, None], np.clip(covered, 0, reach - 1)], np.inf) + below[at]
            choice[at, inbound] = cost.argmin(axis=1)
            best[at, inbound] = cost.min(axis=1)
        children = at[fed[at]]
        np.add.at(below, tree.parent[children], best[children])
    service, inbound_of = np.zeros(n, dtype=int), np.where(fed, 0, tree.inbound)
    for level in range(depth.max(initial=0) + 1):
        at = np.flatnonzero(depth == level)
        inbound_of[at] = np.where(fed[at], service[tree.parent[at]], inbound_of[at])
        service[at] = choice[at, inbound_of[at]]
    return Promises(service, inbound_of + tree.weeks - service, float(best[~fed, tree.inbound[~fed]].sum()))
