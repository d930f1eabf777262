"""The basket people know, by the standards of the items table, bought and moved at least cost: the comparison."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.operation import Operation
from core.domain.ration import KnownBasket, KnownBasketNutrients
from core.domain.schemas import HOUSEHOLD_BASES, ONCE_BASES, Items
from core.domain.weeks import DAYS_PER_MONTH, DAYS_PER_WEEK
from core.errors import Infeasible
from core.ration.problem import Problem
from core.ration.solve import solve

DAYS_OF_BASIS = {
    "person_day": 1,
    "person_week": DAYS_PER_WEEK,
    "person_month": DAYS_PER_MONTH,
    "household_month": DAYS_PER_MONTH,
}


@dataclass(frozen=True, eq=False)
class KnownCost:
    """Cost of the known basket.

    Attributes
    ----------
    usd_per_person_day
        None where it cannot be brought at all.
    limits
        Weekly limits it does not keep; its cost is then without them. Empty where it keeps all.
    """

    usd_per_person_day: float | None
    limits: tuple[str, ...]


def known_grams(operation: Operation, foods: pd.Index) -> np.ndarray:
    """need_quantity x weight_kg as grams per person and day; foods for one group or handed out once are left out."""
    items = operation.items.set_index(Items.item_id).loc[foods]
    basis = items[Items.need_basis]
    of_all = (items[Items.group].isna() & ~basis.isin(ONCE_BASES)).to_numpy()
    people = np.where(basis.isin(HOUSEHOLD_BASES), operation.settings.household_size, 1.0)
    days = basis.map(DAYS_OF_BASIS).to_numpy(dtype=float, na_value=np.inf)
    grams = items[Items.need_quantity].to_numpy() * items[Items.weight_kg].to_numpy() * 1000.0 / days / people
    return np.where(of_all, grams, 0.0)


def cost_of_basket(problem: Problem, grams: np.ndarray) -> KnownCost:
    """The basket by the same suppliers and roads; without the weekly limits where it does not keep them."""
    fixed = problem.fixed_to(grams)
    try:
        return KnownCost(solve(fixed).usd_per_person_day, ())
    except Infeasible as error:
        limits = error.limits
    try:
        return KnownCost(solve(fixed.without_weekly_limits()).usd_per_person_day, limits)
    except Infeasible as error:
        return KnownCost(None, error.limits)


def basket_table(problem: Problem, grams: np.ndarray) -> pd.DataFrame:
    """``KnownBasket``: foods of the basket, the heaviest first."""
    order = np.argsort(-grams, kind="stable")
    order = order[grams[order] > 0]
    return pd.DataFrame({KnownBasket.item_id: problem.foods[order], KnownBasket.grams_per_person_day: grams[order]})


def basket_nutrients(problem: Problem, grams: np.ndarray) -> pd.DataFrame:
    """``KnownBasketNutrients``: what the basket gives of what is required."""
    amount = problem.content @ grams
    share = np.divide(amount, problem.required, out=np.full(amount.shape, np.nan), where=problem.required > 0)
    return pd.DataFrame(
        {
            KnownBasketNutrients.nutrient: problem.nutrients,
            KnownBasketNutrients.amount: amount,
            KnownBasketNutrients.requirement: problem.required,
            KnownBasketNutrients.share: share,
        }
    )
