"""Tell plans apart, and say why a camp is short; every word computed from the plans."""

from core.comparison import Comparison, Reason, compare_plans, reasons
from core.domain.operation import Operation
from core.services.plan_distribution import AuditedPlan


def compare_scenarios(operation: Operation, before: AuditedPlan, after: AuditedPlan) -> Comparison:
    """What changes from one plan to another: sentences, camps, routes."""
    return compare_plans(operation, before.plan, after.plan)


def why_short(operation: Operation, audited: AuditedPlan, camp_id: str, item_id: str | None = None) -> list[Reason]:
    """Which limits are used up on the way to a camp, and which are not."""
    return reasons(operation, audited.plan, camp_id, item_id)
