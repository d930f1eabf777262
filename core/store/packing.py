"""An operation, or the files of a plan, as one blob: a zip, equal for equal content."""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Mapping

from core.domain.operation import Operation
from core.domain.schemas import OPERATION_TABLES, REQUIRED_TABLES
from core.domain.tabular import csv_bytes, csv_header, text_rows
from core.errors import StoreError

_SAME_DATE = (1980, 1, 1, 0, 0, 0)
"""Date of every file in the zip, so that equal content gives equal bytes."""


_DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError, LookupError)
"""What reading a zip raises where bytes are not those that were written; a flipped flag reads as encrypted."""


def pack(operation: Operation) -> bytes:
    """The bytes of an operation."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in OPERATION_TABLES:
            if operation.has(name) or name in REQUIRED_TABLES:
                archive.writestr(zipfile.ZipInfo(f"{name}.csv", _SAME_DATE), csv_bytes(operation.filled(name)))
    return stream.getvalue()


def pack_files(files: Mapping[str, bytes]) -> tuple[bytes, dict[str, str]]:
    """The bytes of files by name, in order of name, and the sha256 of each."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _SAME_DATE), files[name], zipfile.ZIP_DEFLATED)
    return stream.getvalue(), {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)}


def unpack_files(content: bytes, hashes: Mapping[str, str], what: str) -> dict[str, bytes]:
    """The files of ``pack_files``.

    Parameters
    ----------
    what
        What they are, for the refusal: ``plan 3``.

    Raises
    ------
    StoreError
        If they are not what was stored.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = {name: archive.read(name) for name in hashes}
    except (*_DAMAGE, KeyError) as error:
        raise StoreError(f"The files of {what} cannot be unpacked.", "Restore the store from a backup.") from error
    for name, digest in hashes.items():
        if hashlib.sha256(files[name]).hexdigest() != digest:
            raise StoreError(f"{name} of {what} was altered in the store.", "Restore the store from a backup.")
    return files


def unpack(content: bytes, fingerprint: str) -> Operation:
    """The operation of ``pack``.

    Raises
    ------
    StoreError
        If the content is not what was stored.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = {name.removesuffix(".csv"): archive.read(name) for name in archive.namelist()}
    except _DAMAGE as error:
        raise StoreError("A stored data version cannot be unpacked.", "Restore the store from a backup.") from error
    operation = Operation.build({name: text_rows(data, csv_header(data)) for name, data in files.items()})
    if operation.fingerprint != fingerprint:
        raise StoreError(
            f"A stored data version reads as {operation.fingerprint[:12]}, but was stored as {fingerprint[:12]}.",
            "The store was made by another version of this program or has been altered; restore it from a backup.",
        )
    return operation
