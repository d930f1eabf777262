"""Figures of the summary, added up anew and compared."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.audit.case import Case
from core.audit.money import Spending
from core.audit.people import PersonWeeks
from core.audit.report import Checker


def add_up_figures(case: Case, spending: Spending, people: PersonWeeks) -> dict[str, float | None]:
    """The figures of ``summary.json`` that follow from the plan's tables."""
    cost = float(spending.total.sum())
    unmet = float((people.weight * people.without).sum())
    coverage = people.coverage()
    losses = case.losses
    served = float((people.needed - people.without).sum())
    transport = float(spending.transport.sum())
    return {
        "objective": case.scenario.penalty_usd * unmet + cost,
        "weighted_unmet": unmet,
        "cost_usd": cost,
        "transport_usd": transport,
        "purchase_usd": float(spending.purchases.sum()),
        # where nobody needs anything, nobody is short
        "worst_coverage": 1.0 if np.isnan(coverage).all() else float(np.nanmin(coverage)),
        "waste_t": float((losses["q"].to_numpy() * case.weight_t[losses["i"].to_numpy()]).sum()),
        "person_weeks_served": served,
        "transport_usd_per_person_week": transport / served if served > 0 else None,
    }


COMPARED = (
    "objective",
    "weighted_unmet",
    "cost_usd",
    "transport_usd",
    "purchase_usd",
    "worst_coverage",
    "waste_t",
)


def check_summary(figures: Mapping[str, float | None], summary: Mapping[str, Any], check: Checker) -> None:
    """The summary tells the figures that follow from the tables."""
    for name in COMPARED:
        right, told = figures[name], summary.get(name)
        if told is None and (right is None or name not in summary):
            continue
        check.equal(
            "summary",
            np.nan if told is None else _number(told),
            np.inf if right is None else right,
            f"summary.json says {name} is {{amount}}; the tables make it {{limit}}.",
            place=name,
        )


def check_fingerprint(told: object, right: str, check: Checker) -> None:
    """The plan was made from the data it is checked against."""
    if told:
        check.at_most(
            "fingerprint", float(told != right), 0.0, "The plan was made from other data than it is checked against."
        )


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else float("nan")
