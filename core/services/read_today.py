"""All the first page tells: what runs out, who is short, what a plan reaches, and what to do first."""

from dataclasses import dataclass

import pandas as pd

from core.domain.operation import Operation
from core.domain.plan import Plan
from core.services.first_steps import FirstSteps, first_steps
from core.services.load_situation import Situation, coverage_of_camps
from core.services.need_met import NeedMet, need_met_of_all
from core.services.shelves import PeopleShort, emptied_shelves, has_food, people_short_of_food, shelves_until_delivery


@dataclass(frozen=True, eq=False)
class Today:
    """The situation, read.

    Attributes
    ----------
    shelves
        Of ``shelves_until_delivery``.
    short
        People who will lack a food; None where no shelf is known or no item is a food.
    met, coverage
        Need met over all camps, and by camp (``coverage_of_camps``); None without a plan.
    steps
        What to do first.
    """

    situation: Situation
    shelves: pd.DataFrame
    short: PeopleShort | None
    met: NeedMet | None
    coverage: pd.DataFrame | None
    steps: FirstSteps

    @property
    def camps_in_order(self) -> list[str]:
        """Camps whose shelves will be empty, in the order of the shelves."""
        return emptied_shelves(self.shelves)["camp_id"].drop_duplicates().tolist()

    @property
    def items_in_order(self) -> list[str]:
        """Items whose shelves will be empty, in the order of the shelves."""
        return emptied_shelves(self.shelves)["item_id"].drop_duplicates().tolist()

    @property
    def knows_shelves(self) -> bool:
        """Whether any camp's shelf is known."""
        return bool(self.shelves["days"].notna().any())


def read_today(operation: Operation, changed: Operation, situation: Situation, plan: Plan | None) -> Today:
    """Read a situation with a plan, or without one while it is being made.

    Parameters
    ----------
    operation, changed
        Without and with the plan's scenario.
    situation
        Of ``changed``.
    """
    shelves = shelves_until_delivery(changed, situation, plan)
    can_count = has_food(changed) and shelves["days"].notna().any()
    return Today(
        situation=situation,
        shelves=shelves,
        short=people_short_of_food(shelves) if can_count else None,
        met=need_met_of_all(operation, plan) if plan is not None else None,
        coverage=coverage_of_camps(operation, plan) if plan is not None else None,
        steps=first_steps(changed, situation, shelves, plan),
    )
