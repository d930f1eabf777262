"""Tables of the store, and an engine on which reading before writing never loses an update."""

import time
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    Engine,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from core.errors import StoreError

BUSY_SECONDS = 30
"""How long a writer waits for another one before the database says that it is locked."""

CREATION_SECONDS = 1.0
"""How long a file may be empty that another process is just making."""

READING = {"aid_reading": True}
"""Execution options of a connection that will not write."""

KEPT_DAYS = "kept_days"
"""Key of ``Table.info`` of a table whose rows grow too old: its value is a pair, the name of the setting in
retention.toml and the column that holds the row's time. Tables without it are kept for ever."""

metadata = MetaData()

versions = Table(
    "data_versions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("operation", String(200), nullable=False),
    Column("number", Integer, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("created", DateTime(timezone=True), nullable=False),
    Column("author", String(200), nullable=False),
    Column("note", Text, nullable=False),
    Column("parent", Integer, ForeignKey("data_versions.id")),
    Column("sources", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    # two writers who both saw the same newest version cannot both write the next one
    UniqueConstraint("operation", "number"),
)

scenarios = Table(
    "scenarios",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("operation", String(200), nullable=False),
    Column("name", String(200), nullable=False),
    Column("content", Text, nullable=False),
    Column("created", DateTime(timezone=True), nullable=False),
    Column("updated", DateTime(timezone=True), nullable=False),
    UniqueConstraint("operation", "name"),
)

plans = Table(
    "accepted_plans",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("operation", String(200), nullable=False),
    Column("key", String(64), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("scenario", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("created", DateTime(timezone=True), nullable=False),
    Column("author", String(200), nullable=False),
    UniqueConstraint("operation", "key"),
)

overrides = Table(
    "overrides",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("operation", String(200), nullable=False),
    Column("camp_id", Text, nullable=False),
    Column("week", Date, nullable=False),
    Column("people", Float, nullable=False),
    Column("low", Float),
    Column("high", Float),
    Column("reason", Text, nullable=False),
    Column("author", String(200), nullable=False),
    Column("created", DateTime(timezone=True), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("data_version", Integer, ForeignKey("data_versions.id"), nullable=False),
    Column("model_version", String(200), nullable=False),
    Column("model_low", Float),
    Column("model_median", Float),
    Column("model_high", Float),
    Column("last_count", Float),
    Column("last_count_date", Date),
    Column("withdrawn", DateTime(timezone=True)),
    Column("withdrawn_by", String(200)),
)

remembered_mappings = Table(
    "remembered_mappings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fingerprint", String(64), nullable=False, unique=True),
    Column("source", String(500), nullable=False),
    Column("content", Text, nullable=False),
    Column("author", String(200), nullable=False),
    Column("updated", DateTime(timezone=True), nullable=False),
)

Index(
    "one_override_of_a_person",
    overrides.c.operation,
    overrides.c.camp_id,
    overrides.c.week,
    overrides.c.author,
    unique=True,
    sqlite_where=overrides.c.withdrawn.is_(None),
    postgresql_where=overrides.c.withdrawn.is_(None),
)


def open_database(url: str) -> Engine:
    """An engine for an SQLite or PostgreSQL address.

    On SQLite every transaction begins with ``BEGIN IMMEDIATE``: the driver's own late begin lets two writers read the
    same row and overwrite each other in silence. WAL lets readers go on meanwhile; ``synchronous=FULL`` keeps what was
    acknowledged through a loss of power.

    Raises
    ------
    StoreError
        If the address is not of one of the two databases.
    """
    try:
        address = make_url(url)
    except ArgumentError as error:
        raise StoreError("The address of the database cannot be read.", _ADDRESS) from error
    if address.drivername in ("postgresql", "postgres"):
        address = address.set(drivername="postgresql+psycopg")
    backend = address.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise StoreError(f"The store runs on SQLite or PostgreSQL; the address names {backend}.", _ADDRESS)
    if backend == "sqlite" and address.database and address.database != ":memory:":
        try:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"The folder of the database cannot be made: {error}", "Check AID_HOME.") from error
        _refuse_emptied(Path(address.database))
    try:
        if backend == "postgresql":
            return create_engine(address, pool_pre_ping=True, isolation_level="READ COMMITTED")
        engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS})
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        raise StoreError(f"The driver of this address is not installed: {error}", _ADDRESS) from error
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _refuse_emptied(file: Path) -> None:
    """A file of no bytes was a database once: to begin anew in it would lose everything without a word."""
    until = time.monotonic() + CREATION_SECONDS
    while file.is_file() and file.stat().st_size == 0:
        if time.monotonic() > until:
            raise StoreError(
                f"The database file {file.name} is empty; what it held is gone from it.",
                "End the planner and put a safety copy back; where nothing was stored yet, delete the file.",
            )
        time.sleep(0.05)


_ADDRESS = "Set AID_DATABASE_URL as in sqlite:////path/planner.sqlite or postgresql://user@host/database."


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # SQLAlchemy shall say when a transaction begins, not the driver
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def move_log_into_file(engine: Engine) -> None:
    """Write what waits in SQLite's log into the database file, so that a copy of that file holds all of it."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            # by the driver itself: a checkpoint cannot run inside the transaction that SQLAlchemy would begin
            cursor = connection.connection.cursor()
            cursor.execute("PRAGMA wal_checkpoint(PASSIVE)")
            cursor.close()


def _begin_immediate(connection: Any) -> None:
    reading = connection.get_execution_options().get("aid_reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
