"""Data versions, scenarios, accepted plans and overrides: what the doors save and load."""

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, inspect, select
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError

from core.domain.access import Actor, alone
from core.domain.decision import Act, Decision
from core.domain.operation import Operation
from core.errors import StoreError, StoreUnavailable
from core.own_files import keep_private
from core.store.accepted_plans import PlanInfo, accepted_plans
from core.store.accounts import Accounts
from core.store.actions import ActionAnswers
from core.store.api_keys import ApiKeys
from core.store.database import (
    READING,
    decisions,
    files_of_database,
    metadata,
    move_log_into_file,
    open_database,
    versions,
)
from core.store.decision_log import DecisionLog
from core.store.flow_runs import FlowRuns
from core.store.guards import guard_versions, missing_guards
from core.store.health_records import HealthRecords
from core.store.jobs import Jobs
from core.store.kept_forecasts import KeptForecasts
from core.store.leases import Leases
from core.store.measurements import Measurements
from core.store.model_proposals import ModelProposals
from core.store.once_only import OnceOnly
from core.store.overrides import Overrides
from core.store.packing import pack, unpack
from core.store.proposals import Proposals
from core.store.raw_files import RawFiles
from core.store.remembered_mappings import RememberedMappings
from core.store.scenarios import Scenarios
from core.store.sessions import FailedSignIns, Sessions
from core.store.shadow_forecasts import ShadowForecasts
from core.store.submissions import Submissions
from core.store.versions import (
    COLUMNS,
    NewVersion,
    VersionInfo,
    add_version,
    checked_name,
    newer_exists,
    newest_version,
    version_info,
)
from core.store.waybills import Waybills
from core.store.webhooks import Webhooks

