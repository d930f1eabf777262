"""Treated tables as one file: what is kept as the raw file in place of the original, of which only the hash stays."""

import csv
import io
import json
import zipfile
from collections.abc import Sequence
from types import MappingProxyType

import pandas as pd
import pyarrow as pa

from core.domain.tabular import csv_bytes, text_rows
from core.errors import InvalidTable
from core.intake.found import FoundTable
from core.intake.limits import LARGEST_FILE, LARGEST_UNPACKED

ABOUT = "about.json"
ROW = "row"
"""First column of a table: the index that ``FoundTable.cells`` has."""
_ALWAYS = (1980, 1, 1, 0, 0, 0)
"""Time of every part, so that equal tables make equal files."""


def treated_file(tables: Sequence[FoundTable], original_sha256: str) -> bytes:
    """A zip of one CSV file per table, and what is known of each; equal tables make equal bytes.

    Parameters
    ----------
    original_sha256
        Hash of the file as it came, which is not kept.
    """
    about = {
        "original_sha256": original_sha256,
        "tables": [
            {
                "file": found.file,
                "sheet": found.sheet,
                "columns": list(map(str, found.cells.columns)),
                "positions": dict(found.positions),
                "hxl": dict(found.hxl),
                "has_header": found.has_header,
                "decimal": found.decimal,
                "how": list(found.how),
            }
            for found in tables
        ],
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(ABOUT, _ALWAYS), json.dumps(about, ensure_ascii=False, indent=1))
        for position, found in enumerate(tables, start=1):
            archive.writestr(zipfile.ZipInfo(f"{position}.csv", _ALWAYS), _rows(found), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def is_treated_file(data: bytes) -> bool:
    """Whether a file is one of treated tables, whatever it is called."""
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            first = archive.infolist()[:1]
            return bool(first) and first[0].filename == ABOUT and b"original_sha256" in archive.read(first[0])[:200]
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError):
        return False


def read_treated_file(data: bytes) -> tuple[tuple[FoundTable, ...], str]:
    """The tables of a treated file, equal to those it was made of, and the sha256 of the original.

    Raises
    ------
    InvalidTable
        If it is no such file.
    """
    try:
        if len(data) > LARGEST_FILE:
            raise ValueError("it is too large")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
                raise ValueError("it is too large once unpacked")
            about = json.loads(archive.read(ABOUT))
            tables = tuple(
                _table(told, archive.read(f"{position}.csv")) for position, told in enumerate(about["tables"], start=1)
            )
            return tables, str(about["original_sha256"])
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, pa.ArrowException, csv.Error) as error:
        raise InvalidTable(
            f"A file of treated tables was expected: {error}", hint="Import the original again."
        ) from error


def _rows(found: FoundTable) -> bytes:
    # columns go by number: a name may be the one of the index, or hold signs that a CSV header cannot keep
    numbered = found.cells.set_axis(_numbered(len(found.cells.columns)), axis="columns")
    return csv_bytes(pd.concat([pd.Series(found.cells.index, found.cells.index, name=ROW), numbered], axis="columns"))


def _numbered(columns: int) -> list[str]:
    return [f"c{position}" for position in range(columns)]


def _table(told: dict, data: bytes) -> FoundTable:
    columns = [str(name) for name in told["columns"]]
    rows = text_rows(data, [ROW, *_numbered(len(columns))])
    cells = rows.drop(columns=ROW).set_axis(pd.Index(rows[ROW].astype("int64").to_numpy()), axis="index")
    return FoundTable(
        file=str(told["file"]),
        sheet=str(told["sheet"]),
        cells=cells.set_axis(pd.Index(columns, dtype="str"), axis="columns"),
        positions=MappingProxyType({str(name): int(at) for name, at in told["positions"].items()}),
        hxl=MappingProxyType({str(name): str(tag) for name, tag in told["hxl"].items()}),
        has_header=bool(told["has_header"]),
        decimal="," if told["decimal"] == "," else ".",
        how=tuple(map(str, told["how"])),
    )
