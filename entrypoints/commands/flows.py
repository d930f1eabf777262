"""``aid flows``: what runs unattended, once or on a schedule."""

import datetime as dt
import signal
import sys
from typing import TYPE_CHECKING, Any

import click

from entrypoints.commands.acting import acting, refuse_strangers
from entrypoints.commands.output import as_json, show

if TYPE_CHECKING:
    from core.services.flow_steps import FlowContext, FlowTurn
    from core.services.health import StepRun

operation_option = click.option(
    "--operation", "operations", multiple=True, help="Name of a stored operation; every stored one by default."
)
prefect_option = click.option("--with-prefect", is_flag=True, help="Run it by Prefect, with a server of its own.")
drift_option = click.option(
    "--retrain-on-drift", is_flag=True, help="Run retrain after monitor where the model should be trained anew."
)


@click.group()
def flows() -> None:
    """Run, schedule and watch what needs nobody at the screen: forecast and plan anew, look at health, retrain.

    Example: aid flows run refresh
    """


@flows.command("list")
@as_json
def list_flows(as_json: bool) -> None:
    """List the flows and their steps.

    Example: aid flows list
    """
    from core.services.flow_steps import FLOWS

    rows = [
        {
            "flow": flow.name,
            "words": flow.words,
            "steps": [
                {"step": step.name, "inputs": list(step.inputs), "outputs": list(step.outputs)} for step in flow.steps
            ],
        }
        for flow in FLOWS.values()
    ]
    lines = [
        f"{flow.name}: {flow.words}\n    {' -> '.join(step.name for step in flow.steps)}" for flow in FLOWS.values()
    ]
    show({"flows": rows}, "\n".join(lines), as_json)


@flows.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@operation_option
@prefect_option
@drift_option
@click.option("--wait", is_flag=True, help="Wait where another process runs the same.")
@as_json
def run(
    names: tuple[str, ...],
    operations: tuple[str, ...],
    with_prefect: bool,
    retrain_on_drift: bool,
    wait: bool,
    as_json: bool,
) -> None:
    """Run flows once. A run that was ended in the middle goes on from its last finished step.

    Example: aid flows run monitor --retrain-on-drift
    """
    from core.services.flow_steps import run_unattended

    context = _context()
    turns = run_unattended(
        context, names, operations, run_one=_runner(with_prefect), retrain_on_drift=retrain_on_drift, wait=wait
    )
    faults = [turn.fault for turn in turns if turn.fault is not None]
    if faults and not as_json:
        raise faults[0]
    show({"turns": [_turn_row(turn) for turn in turns]}, "\n".join(_turn_line(turn) for turn in turns), as_json)
    if faults:
        sys.exit(1)


@flows.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--every", "every_hours", type=float, help="Hours between two turns.")
@click.option("--at", help="Time of day, as in 03:00.")
@operation_option
@prefect_option
@drift_option
@click.option("--standby", is_flag=True, help="Where another process has this schedule, wait until it ends.")
@click.option("--turns", type=click.IntRange(min=1), help="End after so many turns.")
def schedule(
    names: tuple[str, ...],
    every_hours: float | None,
    at: str | None,
    operations: tuple[str, ...],
    with_prefect: bool,
    retrain_on_drift: bool,
    standby: bool,
    turns: int | None,
) -> None:
    """Run flows every so many hours, or once a day, until the process is ended.

    One process at a time: a second one with the same flows says who has them, and ends or stands by.

    Example: aid flows schedule refresh monitor --at 03:00
    """
    from core.services.flow_steps import Schedule, flow_named, lease_name, run_on_schedule, run_unattended

    planned = Schedule.of(every_hours, at)
    for name in names:
        flow_named(name)
    context = _context()
    runs, leases = context.resources.store.flow_runs, context.resources.store.leases
    name = lease_name("schedule", ", ".join([*names, *operations]))
    # ended as by a person: what is held is given back
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with leases.hold(name, wait=standby, tell=context.tell) as lease:
        context.tell(f"{', '.join(names)} {planned.words}")
        run_on_schedule(
            planned,
            lambda: runs.slot(name),
            lambda slot: runs.take_slot(name, slot),
            lambda: _take_turn(
                lambda: run_unattended(
                    _context(), names, operations, run_one=_runner(with_prefect), retrain_on_drift=retrain_on_drift
                )
            ),
            turns=turns,
            check=lease.check,
        )


@flows.command()
@click.option("--limit", type=click.IntRange(1, 1000), default=30, show_default=True, help="Steps that are shown.")
@as_json
def status(limit: int, as_json: bool) -> None:
    """Show the newest steps, and who holds which flow or schedule.

    Example: aid flows status
    """
    from core.bootstrap import build_resources

    resources = build_resources()
    refuse_strangers()
    runs, held = resources.store.flow_runs.newest(limit), resources.store.leases.all()
    lines = [_run_line(one) for one in runs] or ["No flow has run yet; `aid flows run refresh` runs one."]
    lines += [f"held: {lease.name}, {lease.holder}, since {lease.taken:%Y-%m-%d %H:%M} UTC" for lease in held]
    show(
        {
            "runs": [_run_row(one) for one in runs],
            "held": [{"name": one.name, "holder": one.holder, "since": one.taken.isoformat()} for one in held],
        },
        "\n".join(lines),
        as_json,
    )


def _context() -> "FlowContext":
    from core.bootstrap import build_resources
    from core.services.flow_steps import FlowContext

    resources = build_resources()
    return FlowContext(resources, build_resources, acting(), dt.date.today(), lambda line: click.echo(line, err=True))


def _runner(with_prefect: bool) -> Any:
    if with_prefect:
        from entrypoints.flows import run_with_prefect

        return run_with_prefect
    from core.services.flow_steps import run_flow

    return run_flow


def _take_turn(turn: Any) -> None:
    """One turn of a schedule; a fault is told, and the next turn is taken all the same."""
    from core.errors import AidError

    try:
        turn()
    except AidError as fault:
        click.echo(f"The turn failed: {fault.message}", err=True)


def _turn_line(turn: "FlowTurn") -> str:
    assert turn.result is not None or turn.fault is not None
    if turn.result is None:
        return f"{turn.flow} of {turn.operation}: failed. {turn.fault.message if turn.fault else ''}"
    last = list(turn.result.messages.values())[-1]
    return f"{turn.flow} of {turn.operation}: {last}"


def _turn_row(turn: "FlowTurn") -> dict[str, Any]:
    return {
        "flow": turn.flow,
        "operation": turn.operation,
        "run": turn.result.run if turn.result else None,
        "steps": dict(turn.result.messages) if turn.result else {},
        "values": dict(turn.result.values) if turn.result else {},
        "error": turn.fault.message if turn.fault else None,
        "hint": turn.fault.hint if turn.fault else None,
    }


def _run_line(one: "StepRun") -> str:
    took = "" if one.seconds is None else f" {one.seconds:.1f} s"
    tries = f", {one.tries} tries" if one.tries > 1 else ""
    return f"{one.started:%Y-%m-%d %H:%M:%S} {one.flow}/{one.step}: {one.outcome}{took}{tries}. {one.message}".rstrip()


def _run_row(one: "StepRun") -> dict[str, Any]:
    return {
        "run": one.run,
        "flow": one.flow,
        "operation": one.operation,
        "step": one.step,
        "started": one.started.isoformat(),
        "ended": one.ended.isoformat() if one.ended else None,
        "outcome": one.outcome.value,
        "tries": one.tries,
        "message": one.message,
    }


COMMANDS = (flows,)
