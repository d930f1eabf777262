"""A plan with the figures of pro-rata for the same question beside its own, for ``summary.json``."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from core.domain.operation import Operation
from core.errors import Infeasible, SolverFailed
from core.services.fairness_report import FIGURES, PRO_RATA, with_rule
from core.services.plan_distribution import MOST_WARM_CELLS, AuditedPlan, plan_distribution
from core.services.resources import Resources


def beside_pro_rata(
    resources: Resources,
    operation: Operation,
    audited: AuditedPlan,
    *,
    as_of: pd.Timestamp | None = None,
    needs: pd.DataFrame | None = None,
    version: str | None = None,
    always: bool = False,
) -> AuditedPlan:
    """The plan with ``pro_rata`` in its summary: ``FIGURES`` of the rule ``equal_shares``, or None with a note why.

    Parameters
    ----------
    as_of, needs, version
        What the plan was made from.
    always
        Whether pro-rata is solved for however large an operation; by default up to ``MOST_WARM_CELLS``.
    """
    plan = audited.plan
    cells = len(operation.camps) * len(operation.items) * plan.scenario.weeks
    if plan.scenario.fairness == PRO_RATA:
        return _with(audited, plan.summary)
    if cells > MOST_WARM_CELLS and not always:
        why = f"it is not solved for beyond {MOST_WARM_CELLS:,} camps x items x weeks unless asked for"
        return _with(audited, None, why)
    try:
        scenario = with_rule(plan.scenario, PRO_RATA)
        other = plan_distribution(resources, operation, scenario, as_of=as_of, needs=needs, version=version)
    except (Infeasible, SolverFailed) as error:
        return _with(audited, None, error.message)
    return _with(audited, other.plan.summary)


def _with(audited: AuditedPlan, pro_rata: Mapping[str, Any] | None, why: str = "") -> AuditedPlan:
    figures = None if pro_rata is None else {name: pro_rata.get(name) for name in FIGURES}
    summary = {**audited.plan.summary, "pro_rata": figures}
    if why:
        summary["notes"] = [*summary.get("notes", []), f"Pro-rata does not stand beside this plan: {why.rstrip('.')}."]
    return replace(audited, plan=replace(audited.plan, summary=summary))
