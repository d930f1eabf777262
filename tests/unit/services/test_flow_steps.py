"""Steps are tried again where that helps, recorded, not done twice, and gone on with after a kill."""

import datetime as dt
import errno
import os
import signal
import subprocess
import sys
import textwrap

import pytest

from core.bootstrap import build_resources
from core.domain.access import alone
from core.errors import NotEnoughHistory, StepFailed, StoreError
from core.services.flow_steps import FLOWS, Flow, FlowContext, Step, Worked, run_flow, run_unattended
from core.settings import PROJECT
from core.store import Outcome
from tests.builders import PLANNING_START, small_operation

TODAY = PLANNING_START.date() + dt.timedelta(days=1)
NAME = "Small operation"


@pytest.fixture
def context(resources):
    resources.store.save_version(small_operation(settings={"illustrative": "false"}), None)
    return FlowContext(resources, build_resources, alone("flow"), TODAY, pause=lambda _: None)


def counting(name, inputs, outputs, faults=()):
    """A step that says how often it was done, after failing with each fault in turn."""
    done, left = [], list(faults)

    def work(_context, values):
        done.append(dict(values))
        if left:
            raise left.pop(0)
        return Worked(dict.fromkeys(outputs, f"{name} of {values}"), f"{name} done")

    return Step(name, inputs, outputs, work), done


def flow_of(*steps):
    return Flow("try", "a flow for tests", ("operation",), tuple(steps))


def test_steps_run_in_order_and_a_second_run_does_nothing_twice(context):
    one, did_one = counting("one", ("operation",), ("a",))
    two, did_two = counting("two", ("a",), ("b",))
    first = run_flow(context, flow_of(one, two), {"operation": NAME})
    again = run_flow(context, flow_of(one, two), {"operation": NAME})
    assert first.values == again.values
    assert (len(did_one), len(did_two)) == (1, 1)
    assert did_two == [{"a": first.values["a"]}]
    outcomes = [(run.step, run.outcome) for run in context.resources.store.flow_runs.newest()]
    assert outcomes == [("two", "kept"), ("one", "kept"), ("two", "done"), ("one", "done")]


def test_other_inputs_are_worked_on_anew(context):
    one, did = counting("one", ("operation",), ("a",))
    run_flow(context, flow_of(one), {"operation": NAME})
    run_flow(context, flow_of(one), {"operation": "Another"})
    assert len(did) == 2


@pytest.mark.parametrize(
    "fault", [OSError(errno.ENOSPC, "No space left on device"), MemoryError(), StoreError("The store is busy.")]
)
def test_what_may_pass_is_tried_again_and_waited_for_longer_each_time(context, fault):
    waited = []
    patient = FlowContext(context.resources, build_resources, context.actor, TODAY, pause=waited.append)
    one, did = counting("one", ("operation",), ("a",), [fault, fault])
    run_flow(patient, flow_of(one), {"operation": NAME})
    assert (len(did), waited) == (3, [2.0, 4.0])
    run = context.resources.store.flow_runs.newest()[0]
    assert (run.outcome, run.tries) == (Outcome.DONE, 3)


@pytest.mark.parametrize(
    ("fault", "words", "hint"),
    [
        (OSError(errno.ENOSPC, "No space left on device", "/x"), "failed 3 times: No space left on device", "space"),
        (OSError(errno.EROFS, "Read-only file system"), "failed 3 times: Read-only file system", "written to"),
        (MemoryError(), "failed 3 times: there was not enough memory", "memory"),
    ],
)
def test_a_step_that_fails_thrice_is_named_with_its_cause_and_what_to_do(context, fault, words, hint):
    one, did_one = counting("one", ("operation",), ("a",))
    two, did_two = counting("two", ("a",), ("b",), [fault] * 3)
    with pytest.raises(StepFailed, match=f"Step “two” of the flow “try” {words}") as caught:
        run_flow(context, flow_of(one, two), {"operation": NAME})
    assert hint in caught.value.hint
    assert "aid flows run try" in caught.value.hint
    assert context.resources.store.flow_runs.newest()[0].outcome is Outcome.FAILED
    run_flow(context, flow_of(one, two), {"operation": NAME})
    assert (len(did_one), len(did_two)) == (1, 4)


def test_what_no_further_try_mends_fails_at_once(context):
    one, did = counting("one", ("operation",), ("a",), [NotEnoughHistory("No counts.", "Upload some.")])
    with pytest.raises(StepFailed, match="failed: No counts") as caught:
        run_flow(context, flow_of(one), {"operation": NAME})
    assert len(did) == 1
    assert caught.value.hint.startswith("Upload some.")


