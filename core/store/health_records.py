"""What each look at an operation's health found: the history of drift, coverage, skill and age of its data."""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from core.store.accounts import in_utc
from core.store.database import health_records


@dataclass(frozen=True)
class HealthRecord:
    """One look; ``content`` is what ``Health.to_json`` gave."""

    operation: str
    as_of: dt.date
    data_version: int
    model_version: str
    made: dt.datetime
    content: Mapping[str, Any]


class HealthRecords:
    """The table of looks; ``Store.health_records`` makes it.

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

    def keep(
        self, operation: str, as_of: dt.date, data_version: int, model_version: str, content: Mapping[str, Any]
    ) -> HealthRecord:
        """Put a look on record."""
        record = HealthRecord(operation, as_of, data_version, model_version, self._now(), content)
        values = {**record.__dict__, "content": json.dumps(dict(content), allow_nan=False)}
        with self._transaction() as connection:
            connection.execute(insert(health_records).values(**values))
        return record

    def of(self, operation: str, limit: int = 100) -> list[HealthRecord]:
        """The newest looks at an operation, the newest first."""
        table = health_records
        asked = select(table).where(table.c.operation == operation).order_by(table.c.id.desc()).limit(limit)
        with self._reading() as connection:
            rows = connection.execute(asked).all()
        return [
            HealthRecord(
                row.operation,
                row.as_of,
                row.data_version,
                row.model_version,
                in_utc(row.made),
                json.loads(row.content),
            )
            for row in rows
        ]
