"""What all processes counted, added up in the store by the hour, so that no process has to be asked while it lives.

Hours older than eight days are folded into one, so the table stays small and a sum never falls.
"""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from core.metrics.meter import Series
from core.store.database import measurements

KEPT_HOURS = 8 * 24
"""Hours that are told apart."""
OLDER = 0
"""The hour under which all older ones are folded."""


class Measurements:
    """The table of what was measured; ``Store.measurements`` makes it.

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

    def add(self, series: Series) -> None:
        """Add what a process did to the sums of this hour, all of it or nothing."""
        if not series:
            return
        hour = self._hour()
        with self._transaction() as connection:
            _add(connection, {(hour, name, _text(labels)): value for (name, labels), value in series.items()})
            self._fold(connection, hour - KEPT_HOURS)

    def totals(self) -> Series:
        """Sums since the store was made."""
        return self._sums(OLDER)

    def since(self, hours: float) -> Series:
        """Sums of the last hours, this one that is under way and so many whole ones before it."""
        return self._sums(self._hour() - max(0, round(hours)))

    def _sums(self, first: int) -> Series:
        table = measurements
        asked = (
            select(table.c.metric, table.c.labels, func.sum(table.c.value))
            .where(table.c.hour >= first)
            .group_by(table.c.metric, table.c.labels)
        )
        with self._reading() as connection:
            rows = connection.execute(asked).all()
        return {(name, tuple(map(tuple, json.loads(labels)))): float(value) for name, labels, value in rows}

    def _fold(self, connection: Connection, before: int) -> None:
        table = measurements
        old = (table.c.hour > OLDER) & (table.c.hour < before)
        rows = connection.execute(select(table.c.metric, table.c.labels, table.c.value).where(old)).all()
        if not rows:
            return
        sums: dict[tuple[int, str, str], float] = defaultdict(float)
        for name, labels, value in rows:
            sums[OLDER, name, labels] += value
        connection.execute(delete(table).where(old))
        _add(connection, sums)

    def _hour(self) -> int:
        return int(self._now().timestamp() // 3600)


def _add(connection: Connection, sums: dict[tuple[int, str, str], float]) -> None:
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(measurements)
    upsert = statement.on_conflict_do_update(
        index_elements=["hour", "metric", "labels"],
        set_={"value": measurements.c.value + statement.excluded.value},
    )
    # always in one order, so that two writers never wait for each other's rows
    rows = [
        {"hour": hour, "metric": name, "labels": labels, "value": value}
        for (hour, name, labels), value in sorted(sums.items())
    ]
    connection.execute(upsert, rows)


def _text(labels: tuple[tuple[str, str], ...]) -> str:
    return json.dumps(labels, ensure_ascii=False)
