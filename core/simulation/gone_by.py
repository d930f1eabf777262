"""What camps needed and went without in the weeks gone by, as far as it is known on a day.

What was handed out is known; how many people there were between two counts is not. People are taken to have gone evenly
from count to count, and from the last one to the middle of the forecast for the coming Sunday.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.schemas import Population
from core.simulation.ground import Ground


@dataclass(frozen=True, eq=False)
class GoneBy:
    """Priority-weighted person-weeks of the weeks gone by; goods needed once count here, which a plan leaves out.

    Attributes
    ----------
    needed, without
        Shape (n_camps,); both 0 at the start.
    """

    needed: np.ndarray
    without: np.ndarray


def weeks_gone_by(
    ground: Ground, counts: pd.DataFrame, camp: np.ndarray, handed: np.ndarray, week: int, next_people: np.ndarray
) -> GoneBy:
    """Add up the weeks before ``week``, at most as many as the operation's ledger goes back.

    Parameters
    ----------
    counts, camp
        Counts known by now in the order of dates, and the position of the camp of each.
    handed
        Units handed out, shape (n_camps, n_items, n_weeks); what stands from ``week`` on is not looked at.
    next_people
        Expected on the Sunday of ``week``, shape (n_camps,).
    """
    n_camps, standards = ground.problem.n_camps, ground.standards
    past = np.arange(max(0, week - ground.operation.settings.ledger_weeks), week)
    needed, without = np.zeros(n_camps), np.zeros(n_camps)
    if not past.size:
        return GoneBy(needed, without)
    people = _people_then(ground, counts, camp, past, week, next_people)
    weight = ground.problem.person_weight.reshape(n_camps, -1)
    served = standards.served(handed)
    for position, then in enumerate(past):
        needed += (standards.due(people[:, position], standards.served_before[:, :, then]) * weight).sum(axis=1)
        due = standards.due(people[:, position], served[:, :, then])
        without += (np.maximum(due - handed[:, :, then], 0.0) * weight).sum(axis=1)
    return GoneBy(needed, np.minimum(without, needed))


def _people_then(
    ground: Ground, counts: pd.DataFrame, camp: np.ndarray, past: np.ndarray, week: int, next_people: np.ndarray
) -> np.ndarray:
    """People on the Sundays gone by, shape (n_camps, n_past); nobody before a camp's first count."""
    days = ground.sundays.to_numpy("datetime64[ns]").astype(np.int64)
    counted_on = counts[Population.date].to_numpy("datetime64[ns]").astype(np.int64)
    counted = counts[Population.population].to_numpy(float)
    people = np.zeros((len(next_people), past.size))
    for position, coming in enumerate(next_people):
        own = camp == position
        if own.any():
            on, then = np.r_[counted_on[own], days[week]], np.r_[counted[own], coming]
            people[position] = np.interp(days[past], on, then, left=0.0)
    return people
