"""The worker solves what the pages ask, can be cancelled, and never outlives its owner."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.domain.scenario import Scenario
from core.services.backtest_report import WEEKS, cached_report, report_key
from core.services.fairness_report import cached_fairness, fairness_key
from core.services.plan_distribution import cached_plan, plan_key
from core.services.worker_jobs import PlanWorker, _event
from core.settings import PROJECT
from tests.builders import small_operation

PATIENCE = 60


@pytest.fixture
def asked(resources):
    operation = small_operation()
    version = resources.store.save_version(operation, parent=None, author="test")
    return operation, version.id


@pytest.fixture
def worker(home):
    owned = PlanWorker(PROJECT, home / "worker.log")
    yield owned
    owned.close()


def test_a_plan_asked_for_is_solved_and_found_in_the_cache(resources, worker, asked):
    operation, version = asked
    scenario = Scenario(weeks=3)
    key = plan_key(resources, operation, scenario)
    worker.ask(key, version, scenario)
    job = worker.wait(key, PATIENCE)
    assert job.state == "done", job
    assert cached_plan(resources, key, scenario).audit.passed


def test_a_backtest_asked_for_is_made_and_found_in_the_cache(resources, worker, asked):
    operation, version = asked
    model = resources.registry.current_version()
    key = report_key(resources, operation, model)
    assert worker.ask_backtest(key, version, model, WEEKS) == worker.ask_backtest(key, version, model, WEEKS)
    job = worker.wait(key, PATIENCE)
    assert job.state == "done", job
    assert len(cached_report(resources, operation, model).camps) == 3


def test_every_rule_asked_for_is_solved_and_found_in_the_cache(resources, worker, asked):
    operation, version = asked
    scenario = Scenario(weeks=2, fairness="worst_off")
    key = fairness_key(resources, operation, scenario)
    assert worker.ask_fairness(key, version, scenario) == worker.ask_fairness(key, version, scenario)
    job = worker.wait(key, PATIENCE)
    assert job.state == "done", job
    assert (cached_fairness(resources, operation, scenario).rules["why"] == "").all()


def test_a_backtest_of_a_model_that_is_not_there_fails_in_words(resources, worker, asked):
    worker.ask_backtest("bad", asked[1], "9999", WEEKS)
    job = worker.wait("bad", PATIENCE)
    assert (job.state, job.kind) == ("failed", "ModelNotFound")
    assert "9999" in job.error


def test_a_question_that_cannot_be_answered_fails_in_words(resources, worker, asked):
    _, version = asked
    scenario = Scenario.from_values({"closures": [{"route_id": "no_such_route"}]})
    worker.ask("bad", version, scenario)
    job = worker.wait("bad", PATIENCE)
    assert job.state == "failed"
    assert "no_such_route" in job.error


def test_a_cancelled_job_stays_cancelled_and_the_next_is_still_solved(resources, worker, asked):
    operation, version = asked
    first, second = Scenario(weeks=40), Scenario(weeks=2)
    keys = [plan_key(resources, operation, scenario) for scenario in (first, second)]
    worker.ask(keys[0], version, first)
    worker.ask(keys[1], version, second)
    worker.cancel(keys[0])
    assert worker.wait(keys[1], PATIENCE).state == "done"
    assert worker.job(keys[0]).state == "cancelled"


def test_a_question_cancelled_and_asked_again_at_once_is_answered(resources, worker, asked):
    operation, version = asked
    first, second = Scenario(weeks=40), Scenario(weeks=2)
    keys = [plan_key(resources, operation, scenario) for scenario in (first, second)]
    worker.ask(keys[0], version, first)
    worker.ask(keys[1], version, second)
    worker.cancel(keys[1])
    worker.forget(keys[1])
    worker.ask(keys[1], version, second)
    assert worker.wait(keys[1], PATIENCE).state == "done"


def test_a_process_ended_for_a_cancelled_question_does_not_fail_the_same_question_asked_again(monkeypatch, home):
    monkeypatch.setattr("core.services.worker_jobs.PATIENCE_SECONDS", 0.3)
    project = _project_that_hears_no_cancel(home)
    worker = PlanWorker(project, home / "worker.log")
    worker.ask("a" * 64, 1, Scenario())
    _until(lambda: worker.job("a" * 64).state == "running")
    worker.cancel("a" * 64)
    worker.forget("a" * 64)
    worker.ask("a" * 64, 1, Scenario())
    job = worker.wait("a" * 64, PATIENCE)
    worker.close()
    assert (job.state, job.error) == ("done", "")


def _project_that_hears_no_cancel(home):
    """A worker that takes a second for everything and answers each request after the other."""
    project = home / "deaf"
    (project / "entrypoints").mkdir(parents=True)
    (project / "entrypoints" / "__init__.py").touch()
    (project / "entrypoints" / "worker.py").write_text(
        "import json, sys, time\n"
        "for line in sys.stdin:\n"
        "    request = json.loads(line)\n"
        "    if 'id' not in request: continue\n"
        "    said = {'id': request['id'], 'key': 'a' * 64, 'share': 0.5, 'message': 'Solving'}\n"
        "    print(json.dumps({**said, 'state': 'running'}), flush=True)\n"
        "    time.sleep(1)\n"
        "    print(json.dumps({**said, 'state': 'done'}), flush=True)\n"
    )
    return project


def test_while_another_waits_a_solve_goes_on_and_only_who_cancelled_is_told_so(home):
    worker = PlanWorker(_project_that_hears_no_cancel(home), home / "worker.log")
    for window in ("one", "other"):
        worker.ask("a" * 64, 1, Scenario(), window)
    _until(lambda: worker.job("a" * 64).state == "running")
    worker.cancel("a" * 64, "one")
    assert [worker.job("a" * 64, window).state for window in ("one", "other")] == ["cancelled", "running"]
    assert worker.wait("a" * 64, PATIENCE, "other").state == "done"
    worker.close()


def test_who_cancelled_may_wait_again_and_the_last_who_cancels_ends_the_solve(home):
    worker = PlanWorker(_project_that_hears_no_cancel(home), home / "worker.log")
    worker.ask("b" * 64, 1, Scenario())  # takes the second in which the next one waits
    worker.ask("a" * 64, 1, Scenario(), "one")
    worker.join("a" * 64, "other")
    worker.cancel("a" * 64, "one")
    worker.forget("a" * 64, "one")
    assert worker.job("a" * 64, "one").state == "queued"
    worker.cancel("a" * 64, "other")
    worker.cancel("a" * 64, "one")
    assert [worker.job("a" * 64, window).state for window in ("one", "other")] == ["cancelled", "cancelled"]
    worker.close()


def test_a_closed_window_keeps_nothing_going(home):
    worker = PlanWorker(_project_that_hears_no_cancel(home), home / "worker.log", lambda window: window != "closed")
    worker.ask("b" * 64, 1, Scenario())
    for window in ("closed", "open"):
        worker.ask("a" * 64, 1, Scenario(), window)
    worker.cancel("a" * 64, "open")
    assert worker.job("a" * 64, "closed").state == "cancelled"
    worker.close()


def test_a_question_passed_over_is_still_answered_to_who_waits_for_it(home):
    worker = PlanWorker(_project_that_hears_no_cancel(home), home / "worker.log")
    for window in ("one", "other"):
        worker.ask("a" * 64, 1, Scenario(), window)
    worker.let_go("a" * 64, "one")
    assert worker.wait("a" * 64, PATIENCE, "other").state == "done"
    worker.close()


def test_a_cancelled_solve_that_has_a_plan_may_take_its_time_to_hand_it_over(monkeypatch, home):
    monkeypatch.setattr("core.services.worker_jobs.PATIENCE_SECONDS", 0.3)
    project = _project_that_hears_no_cancel(home)
    (project / "entrypoints" / "worker.py").write_text(
        "import json, sys, time\n"
        "said = {'id': json.loads(input())['id'], 'key': 'a' * 64, 'share': 0.5, 'message': 'Solving'}\n"
        "print(json.dumps({**said, 'state': 'running', 'is_stopping': False}), flush=True)\n"
        "assert json.loads(input()) == {'cancel': said['id']}\n"
        "print(json.dumps({**said, 'state': 'running', 'is_stopping': True, 'message': 'Stopping'}), flush=True)\n"
        "time.sleep(1)\n"
        "print(json.dumps({**said, 'state': 'done'}), flush=True)\n"
        "sys.stdin.read()\n"
    )
    worker = PlanWorker(project, home / "worker.log")
    worker.ask("a" * 64, 1, Scenario())
    _until(lambda: worker.job("a" * 64).state == "running")
    worker.cancel("a" * 64)
    assert worker.job("a" * 64).message == "Stopping"
    assert worker.wait("a" * 64, PATIENCE).state == "done"
    worker.close()


def test_a_cancelled_solve_that_does_not_hear_of_it_is_ended_and_is_no_failure(monkeypatch, home):
    monkeypatch.setattr("core.services.worker_jobs.PATIENCE_SECONDS", 0.3)
    worker = PlanWorker(_project_that_hears_no_cancel(home), home / "worker.log")
    worker.ask("a" * 64, 1, Scenario())
    _until(lambda: worker.job("a" * 64).state == "running")
    worker.cancel("a" * 64)
    assert (worker.wait("a" * 64, PATIENCE).state, worker.job("a" * 64).error) == ("cancelled", "")
    worker.close()


def _until(holds):
    until = time.monotonic() + PATIENCE
    while not holds() and time.monotonic() < until:
        time.sleep(0.02)
    assert holds()


def test_questions_passed_over_hold_nobody_up(home):
    worker = PlanWorker(_project_that_hears_no_cancel(home), home / "worker.log")
    names = [letter * 64 for letter in "bcdefg"]
    for name in names:
        worker.ask(name, 1, Scenario())
        worker.let_go(name)
    worker.ask("a" * 64, 1, Scenario())
    assert [worker.job(name) for name in names] == [None] * 6
    assert worker.wait("a" * 64, PATIENCE).state == "done"
    worker.let_go("a" * 64)
    assert worker.job("a" * 64).state == "done"
    worker.close()


def test_a_worker_skips_what_was_cancelled_before_its_turn(home, resources, asked):
    operation, version = asked
    worker = PlanWorker(PROJECT, home / "worker.log")
    scenarios = [Scenario(weeks=weeks) for weeks in (6, 2, 3, 4)]
    keys = [plan_key(resources, operation, scenario) for scenario in scenarios]
    for key, scenario in zip(keys, scenarios, strict=True):
        worker.ask(key, version, scenario)
    for key in keys[:3]:
        worker.let_go(key)
    assert worker.wait(keys[3], PATIENCE).state == "done"
    worker.close()
    assert [resources.results.get(key) is None for key in keys[1:]] == [True, True, False]


def test_an_answer_that_cannot_be_kept_is_told_in_words(resources, asked, home, monkeypatch):
    monkeypatch.setenv("AID_CACHE_MB", "0.0001")
    operation, version = asked
    worker = PlanWorker(PROJECT, home / "worker.log")
    key = plan_key(resources, operation, Scenario(weeks=2))
    worker.ask(key, version, Scenario(weeks=2))
    job = worker.wait(key, PATIENCE)
    worker.close()
    assert (job.state, job.kind) == ("failed", "StoreError")
    assert "AID_CACHE_MB" in job.hint


def test_a_killed_worker_is_replaced_and_the_question_answered(resources, worker, asked):
    operation, version = asked
    worker.start()
    worker._process.send_signal(signal.SIGKILL)
    worker._process.wait()
    time.sleep(0.2)
    scenario = Scenario(weeks=2)
    key = plan_key(resources, operation, scenario)
    worker.ask(key, version, scenario)
    assert worker.wait(key, PATIENCE).state == "done"


def test_the_worker_ends_when_its_owner_is_killed(home):
    owner = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, pathlib, time\nfrom core.services.worker_jobs import PlanWorker\n"
            f"w = PlanWorker(pathlib.Path({str(PROJECT)!r}), pathlib.Path({str(home / 'w.log')!r}))\n"
            "w.start(); print(w._process.pid, flush=True); time.sleep(60)",
        ],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )
    child = int(owner.stdout.readline())
    owner.kill()
    owner.wait()
    owner.stdout.close()
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{child}/stat").read_text().split()[2]
        except FileNotFoundError:
            return
        if state == "Z":
            return
        time.sleep(0.1)
    os.kill(child, signal.SIGKILL)
    pytest.fail("the worker outlived its owner")


def test_a_process_that_never_starts_fails_what_waits_for_it(home):
    nowhere = home / "no_project"
    (nowhere / "entrypoints").mkdir(parents=True)
    (nowhere / "entrypoints" / "__init__.py").touch()
    (nowhere / "entrypoints" / "worker.py").write_text("raise OSError('the disk is gone')")
    owned = PlanWorker(nowhere, home / "worker.log")
    owned.ask("a" * 64, 1, Scenario())
    job = owned.wait("a" * 64, PATIENCE)
    owned.close()
    assert (job.state, job.error) == ("failed", "The process that plans cannot be started.")
    assert "worker.log" in job.hint


def test_a_line_that_is_no_event_is_left_out():
    said = [_event(line) for line in ("Set parameter\n", "[1]", "{}", '{"id": "a", "state": "done"}')]
    assert said == [None, None, None, {"id": "a", "state": "done"}]