CREATING, DECIDING = 7_214_001, 7_214_002
"""Numbers of PostgreSQL's advisory locks: one process makes tables, one transaction adds to the record."""


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
        actor: Actor | None = None,
        act: Act = Act.PUBLISH,
        seen: Mapping[str, Any] | None = None,
    ) -> VersionInfo:
        """Add a data version and its entry in the record of decisions, in one transaction.

        What people change goes through ``submissions``; this is for what a program brings, as the demonstration.

        Parameters
        ----------
        parent
            Id of the version the change was made to, None for a first one; it must still be the newest.
        sources
            File name to content of the files as they came; kept by hash before the transaction.
        name
            Name of the operation; by default that of its settings.
        actor
            Who is put on record; by default somebody of the author's name at a machine without accounts.
        act, seen
            What is put on record: ``PUBLISH`` or ``ROLL_BACK``, and what the person had before them.

        Raises
        ------
        StoreError
            If a newer version than ``parent`` exists; nothing is changed then.
        """
        name = checked_name(name or operation.settings.name, "operation")
        content = pack(operation)
        kept = {file: self.raw.keep(data) for file, data in (sources or {}).items()}
        new = NewVersion(name, parent, operation.fingerprint, content, author, note, kept)
        try:
            with self._deciding() as connection:
                version = add_version(connection, new, self._time())
                told = {"data_version": version.id, "fingerprint": version.fingerprint, "parent": parent}
                told = {**(seen or {}), **told, "number": version.number}
                who, subject = actor or alone("store", author), f"version {version.number}"
                self.decisions.append(connection, Decision(act, who, name, subject, note, told))
        except IntegrityError as error:
            raise newer_exists(name, None) from error
        return version

    def latest_version(self, name: str) -> VersionInfo | None:
        """The newest version of an operation, None where there is none."""
        with self._reading() as connection:
            return newest_version(connection, name)

    def versions(self, name: str) -> list[VersionInfo]:
        """Every version of an operation, newest first."""
        with self._reading() as connection:
            rows = connection.execute(
                select(*COLUMNS).where(versions.c.operation == name).order_by(versions.c.number.desc())
            ).all()
        return [version_info(row) for row in rows]

    def version(self, number: int, name: str) -> VersionInfo:
        """A version of an operation by its number.

        Raises
        ------
        StoreError
            If there is none.
        """
        found = {version.number: version for version in self.versions(name)}
        if number not in found:
            stored = ", ".join(map(str, sorted(found))) or "none"
            raise StoreError(f"“{name}” has no version {number}; stored: {stored}.", "Choose one of these.")
        return found[number]

    def version_of_id(self, version: int) -> VersionInfo:
        """A version by its identifier.

        Raises
        ------
        StoreError
            If there is none.
        """
        with self._reading() as connection:
            row = connection.execute(select(*COLUMNS).where(versions.c.id == version)).one_or_none()
        if row is None:
            raise StoreError(f"There is no data version {version}.", "Choose one of the versions listed.")
        return version_info(row)

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

    def plans(self, operation: str) -> list[PlanInfo]:
        """Accepted plans of an operation, newest first."""
        with self._reading() as connection:
            return accepted_plans(connection, operation)

    def missing_guards(self) -> list[tuple[str, str]]:
        """Table and name of every trigger against changed or deleted rows that somebody took off."""
        with self._reading() as connection:
            return missing_guards(connection)

    def close(self) -> None:
        """Give back the connections."""
        if "_engine" in self.__dict__:
            self._engine.dispose()
            del self.__dict__["_engine"]

    @cached_property
    def overrides(self) -> Overrides:
        """People's own figures beside the model's."""
        return Overrides(self._deciding, self._reading, self._time, self.decisions)

    @cached_property
    def scenarios(self) -> Scenarios:
        """What-ifs that people keep."""
        return Scenarios(self._transaction, self._reading, self._time)

    @cached_property
    def decisions(self) -> DecisionLog:
        """The record of decisions."""
        return DecisionLog(self._deciding, self._reading, self._time)

    @cached_property
    def submissions(self) -> Submissions:
        """Data that somebody submitted, and what became of them."""
        return Submissions(self._deciding, self._reading, self._time, self.raw, self.decisions)

    @cached_property
    def proposals(self) -> Proposals:
        """Plans that somebody proposed, and what became of them."""
        return Proposals(self._deciding, self._reading, self._time, self.decisions)

    @cached_property
    def model_proposals(self) -> ModelProposals:
        """Models that somebody proposed to serve, and what became of them."""
        return ModelProposals(self._deciding, self._reading, self._time, self.decisions)

    @cached_property
    def shadow_forecasts(self) -> ShadowForecasts:
        """What champion and challenger said to the same questions."""
        return ShadowForecasts(self._transaction, self._reading, self._time)

    @cached_property
    def actions(self) -> ActionAnswers:
        """What people answered to recommended actions."""
        return ActionAnswers(self._deciding, self._reading, self._time, self.decisions)

    @cached_property
    def webhooks(self) -> Webhooks:
        """Who is told of changes, and what still has to be sent to them."""
        return Webhooks(self._deciding, self._transaction, self._reading, self._time, self.decisions)

    @cached_property
    def waybills(self) -> Waybills:
        """Dispatches that were issued, with their waybills."""
        return Waybills(self._deciding, self._reading, self._time, self.decisions)

    @cached_property
    def accounts(self) -> Accounts:
        """People who may sign in."""
        return Accounts(self._deciding, self._reading, self._time, self.decisions)

    @cached_property
    def api_keys(self) -> ApiKeys:
        """Keys with which programs act for an account."""
        return ApiKeys(self._deciding, self._reading, self._time, self.decisions)

    @cached_property
    def jobs(self) -> Jobs:
        """Work that was asked for over the API."""
        return Jobs(self._transaction, self._reading, self._time)

    @cached_property
    def once_only(self) -> OnceOnly:
        """Answers to requests that may be sent again without being done again."""
        return OnceOnly(self._transaction, self._time)

    @cached_property
    def sessions(self) -> Sessions:
        """Who is signed in."""
        return Sessions(self._transaction, self._reading, self._time)

    @cached_property
    def failed_sign_ins(self) -> FailedSignIns:
        """Tries to sign in that wait for their outcome, or had none."""
        return FailedSignIns(self._transaction, self._time)

    @cached_property
    def measurements(self) -> Measurements:
        """What all processes counted."""
        return Measurements(self._transaction, self._reading, self._time)

    @cached_property
    def kept_forecasts(self) -> KeptForecasts:
        """Forecasts as they were served."""
        return KeptForecasts(self._transaction, self._reading, self._time)

    @cached_property
    def health_records(self) -> HealthRecords:
        """What each look at an operation's health found."""
        return HealthRecords(self._transaction, self._reading, self._time)

    @cached_property
    def flow_runs(self) -> FlowRuns:
        """What steps of flows did, and when schedules ran last."""
        return FlowRuns(self._transaction, self._reading, self._time)

    @cached_property
    def leases(self) -> Leases:
        """What only one process at a time may do."""
        return Leases(self._transaction, self._reading, self._time)

    @cached_property
    def remembered_mappings(self) -> RememberedMappings:
        """What people said about files, by the header they came with."""
        return RememberedMappings(self._transaction, self._reading, self._time)

    @cached_property
    def _engine(self) -> Engine:
        """Opened at first use, so that building the program touches no database."""
        is_new = not any(file.exists() for file in files_of_database(self.url))
        engine = open_database(self.url)
        try:
            with engine.begin() as connection:
                if connection.dialect.name == "postgresql":
                    # several processes may start at once; this lock lets one make the tables
                    connection.execute(select(func.pg_advisory_xact_lock(CREATING)))
                is_older = not inspect(connection).has_table(decisions.name)
                metadata.create_all(connection)
                if is_older:
                    # versions stored before there was a record get their guards with it; later, none comes back unseen
                    guard_versions(connection)
            _settle_log(engine)
            if is_new:
                keep_private(*files_of_database(self.url))
        except SQLAlchemyError as error:
            engine.dispose()
            raise _unusable(error) from error
        return engine

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
            _settle_log(self._engine)
        except IntegrityError:
            raise
        except SQLAlchemyError as error:
            raise _unusable(error) from error

    @contextmanager
    def _deciding(self) -> Iterator[Connection]:
        """A transaction that adds to the record; on PostgreSQL others wait for it, as SQLite has them do."""
        with self._transaction() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(select(func.pg_advisory_xact_lock(DECIDING)))
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A connection that only reads, and so never waits for writers."""
        try:
            with self._engine.connect().execution_options(**READING) as connection:
                yield connection
        except SQLAlchemyError as error:
            raise _unusable(error) from error

    def _time(self) -> dt.datetime:
        time = self.now()
        return time.replace(tzinfo=dt.UTC) if time.tzinfo is None else time.astimezone(dt.UTC)


def _settle_log(engine: Engine) -> None:
    """Move the log into the file where there is room; what was written is safe in the log, and may wait there."""
    with suppress(sqlite3.OperationalError):
        move_log_into_file(engine)


_DAMAGE = ("malformed", "not a database")
"""What SQLite says of a file that is not whole any more."""


def _unusable(error: SQLAlchemyError) -> StoreUnavailable:
    cause = getattr(error, "orig", None) or error
    if any(words in str(cause) for words in _DAMAGE):
        return StoreUnavailable(
            f"The database file is damaged: {str(cause).splitlines()[0]}.",
            "Nothing was changed. End the planner, then put a safety copy of planner.sqlite back into the folder "
            "AID_HOME; without one, move the file away, start again and upload the tables anew.",
        )
    waited = isinstance(error, OperationalError) and "locked" in str(cause)
    said = "is busy with another writer" if waited else f"cannot be used: {str(cause).splitlines()[0]}"
    return StoreUnavailable(
        f"The store {said}.", "Try again." if waited else "Check the address and that it can be written."
    )
