"""Order quantities, reorder points and order-up-to levels for a service level.

Two services are told apart. *Cycle service* (alpha): share of order cycles in which nothing lacks before the goods come
in. *Fill rate* (beta): share of units that are there when they are wanted. What lacks is supposed to wait; where it is
lost instead, shelves are a little fuller than told here.
"""

from collections.abc import Callable

import numpy as np

from core.inventory.reorder.demand_over_time import Demand, Spread
from core.inventory.reorder.normal_loss import first_loss, safety_factor, second_loss

HALVINGS = 60
"""Steps of a search by halves: 2 ** -60 of the first interval."""
WIDEST = 8.0
"""Standard deviations within which levels are looked for."""


def economic_quantity(
    week: np.ndarray, order_cost_usd: np.ndarray, holding_usd_per_unit_week: np.ndarray
) -> np.ndarray:
    """Order quantity of least cost of ordering and holding (Harris 1913); not known where a cost is not known or 0.

    Parameters
    ----------
    week
        Units used in a week, shape (n,).

    Examples
    --------
    >>> float(economic_quantity(np.array([1300.0]), np.array([8.0]), np.array([0.225]))[0].round(2))
    304.05
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        quantity = np.sqrt(2 * week * order_cost_usd / holding_usd_per_unit_week)
    return np.where(np.isfinite(quantity) & (quantity > 0), quantity, np.nan)


def cycle_level(used: Spread, service: np.ndarray) -> np.ndarray:
    """Stock that lasts over a span of use with a probability."""
    return used.mean + safety_factor(service) * used.sd


def reorder_point_for_fill_rate(used: Spread, quantity: np.ndarray, service: np.ndarray) -> np.ndarray:
    """Reorder point from which a fill rate is reached with orders of a quantity.

    Parameters
    ----------
    used
        Use until the goods come in (``Demand.until_it_comes``).
    """
    target = (1 - service) * quantity
    return _level(lambda level: lacking_per_order(used, level, quantity) - target, used)


def lacking_per_order(used: Spread, level: np.ndarray, quantity: np.ndarray) -> np.ndarray:
    """Units that come to lack in one order cycle: what waits when the goods come in, less what waited before."""
    return _beyond(used, level) - _beyond(used, level + quantity)


def fill_rate(used: Spread, level: np.ndarray, quantity: np.ndarray) -> np.ndarray:
    """Share of units that are there when wanted, with orders of a quantity at a reorder point."""
    return 1 - lacking_per_order(used, level, quantity) / quantity


def order_up_to_for_fill_rate(
    demand: Demand, lead: np.ndarray, review: np.ndarray, service: np.ndarray, spread: Callable[[Spread], Spread]
) -> np.ndarray:
    """Level up to which to order at each review so that a fill rate is reached.

    Parameters
    ----------
    spread
        Adds the spread of the lead time to what is used over a span.
    """
    arrives, next_arrives = spread(demand.over(lead)), spread(demand.over(lead + review))
    target = (1 - service) * demand.over(review).mean

    def too_much(level: np.ndarray) -> np.ndarray:
        return np.asarray(_beyond(next_arrives, level) - _beyond(arrives, level) - target)

    return _level(too_much, next_arrives)


def mean_cost(
    used: Spread, level: np.ndarray, quantity: np.ndarray, *, rate: float, order: float, holding: float, lack: float
) -> np.ndarray:
    """Mean cost of a reorder point and quantity under a look at every moment, per unit of time of ``rate``.

    Parameters
    ----------
    used
        Use over the lead time.
    rate
        Units used per unit of time.
    order, holding, lack
        USD per order, per unit and time on the shelf, per unit and time that waits.
    """
    waiting = (
        used.sd**2
        / quantity
        * (second_loss((level - used.mean) / used.sd) - second_loss((level + quantity - used.mean) / used.sd))
    )
    on_shelf = level - used.mean + quantity / 2 + waiting
    return order * rate / quantity + holding * on_shelf + lack * waiting


def _beyond(used: Spread, level: np.ndarray) -> np.ndarray:
    """Units by which use exceeds a level, in the mean."""
    sure = used.sd <= 0
    sd = np.where(sure, 1.0, used.sd)
    return np.where(sure, np.maximum(used.mean - level, 0.0), sd * first_loss((level - used.mean) / sd))


def _level(too_much: Callable[[np.ndarray], np.ndarray], used: Spread) -> np.ndarray:
    """The least level at which no more lacks than may, by halves."""
    # with no spread at all the level lies between nothing and all that is used
    low = np.minimum(used.mean - WIDEST * used.sd, 0.0) - used.mean
    high = used.mean + WIDEST * used.sd
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        lacks = too_much(middle) > 0
        low, high = np.where(lacks, middle, low), np.where(lacks, high, middle)
    return high
