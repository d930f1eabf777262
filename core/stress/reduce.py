"""A few futures that stand for many: those a plan for the spread is made over."""

from dataclasses import dataclass

import numpy as np

from core.stress.futures import NeedFutures


@dataclass(frozen=True, eq=False)
class FewFutures:
    """Futures with their chances.

    Attributes
    ----------
    need
        Units newly needed, shape (n_futures, n_pairs, n_weeks), pairs in the order of ``NeedFutures.pairs``.
    chance
        Shape (n_futures,), adding up to 1.
    """

    need: np.ndarray
    chance: np.ndarray


def few_futures(futures: NeedFutures, weight: np.ndarray, count: int) -> FewFutures:
    """Stand-ins for many futures, picked one after the other (fast forward selection).

    Each next one is the future that brings all others nearest to a picked one; every future then gives its chance to
    the nearest. Heitsch and Roemisch (2003), "Scenario reduction algorithms in stochastic programming".

    Parameters
    ----------
    weight
        What a unit of each pair counts, shape (n_pairs,): futures are near where little of weight differs.
    """
    n_futures = futures.need.shape[2]
    points = (futures.need * weight[:, None, None]).reshape(-1, n_futures).T
    squares = (points**2).sum(axis=1)
    distance = np.sqrt(np.maximum(squares[:, None] + squares[None, :] - 2 * points @ points.T, 0.0))
    nearest = np.full(n_futures, np.inf)
    picked: list[int] = []
    for _ in range(min(count, n_futures)):
        left = np.minimum(nearest[:, None], distance).sum(axis=0)
        left[picked] = np.inf
        chosen = int(left.argmin())
        picked.append(chosen)
        nearest = np.minimum(nearest, distance[:, chosen])
    owner = distance[:, picked].argmin(axis=1)
    chance = np.bincount(owner, minlength=len(picked)) / n_futures
    return FewFutures(np.moveaxis(futures.need[:, :, picked], 2, 0), chance)
