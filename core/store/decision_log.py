"""The record of decisions: only ever added to, each entry holding the hash of the one before it."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from core.domain.decision import Act, Decision
from core.errors import StoreError
from core.store.database import decisions

NOTHING_BEFORE = "0" * 64
"""Hash that the first entry names as the one before it."""

MOST_AT_ONCE = 1000
"""Entries that are held in memory while the chain is checked."""


@dataclass(frozen=True)
class Entry:
    """One decision as it stands in the record.

    Attributes
    ----------
    number
        1 for the first, then counted up without a gap.
    time
        When, in UTC.
    name, roles, door, signed_in
        Who, as ``Actor``.
    act, operation, subject, reason, seen
        What, as ``Decision``; ``act`` is text, for an entry may be older than the words of this program.
    previous, hash
        sha256 of the entry before, and of this one with it.
    """

    number: int
    time: dt.datetime
    name: str
    roles: tuple[str, ...]
    door: str
    signed_in: bool
    act: str
    operation: str
    subject: str
    reason: str
    seen: dict[str, Any]
    previous: str
    hash: str


@dataclass(frozen=True)
class Verification:
    """What checking the chain found.

    Attributes
    ----------
    entries
        Entries looked at, up to and with a broken one.
    head
        Hash of the last good entry: written down elsewhere, it shows later that nothing was cut off.
    broken
        Number of the first broken entry; None where the chain holds.
    why
        What is wrong, in words; empty where nothing is.
    """

    entries: int
    head: str
    broken: int | None = None
    why: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing was altered, taken out or cut off, as far as can be seen."""
        return not self.why


class DecisionLog:
    """The table of decisions; ``Store.decisions`` makes it.

    Parameters
    ----------
    deciding
        Opens a connection that writes, alone among those that record decisions.
    reading
        Opens a connection that only reads.
    now
        The clock, in UTC.
    """

    def __init__(
        self,
        deciding: Callable[[], AbstractContextManager[Connection]],
        reading: Callable[[], AbstractContextManager[Connection]],
        now: Callable[[], dt.datetime],
    ) -> None:
        self._deciding = deciding
        self._reading = reading
        self._now = now

    def append(self, connection: Connection, decision: Decision) -> Entry:
        """Add an entry inside the transaction that does what it records, so that neither is there without the other.

        Parameters
        ----------
        connection
            Of ``deciding``: nobody else adds an entry until its transaction ends.
        """
        last = connection.execute(
            select(decisions.c.number, decisions.c.hash).order_by(decisions.c.number.desc()).limit(1)
        ).one_or_none()
        number, previous = (last.number + 1, last.hash) if last else (1, NOTHING_BEFORE)
        content = canonical(_values(number, self._now(), decision))
        digest = chained(previous, content)
        row = insert(decisions).values(number=number, content=content, previous=previous, hash=digest)
        connection.execute(row)
        return _entry(number, content, previous, digest)

    def record(self, decision: Decision) -> Entry:
        """Add an entry of an act outside the database; to be called before the act, so that none goes unrecorded."""
        with self._deciding() as connection:
            return self.append(connection, decision)

    def entries(self, operation: str | None = None, most: int | None = None) -> list[Entry]:
        """Entries, newest first; of one operation where it is named, at most ``most`` where given."""
        with self._reading() as connection:
            asked = select(decisions).order_by(decisions.c.number.desc())
            # of one operation: what an entry is about stands inside its content
            rows = connection.execute(asked if operation is not None else asked.limit(most)).all()
        entries = [_entry(row.number, row.content, row.previous, row.hash) for row in rows]
        return [entry for entry in entries if operation in (None, entry.operation)][:most]

    def verify(self, expect: str | None = None) -> Verification:
        """Check the chain from its first entry to its last.

        Parameters
        ----------
        expect
            Hash of an entry that was written down earlier; the chain must still contain it, or its tail was cut off
            or made anew.
        """
        done, head, met = 0, NOTHING_BEFORE, expect in (None, NOTHING_BEFORE)
        for row in self._in_order():
            if why := _fault(row, done + 1, head):
                return Verification(done + 1, head, done + 1, why)
            done, head = done + 1, row.hash
            met = met or head == expect
        if not met:
            why = f"No entry has the hash {str(expect)[:12]}: entries after it, and itself, were cut off or made anew."
            return Verification(done, head, done + 1, why)
        return Verification(done, head)

    def _in_order(self) -> Iterator[Row]:
        """Every row, read in pages by number, so that no cursor stays open where the reader stops early."""
        after = None
        while True:
            page = select(decisions).order_by(decisions.c.number).limit(MOST_AT_ONCE)
            with self._reading() as connection:
                rows = connection.execute(page if after is None else page.where(decisions.c.number > after)).all()
            yield from rows
            if len(rows) < MOST_AT_ONCE:
                return
            after = rows[-1].number


def canonical(values: dict[str, Any]) -> str:
    """JSON that is the same for the same values, in plain ASCII.

    Raises
    ------
    StoreError
        If a value is none of JSON's, as a number that is not finite.
    """
    try:
        return json.dumps(values, sort_keys=True, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError) as error:
        raise StoreError(f"A decision cannot be recorded: {error}.", "Report this; nothing was changed.") from error


def chained(previous: str, content: str) -> str:
    """Hash of an entry: sha256 of the hash before it, a line feed, and its content."""
    return hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest()


def _values(number: int, time: dt.datetime, decision: Decision) -> dict[str, Any]:
    actor = decision.actor
    return {
        "number": number,
        "time": time.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        "name": actor.name,
        "roles": sorted(role.value for role in actor.roles),
        "door": actor.door,
        "signed_in": actor.signed_in,
        "act": Act(decision.act).value,
        "operation": decision.operation,
        "subject": decision.subject,
        "reason": decision.reason,
        "seen": dict(decision.seen),
    }


def _entry(number: int, content: str, previous: str, digest: str) -> Entry:
    try:
        values = json.loads(content)
        values["time"] = dt.datetime.fromisoformat(values["time"])
        values["roles"] = tuple(values["roles"])
        return Entry(**values, previous=previous, hash=digest)
    except (ValueError, TypeError, KeyError) as error:
        raise StoreError(
            f"Entry {number} of the record of decisions cannot be read.", "See what is wrong with `aid verify`."
        ) from error


def _fault(row: Row, number: int, previous: str) -> str:
    """What is wrong with an entry, in words; empty where nothing is."""
    if row.number != number:
        return f"Entry {number} is missing; the next one there is {row.number}."
    if row.previous != previous:
        return f"Entry {number} does not follow the one before it: that one was altered, or this one put in."
    if row.hash != chained(previous, row.content):
        return f"Entry {number} was altered: its content is not what its hash says."
    try:
        entry = _entry(row.number, row.content, row.previous, row.hash)
    except StoreError:
        return f"Entry {number} cannot be read."
    return "" if entry.number == number else f"Entry {number} says of itself that it is entry {entry.number}."
