"""The table of submissions: data that wait for a second person, and every step they take."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from core.domain.access import Actor
from core.domain.decision import Act, Decision
from core.domain.operation import Operation
from core.errors import StoreError
from core.store.database import submissions
from core.store.decision_log import DecisionLog
from core.store.packing import pack, unpack
from core.store.raw_files import RawFiles
from core.store.submission import Draft, State, Submission
from core.store.versions import (
    NewVersion,
    VersionInfo,
    add_version,
    aware,
    checked_name,
)


class Submissions:
    """The table of submissions; ``Store.submissions`` makes it. Every step is recorded in its own transaction.

    Parameters
    ----------
    deciding, reading
        Open a connection that records decisions, or only reads.
    now
        The clock, in UTC.
    """

    def __init__(
        self,
        deciding: Callable[[], AbstractContextManager[Connection]],
        reading: Callable[[], AbstractContextManager[Connection]],
        now: Callable[[], dt.datetime],
        raw: RawFiles,
        log: DecisionLog,
    ) -> None:
        self._deciding = deciding
        self._reading = reading
        self._now = now
        self._raw = raw
        self._log = log

    def submit(self, draft: Draft, actor: Actor) -> Submission:
        """Keep a submission; nothing that is published changes."""
        values = self._packed(draft, actor)
        with self._deciding() as connection:
            return self._submit(connection, values, draft, actor)

    def approve(self, submission: int, actor: Actor, reason: str = "", seen: Mapping[str, Any] | None = None) -> None:
        """Approve one that waits.

        Raises
        ------
        StoreError
            If it does not wait for a decision any more.
        """
        with self._deciding() as connection:
            self._decide(connection, submission, actor, Act.APPROVE, State.APPROVED, reason, seen or {})

    def reject(self, submission: int, actor: Actor, reason: str, seen: Mapping[str, Any] | None = None) -> None:
        """Reject one that waits, or that is approved and not published; raises as ``approve``."""
        with self._deciding() as connection:
            self._decide(connection, submission, actor, Act.REJECT, State.REJECTED, reason, seen or {})

    def withdraw(self, submission: int, actor: Actor, reason: str, seen: Mapping[str, Any] | None = None) -> None:
        """Take one back before it is published; raises as ``approve``."""
        with self._deciding() as connection:
            self._decide(connection, submission, actor, Act.WITHDRAW, State.WITHDRAWN, reason, seen or {})

    def publish(self, submission: int, actor: Actor, seen: Mapping[str, Any] | None = None) -> VersionInfo:
        """Make an approved submission the newest data version.

        Raises
        ------
        StoreError
            If it is not approved, or a newer version exists than the one it was made from; nothing is changed then.
        """
        with self._deciding() as connection:
            return self._publish(connection, submission, actor, seen or {})

    def publish_at_once(self, draft: Draft, actor: Actor) -> VersionInfo:
        """Submit, approve and publish in one transaction; the record names one person for all three.

        Raises
        ------
        StoreError
            As ``publish``.
        """
        values = self._packed(draft, actor)
        with self._deciding() as connection:
            made = self._submit(connection, values, draft, actor)
            self._decide(connection, made.id, actor, Act.APPROVE, State.APPROVED, "", draft.seen)
            return self._publish(connection, made.id, actor, draft.seen)

    def submit_anew(
        self, withdrawn: int, draft: Draft, actor: Actor, seen: Mapping[str, Any] | None = None
    ) -> Submission:
        """Keep a submission and withdraw the one whose place it takes, both in one transaction.

        Raises
        ------
        StoreError
            If the other one does not wait any more; nothing is submitted then.
        """
        values = self._packed(draft, actor)
        with self._deciding() as connection:
            made = self._submit(connection, values, draft, actor)
            reason = f"Rebased as submission {made.id}"
            self._decide(connection, withdrawn, actor, Act.WITHDRAW, State.WITHDRAWN, reason, seen or {})
            return made

    def get(self, submission: int) -> Submission:
        """One submission.

        Raises
        ------
        StoreError
            If there is none of this number.
        """
        with self._reading() as connection:
            return _of(connection, submission)

    def of(self, operation: str | None = None, states: tuple[State, ...] = ()) -> list[Submission]:
        """Submissions, newest first; of one operation and in these states where they are named."""
        asked = select(*_COLUMNS).order_by(submissions.c.id.desc())
        if operation is not None:
            asked = asked.where(submissions.c.operation == operation)
        if states:
            asked = asked.where(submissions.c.state.in_([state.value for state in states]))
        with self._reading() as connection:
            return [_submission(row) for row in connection.execute(asked).all()]

    def tables(self, submission: int) -> Operation:
        """The operation as it would be, checked against its fingerprint.

        Raises
        ------
        StoreError
            If there is none, or it is not what was submitted.
        """
        with self._reading() as connection:
            row = connection.execute(
                select(submissions.c.content, submissions.c.fingerprint).where(submissions.c.id == submission)
            ).one_or_none()
        if row is None:
            raise _unknown(submission)
        return unpack(bytes(row.content), row.fingerprint)

    def _packed(self, draft: Draft, actor: Actor) -> dict[str, Any]:
        """Values of the row; packing and raw files are done before the transaction, for nobody may wait for them."""
        return {
            "operation": checked_name(draft.name, "operation"),
            "parent": draft.parent,
            "fingerprint": draft.operation.fingerprint,
            "content": pack(draft.operation),
            "author": actor.name,
            "note": draft.note,
            "sources": json.dumps({file: self._raw.keep(data) for file, data in draft.sources.items()}),
            "mapping": json.dumps(dict(draft.mapping), sort_keys=True),
            "answers": json.dumps(dict(draft.answers), sort_keys=True),
            "state": State.SUBMITTED.value,
            "reason": "",
        }

    def _submit(self, connection: Connection, values: Mapping[str, Any], draft: Draft, actor: Actor) -> Submission:
        number = connection.execute(
            insert(submissions).values(**values, created=self._now()).returning(submissions.c.id)
        ).scalar_one()
        made = _of(connection, int(number))
        seen = {**draft.seen, **_seen(made), "sources": dict(made.sources)}
        subject = f"submission {made.id}"
        self._log.append(connection, Decision(Act.SUBMIT, actor, made.operation, subject, draft.note, seen))
        return made

    def _decide(
        self,
        connection: Connection,
        submission: int,
        actor: Actor,
        act: Act,
        state: State,
        reason: str,
        seen: Mapping[str, Any],
    ) -> None:
        found = _of(connection, submission)
        may = (State.SUBMITTED,) if act == Act.APPROVE else (State.SUBMITTED, State.APPROVED)
        if found.state not in may:
            raise _past(found)
        connection.execute(
            update(submissions)
            .where(submissions.c.id == submission)
            .values(state=state.value, decided_by=actor.name, decided=self._now(), reason=reason)
        )
        seen = {**seen, **_seen(found)}
        self._log.append(connection, Decision(act, actor, found.operation, f"submission {found.id}", reason, seen))

    def _publish(self, connection: Connection, submission: int, actor: Actor, seen: Mapping[str, Any]) -> VersionInfo:
        found = _of(connection, submission)
        if found.state != State.APPROVED:
            raise _past(found)
        content = connection.execute(select(submissions.c.content).where(submissions.c.id == submission)).scalar_one()
        note, time = found.note, self._now()
        new = NewVersion(
            found.operation, found.parent, found.fingerprint, bytes(content), found.author, note, found.sources
        )
        version = add_version(connection, new, time)
        connection.execute(
            update(submissions)
            .where(submissions.c.id == submission)
            .values(state=State.PUBLISHED.value, published_by=actor.name, published=time, version=version.id)
        )
        told = {**seen, **_seen(found), "data_version": version.id, "number": version.number}
        subject = f"version {version.number}, submission {found.id}"
        self._log.append(connection, Decision(Act.PUBLISH, actor, found.operation, subject, note, told))
        return version

    def of_version(self, version: int) -> Submission | None:
        """The submission that became a data version; None where it was stored by other means."""
        with self._reading() as connection:
            row = connection.execute(select(*_COLUMNS).where(submissions.c.version == version)).one_or_none()
        return None if row is None else _submission(row)


_COLUMNS = [column for column in submissions.c if column.name != "content"]


def _of(connection: Connection, submission: int) -> Submission:
    row = connection.execute(select(*_COLUMNS).where(submissions.c.id == submission)).one_or_none()
    if row is None:
        raise _unknown(submission)
    return _submission(row)


def _submission(row: Row) -> Submission:
    values = dict(row._mapping)
    for name in ("sources", "mapping", "answers"):
        values[name] = json.loads(values[name])
    for name in ("created", "decided", "published"):
        values[name] = None if values[name] is None else aware(values[name])
    return Submission(**{**values, "state": State(values["state"])})


def _seen(submission: Submission) -> dict[str, Any]:
    return {"fingerprint": submission.fingerprint, "parent": submission.parent}


def _unknown(submission: int) -> StoreError:
    return StoreError(f"There is no submission {submission}.", "See what waits with `aid versions`.")


def _past(found: Submission) -> StoreError:
    by = found.published_by or found.decided_by
    when = found.published or found.decided
    done = f" by {by} on {when:%Y-%m-%d %H:%M} UTC" if by and when else ""
    hint = "Somebody with the right must approve it first." if found.state == State.SUBMITTED else "Look at the list."
    return StoreError(f"Submission {found.id} is {found.state.value}{done}; this cannot be done to it.", hint)
