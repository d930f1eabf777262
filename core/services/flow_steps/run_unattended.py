"""Run flows for operations with nobody at the screen: one process at a time, one failure does not stop the rest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.errors import AidError
from core.services.flow_steps.catalog import flow_named
from core.services.flow_steps.flow import Flow, FlowContext, Values
from core.services.flow_steps.run_flow import FlowResult, run_flow
from core.services.keys import content_key
from core.services.open_operation import operation_names
from core.store.leases import LEASE_SECONDS

RunOne = Callable[[FlowContext, Flow, Values], FlowResult]
"""How one flow is run: plainly, or by an orchestrator."""

LONGEST_LEASE_NAME = 120


@dataclass(frozen=True, eq=False)
class FlowTurn:
    """One flow of one operation: its result, or the fault it ended with."""

    flow: str
    operation: str
    result: FlowResult | None
    fault: AidError | None


def run_unattended(
    context: FlowContext,
    flows: Sequence[str],
    operations: Sequence[str] = (),
    *,
    run_one: RunOne = run_flow,
    retrain_on_drift: bool = False,
    lease_seconds: float = LEASE_SECONDS,
    wait: bool = False,
) -> list[FlowTurn]:
    """Run flows in the order given, for the operations named or for every stored one.

    Parameters
    ----------
    retrain_on_drift
        Whether ``retrain`` follows where ``monitor`` says that the model should be trained anew.
    lease_seconds
        How long a dead process keeps others from the same flow and operation.
    wait
        Whether to wait where another process runs the same flow for the same operation.

    Raises
    ------
    DataError
        If there is no such flow. Faults of a flow are in its turn.
    """
    wanted = [flow_named(name) for name in flows]
    turns = []
    for operation in operations or operation_names(context.resources):
        for flow in wanted:
            turn = _turn(context, flow, operation, run_one, lease_seconds, wait)
            turns.append(turn)
            if retrain_on_drift and turn.result is not None and turn.result.values.get("should_retrain"):
                turns.append(_turn(context, flow_named("retrain"), operation, run_one, lease_seconds, wait))
    return turns


def _turn(
    context: FlowContext, flow: Flow, operation: str, run_one: RunOne, lease_seconds: float, wait: bool
) -> FlowTurn:
    context.tell(f"{flow.name} of {operation}")
    leases = context.resources.store.leases
    try:
        with leases.hold(lease_name(f"flow {flow.name}", operation), lease_seconds, wait=wait, tell=context.tell):
            return FlowTurn(flow.name, operation, run_one(context, flow, {"operation": operation}), None)
    except AidError as fault:
        context.tell(f"{flow.name} of {operation} failed: {fault.message}")
        return FlowTurn(flow.name, operation, None, fault)


def lease_name(what: str, of: str) -> str:
    """Name of a lease, short enough for the store however long the name of an operation is."""
    name = f"{what} of {of}"
    return name if len(name) <= LONGEST_LEASE_NAME else f"{name[:80]} {content_key(name)[:16]}"
