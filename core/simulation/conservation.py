"""Whether goods add up over a week: what was there, came and was bought = what was handed out, lost and is there."""

import numpy as np

from core.errors import SimulationFault
from core.simulation.week import WeekDone

TOLERANCE = 1e-6
"""Share of what there is that may differ: rounding of sums."""


def check_conservation(before: np.ndarray, done: WeekDone, after: np.ndarray) -> None:
    """Compare units by kind, shape (n_kinds,), before and after a week.

    Raises
    ------
    SimulationFault
        If units appeared or vanished.
    """
    came_in = before + done.came + done.bought
    went = done.handed + done.expired + done.disposed + after
    wrong = np.abs(came_in - went) > TOLERANCE * np.maximum(came_in, 1.0)
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        raise SimulationFault(
            f"Goods of kind {first} do not add up: {came_in[first]:,.3f} units were there or came, "
            f"{went[first]:,.3f} were handed out, lost or are left.",
            hint="Report this with the operation and the scenario.",
        )
