"""Work that was asked for over the API, on record: any process can answer for it, and a restart forgets none."""

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from core.errors import NotFound
from core.store.database import jobs
from core.store.versions import aware

KEPT = dt.timedelta(days=30)
"""How long a job that has ended is listed."""


class JobState(StrEnum):
    """How far a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"


UNDER_WAY = (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True)
class NewJob:
    """Work about to be asked for; ``key`` is that of its answer, ``owner`` the process that sees to it."""

    id: str
    operation: str
    data_version: int
    kind: str
    key: str
    question: Mapping[str, Any]
    asked_by: str
    owner: str


@dataclass(frozen=True)
class JobRecord:
    """One job; times are in UTC.

    Attributes
    ----------
    question
        What was asked, as plain values.
    share, message
        How far it is, 0 to 1, and what is being done.
    failure
        Why it has no answer: ``kind, message, hint, limits, repairs``; empty otherwise.
    is_cancel_asked
        Whether somebody wants it to end; its owner sees to that.
    updated
        When its owner last spoke of it.
    """

    id: str
    operation: str
    data_version: int
    kind: str
    key: str
    question: Mapping[str, Any]
    asked_by: str
    owner: str
    state: JobState
    share: float
    message: str
    created: dt.datetime
    updated: dt.datetime
    is_cancel_asked: bool = False
    failure: Mapping[str, Any] = field(default_factory=dict)

    def is_under_way(self) -> bool:
        """Whether an answer is still to come."""
        return self.state in UNDER_WAY


class Jobs:
    """The table of jobs; ``Store.jobs`` makes it.

    Parameters
    ----------
    transaction, reading
        Open a connection that writes, or only reads.
    now
        The clock, in UTC.
    """

    def __init__(
        self,
        transaction: Callable[[], AbstractContextManager[Connection]],
        reading: Callable[[], AbstractContextManager[Connection]],
        now: Callable[[], dt.datetime],
    ) -> None:
        self._transaction = transaction
        self._reading = reading
        self._now = now

    def begin(self, new: NewJob, *, is_done: bool) -> JobRecord:
        """Put a job on record; those that ended long ago are forgotten.

        Parameters
        ----------
        is_done
            Whether its answer is kept already.
        """
        now = self._now()
        state, share, message = (JobState.DONE, 1.0, "Done") if is_done else (JobState.QUEUED, 0.0, "Starting")
        values = {**vars(new), "question": json.dumps(dict(new.question), sort_keys=True)}
        told = {"state": state.value, "share": share, "message": message, "failure": "{}", "is_cancel_asked": False}
        with self._transaction() as connection:
            ended = jobs.c.state.not_in([state.value for state in UNDER_WAY])
            connection.execute(delete(jobs).where(ended & (jobs.c.updated < now - KEPT)))
            connection.execute(insert(jobs).values(**values, **told, created=now, updated=now))
            return _of(connection, new.id)

    def get(self, job: str) -> JobRecord:
        """One job.

        Raises
        ------
        NotFound
            If there is none of this name.
        """
        with self._reading() as connection:
            return _of(connection, job)

    def page(self, offset: int, limit: int, operation: str | None = None) -> tuple[Sequence[JobRecord], int]:
        """Jobs, the newest first, and how many there are in all."""
        which = jobs.c.operation == operation if operation is not None else jobs.c.id.is_not(None)
        newest = select(jobs).where(which).order_by(jobs.c.created.desc(), jobs.c.id).offset(offset).limit(limit)
        with self._reading() as connection:
            total = connection.execute(select(func.count()).select_from(jobs).where(which)).scalar_one()
            return [_job(row) for row in connection.execute(newest).all()], int(total)

    def tell(
        self, job: str, state: JobState, share: float, message: str, failure: Mapping[str, Any] | None = None
    ) -> None:
        """Write down how far a job is; one that has ended stays as it ended."""
        values = {"state": state.value, "share": share, "message": message, "failure": json.dumps(dict(failure or {}))}
        with self._transaction() as connection:
            connection.execute(
                update(jobs).where((jobs.c.id == job) & _under_way()).values(**values, updated=self._now())
            )

    def ask_cancel(self, job: str) -> JobRecord:
        """Ask for the end of a job, whichever process does it; one that has ended stays as it ended."""
        with self._transaction() as connection:
            connection.execute(update(jobs).where((jobs.c.id == job) & _under_way()).values(is_cancel_asked=True))
            return _of(connection, job)

    def of_owner(self, owner: str) -> Sequence[JobRecord]:
        """Jobs of a process that are under way, the oldest first."""
        asked = select(jobs).where((jobs.c.owner == owner) & _under_way()).order_by(jobs.c.created)
        with self._reading() as connection:
            return [_job(row) for row in connection.execute(asked).all()]

    def is_alive(self, owner: str) -> None:
        """Write down that a process still sees to its jobs."""
        with self._transaction() as connection:
            connection.execute(update(jobs).where((jobs.c.owner == owner) & _under_way()).values(updated=self._now()))

    def silent(self, seconds: float) -> Sequence[JobRecord]:
        """Jobs under way of which their process has not spoken for so long."""
        before = self._now() - dt.timedelta(seconds=seconds)
        with self._reading() as connection:
            return [
                _job(row) for row in connection.execute(select(jobs).where(_under_way() & (jobs.c.updated < before)))
            ]


def _under_way() -> Any:
    return jobs.c.state.in_([state.value for state in UNDER_WAY])


def _of(connection: Connection, job: str) -> JobRecord:
    row = connection.execute(select(jobs).where(jobs.c.id == job)).one_or_none()
    if row is None:
        raise NotFound(f"There is no job “{job[:80]}”.", "Look at the list of jobs; ended ones are kept for 30 days.")
    return _job(row)


def _job(row: Row) -> JobRecord:
    values = dict(row._mapping)
    return JobRecord(
        **{
            **values,
            "question": json.loads(row.question),
            "failure": json.loads(row.failure),
            "state": JobState(row.state),
            "created": aware(row.created),
            "updated": aware(row.updated),
        }
    )
