"""Tables of the store, and an engine on which reading before writing never loses an update."""

import time
from pathlib import Path
from typing import Any

from sqlalchemy import (
    DDL,
    Boolean,
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

ONLY_COUNTS = "only_counts"
"""Key of ``Table.info`` of a table that every process adds to, one that was refused too: its rows alone make no store
that holds something."""

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

accounts = Table(
    "accounts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False),
    # two names that count as one cannot both have an account, whoever writes first
    Column("name_key", String(320), nullable=False, unique=True),
    Column("email", String(320), unique=True),
    Column("password_hash", Text),
    Column("must_change", Boolean, nullable=False),
    Column("roles", Text, nullable=False),
    Column("created", DateTime(timezone=True), nullable=False),
    Column("created_by", String(200), nullable=False),
    Column("disabled", DateTime(timezone=True)),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account", Integer, ForeignKey("accounts.id"), nullable=False, index=True),
    # the token itself is known to its holder alone
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("door", String(40), nullable=False),
    Column("by_password", Boolean, nullable=False),
    Column("created", DateTime(timezone=True), nullable=False),
    Column("last_seen", DateTime(timezone=True), nullable=False),
    Column("ended", DateTime(timezone=True)),
)

failed_sign_ins = Table(
    "failed_sign_ins",
    metadata,
    # a hash, for people type passwords where the name belongs
    Column("name_hash", String(64), primary_key=True),
    Column("door", String(40), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last", DateTime(timezone=True), nullable=False),
    Column("not_before", DateTime(timezone=True), nullable=False),
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

submissions = Table(
    "submissions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("operation", String(200), nullable=False),
    Column("parent", Integer, ForeignKey("data_versions.id")),
    Column("fingerprint", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("author", String(200), nullable=False),
    Column("note", Text, nullable=False),
    Column("created", DateTime(timezone=True), nullable=False),
    Column("sources", Text, nullable=False),
    Column("mapping", Text, nullable=False),
    Column("answers", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("decided_by", String(200)),
    Column("decided", DateTime(timezone=True)),
    Column("reason", Text, nullable=False, default=""),
    Column("published_by", String(200)),
    Column("published", DateTime(timezone=True)),
    Column("version", Integer, ForeignKey("data_versions.id"), unique=True),
)

proposals = Table(
    "plan_proposals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("operation", String(200), nullable=False),
    Column("data_version", Integer, ForeignKey("data_versions.id"), nullable=False),
    Column("key", String(64), nullable=False),
    Column("scenario", Text, nullable=False),
    Column("model_version", String(200), nullable=False),
    Column("model_fingerprint", String(64), nullable=False),
    Column("code_version", String(200), nullable=False),
    Column("summary", Text, nullable=False),
    Column("files", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("author", String(200), nullable=False),
    Column("note", Text, nullable=False),
    Column("created", DateTime(timezone=True), nullable=False),
    Column("state", String(20), nullable=False),
    Column("decided_by", String(200)),
    Column("decided", DateTime(timezone=True)),
    Column("reason", Text, nullable=False, default=""),
)

model_proposals = Table(
    "model_proposals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", String(200), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("champion", String(200)),
    # canonical JSON, kept as the text that was hashed
    Column("evidence", Text, nullable=False),
    Column("evidence_sha256", String(64), nullable=False),
    Column("compliance", Text, nullable=False),
    Column("code_version", String(200), nullable=False),
    Column("author", String(200), nullable=False),
    Column("note", Text, nullable=False),
    Column("created", DateTime(timezone=True), nullable=False),
    Column("state", String(20), nullable=False),
    Column("decided_by", String(200)),
    Column("decided", DateTime(timezone=True)),
    Column("reason", Text, nullable=False, default=""),
)

shadow_forecasts = Table(
    "shadow_forecasts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("operation", String(200), nullable=False),
    Column("data_version", Integer, ForeignKey("data_versions.id"), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("champion", String(200), nullable=False),
    Column("champion_fingerprint", String(64), nullable=False),
    Column("challenger", String(200), nullable=False),
    Column("challenger_fingerprint", String(64), nullable=False),
    Column("files", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("created", DateTime(timezone=True), nullable=False),
    # one answer of each pair to one question
    UniqueConstraint("data_version", "as_of", "champion_fingerprint", "challenger_fingerprint"),
    info={KEPT_DAYS: ("shadow_forecast_days", "created")},
)

action_answers = Table(
    "action_answers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("operation", String(200), nullable=False),
    Column("data_version", Integer, ForeignKey("data_versions.id"), nullable=False),
    Column("key", String(500), nullable=False),
    Column("answer", String(20), nullable=False),
    Column("until", Date),
    Column("reason", Text, nullable=False),
    Column("author", String(200), nullable=False),
    Column("created", DateTime(timezone=True), nullable=False),
    Column("proposal", Integer, ForeignKey("plan_proposals.id")),
    # the action as it was told then, for it is scored against what came of it
    Column("content", Text, nullable=False),
)

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("url", Text, nullable=False),
    Column("operation", String(200)),
    Column("created", DateTime(timezone=True), nullable=False),
    Column("author", String(200), nullable=False),
    Column("removed", DateTime(timezone=True)),
)

webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("webhook", Integer, ForeignKey("webhooks.id"), nullable=False),
    Column("event_key", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("created", DateTime(timezone=True), nullable=False),
    Column("attempts", Integer, nullable=False),
    # nobody tries before it; who takes a delivery moves it on, so that no second process sends it too
    Column("next_try", DateTime(timezone=True), nullable=False, index=True),
    Column("state", String(20), nullable=False),
    Column("fault", Text, nullable=False),
    Column("ended", DateTime(timezone=True)),
    UniqueConstraint("webhook", "event_key"),
    info={KEPT_DAYS: ("webhook_delivery_days", "created")},
)

webhook_told = Table(
    "webhook_told",
    metadata,
    Column("webhook", Integer, ForeignKey("webhooks.id"), primary_key=True),
    Column("operation", String(200), primary_key=True),
    # what was told last and not all that ever was: what changes back is news again
    Column("told", String(64), nullable=False),
)

issued_dispatches = Table(
    "issued_dispatches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("operation", String(200), nullable=False),
    Column("plan", String(64), nullable=False),
    Column("week", Date, nullable=False),
    Column("files", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("issued", DateTime(timezone=True), nullable=False),
    Column("issued_by", String(200), nullable=False),
    # the goods of a plan's week leave once
    UniqueConstraint("operation", "plan", "week"),
)

issued_waybills = Table(
    "issued_waybills",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("dispatch", Integer, ForeignKey("issued_dispatches.id"), nullable=False, index=True),
    Column("operation", String(200), nullable=False),
    Column("waybill_id", String(20), nullable=False),
    # canonical JSON, kept as the text that was sealed
    Column("content", Text, nullable=False),
    Column("seal", Text, nullable=False),
    Column("key", String(80), nullable=False),
    UniqueConstraint("operation", "waybill_id"),
)

kept_forecasts = Table(
    "kept_forecasts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("operation", String(200), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("data_version", Integer, ForeignKey("data_versions.id"), nullable=False),
    Column("model_version", String(200), nullable=False),
    Column("model_fingerprint", String(64), nullable=False),
    Column("made", DateTime(timezone=True), nullable=False),
    Column("files", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    # the same forecast is kept once, however often it is made
    UniqueConstraint("operation", "as_of", "data_version", "model_fingerprint"),
)

health_records = Table(
    "health_records",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("operation", String(200), nullable=False, index=True),
    Column("as_of", Date, nullable=False),
    Column("data_version", Integer, ForeignKey("data_versions.id"), nullable=False),
    Column("model_version", String(200), nullable=False),
    Column("made", DateTime(timezone=True), nullable=False),
    # JSON: coverage and skill by group, drift by input, data age, flags
    Column("content", Text, nullable=False),
    info={KEPT_DAYS: ("flow_run_days", "made")},
)

flow_runs = Table(
    "flow_runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("run", String(32), nullable=False, index=True),
    Column("flow", String(80), nullable=False),
    Column("operation", String(200), nullable=False),
    Column("step", String(80), nullable=False),
    Column("started", DateTime(timezone=True), nullable=False),
    Column("ended", DateTime(timezone=True)),
    Column("outcome", String(20), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("message", Text, nullable=False),
    Column("inputs", String(64), nullable=False, index=True),
    Column("outputs", Text, nullable=False),
    info={KEPT_DAYS: ("flow_run_days", "started")},
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("token", String(32), nullable=False),
    Column("holder", String(200), nullable=False),
    Column("taken", DateTime(timezone=True), nullable=False),
    # counts up while the holder lives; nobody reads another's clock to tell
    Column("beats", Integer, nullable=False),
)

flow_slots = Table(
    "flow_slots",
    metadata,
    Column("schedule", String(300), primary_key=True),
    Column("slot", String(40), nullable=False),
    Column("ran", DateTime(timezone=True), nullable=False),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account", Integer, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("label", String(80), nullable=False),
    Column("scopes", Text, nullable=False),
    # the key itself is known to its holder alone
    Column("key_hash", String(64), nullable=False, unique=True),
    Column("created", DateTime(timezone=True), nullable=False),
    Column("created_by", String(200), nullable=False),
    Column("expires", DateTime(timezone=True)),
    Column("revoked", DateTime(timezone=True)),
    Column("revoked_by", String(200)),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("operation", String(200), nullable=False),
    Column("data_version", Integer, ForeignKey("data_versions.id"), nullable=False),
    Column("kind", String(40), nullable=False),
    # content key under which the answer is kept
    Column("key", String(64), nullable=False),
    Column("question", Text, nullable=False),
    Column("asked_by", String(200), nullable=False),
    # the process whose worker does it
    Column("owner", String(80), nullable=False, index=True),
    Column("state", String(20), nullable=False),
    Column("share", Float, nullable=False),
    Column("message", Text, nullable=False),
    Column("failure", Text, nullable=False),
    Column("is_cancel_asked", Boolean, nullable=False),
    Column("created", DateTime(timezone=True), nullable=False),
    Column("updated", DateTime(timezone=True), nullable=False),
)

once_only_answers = Table(
    "once_only_answers",
    metadata,
    # a hash of who asked: two programs may choose the same key
    Column("asker", String(64), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("request_hash", String(64), nullable=False),
    # 0 while the request is being answered
    Column("status", Integer, nullable=False),
    Column("headers", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created", DateTime(timezone=True), nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    # canonical JSON, kept as the text that was hashed
    Column("content", Text, nullable=False),
    Column("previous", String(64), nullable=False, unique=True),
    Column("hash", String(64), nullable=False, unique=True),
)

measurements = Table(
    "measurements",
    metadata,
    # hours since 1970; 0 holds all that are older
    Column("hour", Integer, primary_key=True, autoincrement=False),
    Column("metric", String(80), primary_key=True),
    Column("labels", String(1000), primary_key=True),
    Column("value", Float, nullable=False),
    info={ONLY_COUNTS: True},
)


def _keep_rows(table: Table) -> None:
    """Have the database itself refuse to change or delete rows of a table."""
    said = f"rows of {table.name} are never changed or deleted"
    for act in ("UPDATE", "DELETE"):
        statement = (
            f"CREATE TRIGGER {table.name}_stay_{act.lower()} BEFORE {act} ON {table.name} "
            f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )
        event.listen(table, "after_create", DDL(statement).execute_if(dialect="sqlite"))
    for statement in (
        f"CREATE OR REPLACE FUNCTION {table.name}_stay() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$",
        f"CREATE TRIGGER {table.name}_stay_rows BEFORE UPDATE OR DELETE ON {table.name} "
        f"FOR EACH ROW EXECUTE FUNCTION {table.name}_stay()",
        f"CREATE TRIGGER {table.name}_stay_all BEFORE TRUNCATE ON {table.name} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table.name}_stay()",
    ):
        event.listen(table, "after_create", DDL(statement).execute_if(dialect="postgresql"))


_keep_rows(versions)
_keep_rows(issued_dispatches)
_keep_rows(issued_waybills)
_keep_rows(decisions)
event.listen(
    decisions,
    "after_create",
    # SQLite's INSERT OR REPLACE would delete a row without asking the trigger for deleting
    DDL(
        "CREATE TRIGGER decisions_stay_insert BEFORE INSERT ON decisions "
        "WHEN NEW.number <> (SELECT COALESCE(MAX(number), 0) + 1 FROM decisions) "
        "BEGIN SELECT RAISE(ABORT, 'rows of decisions are added one after the other'); END"
    ).execute_if(dialect="sqlite"),
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


def files_of_database(url: str) -> tuple[Path, ...]:
    """The file of an SQLite address with the two beside it; none for PostgreSQL, and for a database in memory."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or not address.database or address.database == ":memory:":
        return ()
    return tuple(Path(address.database + ending) for ending in ("", "-wal", "-shm"))


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
