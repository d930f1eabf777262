"""What a proposed plan does and takes away: what its approver looks at, beside the plan that was approved before it."""

from dataclasses import dataclass

import pandas as pd

from core.audit import audit_plan
from core.comparison.shares import camp_coverage, item_shares
from core.domain.change import apply_plan
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import Coverage, Items, NeedsInput
from core.errors import StoreError
from core.services.effect_on_plan import plan_approved_before
from core.services.least_met import least_met_items
from core.services.plan_distribution import AuditedPlan
from core.services.plan_figures import PlanFigures, plan_figures
from core.services.plans_on_record import plan_of_proposal
from core.services.resources import Resources
from core.store import Proposal, VersionInfo


@dataclass(frozen=True, eq=False)
class ProposalReview:
    """A proposed plan and what would follow from its approval.

    Attributes
    ----------
    operation, audited
        The data it was made from, and the plan with every limit added up anew.
    figures, least
        What it reaches, and the item met least at each camp.
    data, newest
        The data version it was made from, and the newest.
    approved
        The plan approved before it, which it follows; None where there is none.
    camps
        ``camp_id,name,met_before,met_now,need_t_before,need_t_now``: share of need met and tonnes needed a week, each
        plan by its own data and weeks, the largest loss first; ``before`` is that plan, blank where a plan
        does not hold the camp.
    weeks_before
        First and last Sunday of the plan approved before it.
    """

    proposal: Proposal
    operation: Operation
    audited: AuditedPlan
    figures: PlanFigures
    least: pd.DataFrame
    data: VersionInfo
    newest: VersionInfo | None
    approved: Proposal | None
    camps: pd.DataFrame
    weeks_before: tuple[pd.Timestamp, pd.Timestamp] | None

    @property
    def weeks(self) -> tuple[pd.Timestamp, pd.Timestamp]:
        """First and last Sunday of the plan."""
        return _weeks(self.audited.plan)

    @property
    def is_current(self) -> bool:
        """Whether it was made from the newest data."""
        return self.newest is None or self.newest.id == self.data.id


def review_proposal(resources: Resources, number: int) -> ProposalReview:
    """Everything a second person looks at before they decide about a plan.

    Raises
    ------
    StoreError
        If there is no such plan, it is not what was proposed, or it breaks a limit.
    """
    proposal = resources.store.proposals.get(number)
    operation = resources.store.load_version(proposal.data_version)
    plan = plan_of_proposal(resources, proposal)
    audit = audit_plan(operation, plan)
    if not audit.passed:
        raise StoreError(
            f"Plan {number} breaks a limit: {audit.violations.iloc[0]['message']}", "Reject it, and solve it again."
        )
    audited = AuditedPlan(plan, audit, proposal.key)
    approved = plan_approved_before(resources, proposal)
    last, names, weeks_before = _of_camps(operation, plan).iloc[:0], {}, None
    if approved is not None:
        plan_before = plan_of_proposal(resources, approved)
        operation_before = resources.store.load_version(approved.data_version)
        last, weeks_before = _of_camps(operation_before, plan_before), _weeks(plan_before)
        names = operation_before.place_names
    camps = last.add_suffix("_before").join(_of_camps(operation, plan).add_suffix("_now"), how="outer")
    change = (camps["met_now"].fillna(0.0) - camps["met_before"].fillna(0.0)).sort_values(kind="stable")
    camps = camps.loc[change.index].rename_axis("camp_id").reset_index()
    camps.insert(1, "name", camps["camp_id"].map({**names, **operation.place_names}))
    return ProposalReview(
        proposal=proposal,
        operation=operation,
        audited=audited,
        figures=plan_figures(operation, audited),
        least=least_met_items(operation, plan),
        data=resources.store.version_of_id(proposal.data_version),
        newest=resources.store.latest_version(proposal.operation),
        approved=approved,
        camps=camps[["camp_id", "name", "met_before", "met_now", "need_t_before", "need_t_now"]],
        weeks_before=weeks_before,
    )


def _of_camps(operation: Operation, plan: Plan) -> pd.DataFrame:
    """``met`` (share of need) and ``need_t`` (tonnes a week) by camp_id."""
    met = camp_coverage(item_shares(apply_plan(operation, plan), plan)).rename("met")
    sundays = plan.coverage[Coverage.week].unique()
    needs = plan.needs[plan.needs[NeedsInput.week].isin(sundays)]
    weight_t = needs[NeedsInput.item_id].map(operation.items.set_index(Items.item_id)[Items.weight_kg]) / 1000
    tonnes = (needs[NeedsInput.need] * weight_t).groupby(needs[NeedsInput.camp_id]).sum() / max(len(sundays), 1)
    return pd.concat([met, tonnes.reindex(met.index).rename("need_t")], axis=1)


def _weeks(plan: Plan) -> tuple[pd.Timestamp, pd.Timestamp]:
    return plan.coverage[Coverage.week].min(), plan.coverage[Coverage.week].max()