def test_a_result_that_is_gone_is_made_again(context):
    one, did = counting("one", ("operation",), ("a",))
    gone = Step("one", one.inputs, one.outputs, one.work, is_still_there=lambda _context, _outputs: False)
    for _ in range(2):
        run_flow(context, flow_of(gone), {"operation": NAME})
    assert len(did) == 2


def test_a_step_that_takes_what_nobody_gives_is_refused_when_the_flow_is_written():
    one, _ = counting("one", ("nobody_gives",), ("a",))
    with pytest.raises(ValueError, match="nobody_gives"):
        flow_of(one)


KILLED = textwrap.dedent(
    """
    import datetime as dt, os, signal, sys
    from core.bootstrap import build_resources
    from core.domain.access import alone
    from core.services.flow_steps import FLOWS, Flow, FlowContext, Step, Worked, run_unattended

    def killed(context, values):
        os.kill(os.getpid(), signal.SIGKILL)

    flow, last = FLOWS[sys.argv[1]], sys.argv[2]
    steps = [Step(s.name, s.inputs, s.outputs, killed if s.name == last else s.work) for s in flow.steps]
    FLOWS[flow.name] = Flow(flow.name, flow.words, flow.given, tuple(steps))
    context = FlowContext(build_resources(), build_resources, alone("flow"), dt.date.fromisoformat(sys.argv[3]))
    run_unattended(context, [flow.name], [sys.argv[4]], lease_seconds=1.0)
    """
)


def kill_in(flow, step):
    """Run a flow in a process that is killed in the middle of a step."""
    asked = [sys.executable, "-c", KILLED, flow, step, TODAY.isoformat(), NAME]
    killed = subprocess.run(asked, cwd=PROJECT, env=os.environ, check=False)
    assert killed.returncode == -signal.SIGKILL


@pytest.mark.nightly
def test_after_a_kill_in_the_middle_the_next_run_takes_over_and_ends_the_work(context):
    kill_in("monitor", "look")
    runs = context.resources.store.flow_runs
    assert [(run.step, run.outcome) for run in runs.newest()] == [("look", "running"), ("read", "done")]
    turn = run_unattended(context, ["monitor"], [NAME], lease_seconds=1.0)[0]
    assert turn.fault is None
    assert runs.newest()[0].step == "judge"


@pytest.mark.nightly
def test_after_a_kill_in_the_middle_finished_steps_are_not_done_twice(context):
    kill_in("refresh", "plan")
    runs = context.resources.store.flow_runs
    assert [(run.step, run.outcome) for run in runs.newest()][:2] == [("plan", "running"), ("needs", "done")]
    turn = run_unattended(context, ["refresh"], [NAME], lease_seconds=1.0)[0]
    assert turn.fault is None
    newest = {run.step: run.outcome for run in reversed(runs.newest(4))}
    assert (newest["needs"], newest["plan"]) == ("kept", "done")
    assert context.resources.results.holds(turn.result.values["plan"])


def test_refresh_plans_and_monitor_scores_what_was_forecast(context):
    turns = run_unattended(context, ["refresh", "monitor"])
    assert [(turn.flow, turn.fault) for turn in turns] == [("refresh", None), ("monitor", None)]
    store = context.resources.store
    kept = store.kept_forecasts.of(NAME, TODAY, TODAY)
    assert len(kept) == 1
    looks = store.health_records.of(NAME)
    assert looks[0].content["coverage_basis"] == "replayed"
    assert isinstance(turns[1].result.values["should_retrain"], bool)


def test_one_operation_that_fails_does_not_stop_the_others(context):
    empty = small_operation(settings={"name": "Other", "illustrative": "false"})
    context.resources.store.save_version(empty, None)
    turns = run_unattended(context, ["monitor"], ["Nowhere", "Other"])
    assert "Nowhere" in turns[0].fault.message
    assert turns[1].fault is None


def test_a_flow_that_is_under_way_is_not_run_twice(context):
    with context.resources.store.leases.hold(f"flow monitor of {NAME}", 1.0):
        turn = run_unattended(context, ["monitor"], [NAME], lease_seconds=1.0)[0]
    assert "under way already" in turn.fault.message


def test_every_flow_is_put_together_so_that_each_step_is_given_what_it_takes():
    assert set(FLOWS) == {"fetch", "refresh", "monitor", "retrain"}
    for flow in FLOWS.values():
        assert all(step.work.__doc__ for step in flow.steps)
