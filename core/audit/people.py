"""Person-weeks without: the auditor's own arithmetic of what a unit means to people."""

from dataclasses import dataclass

import numpy as np

from core.audit.case import Case
from core.audit.coverage import Served
from core.domain.schemas import Camps, Items

DAYS_OF_BASIS = {"person_day": 1.0, "person_week": 7.0, "person_month": 30.0, "household_month": 30.0}
"""Days that a quantity of the standard lasts; once items have none."""


@dataclass(frozen=True, eq=False)
class PersonWeeks:
    """Person-weeks by camp and item, over the horizon.

    Attributes
    ----------
    without, needed
        Shape (camps, items).
    coming
        People who newly need the item, in all weeks together; for once items. Same shape.
    weight
        Vulnerability times priority, same shape.
    priority
        By item.
    per_unit
        Person-weeks that a unit stands for, by camp and item.
    """

    without: np.ndarray
    needed: np.ndarray
    coming: np.ndarray
    weight: np.ndarray
    priority: np.ndarray
    per_unit: np.ndarray

    def coverage(self, item: int | None = None) -> np.ndarray:
        """Share of need met per camp, over all items or for one; NaN where nothing is needed."""
        value = self.priority[None, :] if item is None else np.eye(len(self.priority))[item][None, :]
        needed = (self.needed * value).sum(axis=1)
        without = (self.without * value).sum(axis=1)
        return np.where(needed > 0, 1 - without / np.where(needed > 0, needed, 1), np.nan)

    def weeks_late(self, is_once: np.ndarray) -> float | None:
        """Mean weeks that people go without what they need once; None where nobody needs such a thing.

        Who is served in the week of the need waits 0 weeks; who never is waits to the end of the plan.
        """
        people = float(self.coming[:, is_once].sum())
        return float(self.without[:, is_once].sum()) / people if people > 0 else None


def count_person_weeks(case: Case, served: Served) -> PersonWeeks:
    """Person-weeks that the plan leaves without, and those needed.

    A once item is needed in every week by all to whom it has become due so far.
    """
    items, camps = case.items, case.operation.camps
    basis = items[Items.need_basis]
    lasts = basis.map(DAYS_OF_BASIS).to_numpy(dtype=float)
    per_week = items[Items.need_quantity].to_numpy(dtype=float) * np.where(np.isnan(lasts), 1.0, 7.0 / lasts)
    household = camps[Camps.household_size].fillna(case.operation.settings.household_size).to_numpy(dtype=float)
    of_households = basis.str.startswith("household").to_numpy()
    per_person = per_week[None, :] / np.where(of_households[None, :], household[:, None], 1.0)
    # a need given for an item without a standard counts one unit as what a person needs in a week
    people = 1 / np.where(per_person > 0, per_person, 1.0)
    needed = np.where(served.is_once[None, :, None], np.cumsum(served.new, axis=2), served.new)
    priority = items[Items.priority].to_numpy(dtype=float)
    vulnerability = camps[Camps.vulnerability].fillna(1.0).to_numpy(dtype=float)
    return PersonWeeks(
        without=served.unmet.sum(axis=2) * people,
        needed=needed.sum(axis=2) * people,
        coming=served.new.sum(axis=2) * people,
        weight=vulnerability[:, None] * priority[None, :],
        priority=priority,
        per_unit=people,
    )
