"""Arithmetic of need and coverage; pure functions that every part shares, the auditor excepted."""

import numpy as np
import pandas as pd

from core.domain.columns import numbers
from core.domain.operation import Operation
from core.domain.positions import positions, positions_in
from core.domain.schemas import HOUSEHOLD_BASES, ONCE_BASES, Camps, Coverage, Items, NeedsInput
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

_BASES = tuple(WEEKS_PER_BASIS)
_WEEKS = np.array(list(WEEKS_PER_BASIS.values()))
_OF_HOUSEHOLD, _ONCE = (
    np.array([basis in bases for basis in WEEKS_PER_BASIS]) for bases in (HOUSEHOLD_BASES, ONCE_BASES)
)


def household_sizes(operation: Operation) -> pd.Series:
    """People per household by camp_id; the operation's setting where a camp does not say."""
    camps = operation.camps.set_index(Camps.camp_id)
    return camps[Camps.household_size].fillna(operation.settings.household_size)


def vulnerability_weights(operation: Operation) -> pd.Series:
    """Weight of a person by camp_id; 1 where a camp does not say."""
    camps = operation.camps
    return pd.Series(weights_of_camps(camps), index=pd.Index(camps[Camps.camp_id]))


def weights_of_camps(camps: pd.DataFrame) -> np.ndarray:
    """``vulnerability_weights`` in the order of a camps table, shape (n_camps,)."""
    return numbers(camps, Camps.vulnerability, blank=1.0)


def units_per_person_week(operation: Operation) -> pd.DataFrame:
    """Item units one person needs in a week (``once`` items: needs at all), camps down, items across.

    Household standards are divided by the household size of the camp.
    """
    items, camps = operation.items, operation.camps
    units = units_of_person(items, camps, operation.settings.household_size)
    return pd.DataFrame(units, index=pd.Index(camps[Camps.camp_id]), columns=pd.Index(items[Items.item_id]))


def units_of_person(items: pd.DataFrame, camps: pd.DataFrame, household_size: float) -> np.ndarray:
    """``units_per_person_week`` in the order of the tables, shape (n_camps, n_items).

    Parameters
    ----------
    household_size
        People per household where a camp does not say.
    """
    basis = positions_in(_BASES, items[Items.need_basis])
    per_person = numbers(items, Items.need_quantity) * _WEEKS[basis]
    sizes = numbers(camps, Camps.household_size, blank=household_size)
    return per_person[None, :] / np.where(_OF_HOUSEHOLD[basis][None, :], sizes[:, None], 1.0)


def is_once(items: pd.DataFrame) -> np.ndarray:
    """Whether each item of an items table is needed once, so that unmet need waits; shape (n_items,)."""
    return _ONCE[positions_in(_BASES, items[Items.need_basis])]


def camp_person_weeks(operation: Operation, needs: pd.DataFrame, coverage: pd.DataFrame) -> pd.DataFrame:
    """Person-weeks by camp_id over the weeks of a plan, items weighted by their priority.

    A ``once`` item is needed in every week by all to whom it has become due, and what is unmet waits. Camps that need
    nothing are left out.

    Parameters
    ----------
    operation
        With the scenario applied.
    needs
        ``NeedsInput``: need of each week; for once items what is newly required.
    coverage
        ``Coverage``: what is delivered.

    Returns
    -------
    pandas.DataFrame
        ``needed`` and ``without``, indexed by camp_id.
    """
    camps, (camp, camp_served) = positions(needs[NeedsInput.camp_id], coverage[Coverage.camp_id])
    items, (item, item_served) = positions(needs[NeedsInput.item_id], coverage[Coverage.item_id])
    weeks, (week, week_served) = positions(needs[NeedsInput.week], coverage[Coverage.week])
    served = np.zeros((len(camps), len(items), len(weeks)))
    served[camp_served, item_served, week_served] = coverage[Coverage.delivered].fillna(0.0)
    order = np.lexsort((week, item, camp))
    camp, item, week = camp[order], item[order], week[order]
    rows = pd.DataFrame(
        {"need": needs[NeedsInput.need].to_numpy(dtype=float)[order], "delivered": served[camp, item, week]}
    )
    known = operation.items.set_index(Items.item_id)
    waits = np.isin(items, known.index[is_once(known)])[item]
    so_far = rows.groupby(camp * len(items) + item).cumsum()
    due, got = (np.where(waits, so_far[name], rows[name]) for name in ("need", "delivered"))
    per_person = units_per_person_week(operation).reindex(index=camps, columns=items).to_numpy()[camp, item]
    per_person = np.where(per_person > 0, per_person, 1.0)
    weight = known[Items.priority].reindex(items).to_numpy()[item] / per_person
    sums = pd.DataFrame({"needed": weight * due, "without": weight * np.maximum(due - got, 0.0)}).groupby(camp).sum()
    sums = sums.set_axis(pd.Index(camps[sums.index], dtype="str", name=NeedsInput.camp_id))
    return sums[sums["needed"] > 0]


def camp_coverage(operation: Operation, needs: pd.DataFrame, coverage: pd.DataFrame) -> pd.Series:
    """Share of need met by camp_id: 1 - person-weeks without / person-weeks needed; see ``camp_person_weeks``."""
    sums = camp_person_weeks(operation, needs, coverage)
    return 1.0 - sums["without"] / sums["needed"]
