"""Money spent, by week, and the budgets."""

from dataclasses import dataclass

import numpy as np

from core.audit.case import Case
from core.audit.report import Checker


@dataclass(frozen=True, eq=False)
class Spending:
    """USD by week: purchases when bought, freight and trips when they depart."""

    purchases: np.ndarray
    transport: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """Both, by week."""
        return self.purchases + self.transport


def add_up_spending(case: Case) -> Spending:
    """Add up what the plan costs."""
    s, links, weeks = case.shipments, case.links.table, case.horizon
    freight = s["q"].to_numpy() * case.weight_t[s["i"].to_numpy()] * links["usd_per_t"].to_numpy()[s["r"].to_numpy()]
    trips = case.trips["q"].to_numpy() * links["usd_per_trip"].to_numpy()[case.trips["r"].to_numpy()]
    bought = case.purchases["cost_usd"].fillna(0).to_numpy(dtype=float)
    return Spending(
        purchases=np.bincount(case.purchases["t"].to_numpy(), weights=bought, minlength=weeks),
        transport=np.bincount(s["t"].to_numpy(), weights=freight, minlength=weeks)
        + np.bincount(case.trips["t"].to_numpy(), weights=trips, minlength=weeks),
    )


def check_budget(case: Case, spending: Spending, check: Checker) -> None:
    """The budget of the horizon and that of each week; the scenario's go before the settings'."""
    settings, scenario = case.operation.settings, case.scenario
    whole = settings.budget_usd if scenario.budget_usd is None else scenario.budget_usd
    weekly = settings.budget_usd_per_week if scenario.budget_usd_per_week is None else scenario.budget_usd_per_week
    check.at_most(
        "budget",
        spending.total.sum(),
        np.nan if whole is None else whole,
        "The plan costs USD {amount}; the budget is USD {limit}.",
    )
    check.at_most(
        "budget_per_week",
        spending.total,
        np.nan if weekly is None else weekly,
        "The week of {week} costs USD {amount}; the weekly budget is USD {limit}.",
        week=np.arange(case.horizon),
    )
