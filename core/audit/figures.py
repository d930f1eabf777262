"""Figures of the summary, added up anew and compared."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.audit.case import Case
from core.audit.coverage import Served
from core.audit.looking_back import worst_looking_back
from core.audit.money import Spending
from core.audit.people import PersonWeeks
from core.audit.report import Checker
from core.domain.schemas import PlannedLosses

CLOSED_GAP = 1e-6
"""Only a gap up to this is none, so that the plan may be called optimal."""


def add_up_figures(case: Case, spending: Spending, served_: Served, people: PersonWeeks) -> dict[str, float | None]:
    """The figures of ``summary.json`` that follow from the plan's tables and its question."""
    cost = float(spending.total.sum())
    unmet = float((people.weight * people.without).sum())
    coverage = people.coverage()
    expired, disposed = (_lost_t(case, reason) for reason in ("expired", "disposed"))
    over = np.maximum(served_.delivered - served_.need, 0.0).sum(axis=(0, 2))
    over_delivered = float((over * case.weight_t).sum())
    served = float((people.needed - people.without).sum())
    transport = float(spending.transport.sum())
    looking_back = worst_looking_back(case, served_, people, _weeks_planned(case))
    return {
        "objective": case.scenario.penalty_usd * unmet + cost,
        "weighted_unmet": unmet,
        "cost_usd": cost,
        "transport_usd": transport,
        "purchase_usd": float(spending.purchases.sum()),
        # where nobody needs anything, nobody is short
        "worst_coverage": 1.0 if np.isnan(coverage).all() else float(np.nanmin(coverage)),
        "waste_t": expired + disposed + over_delivered,
        "expired_t": expired,
        "disposed_t": disposed,
        "over_delivered_t": over_delivered,
        "person_weeks_served": served,
        "transport_usd_per_person_week": transport / served if served > 0 else None,
        "weeks_late": people.weeks_late(served_.is_once),
        "penalty_usd": case.scenario.penalty_usd,
        "weeks": float(_weeks_planned(case)),
        **({} if looking_back is None else {"worst_coverage_looking_back": looking_back}),
    }


def _lost_t(case: Case, reason: str) -> float:
    rows = case.losses[(case.losses[PlannedLosses.reason] == reason).to_numpy()]
    return float((rows["q"].to_numpy() * case.weight_t[rows["i"].to_numpy()]).sum())


def _weeks_planned(case: Case) -> int:
    """Weeks of the question, or up to the last week of which the needs file says anything."""
    if case.needs.empty:
        return case.horizon
    return min(case.horizon, max(int(case.needs["t"].max()) + 1, 1))


def check_summary(figures: Mapping[str, float | None], summary: Mapping[str, Any], check: Checker) -> None:
    """The summary tells the figures that follow from the tables."""
    for name, right in figures.items():
        told = summary.get(name)
        if told is None and (right is None or name not in summary):
            continue
        check.equal(
            "summary",
            np.nan if told is None else _number(told),
            np.inf if right is None else right,
            f"summary.json says {name} is {{amount}}; the tables make it {{limit}}.",
            place=name,
        )


def check_words(case: Case, summary: Mapping[str, Any], check: Checker) -> None:
    """What the summary says of the question, the operation and the solver's answer agrees with the files."""
    settings = case.operation.settings
    told_of = {
        "fairness": case.scenario.fairness,
        "scenario": case.scenario.name,
        "operation": settings.name,
        "illustrative": settings.illustrative,
    }
    for name, right in told_of.items():
        if name in summary:
            wrong = float(summary[name] != right)
            says = f"summary.json says {name} is {summary[name]}; the files say {right}."
            check.at_most("summary", wrong, 0.0, says.replace("{", "{{").replace("}", "}}"), place=name)
    if summary.get("pro_rata"):
        check.note("The figures of pro-rata in summary.json are of another plan; they are checked where that is made.")
    if "gap" in summary:
        gap = _number(summary["gap"])
        check.at_most("summary", -gap, 0.0, "summary.json says the gap is below nothing or no number.", place="gap")
        is_called_optimal = summary.get("status") == "optimal"
        check.at_most(
            "summary",
            gap if is_called_optimal else 0.0,
            CLOSED_GAP,
            "summary.json says the plan is optimal, and that it may be {amount} from the best; that is not both true.",
            place="status",
        )


def check_fingerprint(told: object, right: str, check: Checker) -> None:
    """The plan was made from the data it is checked against."""
    if told:
        check.at_most(
            "fingerprint", float(told != right), 0.0, "The plan was made from other data than it is checked against."
        )


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else float("nan")
