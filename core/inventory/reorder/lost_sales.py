"""Order-up-to rules replayed on real demand: a look a period, goods come one period later, what lacks is lost."""

from dataclasses import dataclass

import numpy as np

HALVINGS = 40
"""Steps of the search for a factor: 2 ** -40 of the first interval."""
LARGEST_FACTOR = 20.0


@dataclass(frozen=True, eq=False)
class Replayed:
    """What an order-up-to rule did, series by series.

    Attributes
    ----------
    wanted, lost
        Units wanted and not there, over the periods whose demand is known, shape (n,).
    mean_stock
        Units on the shelf at the end of a period, mean over all periods, shape (n,).
    """

    wanted: np.ndarray
    lost: np.ndarray
    mean_stock: np.ndarray


def replay(demand: np.ndarray, scored: np.ndarray, level: np.ndarray) -> Replayed:
    """Replay a rule.

    In each period the goods ordered at the end of the period before the last come in at its beginning, people take what
    they want as far as it is there, and at its end the shelf and what is on its way are filled up to the level.

    Parameters
    ----------
    demand
        Units wanted, shape (n, m).
    scored
        Whether the demand is known; other periods run but are not counted, shape (n, m).
    level
        Level ordered up to at the end of the period before, shape (n, m); the shelf starts at the first.
    """
    stock, coming = level[:, 0].astype(float), np.zeros(len(demand))
    lost, shelf = np.zeros(len(demand)), np.zeros(len(demand))
    for period in range(demand.shape[1]):
        ordered = np.maximum(level[:, period] - stock - coming, 0.0)
        stock = stock + coming
        short = np.maximum(demand[:, period] - stock, 0.0)
        stock = np.maximum(stock - demand[:, period], 0.0)
        coming = ordered
        lost += short * scored[:, period]
        shelf += stock
    return Replayed((demand * scored).sum(axis=1), lost, shelf / demand.shape[1])


def factor_for_stock(
    demand: np.ndarray, middle: np.ndarray, spread: np.ndarray, unit: np.ndarray, stock_periods: float
) -> float:
    """How many spreads above the middle to order up to, so that the shelves hold the same stock as another rule's.

    Parameters
    ----------
    demand
        As in ``replay``.
    middle, spread
        Level = middle + factor x spread, never negative, shape (n, m).
    unit
        Usual demand a period, by which the stock of each series is divided, shape (n,).
    stock_periods
        Mean over the series of stock / unit that is wanted.
    """
    low, high = -1.0, LARGEST_FACTOR
    everything = np.ones(demand.shape, dtype=bool)
    for _ in range(HALVINGS):
        factor = (low + high) / 2
        held = replay(demand, everything, np.maximum(middle + factor * spread, 0.0)).mean_stock
        low, high = (factor, high) if (held / unit).mean() < stock_periods else (low, factor)
    return low


def loss_ratio(ours: np.ndarray, theirs: np.ndarray, site: np.ndarray, draws: int, seed: int) -> tuple[float, ...]:
    """Ratio of two mean losses, and its 80 % interval from sites drawn again and again.

    Parameters
    ----------
    ours, theirs
        Share of demand lost (or units) by series, shape (n,).
    site
        Site of each series, numbered from 0, shape (n,).

    Returns
    -------
    tuple of float
        Ratio, lower and upper end.
    """
    n_sites = int(site.max()) + 1
    sums = np.stack([np.bincount(site, weights=each, minlength=n_sites) for each in (ours, theirs)])
    picked = np.random.default_rng(seed).integers(n_sites, size=(draws, n_sites))
    drawn = sums[:, picked].sum(axis=2)
    ends = np.quantile(drawn[0] / drawn[1], (0.1, 0.9))
    return float(ours.sum() / theirs.sum()), float(ends[0]), float(ends[1])
