"""Local accounts: names, roles and password hashes; one administrator at least, always."""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.domain.access import Actor, Role
from core.domain.decision import Act, Decision
from core.domain.same_name import email_key, name_key, written_name
from core.errors import StoreError
from core.store.database import accounts, sessions
from core.store.decision_log import DecisionLog


@dataclass(frozen=True)
class Account:
    """One person's account.

    Attributes
    ----------
    id
        Identifier in this store.
    name
        Under which the person acts.
    email
        By which an identity provider names the person, in lower case; None where none does.
    password_hash
        None for who signs in with an identity provider alone.
    must_change
        Whether the password is a one-time one.
    created_by
        Name of who made the account.
    disabled
        When it was disabled, in UTC; None while it can be used.
    """

    id: int
    name: str
    email: str | None
    password_hash: str | None
    must_change: bool
    roles: frozenset[Role]
    created: dt.datetime
    created_by: str
    disabled: dt.datetime | None


class Accounts:
    """The table of accounts; ``Store.accounts`` makes it. Every change is on record, without any password or hash.

    Parameters
    ----------
    deciding, reading
        Open a connection that records decisions, one at a time, or only reads.
    now
        The clock, in UTC.
    decisions
        The record.
    """

    def __init__(
        self,
        deciding: Callable[[], AbstractContextManager[Connection]],
        reading: Callable[[], AbstractContextManager[Connection]],
        now: Callable[[], dt.datetime],
        decisions: DecisionLog,
    ) -> None:
        self._deciding = deciding
        self._reading = reading
        self._now = now
        self._decisions = decisions

    def exist(self) -> bool:
        """Whether there is any account, a disabled one too."""
        with self._reading() as connection:
            return connection.execute(select(accounts.c.id).limit(1)).first() is not None

    def all(self) -> list[Account]:
        """Every account, by name."""
        with self._reading() as connection:
            rows = connection.execute(select(accounts).order_by(accounts.c.name_key)).all()
        return [account_of(row) for row in rows]

    def find(self, name: str) -> Account | None:
        """The account of a name, however it is written; None where there is none."""
        return self._one(accounts.c.name_key == name_key(name))

    def find_email(self, email: str) -> Account | None:
        """The account an identity provider's e-mail belongs to; None where there is none."""
        return self._one(accounts.c.email == email_key(email))

    def add(
        self,
        name: str,
        password_hash: str | None,
        roles: Iterable[Role],
        actor: Actor,
        *,
        email: str | None = None,
        must_change: bool = True,
        only_as_first: bool = False,
    ) -> Account:
        """Make an account.

        Parameters
        ----------
        actor
            Who makes it.
        only_as_first
            Whether it is refused where any account exists.

        Raises
        ------
        StoreError
            If the name or the e-mail is taken, or it is not the first.
        """
        values = {
            "name": written_name(name),
            "name_key": name_key(name),
            "email": email_key(email) if email else None,
            "password_hash": password_hash,
            "must_change": must_change,
            "roles": _packed(roles),
            "created": self._now(),
            "created_by": actor.name,
        }
        try:
            with self._deciding() as connection:
                if only_as_first and connection.execute(select(accounts.c.id).limit(1)).first() is not None:
                    raise StoreError(
                        "Accounts exist already; the first one cannot be made again.",
                        "Ask an administrator for an account.",
                    )
                row = connection.execute(insert(accounts).values(**values).returning(accounts)).one()
                made = account_of(row)
                self._record(connection, actor, made.name, f"made, {_told(made.roles)}")
        except IntegrityError as error:
            raise StoreError(
                f"There is an account of this name or e-mail already: “{values['name']}”.", "Choose another name."
            ) from error
        return made

    def set_password(
        self, account: int, password_hash: str, actor: Actor, *, must_change: bool, keep_session: int | None
    ) -> None:
        """Give an account another password and end its sessions, but for one."""
        with self._deciding() as connection:
            connection.execute(
                update(accounts)
                .where(accounts.c.id == account)
                .values(password_hash=password_hash, must_change=must_change)
            )
            self._end_sessions(connection, account, keep_session)
            words = "given a one-time password" if must_change else "given another password"
            self._record(connection, actor, self._name(connection, account), words)

    def rehash(self, account: int, before: str, password_hash: str) -> None:
        """Keep the same password under newer parameters, unless it was changed meanwhile; that decides nothing."""
        with self._deciding() as connection:
            connection.execute(
                update(accounts)
                .where(accounts.c.id == account, accounts.c.password_hash == before)
                .values(password_hash=password_hash)
            )

    def set_roles(self, account: int, roles: Iterable[Role], actor: Actor) -> None:
        """Give an account other roles; open sessions have them at once.

        Raises
        ------
        StoreError
            If no administrator would be left.
        """
        roles = frozenset(roles)
        with self._deciding() as connection:
            if Role.ADMINISTRATOR not in roles:
                _refuse_last_administrator(connection, account)
            connection.execute(update(accounts).where(accounts.c.id == account).values(roles=_packed(roles)))
            self._record(connection, actor, self._name(connection, account), f"made {_told(roles)}")

    def disable(self, account: int, actor: Actor) -> None:
        """Disable an account and end all its sessions, in one transaction.

        Raises
        ------
        StoreError
            If no administrator would be left.
        """
        with self._deciding() as connection:
            _refuse_last_administrator(connection, account)
            connection.execute(
                update(accounts)
                .where(accounts.c.id == account, accounts.c.disabled.is_(None))
                .values(disabled=self._now())
            )
            self._end_sessions(connection, account, None)
            self._record(connection, actor, self._name(connection, account), "disabled")

    def enable(self, account: int, actor: Actor) -> None:
        """Let a disabled account be used again; its old sessions stay ended."""
        with self._deciding() as connection:
            connection.execute(update(accounts).where(accounts.c.id == account).values(disabled=None))
            self._record(connection, actor, self._name(connection, account), "enabled")

    def _record(self, connection: Connection, actor: Actor, name: str, words: str) -> None:
        self._decisions.append(connection, Decision(Act.CHANGE_ACCOUNT, actor, subject=f"account {name}: {words}"))

    def _name(self, connection: Connection, account: int) -> str:
        return str(connection.execute(select(accounts.c.name).where(accounts.c.id == account)).scalar_one())

    def _one(self, which: object) -> Account | None:
        with self._reading() as connection:
            row = connection.execute(select(accounts).where(which)).one_or_none()  # type: ignore[arg-type]
        return None if row is None else account_of(row)

    def _end_sessions(self, connection: Connection, account: int, keep_session: int | None) -> None:
        own = (sessions.c.account == account) & sessions.c.ended.is_(None)
        if keep_session is not None:
            own &= sessions.c.id != keep_session
        connection.execute(update(sessions).where(own).values(ended=self._now()))


def account_of(row: Row) -> Account:
    """An account from a row that holds every column of the table."""
    return Account(
        row.id,
        row.name,
        row.email,
        row.password_hash,
        bool(row.must_change),
        frozenset(Role(role) for role in json.loads(row.roles)),
        in_utc(row.created),
        row.created_by,
        None if row.disabled is None else in_utc(row.disabled),
    )


def in_utc(time: dt.datetime) -> dt.datetime:
    """SQLite gives times back without their zone; all are stored in UTC."""
    return time.replace(tzinfo=dt.UTC) if time.tzinfo is None else time.astimezone(dt.UTC)


def _packed(roles: Iterable[Role]) -> str:
    return json.dumps(sorted(set(roles)))


def _told(roles: Iterable[Role]) -> str:
    return ", ".join(sorted(roles))


def _refuse_last_administrator(connection: Connection, account: int) -> None:
    able = connection.execute(select(accounts.c.id, accounts.c.roles).where(accounts.c.disabled.is_(None))).all()
    administrators = {row.id for row in able if Role.ADMINISTRATOR in json.loads(row.roles)}
    if administrators == {account}:
        raise StoreError(
            "This is the last administrator; without one nobody could manage accounts.",
            "Make somebody else administrator first.",
        )
