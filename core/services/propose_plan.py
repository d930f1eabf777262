"""Propose a plan: it is put on record with all it was made from, and waits for a second person."""

from collections.abc import Callable

from core.domain.access import Actor, Right, require
from core.domain.scenario import Scenario
from core.errors import StoreError
from core.services.open_operation import OpenOperation
from core.services.plan_distribution import plan_distribution
from core.services.plans_on_record import files_of_plan
from core.services.promised_plan import fingerprint_of, promised_shipments
from core.services.resources import Resources
from core.services.what_was_seen import what_was_seen
from core.store import PlanDraft, Proposal

LONGEST_NOTE = 500
"""Characters."""


def propose_plan(
    resources: Resources,
    opened: OpenOperation,
    scenario: Scenario,
    actor: Actor,
    note: str = "",
    *,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> Proposal:
    """Propose the audited plan of a scenario on a stored data version; made first where it is not kept.

    Raises
    ------
    NotAllowed
        Unless the actor may propose plans.
    StoreError
        If the note is too long, or the same plan waits already.
    InvalidScenario, Infeasible, SolveCancelled, SolverFailed, NotEnoughHistory, SourceUnavailable
        As ``plan_distribution``.
    """
    require(actor, Right.PROPOSE_PLAN)
    if len(note) > LONGEST_NOTE:
        raise StoreError(f"The note has {len(note):,} characters, at most {LONGEST_NOTE} are kept.", "Say it shorter.")
    model = resources.registry.current_version()
    audited = plan_distribution(
        resources, opened.operation, scenario, version=model, cancelled=cancelled, progress=progress
    )
    name = opened.version.operation
    for other in resources.store.proposals.of(name):
        if other.key == audited.key and other.state != "rejected":
            raise StoreError(
                f"This plan was proposed already, as plan {other.id} by {other.author}; it is {other.state.value}.",
                "Look at that one.",
            )
    plan = audited.plan
    promised = fingerprint_of(promised_shipments(resources, scenario))
    seen = what_was_seen(resources, opened.version, scenario) | {
        "audited_limits": int(audited.audit.limits_checked),
        "status": plan.report.status,
        "gap_share": float(plan.report.gap) if plan.report.gap < float("inf") else None,
        "time_limit_seconds": resources.settings.time_limit_seconds,
        "time_limit_in_parts_seconds": resources.settings.time_limit_in_parts_seconds,
        "promised_fingerprint": promised,
    }
    draft = PlanDraft(
        operation=name,
        data_version=opened.version.id,
        key=audited.key,
        scenario=scenario,
        model_version=model,
        model_fingerprint=resources.registry.fingerprint(model),
        code_version=resources.code_version,
        summary=plan.summary,
        files=files_of_plan(plan),
        note=note.strip(),
        seen=seen,
    )
    return resources.store.proposals.propose(draft, actor)
