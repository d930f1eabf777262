"""Plans whose goods can be put on trucks: approved ones as they are on record, and the one of a scenario as a draft."""

from dataclasses import dataclass

from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.scenario import Scenario
from core.services.open_operation import OpenOperation
from core.services.plan_distribution import AuditedPlan, plan_distribution
from core.services.plans_on_record import plan_of_proposal, plans_of
from core.services.resources import Resources
from core.store import PlanState, Proposal, VersionInfo


@dataclass(frozen=True, eq=False)
class PlanToDispatch:
    """A plan with the data it was made from.

    Attributes
    ----------
    key
        Content key of the plan.
    operation, version
        The data version the plan was made from.
    proposal
        Its number on record; None for a plan that nobody proposed.
    is_accepted
        Whether it was approved, here or where it came from: only then may waybills be issued.
    """

    key: str
    plan: Plan
    operation: Operation
    version: VersionInfo
    proposal: int | None
    is_accepted: bool


def approved_plans(resources: Resources, operation: str) -> list[Proposal]:
    """Approved plans of an operation, newest first."""
    return plans_of(resources, operation, PlanState.APPROVED)


def plan_on_record(resources: Resources, number: int) -> PlanToDispatch:
    """A proposed plan as it was proposed, with the data it was made from.

    Raises
    ------
    StoreError
        If there is no such plan, or it or its data are not what was stored.
    """
    proposal = resources.store.proposals.get(number)
    return PlanToDispatch(
        key=proposal.key,
        plan=plan_of_proposal(resources, proposal),
        operation=resources.store.load_version(proposal.data_version),
        version=resources.store.version_of_id(proposal.data_version),
        proposal=number,
        is_accepted=proposal.state == PlanState.APPROVED,
    )


def plan_of_scenario(resources: Resources, opened: OpenOperation, audited: AuditedPlan) -> PlanToDispatch:
    """The plan of a scenario; a draft unless it was approved meanwhile."""
    accepted = {plan.key for plan in resources.store.plans(opened.version.operation)}
    return PlanToDispatch(
        audited.key, audited.plan, opened.operation, opened.version, None, audited.key in accepted
    )  # fmt: skip


def plan_for(resources: Resources, operation: Operation, scenario: Scenario, proposal: int | None) -> Plan:
    """The plan that is meant by a number on record, or else by a scenario on given data; raises as these do."""
    if proposal is not None:
        return plan_of_proposal(resources, resources.store.proposals.get(proposal))
    return plan_distribution(resources, operation, scenario).plan
