"""Shelves of one item written out by hand: camps with a daily need, lots that lie there or come in."""

import numpy as np

from core.inventory.projection import Feeding, ItemShelves


def camps(
    stock,
    daily,
    *,
    weeks=2,
    futures=4,
    expires=None,
    coming=(),
    depots=(),
    feeds=None,
    held=(),
    waits=False,
    moves=None,
):
    """Camps (and depots) with stock; day ``weeks * 7 + 1`` stands for goods that keep.

    ``stock`` and ``daily`` by camp; ``expires`` the last day of each camp's stock; ``coming`` rows of (key, units, day,
    last day); ``depots`` their stock, ``feeds`` the depot (0, 1, ...) of each camp; ``held`` rows of (depot, camp,
    units): goods at a depot that are kept for a camp.
    """
    n_camps, n_depots, horizon = len(stock), len(depots), weeks * 7
    keeps = horizon + 1
    own = [*(expires or [keeps] * n_camps), *([keeps] * (n_depots + len(held)))]
    classes = np.unique([keeps, *own, *(last for *_, last in coming)])
    units = [*stock, *depots, *(amount for _, _, amount in held)]
    opening = np.zeros((len(classes), len(units)))
    opening[np.searchsorted(classes, own), np.arange(len(units))] = units
    need = np.broadcast_to(np.asarray(daily, float).reshape(n_camps, -1, 1) * 7, (n_camps, weeks, futures))
    depot = np.full(n_camps, -1) if feeds is None else np.asarray(feeds) + n_camps
    rounds = tuple((np.array([n_camps + n_depots + at]), np.array([camp])) for at, (_, camp, _) in enumerate(held))
    return ItemShelves(
        n_camps=n_camps,
        n_depots=n_depots,
        place_of_key=np.array([*range(n_camps + n_depots), *(n_camps + at for at, _, _ in held)]),
        opening=opening,
        last_day=classes,
        coming_key=np.array([key for key, *_ in coming], int),
        coming_class=np.searchsorted(classes, [last for *_, last in coming]).astype(int),
        coming_units=np.array([amount for _, amount, _, _ in coming], float),
        coming_day=np.array([np.broadcast_to(day, futures) for _, _, day, _ in coming], int).reshape(-1, futures),
        need=need,
        waits=waits,
        moves=moves or Feeding(depot, rounds),
    )
