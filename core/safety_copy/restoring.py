"""Put the tables of a safety copy into a store: in one transaction, so whole or not at all, also when killed."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Integer, Table, func, insert, inspect, select, text
from sqlalchemy.exc import SQLAlchemyError

from core.errors import StoreError
from core.safety_copy.reading import SafetyCopy
from core.store.database import ONLY_COUNTS, READING, metadata, move_log_into_file, open_database

ROWS_AT_A_TIME = 50
LOCK_SECONDS = 30
"""How long a PostgreSQL store may be in use by others before putting back gives up."""


def refuse_unknown(copy: SafetyCopy) -> None:
    """Refuse a copy that holds what this program cannot keep, or lacks what it needs; every fault is named.

    Raises
    ------
    StoreError
        If a table or column is not known, or a column is missing that no row can be without.
    """
    wrong = [f"the table {name} is not known here" for name in copy.about.rows if name not in metadata.tables]
    for name in copy.about.rows:
        table = metadata.tables.get(name)
        if table is None:
            continue
        told = set(copy.about.columns[name])
        wrong += [f"{name}.{column} is not known here" for column in sorted(told - set(table.columns.keys()))]
        wrong += [
            f"{name}.{column.name} is missing in the copy"
            for column in table.columns
            if column.name not in told and not column.nullable and column.default is None
            and column.server_default is None
        ]  # fmt: skip
    if wrong:
        raise StoreError(
            f"The safety copy was made by version {copy.about.program}, which keeps other things: {'; '.join(wrong)}.",
            "Put it back with that version of the program, or a newer one.",
        )


def rows_here(url: str) -> dict[str, int]:
    """Rows of every table of the store at an address; tables without any, and those of counts alone, are left out.

    Raises
    ------
    StoreError
        If the database cannot be read.
    """
    engine = open_database(url)
    try:
        with engine.connect().execution_options(**READING) as connection:
            names = set(inspect(connection).get_table_names())
            tables = [t for t in metadata.sorted_tables if t.name in names and not t.info.get(ONLY_COUNTS)]
            counts = {t.name: connection.execute(select(func.count()).select_from(t)).scalar_one() for t in tables}
    except SQLAlchemyError as error:
        raise _unusable(error) from error
    finally:
        engine.dispose()
    return {name: count for name, count in counts.items() if count}


def restore_tables(url: str, copy: SafetyCopy, replace: bool) -> dict[str, int]:
    """Make the store what it was when the copy was made, and give the rows of each table.

    Everything happens in one transaction: another process sees the old store or the new one, and after a kill or a
    fault the old one stands.

    Parameters
    ----------
    copy
        A copy that was verified.
    replace
        Whether a store that holds rows gives way. Its tables are made anew, so that tables which refuse deletion (the
        record of decisions) can be exchanged as a whole, and only as a whole.

    Raises
    ------
    StoreError
        If the store holds rows and may not be replaced, or cannot be written.
    """
    engine = open_database(url)
    try:
        with engine.begin() as connection:
            _prepare(connection, replace)
            metadata.create_all(connection)
            written = {t.name: _fill(connection, t, copy) for t in metadata.sorted_tables if t.name in copy.about.rows}
            _check(connection, copy.about.rows)
            _count_on(connection)
        move_log_into_file(engine)
    except SQLAlchemyError as error:
        raise _unusable(error) from error
    finally:
        engine.dispose()
    return written


def _prepare(connection: Connection, replace: bool) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"))
        # the lock under which the program makes its tables: nobody else does so meanwhile
        connection.execute(select(func.pg_advisory_xact_lock(7_214_001)))
    else:
        # a version refers to the one before it; what counts is that all is there in the end
        connection.execute(text("PRAGMA defer_foreign_keys=ON"))
    names = set(inspect(connection).get_table_names())
    held = [
        table.name
        for table in metadata.sorted_tables
        if table.name in names
        and not table.info.get(ONLY_COUNTS)
        and connection.execute(select(table).limit(1)).first() is not None
    ]
    if held and not replace:
        raise StoreError(
            f"The store is not empty: {', '.join(held)} hold rows. Nothing was changed.",
            "Put the copy back into an empty store (another AID_HOME), or exchange everything with --replace, which "
            "makes a safety copy of what is there first.",
        )
    metadata.drop_all(connection)


def _fill(connection: Connection, table: Table, copy: SafetyCopy) -> int:
    rows, count = copy.rows(table.name), 0
    while batch := _batch(rows):
        connection.execute(insert(table), batch)
        count += len(batch)
    return count


def _batch(rows: Iterator[dict[str, Any]]) -> list[dict[str, Any]]:
    return list(islice(rows, ROWS_AT_A_TIME))


def _check(connection: Connection, expected: Mapping[str, int]) -> None:
    for name, count in expected.items():
        found = connection.execute(select(func.count()).select_from(metadata.tables[name])).scalar_one()
        if found != count:
            raise StoreError(f"{name} came out with {found:,} of {count:,} rows; nothing was changed.", "Try again.")


def _count_on(connection: Connection) -> None:
    """PostgreSQL's counters of identifiers go on after the highest that was put back."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None or not isinstance(column.type, Integer):
            continue
        sequence = connection.execute(select(func.pg_get_serial_sequence(table.name, column.name))).scalar_one()
        highest = connection.execute(select(func.max(column))).scalar_one()
        if sequence and highest:
            connection.execute(select(func.setval(sequence, highest)))


def _unusable(error: SQLAlchemyError) -> StoreError:
    cause = getattr(error, "orig", None) or error
    return StoreError(
        f"The store cannot be put back: {str(cause).splitlines()[0]}.",
        "Nothing was changed. End the planner where it is in use, then try again.",
    )
