"""Who is signed in, kept by the hash of a token; and tries that failed, kept so that a restart forgets none."""

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, tuple_, update
from sqlalchemy.exc import IntegrityError

from core.domain.same_name import name_key
from core.store.accounts import Account, account_of, in_utc
from core.store.database import accounts, failed_sign_ins, sessions

KEPT = dt.timedelta(days=90)
"""How long an ended session is listed."""
FORGOTTEN_AFTER = dt.timedelta(days=1)
"""A name that was not tried for so long begins anew."""
MOST_NAMES = 10_000
"""Names whose tries are kept."""
GOING_AT_ONCE = 10
"""One part of so many makes room at a time."""
SEEN_SECONDS = 30
"""A session's last use is written down no more often than this."""


@dataclass(frozen=True)
class Session:
    """One sign-in of an account, without its token.

    Attributes
    ----------
    account
        Id of the account.
    door
        Through what it came.
    by_password
        Whether it began with the account's password; else an identity provider said who it is.
    created, last_seen, ended
        In UTC; ``ended`` is None while it was not signed out.
    """

    id: int
    account: int
    door: str
    by_password: bool
    created: dt.datetime
    last_seen: dt.datetime
    ended: dt.datetime | None


class Sessions:
    """The table of sessions; ``Store.sessions`` makes it. Parameters as those of ``Accounts``."""

    def __init__(
        self,
        transaction: Callable[[], AbstractContextManager[Connection]],
        reading: Callable[[], AbstractContextManager[Connection]],
        now: Callable[[], dt.datetime],
    ) -> None:
        self._transaction = transaction
        self._reading = reading
        self._now = now

    def begin(self, account: int, token: str, door: str, *, by_password: bool = True) -> Session:
        """Begin a session; sessions that ended long ago are forgotten."""
        now = self._now()
        values = {"account": account, "door": door, "by_password": by_password, "created": now, "last_seen": now}
        with self._transaction() as connection:
            connection.execute(delete(sessions).where(sessions.c.last_seen < now - KEPT))
            row = connection.execute(
                insert(sessions).values(**values, token_hash=hash_of_token(token)).returning(sessions.c.id)
            ).scalar_one()
        return Session(int(row), account, door, by_password, now, now, None)

    def find(self, token: str) -> tuple[Session, Account] | None:
        """The session of a token and whose it is, whether it can still be used or not; None where there is none."""
        columns = [column.label(f"session_{column.name}") for column in sessions.c]
        with self._reading() as connection:
            row = connection.execute(
                select(accounts, *columns)
                .join(sessions, sessions.c.account == accounts.c.id)
                .where(sessions.c.token_hash == hash_of_token(token))
            ).one_or_none()
        if row is None:
            return None
        found = Session(
            row.session_id,
            row.id,
            row.session_door,
            bool(row.session_by_password),
            in_utc(row.session_created),
            in_utc(row.session_last_seen),
            None if row.session_ended is None else in_utc(row.session_ended),
        )
        return found, account_of(row)

    def seen(self, session: Session) -> None:
        """Write down that a session was used just now."""
        now = self._now()
        if (now - session.last_seen).total_seconds() >= SEEN_SECONDS:
            with self._transaction() as connection:
                connection.execute(update(sessions).where(sessions.c.id == session.id).values(last_seen=now))

    def of(self, account: int) -> Sequence[Session]:
        """Sessions of an account, the newest first."""
        with self._reading() as connection:
            rows = connection.execute(
                select(sessions).where(sessions.c.account == account).order_by(sessions.c.id.desc())
            ).all()
        return [
            Session(
                row.id,
                row.account,
                row.door,
                bool(row.by_password),
                in_utc(row.created),
                in_utc(row.last_seen),
                None if row.ended is None else in_utc(row.ended),
            )
            for row in rows
        ]

    def end(self, account: int, *, only: int | None = None, all_but: int | None = None) -> int:
        """End sessions of an account: one, all but one, or all. Returns how many ended."""
        which = (sessions.c.account == account) & sessions.c.ended.is_(None)
        if only is not None:
            which &= sessions.c.id == only
        if all_but is not None:
            which &= sessions.c.id != all_but
        with self._transaction() as connection:
            return connection.execute(update(sessions).where(which).values(ended=self._now())).rowcount


