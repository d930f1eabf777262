"""The desk of one API process: work goes to its worker, and how far it is goes on record for every process."""

import contextlib
import logging
import os
import socket
import threading
import uuid
from collections.abc import Sequence

from core.domain.access import Actor
from core.errors import AidError
from core.log import log_event
from core.services.jobs_on_record import JobRecord, JobState, new_job_id, put_on_record
from core.services.long_work import Work
from core.services.open_operation import OpenOperation
from core.services.resources import Resources
from core.services.worker_jobs import Job, PlanWorker
from entrypoints.api import metrics

logger = logging.getLogger("core.api")

LOOK_SECONDS = 0.5
ALIVE_LOOKS = 4
"""Looks after which a process writes down that it is there."""
SILENT_SECONDS = 15.0
"""After which a job whose process says nothing counts as interrupted."""

INTERRUPTED = {
    "kind": "Interrupted",
    "message": "The process that worked at this ended before there was an answer.",
    "hint": "Ask again; what was found on the way is kept.",
    "limits": [],
    "repairs": [],
}


class TooManyJobs(Exception):
    """More work waits than the settings allow."""


class JobDesk:
    """Hands work over, watches it, and answers for it.

    Parameters
    ----------
    worker
        Client of the worker process.
    most_jobs
        Jobs under way at once.
    """

    def __init__(self, resources: Resources, worker: PlanWorker, most_jobs: int) -> None:
        self.resources = resources
        self.worker = worker
        self.most_jobs = most_jobs
        self.owner = f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"
        self._ending = threading.Event()
        self._has_work = threading.Event()
        self._handing = threading.Lock()
        self._told: dict[str, tuple[JobState, float, str]] = {}
        self._watching = threading.Thread(target=self._watch, daemon=True)

    def open(self) -> None:
        """Begin to watch; jobs of processes that are gone are settled first."""
        self.settle_gone()
        self._watching.start()

    def close(self) -> None:
        """End the worker; what it was at is interrupted, on record."""
        self._ending.set()
        self._has_work.set()
        self._watching.join(5)
        self.worker.close()
        with contextlib.suppress(AidError):
            for record in self.resources.store.jobs.of_owner(self.owner):
                self._settle(record)

    def hand_over(self, work: Work, opened: OpenOperation, actor: Actor) -> JobRecord:
        """Put a job on record, then have the worker do it; done at once where the answer is kept.

        Raises
        ------
        TooManyJobs
            If too much waits already.
        StoreError
            If it cannot be put on record; nothing is begun then.
        """
        with self._handing:
            is_done = self.resources.results.holds(work.key)
            if not is_done and len(self.resources.store.jobs.of_owner(self.owner)) >= self.most_jobs:
                raise TooManyJobs
            identifier = new_job_id()
            if not is_done:
                # asked before it is on record: a watcher that finds the record finds the work too
                self.worker.ask_work(work.key, opened.version.id, work.request, asker=identifier)
            try:
                record = put_on_record(self.resources, identifier, work, opened, actor, self.owner)
            except AidError:
                self.worker.let_go(work.key, identifier)
                raise
        if is_done:
            metrics.JOBS.labels(work.kind, JobState.DONE.value).inc()
        self._has_work.set()
        return record

    def look(self, identifier: str) -> JobRecord:
        """The job as it is now, whichever process does it.

        Raises
        ------
        NotFound
            If there is none.
        """
        record = self.resources.store.jobs.get(identifier)
        if not record.is_under_way():
            return record
        if record.owner == self.owner:
            self._write_down(record)
        elif is_gone(record.owner) or self._is_silent(record):
            self._settle(record)
        else:
            return record
        return self.resources.store.jobs.get(identifier)

    def cancel(self, identifier: str) -> JobRecord:
        """Ask for the end of a job; its own process sees to that within a second. Raises as ``look``."""
        record = self.resources.store.jobs.ask_cancel(identifier)
        if record.owner == self.owner and record.is_under_way():
            self.worker.cancel(record.key, identifier)
        return self.look(identifier)

    def queue_length(self) -> int:
        """Jobs of this process that wait or are worked at."""
        return self.worker.under_way()

    def settle_gone(self) -> None:
        """Settle jobs of processes that are gone."""
        for record in self.resources.store.jobs.silent(0):
            if record.owner != self.owner and (is_gone(record.owner) or self._is_silent(record)):
                self._settle(record)

    def _watch(self) -> None:
        looks = 0
        while not self._ending.is_set():
            self._has_work.wait()
            self._has_work.clear()
            while not self._ending.wait(LOOK_SECONDS):
                try:
                    records = self.resources.store.jobs.of_owner(self.owner)
                    self._look_at(records)
                    looks += 1
                    if records and looks % ALIVE_LOOKS == 0:
                        self.resources.store.jobs.is_alive(self.owner)
                except AidError as error:
                    # the store may come back; the work itself goes on meanwhile
                    log_event(logger, logging.WARNING, "jobs could not be written down", kind=type(error).__name__)
                    continue
                if not records:
                    break

    def _look_at(self, records: Sequence[JobRecord]) -> None:
        for record in records:
            if record.is_cancel_asked:
                self.worker.cancel(record.key, record.id)
            self._write_down(record)
        self._told = {record.id: self._told[record.id] for record in records if record.id in self._told}

    def _write_down(self, record: JobRecord) -> None:
        """Put on record what the worker says of a job, where it says anything new."""
        job = self.worker.job(record.key, record.id)
        if job is None:
            return
        state = JobState(job.state)
        if state == JobState.DONE and not self.resources.results.holds(record.key):
            state = JobState.FAILED
        now = (state, job.share, job.message)
        if self._told.get(record.id) == now:
            return
        self._told[record.id] = now
        self.resources.store.jobs.tell(record.id, *now, failure=_failure(job) if state == JobState.FAILED else None)
        if not job.is_under_way():
            self._count(record.kind, state)

    def _settle(self, record: JobRecord) -> None:
        """End a job nobody works at: done where its answer is kept, else interrupted."""
        if self.resources.results.holds(record.key):
            self.resources.store.jobs.tell(record.id, JobState.DONE, 1.0, "Done")
        else:
            self.resources.store.jobs.tell(
                record.id, JobState.INTERRUPTED, record.share, "Interrupted; ask again", INTERRUPTED
            )
            self._count(record.kind, JobState.INTERRUPTED)

    def _is_silent(self, record: JobRecord) -> bool:
        return (self.resources.store.now() - record.updated).total_seconds() > SILENT_SECONDS

    @staticmethod
    def _count(kind: str, state: JobState) -> None:
        metrics.JOBS.labels(kind, state.value).inc()


def is_gone(owner: str) -> bool:
    """Whether another process of this machine is known to have ended; of other machines nothing is known."""
    host, _, rest = owner.partition(":")
    number = rest.partition(":")[0]
    if host != socket.gethostname()[:40] or not number.isdigit():
        return False
    if int(number) == os.getpid():
        return True  # this process has the number now, as the first one of a container always does
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _failure(job: Job) -> dict[str, object]:
    if not job.error:
        return {**INTERRUPTED, "kind": "Failure", "message": "An answer was found, and is no longer kept."}
    return {
        "kind": job.kind,
        "message": job.error,
        "hint": job.hint,
        "limits": list(job.limits),
        "repairs": [dict(repair) for repair in job.repairs],
    }
