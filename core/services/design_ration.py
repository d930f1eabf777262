"""A ration for one period, designed and checked; kept as files, and told in figures."""

from dataclasses import dataclass
from pathlib import Path

from core.audit import AuditReport, audit_ration
from core.domain.operation import Operation
from core.domain.ration import RationDesign, RationQuestion
from core.errors import SolverFailed
from core.ration import design_ration, missing_tables
from core.ration_folder import is_ration_folder, read_ration, refuse_other_than_ration, write_ration


@dataclass(frozen=True, eq=False)
class AuditedRation:
    """A ration with the auditor's report; one that failed the audit is never returned."""

    design: RationDesign
    audit: AuditReport


def design_audited_ration(operation: Operation, question: RationQuestion) -> AuditedRation:
    """The ration of least cost with its sourcing and flows, re-added by the auditor.

    Raises
    ------
    InvalidTable, InvalidScenario, NotEnoughHistory, Infeasible
        As ``core.ration.design_ration``.
    SolverFailed
        If there is no proven answer, or the auditor refuses it.
    """
    design = design_ration(operation, question)
    audit = audit_ration(operation, design)
    if not audit.passed:
        first = audit.violations.iloc[0]
        raise SolverFailed(
            f"The ration failed the audit in {len(audit.violations)} places and is not shown. "
            f"First: {first['message']}",
            hint="Report this with the operation; ask with other days or limits meanwhile.",
        )
    return AuditedRation(design, audit)


def what_a_ration_lacks(operation: Operation) -> list[str]:
    """Tables without which no ration can be designed; empty where all are there."""
    return missing_tables(operation)


def refuse_occupied_ration_folder(folder: Path) -> None:
    """Refuse a folder that a ration would overwrite something in.

    Raises
    ------
    SourceUnavailable
        If it holds anything but a ration.
    """
    refuse_other_than_ration(folder)


def keep_ration(audited: AuditedRation, folder: Path) -> None:
    """Write a ration; the folder appears whole or not at all.

    Raises
    ------
    SourceUnavailable
        If the folder cannot be written, or holds something that is no ration.
    """
    write_ration(audited.design, folder)


def is_ration(folder: Path) -> bool:
    """Whether a folder holds a ration, not a plan."""
    return is_ration_folder(folder)


def audit_ration_folder(operation: Operation, folder: Path) -> AuditReport:
    """Every limit of a written ration added up anew.

    Raises
    ------
    SourceUnavailable, InvalidTable, InvalidScenario
        If the ration cannot be read.
    """
    return audit_ration(operation, read_ration(folder))
