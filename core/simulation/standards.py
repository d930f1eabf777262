"""What people need, as arrays: the same arithmetic as ``core.needs``, laid out once and asked of every week."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.groups import group_shares
from core.domain.indicators import is_once, units_per_person_week
from core.domain.operation import Operation
from core.domain.schemas import Camps, Items
from core.domain.weeks import DAYS_PER_WEEK
from core.needs.durable import handed_out, newly_required


@dataclass(frozen=True, eq=False)
class Standards:
    """Units per person, and how long what was handed out serves.

    Attributes
    ----------
    units
        Units a person of a camp needs a week (once items: at all), shares of groups included, shape (n_camps, n_items).
    once
        Items needed once, shape (n_items,).
    served_before
        Units handed out before the start that still serve in each week, shape (n_camps, n_items, n_weeks).
    still_serves
        Whether what is handed out in a week serves in a later one, shape (n_items, n_weeks, n_weeks).
    """

    units: np.ndarray
    once: np.ndarray
    served_before: np.ndarray
    still_serves: np.ndarray

    def served(self, handed: np.ndarray) -> np.ndarray:
        """Units that serve in each week, of before and of ``handed`` (n_camps, n_items, n_weeks); the same shape."""
        served = self.served_before.copy()
        served[:, self.once] += np.einsum("cis,ist->cit", handed[:, self.once], self.still_serves[self.once])
        return served

    def newly_needed(self, people: np.ndarray, served: np.ndarray) -> np.ndarray:
        """Units newly needed in each week of a plan, as ``NeedsInput`` has them.

        Parameters
        ----------
        people
            Shape (n_camps, n_weeks).
        served
            Units that still serve in the same weeks, shape (n_camps, n_items, n_weeks).
        """
        need = people[:, None, :] * self.units[:, :, None]
        need[:, self.once] = newly_required(need[:, self.once] - served[:, self.once])
        return need

    def due(self, people: np.ndarray, served: np.ndarray) -> np.ndarray:
        """Units that the people of one week need, unmet need of before included.

        Parameters
        ----------
        people
            Shape (n_camps,).
        served
            Shape (n_camps, n_items).
        """
        due = people[:, None] * self.units
        return np.where(self.once[None, :], np.maximum(due - served, 0.0), due)


def read_standards(operation: Operation, weeks: pd.DatetimeIndex, start: pd.Timestamp) -> Standards:
    """Standards of an operation over some weeks; shares of groups stay as they were last counted at the start.

    Raises
    ------
    NotEnoughHistory
        If an item is for a group nobody has counted.
    """
    camps, items = pd.Index(operation.camps[Camps.camp_id]), operation.items
    once = is_once(items)
    served = np.zeros((len(camps), len(items), len(weeks)))
    if once.any():
        served[:, once] = handed_out(operation, camps, items[once], weeks, start)
    age_days = DAYS_PER_WEEK * (np.arange(len(weeks))[None, :] - np.arange(len(weeks))[:, None])
    life_days = items[Items.lifetime_days].fillna(np.inf).to_numpy(float)
    return Standards(
        units=units_per_person_week(operation).to_numpy() * group_shares(operation, camps, start).shares,
        once=once,
        served_before=served,
        # what is handed out in a week serves from the next: in its own week it is what meets the need
        still_serves=(age_days[None] > 0) & (age_days[None] <= life_days[:, None, None]),
    )
