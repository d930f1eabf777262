"""Write an operation as a folder of CSV files: whole or not at all, and read again it is equal."""

import os
import shutil
import tempfile
from pathlib import Path

from core.domain.operation import Operation
from core.domain.schemas import OPERATION_TABLES, REQUIRED_TABLES
from core.domain.tabular import csv_bytes
from core.errors import StoreError


def operation_files(operation: Operation) -> dict[str, bytes]:
    """File name to content: one CSV per table that has rows; optional columns that are all blank are left out."""
    return {
        f"{name}.csv": csv_bytes(operation.filled(name))
        for name in OPERATION_TABLES
        if operation.has(name) or name in REQUIRED_TABLES
    }


def write_folder(operation: Operation, path: Path, *, replace: bool = False) -> None:
    """Write every table of an operation into a folder.

    These files are for programs: text is written as it is, also where a spreadsheet would take it for a formula
    (``table_csv`` makes files for people). Reading the folder gives an operation with the same fingerprint.

    Parameters
    ----------
    path
        The folder; it appears whole, or not at all.
    replace
        Whether tables already there may be exchanged; files that are no table of an operation are kept.

    Raises
    ------
    StoreError
        If the folder holds something and may not be replaced, or cannot be written.
    """
    target = Path(path).absolute()
    occupied = target.is_file() or (target.is_dir() and any(target.iterdir()))
    if occupied and (target.is_file() or not replace):
        raise StoreError(f"{target} is already there; an empty or new folder was expected.", "Choose another folder.")
    try:
        files = operation_files(operation)
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            for name, content in files.items():
                _write_through(fresh / name, content)
            fresh.chmod(0o755)
            _exchange(fresh, target)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
    except (OSError, UnicodeError) as error:
        raise StoreError(f"{target} cannot be written: {error}", "Check free space and permissions.") from error


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _exchange(fresh: Path, target: Path) -> None:
    """Put ``fresh`` where ``target`` is; what was there is kept until the new folder stands."""
    if not target.exists():
        fresh.rename(target)
        return
    tables = {f"{name}{ending}" for name in OPERATION_TABLES for ending in (".csv", ".parquet")}
    for other in target.iterdir():
        if other.name not in tables:
            copy = shutil.copytree if other.is_dir() else shutil.copy2
            copy(other, fresh / other.name)
    before = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    before.rmdir()
    target.rename(before)
    try:
        fresh.rename(target)
    except OSError:
        before.rename(target)
        raise
    shutil.rmtree(before, ignore_errors=True)
