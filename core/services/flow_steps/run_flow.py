"""Run the steps of a flow: each tried again where that can help, put on record, and not done twice."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.errors import AidError, SourceUnavailable, StepFailed, StoreError
from core.services.flow_steps.flow import Flow, FlowContext, Step, Values, Worked
from core.services.keys import content_key
from core.store import Outcome

TRIED_AGAIN = (OSError, MemoryError, StoreError, SourceUnavailable)
"""What may be over at the next try: a busy store, a full disk, too little memory. Other faults stay as they are."""


@dataclass(frozen=True)
class FlowResult:
    """What a run gave: the values of every step, and what each said, by its name."""

    run: str
    values: Mapping[str, Any]
    messages: Mapping[str, str]


def begin_run() -> str:
    """The name of a new run."""
    return uuid.uuid4().hex


def run_flow(context: FlowContext, flow: Flow, given: Values, run: str | None = None) -> FlowResult:
    """Run every step of a flow in order.

    A run that was ended in the middle is gone on with by running the flow again with the same values: steps that
    finished with the same inputs are not done twice.

    Raises
    ------
    StepFailed
        If a step failed for good; the message says which, why, and what to do.
    """
    run, values, messages = run or begin_run(), {name: given[name] for name in flow.given}, {}
    for step in flow.steps:
        worked = run_step(context, flow, step, run, values)
        values |= worked.outputs
        messages[step.name] = worked.message
    return FlowResult(run, values, messages)


def run_step(context: FlowContext, flow: Flow, step: Step, run: str, values: Values) -> Worked:
    """Run one step, or take its result where it was done before with the same inputs.

    Raises
    ------
    StepFailed
        If it failed as often as it may, or with what no further try mends.
    """
    inputs = {name: values[name] for name in step.inputs}
    key = content_key("step", flow.name, step.name, context.resources.code_version, json.dumps(inputs, sort_keys=True))
    runs, operation = context.resources.store.flow_runs, str(values.get("operation", ""))
    number = runs.begin(run, flow.name, operation, step.name, key)
    if step.is_repeatable:
        before = runs.done_before(key)
        if before is not None and step.is_still_there(context, before.outputs):
            runs.end(number, Outcome.KEPT, 0, before.message, before.outputs)
            context.tell(f"{step.name}: as before. {before.message}")
            return Worked(before.outputs, before.message)
    for attempt in range(1, step.tries + 1):
        try:
            worked = step.work(context, inputs)
            break
        except Exception as error:
            said = _in_words(error)
            if attempt == step.tries or not isinstance(error, TRIED_AGAIN):
                runs.end(number, Outcome.FAILED, attempt, said, {})
                raise StepFailed(
                    f"Step “{step.name}” of the flow “{flow.name}” failed"
                    + (f" {attempt} times" if attempt > 1 else "")
                    + f": {said}",
                    _hint(error, flow),
                ) from error
            context.tell(f"{step.name}: try {attempt} of {step.tries} failed: {said}")
            context.pause(step.wait_seconds * 2 ** (attempt - 1))
    if set(worked.outputs) != set(step.outputs):
        raise ValueError(f"step {step.name} gave {sorted(worked.outputs)}, not {sorted(step.outputs)}")
    runs.end(number, Outcome.DONE, attempt, worked.message, worked.outputs)
    context.tell(f"{step.name}: {worked.message}")
    return worked


def _in_words(error: Exception) -> str:
    if isinstance(error, AidError):
        return error.message
    if isinstance(error, MemoryError):
        return "there was not enough memory."
    if isinstance(error, OSError):
        place = f" ({error.filename})" if error.filename else ""
        return f"{error.strerror or type(error).__name__}{place}."
    return f"{type(error).__name__}: {error}"


def _hint(error: Exception, flow: Flow) -> str:
    again = f"Then run it again, `aid flows run {flow.name}`: finished steps are not done twice."
    if isinstance(error, MemoryError):
        return f"Free some memory, or train with a smaller configuration. {again}"
    if isinstance(error, OSError):
        return f"Free some space, or see that the folder can be written to. {again}"
    return f"{error.hint} {again}".strip() if isinstance(error, AidError) else again
