"""What steps of flows did, by the hash of their inputs; and the last turn of each schedule."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from core.store.accounts import in_utc
from core.store.database import flow_runs, flow_slots

LONGEST_MESSAGE = 2_000


class Outcome(StrEnum):
    """How a step ended."""

    RUNNING = "running"
    """It has not ended, or its process ended before it."""
    DONE = "done"
    KEPT = "kept"
    """The same inputs were worked on before; that result was taken."""
    FAILED = "failed"


@dataclass(frozen=True)
class StepRun:
    """One step of one run.

    Attributes
    ----------
    run
        Shared by the steps of one run of a flow.
    operation
        Operation it is about; empty where of none.
    ended
        None while it runs.
    tries
        How often it was tried so far.
    message
        What came of it, or why it failed, in words.
    inputs
        sha256 of its name, the code version and its inputs.
    outputs
        Plain values that later steps take.
    """

    id: int
    run: str
    flow: str
    operation: str
    step: str
    started: dt.datetime
    ended: dt.datetime | None
    outcome: Outcome
    tries: int
    message: str
    inputs: str
    outputs: Mapping[str, Any]

    @property
    def seconds(self) -> float | None:
        """How long it took; None while it runs, and where the clock went back meanwhile."""
        taken = None if self.ended is None else (self.ended - self.started).total_seconds()
        return taken if taken is not None and taken >= 0 else None


class FlowRuns:
    """The table of steps; ``Store.flow_runs`` makes it.

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

    def begin(self, run: str, flow: str, operation: str, step: str, inputs: str) -> int:
        """Note that a step begins; gives the number it is noted under."""
        values = {
            "run": run,
            "flow": flow,
            "operation": operation,
            "step": step,
            "started": self._now(),
            "outcome": Outcome.RUNNING,
            "tries": 0,
            "message": "",
            "inputs": inputs,
            "outputs": "{}",
        }
        with self._transaction() as connection:
            return int(connection.execute(insert(flow_runs).values(**values).returning(flow_runs.c.id)).scalar_one())

    def end(self, number: int, outcome: Outcome, tries: int, message: str, outputs: Mapping[str, Any]) -> None:
        """Note how a step ended."""
        values = {
            "ended": self._now(),
            "outcome": outcome,
            "tries": tries,
            "message": message[:LONGEST_MESSAGE],
            "outputs": json.dumps(dict(outputs), allow_nan=False),
        }
        with self._transaction() as connection:
            connection.execute(update(flow_runs).where(flow_runs.c.id == number).values(**values))

    def done_before(self, inputs: str) -> StepRun | None:
        """The last time a step finished with the same inputs; None where it never did."""
        wanted = (flow_runs.c.inputs == inputs) & (flow_runs.c.outcome == Outcome.DONE)
        with self._reading() as connection:
            row = connection.execute(
                select(flow_runs).where(wanted).order_by(flow_runs.c.id.desc()).limit(1)
            ).one_or_none()
        return None if row is None else _step_run(row)

    def newest(self, limit: int = 50, operation: str | None = None) -> list[StepRun]:
        """The newest steps, the newest first; those of one operation and of none, where one is named."""
        asked = select(flow_runs).order_by(flow_runs.c.id.desc()).limit(limit)
        if operation is not None:
            asked = asked.where(flow_runs.c.operation.in_([operation, ""]))
        with self._reading() as connection:
            return [_step_run(row) for row in connection.execute(asked).all()]

    def slot(self, schedule: str) -> tuple[str, dt.datetime] | None:
        """The last turn of a schedule and when it was; None before its first."""
        with self._reading() as connection:
            row = connection.execute(select(flow_slots).where(flow_slots.c.schedule == schedule)).one_or_none()
        return None if row is None else (row.slot, in_utc(row.ran))

    def take_slot(self, schedule: str, slot: str) -> None:
        """Note that a turn of a schedule is taken, before it runs: a turn that fails is not taken again."""
        with self._transaction() as connection:
            connection.execute(delete(flow_slots).where(flow_slots.c.schedule == schedule))
            connection.execute(insert(flow_slots).values(schedule=schedule, slot=slot, ran=self._now()))


def _step_run(row: Row) -> StepRun:
    values = dict(row._mapping)
    values["started"] = in_utc(values["started"])
    values["ended"] = None if values["ended"] is None else in_utc(values["ended"])
    return StepRun(**{**values, "outcome": Outcome(values["outcome"]), "outputs": json.loads(values["outputs"])})
