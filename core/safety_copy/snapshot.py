"""The rows of every table of the store as they stood at one instant, while others go on writing."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, make_url, select, text
from sqlalchemy.exc import SQLAlchemyError

from core.errors import StoreError
from core.safety_copy.cells import row_line
from core.store.database import READING, metadata, open_database

ROWS_AT_A_TIME = 50
"""A row of data_versions may have tens of megabytes."""

BUSY_SECONDS = 60

ASIDE = ".safety-copy-"
"""How the folder of a database copied aside begins; one is left behind where the copying is killed."""


class Snapshot:
    """An instant of the store.

    Attributes
    ----------
    not_copied
        Tables and columns of the database that this program does not know, and that are therefore left out.
    rows
        Table to number of rows that were read so far.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        there = inspect(connection)
        names = set(there.get_table_names())
        self.tables = [table for table in metadata.sorted_tables if table.name in names]
        unknown = sorted(names - set(metadata.tables))
        for table in self.tables:
            found = {column["name"] for column in there.get_columns(table.name)}
            missing = {column.name for column in table.columns} - found
            if missing:
                raise StoreError(
                    f"The table {table.name} of the store has no column {sorted(missing)[0]}.",
                    "The store was made by another version of this program; open it with that one.",
                )
            unknown += [f"{table.name}.{name}" for name in sorted(found - {column.name for column in table.columns})]
        self.not_copied = tuple(unknown)
        self.rows: dict[str, int] = {}

    def lines(self, name: str) -> Iterator[bytes]:
        """Every row of a table as a line, in the order of its key."""
        table = metadata.tables[name]
        self.rows[name] = 0
        query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=ROWS_AT_A_TIME)
        for row in self._connection.execute(query).mappings():
            self.rows[name] += 1
            yield row_line(table, dict(row))


@contextmanager
def snapshot(url: str) -> Iterator[Snapshot]:
    """Hold an instant of the store at an address.

    SQLite: the backup interface of the library copies the database, log included, aside, and the copy is read.
    PostgreSQL: one transaction at REPEATABLE READ, read only. Neither makes a writer wait.

    Raises
    ------
    StoreError
        If the database cannot be read or is damaged.
    """
    try:
        if make_url(url).get_backend_name() == "sqlite":
            with _sqlite(url) as held:
                yield held
        else:
            with _postgresql(url) as held:
                yield held
    except (SQLAlchemyError, sqlite3.Error) as error:
        cause = getattr(error, "orig", None) or error
        raise StoreError(
            f"The store cannot be copied: {str(cause).splitlines()[0]}.", "Nothing was written; try again."
        ) from error


@contextmanager
def _sqlite(url: str) -> Iterator[Snapshot]:
    file = Path(make_url(url).database or "")
    if not file.is_file():
        raise StoreError(f"There is no database {file}.", "Nothing was stored yet, or AID_HOME names another folder.")
    with tempfile.TemporaryDirectory(prefix=ASIDE, dir=file.parent) as folder:
        aside = Path(folder) / "copy.sqlite"
        source: Any = sqlite3.connect(file, timeout=BUSY_SECONDS)
        target: Any = sqlite3.connect(aside)
        try:
            # all pages in one step: one read transaction, so no writer can make it begin anew
            source.backup(target, pages=-1)
            said = target.execute("PRAGMA integrity_check(1)").fetchone()[0]
        finally:
            source.close()
            target.close()
        if said != "ok":
            raise StoreError(
                f"The database file is damaged: {said.splitlines()[0]}.",
                "Keep it as it is and put the newest safety copy back with aid restore.",
            )
        engine = open_database(f"sqlite:///{aside}")
        try:
            with engine.connect().execution_options(**READING) as connection:
                yield Snapshot(connection)
        finally:
            engine.dispose()


@contextmanager
def _postgresql(url: str) -> Iterator[Snapshot]:
    engine: Engine = open_database(url)
    try:
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection, connection.begin():
            connection.execute(text("SET TRANSACTION READ ONLY"))
            yield Snapshot(connection)
    finally:
        engine.dispose()
