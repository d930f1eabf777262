"""Issue the waybills of a dispatch: sealed, kept for ever, and on record; only for an approved plan, and once."""

import datetime as dt

from core.domain.access import Actor, Right, require
from core.domain.waybill import SealedWaybill
from core.errors import StoreError
from core.keys import OwnKey
from core.services.dispatch_papers import draft_papers, files_of_dispatch
from core.services.plan_dispatch import CheckedDispatch, dispatch_key
from core.services.plans_to_dispatch import PlanToDispatch
from core.services.resources import Resources, secrets_of
from core.services.what_was_seen import what_was_seen
from core.store import IssuedDispatch, IssuedWaybill
from core.waybill import seal_waybill

__all__ = [
    "IssuedDispatch",
    "IssuedWaybill",
    "issue_waybills",
    "issued_dispatch",
    "issued_dispatches",
    "issued_of_week",
]


def issue_waybills(
    resources: Resources, chosen: PlanToDispatch, checked: CheckedDispatch, actor: Actor
) -> list[IssuedWaybill]:
    """Seal and keep every waybill of a dispatch.

    Raises
    ------
    NotAllowed
        Unless the actor may issue waybills.
    StoreError
        If the plan is not approved, the dispatch is of another plan, nothing is carried, or waybills of this week of
        the plan were issued already.
    SourceUnavailable
        If the key of this installation cannot be read or kept.
    """
    require(actor, Right.ISSUE_WAYBILLS)
    name, request = chosen.version.operation, checked.dispatch.request
    if chosen.key not in {plan.key for plan in resources.store.plans(name)}:
        raise StoreError(
            "This plan is a draft; waybills are issued for approved plans only.",
            "Propose it on the Plan page, and have a second person approve it.",
        )
    if checked.key != dispatch_key(resources, chosen.operation, chosen.plan, request):
        raise StoreError("This dispatch was made from another plan.", "Make the dispatch of this plan again.")
    key = OwnKey(secrets_of(resources))
    papers = draft_papers(chosen, checked.dispatch)
    sealed: list[SealedWaybill] = [seal_waybill(each.waybill, key) for each in papers.sealed]
    newest = resources.store.latest_version(name)
    others = {w.waybill.plan for w in issued_of_week(resources, name, request.week)} - {chosen.key}
    seen = what_was_seen(resources, chosen.version, chosen.plan.scenario) | {
        "dispatch_key": checked.key,
        "unserved_rows": len(checked.dispatch.unserved),
        "newest_version": None if newest is None else newest.id,
        "other_plans_of_the_week": sorted(others),
    }
    files = files_of_dispatch(papers.dispatch)
    return resources.store.waybills.issue(name, chosen.key, request.week, sealed, files, actor, seen)


def issued_dispatch(resources: Resources, operation: str, plan: str, week: dt.date) -> IssuedDispatch | None:
    """The issued dispatch of a plan's week; None where nothing was issued."""
    return resources.store.waybills.dispatch(operation, plan, week)


def issued_dispatches(resources: Resources, operation: str) -> list[IssuedDispatch]:
    """Issued dispatches of an operation, newest first."""
    return resources.store.waybills.dispatches(operation)


def issued_of_week(resources: Resources, operation: str, week: dt.date) -> list[IssuedWaybill]:
    """Waybills of every plan for a week."""
    return resources.store.waybills.of_week(operation, week)
