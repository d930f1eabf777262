"""Plans that were proposed: listed, and read back from the files they were proposed with."""

import tempfile
from pathlib import Path

from core.domain.plan import Plan
from core.plan_folder import read_plan, write_plan
from core.services.resources import Resources
from core.store import PlanState, Proposal

__all__ = ["PlanState", "Proposal", "files_of_plan", "plan_of_proposal", "plans_of"]


def plans_of(resources: Resources, operation: str | None = None, state: PlanState | None = None) -> list[Proposal]:
    """Proposed plans, newest first; of one operation and in one state where they are named."""
    return resources.store.proposals.of(operation, state)


def plan_of_proposal(resources: Resources, proposal: Proposal) -> Plan:
    """The plan as it was proposed.

    Raises
    ------
    StoreError
        If a file is not what was proposed.
    """
    with tempfile.TemporaryDirectory() as aside:
        for name, data in resources.store.proposals.files(proposal.id).items():
            (Path(aside) / name).write_bytes(data)
        return read_plan(Path(aside))


def files_of_plan(plan: Plan) -> dict[str, bytes]:
    """Name to content of the files of a plan's folder."""
    with tempfile.TemporaryDirectory() as aside:
        folder = Path(aside) / "plan"
        write_plan(plan, folder)
        return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}
