"""People's own figures for a camp and a week, each with the forecast as it stood when it was entered."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from core.domain.access import Actor, alone
from core.domain.decision import Act, Decision
from core.errors import StoreError
from core.store.database import overrides
from core.store.recorded_table import RecordedTable


@dataclass(frozen=True)
class Override:
    """A person's figure; it never changes the data or the forecast.

    Attributes
    ----------
    id
        Identifier in this store; 0 before it is stored.
    week
        Sunday it is about.
    people, low, high
        The figure and, where given, the range it is expected in.
    created, withdrawn
        When, in UTC; ``withdrawn`` is None while it stands.
    as_of, data_version, model_version
        Day, data version and model of the forecast beside it.
    model_low, model_median, model_high
        That forecast, 10 %, 50 % and 90 % quantile, people; None where there was none.
    last_count, last_count_date
        The newest real count known then; None where there was none.
    """

    operation: str
    camp_id: str
    week: dt.date
    people: float
    low: float | None
    high: float | None
    reason: str
    author: str
    as_of: dt.date
    data_version: int
    model_version: str
    model_low: float | None
    model_median: float | None
    model_high: float | None
    last_count: float | None
    last_count_date: dt.date | None
    id: int = 0
    created: dt.datetime | None = None
    withdrawn: dt.datetime | None = None
    withdrawn_by: str | None = None


_GIVEN = tuple(
    name for name in Override.__dataclass_fields__ if name not in ("id", "created", "withdrawn", "withdrawn_by")
)


class Overrides(RecordedTable):
    """The table of overrides; ``Store.overrides`` makes it."""

    def add(self, override: Override, actor: Actor | None = None) -> Override:
        """Store a new one, and put it on record.

        Parameters
        ----------
        actor
            Who enters it; by default somebody of the author's name at a machine without accounts.

        Raises
        ------
        StoreError
            If the same person's figure for the camp and week stands already.
        """
        values: dict[str, Any] = {name: getattr(override, name) for name in _GIVEN}
        created = self._now()
        try:
            with self._deciding() as connection:
                row = connection.execute(
                    insert(overrides).values(**values, created=created).returning(overrides.c.id)
                ).scalar_one()
                kept = replace(override, id=int(row), created=created)
                self._record(connection, Act.KEEP_OVERRIDE, kept, actor or alone("store", override.author))
        except IntegrityError as error:
            raise StoreError(
                f"{override.author} has entered a figure for this camp and the week to {override.week} already.",
                "Withdraw that one first; it stays in the record.",
            ) from error
        return kept

    def of(self, operation: str) -> list[Override]:
        """Every override of an operation, withdrawn ones too, the newest first."""
        with self._reading() as connection:
            rows = connection.execute(
                select(overrides)
                .where(overrides.c.operation == operation)
                .order_by(overrides.c.created.desc(), overrides.c.id.desc())
            ).all()
        return [_override(row) for row in rows]

    def withdraw(self, operation: str, override: int, by: str, actor: Actor | None = None) -> None:
        """Take one back; it stays in the record with the name of who did it.

        Raises
        ------
        StoreError
            If there is none that stands under this number.
        """
        same = (overrides.c.id == override) & (overrides.c.operation == operation) & overrides.c.withdrawn.is_(None)
        with self._deciding() as connection:
            row = connection.execute(select(overrides).where(same)).one_or_none()
            if row is None:
                raise StoreError("There is no such figure, or it was withdrawn already.", "Look at the newest list.")
            connection.execute(update(overrides).where(same).values(withdrawn=self._now(), withdrawn_by=by))
            self._record(connection, Act.WITHDRAW_OVERRIDE, _override(row), actor or alone("store", by))

    def _record(self, connection: Connection, act: Act, override: Override, actor: Actor) -> None:
        seen = {
            "data_version": override.data_version,
            "model_version": override.model_version,
            "people": override.people,
            "forecast": [override.model_low, override.model_median, override.model_high],
            "last_count": override.last_count,
        }
        subject = f"figure {override.id}: {override.camp_id}, week to {override.week}"
        self._log.append(connection, Decision(act, actor, override.operation, subject, override.reason, seen))


def _override(row: Row) -> Override:
    values = dict(row._mapping)
    for name in ("created", "withdrawn"):
        if values[name] is not None and values[name].tzinfo is None:
            # SQLite gives times back without their zone; all are stored in UTC
            values[name] = values[name].replace(tzinfo=dt.UTC)
    return Override(**values)
