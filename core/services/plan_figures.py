"""The few figures by which plans are set side by side."""

from dataclasses import dataclass

import pandas as pd

from core.comparison.shares import camp_coverage, item_shares
from core.domain.change import apply_plan
from core.domain.operation import Operation
from core.domain.schemas import Coverage, Items, Trips
from core.services.plan_distribution import AuditedPlan


@dataclass(frozen=True)
class PlanFigures:
    """What a plan reaches and what it costs.

    Attributes
    ----------
    worst_camp
        camp_id with the least coverage; empty where no camp needs anything.
    worst_coverage, need_met
        Shares in 0 to 1; ``need_met`` over all camps, weighted as the plan weights them.
    short_camps
        Camps under 80 % of their need, in the whole per cent that pages print.
    person_weeks_without
        Person-weeks without an item, summed over items.
    weighted_unmet
        The same, each times the priority of the item and the vulnerability of the camp: what a plan makes small.
    delivered_t
        Tonnes handed out at camps; legs on the way are not counted twice.
    waste_t
        Tonnes expired, thrown away, or handed out beyond the need.
    transport_usd_per_person_week
        Transport by person-weeks served; None where nobody is.
    weeks_late
        Mean wait for what people need once; None where nothing is.
    worst_looking_back
        Least coverage of past and planned weeks together; None where the rule does not look back.
    """

    worst_camp: str
    worst_coverage: float
    need_met: float
    short_camps: int
    person_weeks_without: float
    weighted_unmet: float
    cost_usd: float
    transport_usd: float
    purchase_usd: float
    delivered_t: float
    trips: float
    waste_t: float
    transport_usd_per_person_week: float | None
    weeks_late: float | None
    worst_looking_back: float | None


SHORT = 0.8
"""Share of need met under which a camp is called short on pages."""


def is_short(coverage: pd.Series) -> pd.Series:
    """Whether shares of need met are under ``SHORT`` as printed: nothing shown as 80 % counts as less."""
    return coverage.round(2) < SHORT


def plan_figures(operation: Operation, audited: AuditedPlan) -> PlanFigures:
    """Figures of a plan; the operation is given without the plan's scenario."""
    plan = audited.plan
    shares = item_shares(apply_plan(operation, plan), plan)
    by_camp = camp_coverage(shares)
    needed = float((shares["needed"] * shares["weight"]).sum())
    without = float((shares["without"] * shares["weight"]).sum())
    weight_t = plan.coverage[Coverage.item_id].map(operation.items.set_index(Items.item_id)[Items.weight_kg]) / 1000
    summary = plan.summary
    return PlanFigures(
        worst_camp=str(by_camp.idxmin()) if len(by_camp) else "",
        worst_coverage=float(by_camp.min()) if len(by_camp) else 1.0,
        need_met=1 - without / needed if needed > 0 else 1.0,
        short_camps=int(is_short(by_camp).sum()),
        person_weeks_without=float(shares["without"].sum()),
        weighted_unmet=float(summary["weighted_unmet"]),
        cost_usd=float(summary["cost_usd"]),
        transport_usd=float(summary["transport_usd"]),
        purchase_usd=float(summary["purchase_usd"]),
        delivered_t=float((plan.coverage[Coverage.delivered] * weight_t.astype(float)).sum()),
        trips=float(plan.tables["trips"][Trips.trips].sum()),
        waste_t=float(summary["waste_t"]),
        transport_usd_per_person_week=summary["transport_usd_per_person_week"],
        weeks_late=summary["weeks_late"],
        worst_looking_back=summary.get("worst_coverage_looking_back"),
    )
