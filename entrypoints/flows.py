"""The flows as Prefect sees them: the same steps, decorated; each run brings its own server and ends it."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.services.flow_steps import Flow, FlowContext, FlowResult, begin_run, run_step

if TYPE_CHECKING:
    from prefect import Flow as PrefectFlow, Task

    from core.services.flow_steps import Step, Worked


def set_up_prefect(home: Path) -> None:
    """Keep Prefect's files in the working folder, its server to this process, and its figures to itself.

    Before Prefect is first imported: it reads its settings then.
    """
    folder = home / "prefect"
    os.environ.update(
        {
            "PREFECT_HOME": str(folder),
            "PREFECT_API_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{folder / 'prefect.db'}",
            "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true",
            "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "PREFECT_LOGGING_LEVEL": os.environ.get("PREFECT_LOGGING_LEVEL", "WARNING"),
            "DO_NOT_TRACK": "1",
        }
    )
    # a server or profile of somebody's own must not receive what runs here
    os.environ.pop("PREFECT_API_URL", None)
    os.environ.pop("PREFECT_API_KEY", None)


def prefect_tasks(context: FlowContext, flow: Flow, run: str) -> "list[Task[..., Any]]":
    """A task for each step of a flow, in order. Tries, records and cache are those of ``run_step``, not Prefect's."""
    from prefect import task
    from prefect.cache_policies import NO_CACHE

    def of(step: "Step") -> "Task[..., Any]":
        @task(name=step.name, description=step.work.__doc__, cache_policy=NO_CACHE, persist_result=False)
        def work(values: dict[str, Any]) -> "Worked":
            return run_step(context, flow, step, run, values)

        return work

    return [of(step) for step in flow.steps]


def prefect_flow(context: FlowContext, flow: Flow, run: str) -> "PrefectFlow[..., FlowResult]":
    """A flow decorated by Prefect."""
    from prefect import flow as prefect

    tasks = prefect_tasks(context, flow, run)

    @prefect(name=flow.name, description=flow.words, validate_parameters=False, persist_result=False)
    def decorated(given: dict[str, Any]) -> FlowResult:
        values, messages = dict(given), {}
        for step, work in zip(flow.steps, tasks, strict=True):
            worked: Worked = work(values)  # type: ignore[assignment]
            values |= worked.outputs
            messages[step.name] = worked.message
        return FlowResult(run, values, messages)

    return decorated


def run_with_prefect(context: FlowContext, flow: Flow, given: dict[str, Any]) -> FlowResult:
    """``run_flow`` by Prefect; raises as it does."""
    set_up_prefect(context.resources.settings.home)
    return prefect_flow(context, flow, begin_run())(given)
