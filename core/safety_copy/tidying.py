"""Take away what is older than the retention settings say; never a data version, never a decision."""

import datetime as dt
import re
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, LargeBinary, Table, delete, func, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from core.errors import StoreError
from core.safety_copy.retention import Retention
from core.safety_copy.snapshot import ASIDE
from core.safety_copy.writing import HASH
from core.store.database import KEPT_DAYS, READING, metadata, move_log_into_file, open_database

COPIES = "safety-copies"
COPY_NAME = re.compile(r"before-restore-.*\.aidcopy|safety-copy-.*\.aidcopy")
_ANY_HASH = re.compile(r"[0-9a-f]{64}")
_RESULT = re.compile(r"[0-9a-f]{16,128}")


@dataclass(frozen=True)
class Tidied:
    """One thing that went, or would: ``kind``, ``name``, and its ``bytes`` (rows of a table: their number)."""

    kind: str
    name: str
    amount: int


def tidy(home: Path, url: str, raw: Path, retention: Retention, now: dt.datetime, dry_run: bool) -> list[Tidied]:
    """Apply the retention settings and give what went.

    Parameters
    ----------
    home
        Working folder.
    raw
        Folder of the raw files.
    dry_run
        Whether to only say what would go.

    Raises
    ------
    StoreError
        If the database cannot be read; nothing is taken away then.
    """
    named = named_hashes(url)
    gone = [
        *_safety_copies(home / COPIES, retention.safety_copies, dry_run),
        *_raw_files(raw, named, _before(now, retention.raw_file_days), dry_run),
        *_results(home / "results", _before(now, retention.cached_result_days), dry_run),
        *_leftovers(home, _before(now, 1), dry_run),
        *_rows(url, retention, now, dry_run),
    ]
    return gone


def named_hashes(url: str) -> set[str]:
    """Every sha256 that stands in any text of any table: a raw file of one of these names is in use.

    Looks at every table, so that no table that begins to name raw files can be forgotten here.
    """
    engine = open_database(url)
    found: set[str] = set()
    try:
        with engine.connect().execution_options(**READING) as connection:
            for table in _tables(connection):
                columns = [c for c in table.columns if not isinstance(c.type, LargeBinary)]
                for row in connection.execute(select(*columns).execution_options(yield_per=500)):
                    for cell in row:
                        # JSON columns come as objects; their text holds what they name
                        found.update(_ANY_HASH.findall(cell if isinstance(cell, str) else str(cell)))
    except SQLAlchemyError as error:
        raise _unusable(error) from error
    finally:
        engine.dispose()
    return found


def _before(now: dt.datetime, days: int) -> float:
    return (now - dt.timedelta(days=days)).timestamp()


def _safety_copies(folder: Path, most: int, dry_run: bool) -> Iterator[Tidied]:
    if not folder.is_dir():
        return
    copies = [path for path in folder.iterdir() if path.is_file() and COPY_NAME.fullmatch(path.name)]
    for path in sorted(copies, key=lambda path: (path.stat().st_mtime, path.name), reverse=True)[most:]:
        yield from _take_away("safety copy", path, dry_run)


def _raw_files(folder: Path, named: set[str], before: float, dry_run: bool) -> Iterator[Tidied]:
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        # a file kept again since the look at the tables has a new time, and so stays
        if path.is_file() and HASH.fullmatch(path.name) and path.name not in named and path.stat().st_mtime < before:
            yield from _take_away("raw file", path, dry_run)
        elif path.name.startswith(".part-") and path.stat().st_mtime < min(before, time.time() - 86_400):
            yield from _take_away("unfinished raw file", path, dry_run)


def _results(folder: Path, before: float, dry_run: bool) -> Iterator[Tidied]:
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.is_dir() and _RESULT.fullmatch(path.name) and path.stat().st_mtime < before:
            size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
            if not dry_run:
                shutil.rmtree(path, ignore_errors=True)
            yield Tidied("cached result", path.name, size)


def _leftovers(home: Path, before: float, dry_run: bool) -> Iterator[Tidied]:
    """What copies left behind that were killed while they were made."""
    for path in sorted([*home.glob(f"{ASIDE}*"), *(home / COPIES).glob(".*.draft")]):
        if path.stat().st_mtime < before:
            files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
            size = sum(file.stat().st_size for file in files)
            if not dry_run:
                path.unlink() if path.is_file() else shutil.rmtree(path, ignore_errors=True)
            yield Tidied("unfinished safety copy", path.name, size)


def _rows(url: str, retention: Retention, now: dt.datetime, dry_run: bool) -> Iterator[Tidied]:
    """Rows of tables that say by which setting, and by which of their times, they are kept."""
    marked = [table for table in metadata.sorted_tables if KEPT_DAYS in table.info]
    engine = open_database(url)
    try:
        with engine.begin() as connection:
            there = {table.name for table in _tables(connection)}
            for table in marked:
                if table.name not in there:
                    continue
                setting, column = table.info[KEPT_DAYS]
                old = table.c[column] < now - dt.timedelta(days=getattr(retention, setting))
                count = connection.execute(select(func.count()).select_from(table).where(old)).scalar_one()
                if count and not dry_run:
                    connection.execute(delete(table).where(old))
                if count:
                    yield Tidied("rows", table.name, int(count))
        move_log_into_file(engine)
    except SQLAlchemyError as error:
        raise _unusable(error) from error
    finally:
        engine.dispose()


def _take_away(kind: str, path: Path, dry_run: bool) -> Iterator[Tidied]:
    size = path.stat().st_size
    if not dry_run:
        path.unlink(missing_ok=True)
    yield Tidied(kind, path.name, size)


def _tables(connection: Connection) -> list[Table]:
    names = set(inspect(connection).get_table_names())
    return [table for table in metadata.sorted_tables if table.name in names]


def _unusable(error: SQLAlchemyError) -> StoreError:
    cause = getattr(error, "orig", None) or error
    return StoreError(f"The store cannot be tidied: {str(cause).splitlines()[0]}.", "Try again.")
