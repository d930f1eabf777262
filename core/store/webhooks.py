"""Addresses that are told of changes, and the queue of what still has to be sent to them."""

import datetime as dt
import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, Row, Update, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.domain.access import Actor
from core.domain.decision import Act, Decision
from core.errors import StoreError
from core.store.database import webhook_deliveries, webhook_told, webhooks
from core.store.decision_log import DecisionLog
from core.store.versions import aware

LONGEST_FAULT = 500
"""Characters kept of why a try failed."""


class DeliveryState(StrEnum):
    """How far a message has come."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given up"


@dataclass(frozen=True)
class Webhook:
    """An address that is told.

    Attributes
    ----------
    operation
        The only operation it is told about; None: all.
    removed
        When it was taken off; None while it is told.
    """

    id: int
    url: str
    operation: str | None
    created: dt.datetime
    author: str
    removed: dt.datetime | None


@dataclass(frozen=True)
class Delivery:
    """One message to one address; times are in UTC.

    Attributes
    ----------
    event_key
        Name of the event, no two of an address alike.
    attempts, next_try
        Tries so far, and when it is tried again.
    fault
        Why the last try failed; empty where none has.
    """

    id: int
    webhook: int
    event_key: str
    body: str
    created: dt.datetime
    attempts: int
    next_try: dt.datetime
    state: DeliveryState
    fault: str
    ended: dt.datetime | None


class Webhooks:
    """The three tables; ``Store.webhooks`` makes it. Parameters as those of ``Accounts``; ``transaction`` writes."""

    def __init__(
        self,
        deciding: Callable[[], AbstractContextManager[Connection]],
        transaction: Callable[[], AbstractContextManager[Connection]],
        reading: Callable[[], AbstractContextManager[Connection]],
        now: Callable[[], dt.datetime],
        log: DecisionLog,
    ) -> None:
        self._deciding = deciding
        self._transaction = transaction
        self._reading = reading
        self._now = now
        self._log = log

    def add(self, url: str, operation: str | None, actor: Actor) -> Webhook:
        """Name an address; on record with who did."""
        values = {"url": url, "operation": operation, "created": self._now(), "author": actor.name}
        with self._deciding() as connection:
            row = connection.execute(insert(webhooks).values(**values).returning(webhooks)).one()
            self._record(connection, actor, f"webhook {row.id} added: {url}")
        return _webhook(row)

    def remove(self, webhook: int, actor: Actor) -> Webhook:
        """Take an address off; what waits for it is given up.

        Raises
        ------
        StoreError
            If there is none of this number that is told.
        """
        now = self._now()
        mine = (webhooks.c.id == webhook) & webhooks.c.removed.is_(None)
        with self._deciding() as connection:
            row = connection.execute(update(webhooks).where(mine).values(removed=now).returning(webhooks)).one_or_none()
            if row is None:
                raise StoreError(f"There is no webhook {webhook}.", "See them with `aid webhooks list`.")
            waits = (webhook_deliveries.c.webhook == webhook) & (webhook_deliveries.c.state == _WAITING)
            ended = {"state": DeliveryState.GIVEN_UP.value, "fault": "the address was taken off", "ended": now}
            connection.execute(update(webhook_deliveries).where(waits).values(**ended))
            self._record(connection, actor, f"webhook {webhook} removed: {row.url}")
        return _webhook(row)

    def told(self) -> list[Webhook]:
        """Addresses that are told, in the order they were named."""
        asked = select(webhooks).where(webhooks.c.removed.is_(None)).order_by(webhooks.c.id)
        with self._reading() as connection:
            return [_webhook(row) for row in connection.execute(asked).all()]

    def is_told(self, webhook: int, operation: str, content_key: str) -> bool:
        """Whether this is what an address was told last of an operation, or is going to be."""
        with self._reading() as connection:
            return connection.scalar(select(webhook_told.c.told).where(_of(webhook, operation))) == content_key

    def enqueue(self, webhook: int, operation: str, content_key: str, body: str) -> bool:
        """Have a message sent; False where it tells what the last one about the operation told.

        What was told before the last one is news again: a receiver goes by the newest message.

        Parameters
        ----------
        content_key
            Of what it tells.
        """
        now = self._now()
        try:
            with self._transaction() as connection:
                # another process waits here until this one is done, and then finds it told
                last = connection.scalar(select(webhook_told.c.told).where(_of(webhook, operation)).with_for_update())
                if last == content_key:
                    return False
                tell = insert(webhook_told).values(webhook=webhook, operation=operation, told=content_key)
                again = update(webhook_told).where(_of(webhook, operation)).values(told=content_key)
                connection.execute(tell if last is None else again)
                newest = connection.scalar(select(func.max(webhook_deliveries.c.id)))
                values = {
                    "webhook": webhook, "event_key": _event_key(content_key, newest or 0), "body": body,
                    "created": now, "attempts": 0, "next_try": now, "state": _WAITING, "fault": "",
                }  # fmt: skip
                connection.execute(insert(webhook_deliveries).values(**values))
        except IntegrityError:
            return False
        return True

    def take_due(self, most: int, lease: dt.timedelta) -> list[Delivery]:
        """Messages that are due, each taken by this caller alone until the lease ends.

        A process that dies with a message leaves it to the next one after the lease.
        """
        now, d = self._now(), webhook_deliveries.c
        with self._transaction() as connection:
            asked = select(d.id).where((d.state == _WAITING) & (d.next_try <= now)).order_by(d.next_try).limit(most)
            ids = list(connection.scalars(asked.with_for_update(skip_locked=True)))
            if not ids:
                return []
            taken = update(webhook_deliveries).where(d.id.in_(ids)).values(next_try=now + lease)
            return [_delivery(row) for row in connection.execute(taken.returning(webhook_deliveries)).all()]

    def delivered(self, delivery: int) -> None:
        """A message arrived."""
        self._end(delivery, DeliveryState.DELIVERED, "")

    def failed(self, delivery: int, fault: str, again: dt.datetime | None) -> None:
        """A try failed; it is tried again at a time, or given up (None)."""
        if again is None:
            self._end(delivery, DeliveryState.GIVEN_UP, fault)
            return
        values = {"attempts": webhook_deliveries.c.attempts + 1, "fault": fault[:LONGEST_FAULT], "next_try": again}
        with self._transaction() as connection:
            connection.execute(_waiting(delivery).values(**values))

    def deliveries(self, webhook: int | None = None, most: int = 50) -> list[Delivery]:
        """Messages, the newest first."""
        asked = select(webhook_deliveries).order_by(webhook_deliveries.c.id.desc()).limit(most)
        if webhook is not None:
            asked = asked.where(webhook_deliveries.c.webhook == webhook)
        with self._reading() as connection:
            return [_delivery(row) for row in connection.execute(asked).all()]

    def _end(self, delivery: int, state: DeliveryState, fault: str) -> None:
        attempts = webhook_deliveries.c.attempts + 1
        values = {"attempts": attempts, "state": state.value, "fault": fault[:LONGEST_FAULT], "ended": self._now()}
        with self._transaction() as connection:
            connection.execute(_waiting(delivery).values(**values))

    def _record(self, connection: Connection, actor: Actor, subject: str) -> None:
        self._log.append(connection, Decision(Act.CHANGE_WEBHOOK, actor, subject=subject))


_WAITING = DeliveryState.WAITING.value


def _of(webhook: int, operation: str) -> ColumnElement[bool]:
    return (webhook_told.c.webhook == webhook) & (webhook_told.c.operation == operation)


def _event_key(content_key: str, before: int) -> str:
    """What a message tells, and the number of the one before it: the same content later is another event."""
    return hashlib.sha256(f"{content_key} {before}".encode()).hexdigest()


def _waiting(delivery: int) -> Update:
    d = webhook_deliveries.c
    return update(webhook_deliveries).where((d.id == delivery) & (d.state == _WAITING))


def _webhook(row: Row) -> Webhook:
    values = dict(row._mapping)
    values["created"] = aware(row.created)
    values["removed"] = None if row.removed is None else aware(row.removed)
    return Webhook(**values)


def _delivery(row: Row) -> Delivery:
    values = dict(row._mapping)
    for name in ("created", "next_try", "ended"):
        values[name] = None if values[name] is None else aware(values[name])
    return Delivery(**{**values, "state": DeliveryState(row.state)})
