"""Plans as folders: written, checked against an operation, and told apart, with no solver involved."""

from pathlib import Path

from core.audit import AuditReport, audit_plan
from core.comparison import Comparison, compare_plans
from core.domain.operation import Operation
from core.domain.plan import Plan
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


def plan_of_folder(folder: Path) -> Plan:
    """A written plan; raises as ``audit_folder``."""
    return read_plan(folder)
