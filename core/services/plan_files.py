"""Plans as folders: written, checked against an operation, and told apart, with no solver involved."""

from pathlib import Path

import pandas as pd

from core.audit import AuditReport, audit_plan
from core.comparison import Comparison, compare_plans
from core.domain.operation import Operation
from core.domain.plan import Plan
from core.domain.schemas import Coverage, Items, Shipments
from core.domain.validation import quote
from core.errors import InvalidScenario
from core.plan_folder import read_plan, refuse_foreign_folder, write_plan
from core.services.plan_distribution import AuditedPlan


def refuse_occupied_folder(folder: Path) -> None:
    """Refuse a folder that a plan would overwrite something in; asked before a long solve.

    Raises
    ------
    SourceUnavailable
        If it holds anything but a plan.
    """
    refuse_foreign_folder(folder)


def keep_plan(audited: AuditedPlan, folder: Path) -> None:
    """Write a plan; the folder appears whole or not at all.

    Raises
    ------
    SourceUnavailable
        If the folder cannot be written, or holds something that is no plan.
    """
    write_plan(audited.plan, folder)


def audit_folder(operation: Operation, folder: Path) -> AuditReport:
    """Every limit of a written plan added up anew; see ``audit_plan``.

    Raises
    ------
    SourceUnavailable, InvalidTable, InvalidScenario
        If the plan cannot be read, or its scenario names what the operation does not have.
    """
    return audit_plan(operation, read_plan(folder))


def compare_folders(operation: Operation, before: Path, after: Path) -> Comparison:
    """What changes from one written plan to another; raises as ``audit_folder``."""
    return compare_plans(operation, read_plan(before), read_plan(after))


def plan_of_folder(operation: Operation, folder: Path) -> Plan:
    """A written plan of an operation, of this or an earlier version of its data.

    Raises
    ------
    SourceUnavailable, InvalidTable, InvalidScenario
        If the plan cannot be read, or names a place or an item that the operation does not have.
    """
    plan = read_plan(folder)
    sent, met = plan.shipments, plan.coverage
    places = pd.concat([met[Coverage.camp_id], sent[Shipments.origin_id], sent[Shipments.destination_id]]).dropna()
    items = pd.concat([met[Coverage.item_id], sent[Shipments.item_id]])
    unknown = [
        *places[~places.isin(operation.place_names)],
        *items[~items.isin(operation.items[Items.item_id])],
    ]
    if unknown:
        raise InvalidScenario(
            f"The plan in {folder} names {quote(unknown[0])}, which the operation does not have.",
            hint="Give the plan that was made of this operation, or make it again with aid plan.",
        )
    return plan
