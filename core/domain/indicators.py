"""Arithmetic of need and coverage; pure functions that every part shares, the auditor excepted."""

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.domain.schemas import HOUSEHOLD_BASES, ONCE_BASES, Camps, Items
from core.domain.weeks import DAYS_PER_MONTH, DAYS_PER_WEEK

WEEKS_PER_BASIS = {
    "person_day": float(DAYS_PER_WEEK),
    "person_week": 1.0,
    "person_month": DAYS_PER_WEEK / DAYS_PER_MONTH,
    "person_once": 1.0,
    "household_once": 1.0,
    "household_month": DAYS_PER_WEEK / DAYS_PER_MONTH,
}
"""How often the standard's quantity is needed in a week; once items count whole."""


def household_sizes(operation: Operation) -> pd.Series:
    """People per household by camp_id; the operation's setting where a camp does not say."""
    camps = operation.camps.set_index(Camps.camp_id)
    return camps[Camps.household_size].fillna(operation.settings.household_size)


def vulnerability_weights(operation: Operation) -> pd.Series:
    """Weight of a person by camp_id; 1 where a camp does not say."""
    return operation.camps.set_index(Camps.camp_id)[Camps.vulnerability].fillna(1.0)


def units_per_person_week(operation: Operation) -> pd.DataFrame:
    """Item units one person needs in a week (``once`` items: needs at all), camps down, items across.

    Household standards are divided by the household size of the camp.
    """
    items = operation.items.set_index(Items.item_id)
    per_person = items[Items.need_quantity] * items[Items.need_basis].map(WEEKS_PER_BASIS)
    sizes = household_sizes(operation)
    household = items[Items.need_basis].isin(HOUSEHOLD_BASES).to_numpy()
    divisor = np.where(household[None, :], sizes.to_numpy()[:, None], 1.0)
    return pd.DataFrame(per_person.to_numpy()[None, :] / divisor, index=sizes.index, columns=items.index)


def is_once(items: pd.DataFrame) -> pd.Series:
    """Whether each item of an items table is needed once, so that unmet need waits."""
    return items[Items.need_basis].isin(ONCE_BASES)
