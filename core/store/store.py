"""Data versions, scenarios, accepted plans and overrides: what the doors save and load."""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError

from core.domain.operation import Operation
from core.domain.scenario import Scenario
from core.errors import StoreError
from core.store.database import READING, metadata, move_log_into_file, open_database, plans, scenarios, versions
from core.store.overrides import Overrides
from core.store.packing import pack, unpack
from core.store.raw_files import RawFiles
from core.store.remembered_mappings import RememberedMappings

LONGEST_NAME = 200


@dataclass(frozen=True)
class VersionInfo:
    """One data version, without its tables.

    Attributes
    ----------
    id
        Identifier in this store.
    operation
        Name of the operation it belongs to.
    number
        1 for its first version, then counted up.
    fingerprint
        ``Operation.fingerprint`` of its content.
    created
        When, in UTC.
    parent
        Version it was made from; None for the first.
    sources
        File name to sha256 of the raw files it came from.
    """

    id: int
    operation: str
    number: int
    fingerprint: str
    created: dt.datetime
    author: str
    note: str
    parent: int | None
    sources: Mapping[str, str]


@dataclass(frozen=True)
class StoredScenario:
    """A scenario and when it was first and last saved, in UTC."""

    scenario: Scenario
    created: dt.datetime
    updated: dt.datetime


@dataclass(frozen=True)
class PlanInfo:
    """A plan that was accepted: its content key, the question, and the figures."""

    id: int
    operation: str
    key: str
    fingerprint: str
    scenario: Scenario
    summary: Mapping[str, Any]
    created: dt.datetime
    author: str