class FailedSignIns:
    """The table of tries; ``Store.failed_sign_ins`` makes it."""

    def __init__(
        self, transaction: Callable[[], AbstractContextManager[Connection]], now: Callable[[], dt.datetime]
    ) -> None:
        self._transaction = transaction
        self._now = now

    def count_try(self, name: str, door: str, wait_seconds: Callable[[int], float]) -> float:
        """Count a try as failed before it is looked at, so that many at once are not all the first one.

        Parameters
        ----------
        name
            As it was typed; whether there is such an account makes no difference.
        wait_seconds
            Failures so far, this one among them, to seconds until the next try may be made.

        Returns
        -------
        float
            0 where this try may be looked at; else seconds until one may, and nothing was counted.
        """
        key = {"name_hash": _hash_of_name(name), "door": door}
        same = (failed_sign_ins.c.name_hash == key["name_hash"]) & (failed_sign_ins.c.door == door)
        for _ in range(2):
            try:
                with self._transaction() as connection:
                    old = self._now() - FORGOTTEN_AFTER
                    connection.execute(delete(failed_sign_ins).where(failed_sign_ins.c.last < old))
                    row = connection.execute(select(failed_sign_ins).where(same).with_for_update()).one_or_none()
                    now = self._now()  # read once the row is held, so that times follow the order of tries
                    if row is not None and in_utc(row.not_before) > now:
                        waiting = (in_utc(row.not_before) - now).total_seconds()
                        longest = wait_seconds(row.failures)
                        if waiting > longest:
                            # the clock was set back: nobody waits longer than the wait that was given, counted from now
                            waiting = longest
                            again = {"last": now, "not_before": now + dt.timedelta(seconds=longest)}
                            connection.execute(update(failed_sign_ins).where(same).values(**again))
                        return waiting
                    failures = 1 if row is None else row.failures + 1
                    values = {
                        "failures": failures,
                        "last": now,
                        "not_before": now + dt.timedelta(seconds=wait_seconds(failures)),
                    }
                    if row is None:
                        _make_room(connection)
                        connection.execute(insert(failed_sign_ins).values(**key, **values))
                    else:
                        connection.execute(update(failed_sign_ins).where(same).values(**values))
                return 0.0
            except IntegrityError:
                continue  # another try of the same name was counted at the same moment: look again
        return wait_seconds(1) or 1.0

    def forget(self, name: str, door: str) -> None:
        """The try succeeded: nothing of the name is held against it at this door."""
        same = (failed_sign_ins.c.name_hash == _hash_of_name(name)) & (failed_sign_ins.c.door == door)
        with self._transaction() as connection:
            connection.execute(delete(failed_sign_ins).where(same))


def hash_of_token(token: str) -> str:
    """What is stored of a token; tokens are random and long, so a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _hash_of_name(name: str) -> str:
    return hashlib.sha256(name_key(name).encode("utf-8", "surrogatepass")).hexdigest()


def _make_room(connection: Connection) -> None:
    """Forget names where too many are kept: first those tried least often, of these the oldest.

    Whoever types ten thousand names once makes nobody forget a name that is being guessed at.
    """
    names = failed_sign_ins
    held = connection.execute(select(func.count()).select_from(names)).scalar_one()
    if held < MOST_NAMES:
        return
    least = select(names.c.name_hash, names.c.door).order_by(names.c.failures, names.c.last)
    going = connection.execute(least.limit(held - MOST_NAMES + MOST_NAMES // GOING_AT_ONCE)).all()
    connection.execute(delete(names).where(tuple_(names.c.name_hash, names.c.door).in_([tuple(key) for key in going])))
