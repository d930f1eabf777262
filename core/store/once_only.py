"""Answers to requests that carry a name of their own: sent again, they are answered again and not done again."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.store.database import once_only_answers as answers

KEPT = dt.timedelta(hours=24)
"""How long an answer is kept."""


@dataclass(frozen=True)
class KeptAnswer:
    """What became of a request.

    Attributes
    ----------
    request_hash
        sha256 of all that was asked.
    status
        HTTP status of the answer; 0 while there is none.
    """

    request_hash: str
    status: int
    headers: Mapping[str, str]
    body: bytes


class OnceOnly:
    """The table of answers; ``Store.once_only`` makes it. Parameters as those of ``Jobs``."""

    def __init__(
        self, transaction: Callable[[], AbstractContextManager[Connection]], now: Callable[[], dt.datetime]
    ) -> None:
        self._transaction = transaction
        self._now = now

    def begin(self, asker: str, name: str, request_hash: str) -> KeptAnswer | None:
        """Claim a name for a request; None where it was free, else what is kept under it. Old answers are forgotten."""
        now = self._now()
        same = (answers.c.asker == asker) & (answers.c.name == name)
        try:
            with self._transaction() as connection:
                connection.execute(delete(answers).where(answers.c.created < now - KEPT))
                row = connection.execute(select(answers).where(same)).one_or_none()
                if row is not None:
                    return KeptAnswer(row.request_hash, row.status, json.loads(row.headers), bytes(row.body))
                values = {"asker": asker, "name": name, "request_hash": request_hash, "created": now}
                connection.execute(insert(answers).values(**values, status=0, headers="{}", body=b""))
        except IntegrityError:  # the same request came through another process at the same moment
            with self._transaction() as connection:
                row = connection.execute(select(answers).where(same)).one()
            return KeptAnswer(row.request_hash, row.status, json.loads(row.headers), bytes(row.body))
        return None

    def keep(self, asker: str, name: str, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Keep the answer to a request that was begun."""
        values = {"status": status, "headers": json.dumps(dict(headers)), "body": body}
        with self._transaction() as connection:
            connection.execute(
                update(answers).where((answers.c.asker == asker) & (answers.c.name == name)).values(**values)
            )

    def forget(self, asker: str, name: str) -> None:
        """Free the name of a request that was refused or failed before anything was done."""
        with self._transaction() as connection:
            connection.execute(delete(answers).where((answers.c.asker == asker) & (answers.c.name == name)))
