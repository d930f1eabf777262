"""The worker process that a door owns: ask it for plans, backtests, every rule and answers, watch them, cancel them."""

import atexit
import contextlib
import itertools
import json
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from core.domain.scenario import Scenario
from core.log import log_event
from core.metrics.meter import METER
from core.metrics.metric_names import QUEUE_LENGTH, QUEUE_OLDEST

logger = logging.getLogger("core.jobs")

State = Literal["queued", "running", "done", "failed", "cancelled"]
SECONDS_BETWEEN_LOOKS = 0.005

PATIENCE_SECONDS = 3.0
"""How long a cancelled solve may take to be heard of before its process is ended."""

MOST_SILENT_ENDS = 3
"""Processes in a row that may end without a word before what waits for them fails."""


@dataclass(frozen=True)
class Job:
    """One plan, backtest, comparison of rules or answer that was asked for.

    Attributes
    ----------
    key
        Content key of what was asked; two people who ask the same share one job.
    share, message
        How far it is, 0 to 1, and what is being done.
    kind, error, hint, limits, repairs
        Why it failed: the name of the error, its words, and ways out with the ``scenario`` that has each, if any.
    asked_at
        Seconds of the monotonic clock.
    request
        Name of this asking. A question cancelled and asked again has the same key; what the worker still says of the
        first asking must not be heard as an answer to the second.
    askers
        Sessions that wait for the answer.
    left
        Sessions that cancelled while others still wait: to them it is cancelled.
    is_stopping, is_heard
        Whether it was cancelled for all and may still end with the best plan so far; whether the worker knows.
    """

    key: str
    state: State = "queued"
    share: float = 0.0
    message: str = "Starting"
    kind: str = ""
    error: str = ""
    hint: str = ""
    limits: tuple[str, ...] = ()
    repairs: tuple[dict[str, Any], ...] = ()
    asked_at: float = field(default_factory=time.monotonic)
    request: str = ""
    askers: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()
    is_stopping: bool = False
    is_heard: bool = False

    def seconds(self) -> float:
        """Seconds since it was asked for."""
        return time.monotonic() - self.asked_at

    def is_under_way(self) -> bool:
        """Whether an answer is still to come."""
        return self.state in ("queued", "running")

    def seen_by(self, asker: str) -> "Job":
        """The job as one session sees it."""
        if asker in self.left and self.is_under_way():
            return replace(self, state="cancelled", message="Cancelled")
        return self

    def with_asker(self, asker: str) -> "Job":
        """The job with one more session that waits for it."""
        return replace(self, askers=self.askers | {asker}, left=self.left - {asker})

    def without_asker(self, asker: str) -> "Job":
        """The job with one session fewer that waits for it."""
        return replace(self, askers=self.askers - {asker}, left=self.left | {asker})


