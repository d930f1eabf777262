"""What lies where, what is on its way and what was handed out, as a simulation goes on."""

from dataclasses import dataclass

import numpy as np

from core.simulation.ground import Ground


@dataclass(eq=False)
class State:
    """Moves on week by week; a policy is shown parts of it, never itself.

    Attributes
    ----------
    stock
        Units, shape (n_places, n_kinds).
    on_the_way
        Units that were sent or bought and land in a week, shape (n_weeks_ahead, n_places, n_kinds); the first axis
        counts weeks from the start.
    handed
        Units handed to people, shape (n_camps, n_items, weeks + horizon).
    spent_usd
        So far.
    """

    stock: np.ndarray
    on_the_way: np.ndarray
    handed: np.ndarray
    spent_usd: float = 0.0

    def in_all(self) -> np.ndarray:
        """Units that lie somewhere or are on their way, by kind, shape (n_kinds,)."""
        return np.asarray(self.stock.sum(axis=0) + self.on_the_way.sum(axis=(0, 1)))


def first_state(ground: Ground) -> State:
    """The stock as counted at the start, nothing on its way but what was announced."""
    opening, problem = ground.kinds.opening, ground.problem
    longest = int(max(problem.network.lead_weeks.max(initial=0), problem.commodities.offer_lead_weeks.max(initial=0)))
    n_camps, n_items = problem.n_camps, len(problem.items)
    return State(
        stock=opening.copy(),
        on_the_way=np.zeros((ground.weeks + longest + 1, *opening.shape)),
        handed=np.zeros((n_camps, n_items, len(ground.sundays))),
    )