class Store:
    """What must not be lost, in one database and one folder of raw files.

    Parameters
    ----------
    url
        SQLAlchemy address, SQLite or PostgreSQL; tables are made where they are missing.
    raw_folder
        Folder of the raw files.
    now
        The clock; gives an aware time.
    """

    def __init__(self, url: str, raw_folder: Path, now: Callable[[], dt.datetime]) -> None:
        self.url = url
        self.raw = RawFiles(raw_folder)
        self.now = now

    def save_version(
        self,
        operation: Operation,
        parent: int | None,
        author: str = "",
        note: str = "",
        sources: Mapping[str, bytes] | None = None,
        name: str | None = None,
    ) -> VersionInfo:
        """Add a data version in one transaction.

        Parameters
        ----------
        parent
            Id of the version the change was made to, None for a first one; it must still be the newest.
        sources
            File name to content of the files as they came; kept by hash before the transaction.
        name
            Name of the operation; by default that of its settings.

        Raises
        ------
        StoreError
            If a newer version than ``parent`` exists; nothing is changed then.
        """
        name = _checked_name(name or operation.settings.name, "operation")
        content = pack(operation)
        kept = {file: self.raw.keep(data) for file, data in (sources or {}).items()}
        try:
            with self._transaction() as connection:
                newest = self._newest(connection, name)
                if (newest.id if newest else None) != parent:
                    raise _newer_exists(name, newest)
                values = {
                    "operation": name,
                    "number": newest.number + 1 if newest else 1,
                    "fingerprint": operation.fingerprint,
                    "created": self._time(),
                    "author": author,
                    "note": note,
                    "parent": parent,
                    "sources": json.dumps(kept, sort_keys=True),
                }
                row = connection.execute(
                    insert(versions).values(**values, content=content).returning(versions.c.id)
                ).scalar_one()
        except IntegrityError as error:
            # on PostgreSQL two writers may both pass the check above; the second then breaks the unique number
            raise _newer_exists(name, None) from error
        return VersionInfo(int(row), **{**values, "sources": kept})  # type: ignore[arg-type]

    def latest_version(self, name: str) -> VersionInfo | None:
        """The newest version of an operation, None where there is none."""
        with self._reading() as connection:
            row = self._newest(connection, name)
        return None if row is None else _version(row)

    def versions(self, name: str) -> list[VersionInfo]:
        """Every version of an operation, newest first."""
        with self._reading() as connection:
            rows = connection.execute(
                select(*_VERSION_COLUMNS).where(versions.c.operation == name).order_by(versions.c.number.desc())
            ).all()
        return [_version(row) for row in rows]

    def operations(self) -> list[str]:
        """Names of all operations, sorted."""
        with self._reading() as connection:
            return list(connection.scalars(select(versions.c.operation).distinct().order_by(versions.c.operation)))

    def load_version(self, version: int) -> Operation:
        """The operation of a version, checked against its fingerprint.

        Raises
        ------
        StoreError
            If there is no such version or it is not what was stored.
        """
        with self._reading() as connection:
            row = connection.execute(
                select(versions.c.content, versions.c.fingerprint).where(versions.c.id == version)
            ).one_or_none()
        if row is None:
            raise StoreError(f"There is no data version {version}.", "Choose one of the versions listed.")
        return unpack(bytes(row.content), row.fingerprint)

    def save_scenario(self, operation: str, scenario: Scenario, *, replace: bool = True) -> None:
        """Store a scenario under its name.

        Parameters
        ----------
        replace
            Whether one of the same name gives way.

        Raises
        ------
        StoreError
            If the name is taken and may not be replaced.
        """
        operation = _checked_name(operation, "operation")
        time = self._time()
        taken = StoreError(f"A scenario named “{scenario.name}” exists.", "Choose another name.")
        same = (scenarios.c.operation == operation) & (scenarios.c.name == scenario.name)
        for attempt in (1, 2):
            try:
                with self._transaction() as connection:
                    if connection.execute(select(scenarios.c.id).where(same)).first() is None:
                        connection.execute(
                            insert(scenarios).values(
                                operation=operation,
                                name=scenario.name,
                                content=scenario.to_json(),
                                created=time,
                                updated=time,
                            )
                        )
                    elif replace:
                        connection.execute(
                            update(scenarios).where(same).values(content=scenario.to_json(), updated=time)
                        )
                    else:
                        raise taken
                return
            except IntegrityError as error:
                # another writer saved the same name between the look and the write: look again, once
                if attempt == 2 or not replace:
                    raise taken from error

    def load_scenarios(self, operation: str) -> dict[str, StoredScenario]:
        """Scenarios of an operation by name, sorted."""
        with self._reading() as connection:
            rows = connection.execute(
                select(scenarios).where(scenarios.c.operation == operation).order_by(scenarios.c.name)
            ).all()
        return {
            row.name: StoredScenario(Scenario.from_text(row.content), _aware(row.created), _aware(row.updated))
            for row in rows
        }

    def delete_scenario(self, operation: str, name: str) -> None:
        """Take a scenario out.

        Raises
        ------
        StoreError
            If there is none of this name.
        """
        with self._transaction() as connection:
            gone = connection.execute(
                delete(scenarios).where(scenarios.c.operation == operation, scenarios.c.name == name)
            ).rowcount
            if not gone:
                raise StoreError(f"There is no scenario named “{name}”.", "It may have been deleted meanwhile.")

    def save_plan(
        self,
        operation: str,
        key: str,
        fingerprint: str,
        scenario: Scenario,
        summary: Mapping[str, Any],
        author: str = "",
    ) -> None:
        """Record that a plan was accepted; one already recorded under its key stays as it was."""
        values = {
            "operation": _checked_name(operation, "operation"),
            "key": key,
            "fingerprint": fingerprint,
            "scenario": scenario.to_json(),
            "summary": json.dumps(dict(summary), sort_keys=True),
            "created": self._time(),
            "author": author,
        }
        same = (plans.c.operation == operation) & (plans.c.key == key)
        try:
            with self._transaction() as connection:
                if connection.execute(select(plans.c.id).where(same)).first() is None:
                    connection.execute(insert(plans).values(**values))
        except IntegrityError:
            # another writer recorded the same plan at the same moment: it is there, which is what was asked
            return

    def plans(self, operation: str) -> list[PlanInfo]:
        """Accepted plans of an operation, newest first."""
        with self._reading() as connection:
            rows = connection.execute(
                select(plans).where(plans.c.operation == operation).order_by(plans.c.created.desc(), plans.c.id.desc())
            ).all()
        return [
            PlanInfo(
                row.id,
                row.operation,
                row.key,
                row.fingerprint,
                Scenario.from_text(row.scenario),
                json.loads(row.summary),
                _aware(row.created),
                row.author,
            )
            for row in rows
        ]

    def close(self) -> None:
        """Give back the connections."""
        if "_engine" in self.__dict__:
            self._engine.dispose()
            del self.__dict__["_engine"]

    @cached_property
    def overrides(self) -> Overrides:
        """People's own figures beside the model's."""
        return Overrides(self._transaction, self._reading, self._time)

    @cached_property
    def remembered_mappings(self) -> RememberedMappings:
        """What people said about files, by the header they came with."""
        return RememberedMappings(self._transaction, self._reading, self._time)

    @cached_property
    def _engine(self) -> Engine:
        """Opened at first use, so that building the program touches no database."""
        engine = open_database(self.url)
        try:
            with engine.begin() as connection:
                if connection.dialect.name == "postgresql":
                    # several processes may start at once; this lock lets one make the tables
                    connection.execute(select(func.pg_advisory_xact_lock(7_214_001)))
                metadata.create_all(connection)
            move_log_into_file(engine)
        except SQLAlchemyError as error:
            engine.dispose()
            raise _unusable(error) from error
        return engine

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
            move_log_into_file(self._engine)
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            raise _unusable(error) from error

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A connection that only reads, and so never waits for writers."""
        try:
            with self._engine.connect().execution_options(**READING) as connection:
                yield connection
        except SQLAlchemyError as error:
            raise _unusable(error) from error

    def _newest(self, connection: Connection, name: str) -> Row | None:
        return connection.execute(
            select(*_VERSION_COLUMNS).where(versions.c.operation == name).order_by(versions.c.number.desc()).limit(1)
        ).one_or_none()

    def _time(self) -> dt.datetime:
        time = self.now()
        return time.replace(tzinfo=dt.UTC) if time.tzinfo is None else time.astimezone(dt.UTC)


_VERSION_COLUMNS = [column for column in versions.c if column.name != "content"]


def _version(row: Row) -> VersionInfo:
    return VersionInfo(
        row.id,
        row.operation,
        row.number,
        row.fingerprint,
        _aware(row.created),
        row.author,
        row.note,
        row.parent,
        json.loads(row.sources),
    )


def _aware(time: dt.datetime) -> dt.datetime:
    """SQLite gives times back without their zone; all are stored in UTC."""
    return time.replace(tzinfo=dt.UTC) if time.tzinfo is None else time.astimezone(dt.UTC)


def _checked_name(name: str, what: str) -> str:
    if not name.strip() or len(name) > LONGEST_NAME or "\x00" in name:
        raise StoreError(f"The name of the {what} must have 1 to {LONGEST_NAME} characters.", "Choose another name.")
    return name


def _newer_exists(name: str, newest: Row | None) -> StoreError:
    came = ""
    if newest is not None:
        by = f" by {newest.author}" if newest.author else ""
        came = f" It is number {newest.number}, saved{by} on {_aware(newest.created):%Y-%m-%d %H:%M} UTC."
    return StoreError(
        f"A newer version of “{name}” exists than the one this change was made to.{came}",
        "Load the newest version, look at the change again, and save it on top.",
    )


_DAMAGE = ("malformed", "not a database")
"""What SQLite says of a file that is not whole any more."""


def _unusable(error: SQLAlchemyError) -> StoreError:
    cause = getattr(error, "orig", None) or error
    if any(words in str(cause) for words in _DAMAGE):
        return StoreError(
            f"The database file is damaged: {str(cause).splitlines()[0]}.",
            "Nothing was changed. End the planner, then put a safety copy of planner.sqlite back into the folder "
            "AID_HOME; without one, move the file away, start again and upload the tables anew.",
        )
    waited = isinstance(error, OperationalError) and "locked" in str(cause)
    said = "is busy with another writer" if waited else f"cannot be used: {str(cause).splitlines()[0]}"
    return StoreError(f"The store {said}.", "Try again." if waited else "Check the address and that it can be written.")
