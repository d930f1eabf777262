"""Leases: what only one process at a time may do, whatever its clock says.

The holder counts its lease up again and again. Whoever else wants it watches the count for as long as a lease lasts, by
a stopwatch and not by the time of day: where it stands still the holder is dead and the lease is taken over. So a clock
that is set back keeps no dead holder alive, and one that is set forward ends no live one.
"""

import datetime as dt
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.errors import StoreError
from core.store.accounts import in_utc
from core.store.database import leases

LEASE_SECONDS = 30.0
"""A holder that does not count for so long is dead."""


@dataclass(frozen=True)
class Lease:
    """A lease as it stands in the store; ``holder`` says in words who has it."""

    name: str
    token: str
    holder: str
    taken: dt.datetime
    beats: int


class Leases:
    """The table of leases; ``Store.leases`` makes it.

    Parameters
    ----------
    transaction, reading
        Open a connection that writes, or only reads.
    now
        The clock, in UTC; only to tell people since when.
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

    @contextmanager
    def hold(
        self,
        name: str,
        seconds: float = LEASE_SECONDS,
        *,
        wait: bool = False,
        tell: Callable[[str], None] = lambda _: None,
    ) -> Iterator["HeldLease"]:
        """Have a lease while the block runs.

        Parameters
        ----------
        seconds
            How long a lease lasts that is not counted up.
        wait
            Whether to wait for a living holder to give it back.
        tell
            Told once who has it, where somebody has.

        Raises
        ------
        StoreError
            If a living process has it, and ``wait`` is not asked for.
        """
        token = secrets.token_hex(16)
        self._take(name, token, seconds, wait, tell)
        held = HeldLease(self, name, token)
        ended = threading.Event()
        counting = threading.Thread(target=held.count_up, args=(ended, seconds / 4), daemon=True)
        counting.start()
        try:
            yield held
        finally:
            ended.set()
            counting.join()
            # a store that is gone must not hide why the block failed; the lease runs out by itself
            with suppress(StoreError):
                self._give_back(name, token)

    def of(self, name: str) -> Lease | None:
        """Who has a lease; None where nobody has."""
        with self._reading() as connection:
            row = connection.execute(select(leases).where(leases.c.name == name)).one_or_none()
        return None if row is None else _lease(row)

    def all(self) -> list[Lease]:
        """Every lease that somebody has, or had when their process died."""
        with self._reading() as connection:
            return [_lease(row) for row in connection.execute(select(leases).order_by(leases.c.name)).all()]

    def count(self, name: str, token: str) -> bool:
        """Count a lease up; False where it is another's by now."""
        mine = (leases.c.name == name) & (leases.c.token == token)
        with self._transaction() as connection:
            return bool(connection.execute(update(leases).where(mine).values(beats=leases.c.beats + 1)).rowcount)

    def _take(self, name: str, token: str, seconds: float, wait: bool, tell: Callable[[str], None]) -> None:
        seen, since, is_told = None, time.monotonic(), False
        while not self._take_free(name, token):
            there = self.of(name)
            if there is None:
                continue
            if not is_told:
                tell(f"{there.holder} has “{name}” since {there.taken:%Y-%m-%d %H:%M} UTC; watching whether it lives.")
                is_told = True
            sign = (there.token, there.beats)
            if seen is not None and sign != seen and not wait:
                raise StoreError(
                    f"“{name}” is under way already: {there.holder}, since {there.taken:%Y-%m-%d %H:%M} UTC.",
                    "Wait until it has ended, or end that process first.",
                )
            if sign != seen:
                seen, since = sign, time.monotonic()
            elif time.monotonic() - since > seconds:
                self._take_over(there, token)
            else:
                time.sleep(min(seconds / 20, 1.0))

    def _take_free(self, name: str, token: str) -> bool:
        values = {"name": name, "token": token, "holder": holder_in_words(), "taken": self._now(), "beats": 0}
        with self._reading() as connection:
            row = connection.execute(select(leases.c.token).where(leases.c.name == name)).one_or_none()
        if row is not None:
            return bool(row.token == token)
        try:
            with self._transaction() as connection:
                connection.execute(insert(leases).values(**values))
        except IntegrityError:
            return False
        return True

    def _take_over(self, dead: Lease, token: str) -> None:
        # only if nobody counted or took it since it was looked at
        same = (leases.c.name == dead.name) & (leases.c.token == dead.token) & (leases.c.beats == dead.beats)
        values = {"token": token, "holder": holder_in_words(), "taken": self._now(), "beats": 0}
        with self._transaction() as connection:
            connection.execute(update(leases).where(same).values(**values))

    def _give_back(self, name: str, token: str) -> None:
        with self._transaction() as connection:
            connection.execute(delete(leases).where((leases.c.name == name) & (leases.c.token == token)))


class HeldLease:
    """A lease that this process has.

    Parameters
    ----------
    leases_
        Where it is kept.
    """

    def __init__(self, leases_: Leases, name: str, token: str) -> None:
        self._leases = leases_
        self.name = name
        self._token = token
        self._lost = threading.Event()

    def count_up(self, ended: threading.Event, every_seconds: float) -> None:
        """Count until the event; a store that is busy for a moment is tried again."""
        while not ended.wait(every_seconds):
            with suppress(StoreError):
                if not self._leases.count(self.name, self._token):
                    self._lost.set()
                    return

    @property
    def is_lost(self) -> bool:
        """Whether another process has it by now."""
        return self._lost.is_set()

    def check(self) -> None:
        """Refuse to go on where another process took the lease over, as after a long sleep of this machine.

        Raises
        ------
        StoreError
            If it is lost.
        """
        if self.is_lost:
            raise StoreError(
                f"Another process took “{self.name}” over while this one stood still; this one ends.",
                "Nothing is lost: the other goes on from the last finished step.",
            )


def holder_in_words() -> str:
    """The process that runs this, for people."""
    return f"process {os.getpid()} on {socket.gethostname()}"[:200]


def _lease(row: Row) -> Lease:
    return Lease(row.name, row.token, row.holder, in_utc(row.taken), row.beats)
