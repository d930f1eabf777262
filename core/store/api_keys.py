"""Keys of the API, kept by their hash alone; each acts as one account, and making and ending one is on record."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import Connection, Row, insert, select, update

from core.domain.access import Actor, Scope
from core.domain.decision import Act, Decision
from core.errors import StoreError
from core.store.accounts import Account, account_of, in_utc
from core.store.database import accounts, api_keys
from core.store.decision_log import DecisionLog
from core.store.sessions import hash_of_token


@dataclass(frozen=True)
class ApiKey:
    """One key without its secret.

    Attributes
    ----------
    account
        Name of the account it acts as.
    label
        What it is for, in words.
    expires, revoked
        In UTC; None where it does not end by itself, or nobody ended it.
    """

    id: int
    account: str
    label: str
    scopes: frozenset[Scope]
    created: dt.datetime
    created_by: str
    expires: dt.datetime | None
    revoked: dt.datetime | None
    revoked_by: str | None


class ApiKeys:
    """The table of keys; ``Store.api_keys`` makes it. Parameters as those of ``Accounts``."""

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

    def add(
        self,
        account: Account,
        secret: str,
        label: str,
        scopes: Iterable[Scope],
        actor: Actor,
        expires: dt.datetime | None,
    ) -> ApiKey:
        """Keep the hash of a new key."""
        values = {
            "account": account.id,
            "label": label,
            "scopes": json.dumps(sorted(scopes)),
            "key_hash": hash_of_token(secret),
            "created": self._now(),
            "created_by": actor.name,
            "expires": expires,
        }
        with self._deciding() as connection:
            number = connection.execute(insert(api_keys).values(**values).returning(api_keys.c.id)).scalar_one()
            told = {"key": int(number), "scopes": sorted(scopes), "account": account.name}
            subject = f"API key {number} of {account.name} made"
            self._decisions.append(connection, Decision(Act.CHANGE_ACCOUNT, actor, "", subject, label, told))
            return _one(connection, int(number))

    def all(self) -> Sequence[ApiKey]:
        """Every key, ended ones too, the newest first."""
        with self._reading() as connection:
            return [_key(row) for row in connection.execute(_ASKED.order_by(api_keys.c.id.desc())).all()]

    def find(self, secret: str) -> tuple[ApiKey, Account] | None:
        """The key of this secret and the account it acts as, usable or not; None where there is none."""
        with self._reading() as connection:
            row = connection.execute(_ASKED.where(api_keys.c.key_hash == hash_of_token(secret))).one_or_none()
            if row is None:
                return None
            of = connection.execute(select(accounts).where(accounts.c.id == row.account)).one()
        return _key(row), account_of(of)

    def revoke(self, number: int, actor: Actor) -> ApiKey:
        """End a key at once.

        Raises
        ------
        StoreError
            If there is none of this number, or it was ended before.
        """
        with self._deciding() as connection:
            found = _one(connection, number)
            if found.revoked is not None:
                raise StoreError(f"API key {number} was ended before, by {found.revoked_by}.", "Nothing is left to do.")
            values = {"revoked": self._now(), "revoked_by": actor.name}
            connection.execute(update(api_keys).where(api_keys.c.id == number).values(**values))
            told = {"key": number, "account": found.account}
            subject = f"API key {number} of {found.account} ended"
            self._decisions.append(connection, Decision(Act.CHANGE_ACCOUNT, actor, "", subject, "", told))
            return _one(connection, number)


_ASKED = select(api_keys, accounts.c.name.label("account_name")).join(accounts, accounts.c.id == api_keys.c.account)


def _one(connection: Connection, number: int) -> ApiKey:
    row = connection.execute(_ASKED.where(api_keys.c.id == number)).one_or_none()
    if row is None:
        raise StoreError(f"There is no API key {number}.", "See them with `aid api keys list`.")
    return _key(row)


def _key(row: Row) -> ApiKey:
    return ApiKey(
        row.id,
        row.account_name,
        row.label,
        frozenset(Scope(scope) for scope in json.loads(row.scopes)),
        in_utc(row.created),
        row.created_by,
        None if row.expires is None else in_utc(row.expires),
        None if row.revoked is None else in_utc(row.revoked),
        row.revoked_by,
    )