class PlanWorker:
    """Owns one worker process; safe to use from every session's thread.

    Parameters
    ----------
    project, log_file
        Where the worker is started, and where its last words go.
    is_here
        Whether a session is still open: one that was closed keeps nothing going that another one cancels.
    """

    def __init__(self, project: Path, log_file: Path, is_here: Callable[[str], bool] = lambda asker: True) -> None:
        self.project = project
        self.log_file = log_file
        self._is_here = is_here
        self._jobs: dict[str, Job] = {}
        self._requests: dict[str, dict[str, Any]] = {}
        self._askings = itertools.count(1)
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.RLock()
        METER.watch(QUEUE_LENGTH, lambda: float(len(self.waiting_seconds())))
        METER.watch(QUEUE_OLDEST, lambda: max(self.waiting_seconds(), default=0.0))
        atexit.register(self.close)

    def start(self) -> None:
        """Start the process if it is not running."""
        with self._lock:
            if self._process is not None and self._process.poll() is None:
                return
            self.log_file.parent.mkdir(parents=True, exist_ok=True)
            with self.log_file.open("a", encoding="utf-8") as log:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "entrypoints.worker"],
                    cwd=self.project,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                    encoding="utf-8",
                )
            threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()

    def ask(self, key: str, version: int, scenario: Scenario, asker: str = "") -> Job:
        """Ask for the plan of a scenario on a stored data version; the same question twice is one job."""
        return self._ask(key, {"version": version, "scenario": scenario.to_values()}, asker)

    def ask_backtest(self, key: str, version: int, model: str, weeks: int, asker: str = "") -> Job:
        """Ask for the backtest of a model on a stored data version; the same question twice is one job."""
        return self._ask(key, {"version": version, "backtest": {"model": model, "weeks": weeks}}, asker)

    def ask_fairness(self, key: str, version: int, scenario: Scenario, asker: str = "") -> Job:
        """Ask for every fairness rule on a scenario of a stored data version; the same question twice is one job."""
        return self._ask(key, {"version": version, "fairness": scenario.to_values()}, asker)

    def ask_inventory(
        self, key: str, version: int, scenario: Scenario, weeks: int, with_plan: bool, asker: str = ""
    ) -> Job:
        """Ask for the shelves of a stored data version looked ahead; the same question twice is one job."""
        asked = {"scenario": scenario.to_values(), "weeks": weeks, "with_plan": with_plan}
        return self._ask(key, {"version": version, "inventory": asked}, asker)

    def ask_question(self, key: str, version: int, question: dict[str, Any], asker: str = "") -> Job:
        """Ask a question about a plan on a stored data version; the same question twice is one job."""
        return self._ask(key, {"version": version, "question": question}, asker)

    def ask_work(self, key: str, version: int, request: Mapping[str, Any], asker: str = "") -> Job:
        """Ask for work of any kind, as the worker reads it; the same question twice is one job."""
        return self._ask(key, {"version": version, **request}, asker)

    def under_way(self) -> int:
        """How many jobs have no answer yet."""
        with self._lock:
            return sum(job.is_under_way() for job in self._jobs.values())

    def _ask(self, key: str, question: dict[str, Any], asker: str) -> Job:
        with self._lock:
            job = self._jobs.get(key)
            if job is not None and job.is_under_way() and not job.is_stopping:
                self._jobs[key] = job.with_asker(asker)
                return self._jobs[key]
            waits = any(other.is_under_way() for other in self._jobs.values())
            request = f"{key}:{next(self._askings)}"
            message = "Waiting for the work before it" if waits else "Starting"
            self._jobs[key] = Job(key, message=message, request=request, askers=frozenset({asker}))
            self._requests[key] = {"id": request, **question}
            self.start()
            self._send(self._requests[key])
            return self._jobs[key]

    def waiting_seconds(self) -> list[float]:
        """Age of every request that has no answer yet."""
        with self._lock:
            return [job.seconds() for job in self._jobs.values() if job.is_under_way()]

    def wait(self, key: str, seconds: float, asker: str = "") -> Job | None:
        """The job as it is once it has ended, or after so many seconds."""
        until = time.monotonic() + seconds
        while (job := self.job(key, asker)) is not None and job.is_under_way() and time.monotonic() < until:
            time.sleep(SECONDS_BETWEEN_LOOKS)
        return self.job(key, asker)

    def job(self, key: str, asker: str = "") -> Job | None:
        """What a session sees of a job; None where nobody asked for it."""
        with self._lock:
            job = self._jobs.get(key)
            return None if job is None else job.seen_by(asker)

    def join(self, key: str, asker: str) -> Job | None:
        """The job as ``job`` has it; a session that sees it under way waits for it from now on."""
        with self._lock:
            job = self.job(key, asker)
            if job is not None and job.is_under_way():
                self._jobs[key] = self._jobs[key].with_asker(asker)
            return job

    def forget(self, key: str, asker: str = "") -> None:
        """Drop a job that has ended for this session, so that the question can be asked again."""
        with self._lock:
            job = self._jobs.get(key)
            if job is None:
                return
            if job.is_under_way() and not job.is_stopping:
                self._jobs[key] = job.with_asker(asker)
            else:
                del self._jobs[key]

    def cancel(self, key: str, asker: str = "") -> None:
        """Stop a solve for a session; while others wait for it, it goes on for them.

        A solve that has begun may end with the best plan so far. If it does not hear that it is to stop, its process
        is ended and the others are asked again.
        """
        with self._lock:
            job = self._jobs.get(key)
            if job is None or not job.is_under_way() or job.is_stopping:
                return
            if self._others_wait(job, asker):
                self._jobs[key] = job.without_asker(asker)
                return
            if job.state == "queued":
                self._jobs[key] = replace(job, state="cancelled", message="Cancelled")
            else:
                self._jobs[key] = replace(job, is_stopping=True, message="Stopping")
            self._requests.pop(key, None)
            self._send({"cancel": job.request})
        if job.state == "running":
            timer = threading.Timer(PATIENCE_SECONDS, self._end_if_unheard, args=(job.request,))
            timer.daemon = True
            timer.start()

    def _others_wait(self, job: Job, asker: str) -> bool:
        return any(self._is_here(other) for other in job.askers - {asker})

    def let_go(self, key: str, asker: str = "") -> None:
        """Drop a question its asker has moved on from, so that it holds nobody up; others may go on waiting for it."""
        with self._lock:
            job = self._jobs.get(key)
            if job is None or not job.is_under_way():
                return
            if self._others_wait(job, asker):
                self._jobs[key] = replace(job, askers=job.askers - {asker})
                return
            del self._jobs[key]
            self._requests.pop(key, None)
            self._send({"cancel": job.request})

    def close(self) -> None:
        """End the process; called when the server ends, and by the end of the pipe if the server is killed."""
        with self._lock:
            process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        if process.stdin:
            with contextlib.suppress(OSError):
                process.stdin.close()
        try:
            process.wait(2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _send(self, request: dict[str, Any]) -> None:
        if self._process is None or self._process.stdin is None:
            return
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except (BrokenPipeError, OSError):
            log_event(logger, logging.WARNING, "worker pipe is closed")

    def _listen(self, process: subprocess.Popen[str]) -> None:
        busy_with: str | None = None
        assert process.stdout is not None  # it was opened as a pipe
        for line in process.stdout:
            event = _event(line)
            if event is None:
                # a library may print; that must not stop the answers of all others from being heard
                log_event(
                    logger, logging.WARNING, "a line of the worker is no event and was left out", characters=len(line)
                )
                continue
            self._silent_ends = 0
            request = event["id"]
            busy_with = request if event["state"] == "running" else None
            key = str(request).rpartition(":")[0]
            with self._lock:
                self._busy_with = busy_with
                job = self._jobs.get(key)
                if job is None or job.request != request or not job.is_under_way():
                    continue
                self._jobs[key] = _after(job, event)
                if not self._jobs[key].is_under_way():
                    self._requests.pop(key, None)
        process.stdout.close()
        self._after_end(process)

    _busy_with: str | None = None
    _silent_ends = 0

    def _end_if_unheard(self, request: str) -> None:
        with self._lock:
            process, job = self._process, self._jobs.get(request.rpartition(":")[0])
            is_heard = job is not None and job.request == request and job.is_heard
            if process is not None and self._busy_with == request and not is_heard:
                process.kill()

    def _after_end(self, process: subprocess.Popen[str]) -> None:
        """The process ended: fail what it was doing, ask the rest again in a new one."""
        with self._lock:
            if self._process is not process:
                return
            self._process = None
            if process.stdin:
                with contextlib.suppress(OSError):
                    process.stdin.close()
            process.wait()
            lost, self._busy_with = self._busy_with, None
            job = self._jobs.get(lost.rpartition(":")[0]) if lost else None
            if job is not None and job.request == lost and job.is_stopping:
                self._jobs[job.key] = replace(job, state="cancelled", message="Cancelled")
            elif job is not None and job.request == lost and job.is_under_way():
                is_backtest = "backtest" in self._requests.get(job.key, {})
                message = f"The {'backtest' if is_backtest else 'solver'} process ended before it had an answer."
                again = "Solve again; if it happens again, plan fewer weeks."
                hint = "Start it again; the other pages still work." if is_backtest else again
                self._jobs[job.key] = replace(job, state="failed", kind="Failure", error=message, hint=hint)
                self._requests.pop(job.key, None)
            self._silent_ends += 1
            if self._silent_ends >= MOST_SILENT_ENDS:
                self._give_up()
            if self._requests:
                self.start()
                for request in self._requests.values():
                    self._send(request)

    def _give_up(self) -> None:
        """Fail what waits: a process that ends each time before it says anything is not helped by another start."""
        self._silent_ends = 0
        for key in self._requests:
            self._jobs[key] = replace(
                self._jobs[key],
                state="failed",
                kind="Failure",
                error="The process that plans cannot be started.",
                hint=f"Its last words are in {self.log_file.name} in the folder AID_HOME; mend that and ask again.",
            )
        self._requests.clear()


def _event(line: str) -> dict[str, Any] | None:
    """What the worker says with a line; None where it says nothing we know."""
    try:
        values = json.loads(line)
    except ValueError:
        return None
    return values if isinstance(values, dict) and {"id", "state"} <= values.keys() else None


def _after(job: Job, event: dict[str, Any]) -> Job:
    if event["state"] == "running":
        is_heard = job.is_stopping and event.get("is_stopping") is True
        message = job.message if job.is_stopping and not is_heard else str(event["message"])
        return replace(job, state="running", share=float(event["share"]), message=message, is_heard=is_heard)
    if event["state"] == "done" and event["key"] != job.key:
        error = "The program or its model was changed while the pages were running."
        return replace(job, state="failed", kind="Failure", error=error, hint="End the planner and start it again.")
    if event["state"] == "done":
        return replace(job, state="done", share=1.0, message="Done")
    if event["kind"] in ("SolveCancelled", "BacktestCancelled"):
        return replace(job, state="cancelled", message="Cancelled")
    return replace(
        job,
        state="failed",
        kind=str(event["kind"]),
        error=str(event["message"]),
        hint=str(event["hint"]),
        limits=tuple(event["limits"]),
        repairs=tuple(event.get("repairs", ())),
    )
