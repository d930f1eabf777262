"""A preview as bytes, on its way from the process that read the files to the one that asked: JSON and Arrow tables.

Nothing that is unpacked can run: values are made of the classes named here and of nothing else.
"""

import dataclasses
import datetime as dt
import json
import struct
from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any

import pandas as pd
import pyarrow as pa
from pydantic import BaseModel

from core.domain.finding import Finding
from core.domain.operation import Operation
from core.domain.settings import Settings
from core.errors import DataError
from core.intake import Change, Reading
from core.intake.diff import TableChange
from core.intake.found import FoundTable
from core.intake.mapping import ColumnProposal, ImportAnswers, NewCamp, TableAnswers, TableMapping
from core.intake.mapping.answers import ColumnTreatment
from core.intake.origins import Origins
from core.privacy import Treatment
from core.services.import_files import Imported, ImportedTable
from core.services.mending import Mending
from core.services.persons_in_files import PersonalColumn
from core.services.upload_tables import Preview
from core.sources import Choice

_KINDS: Mapping[str, Any] = MappingProxyType(
    {
        kind.__name__: kind
        for kind in (
            tuple, list, frozenset, dict, MappingProxyType, pd.Timestamp, dt.date,
            Change, Choice, ColumnProposal, ColumnTreatment, Finding, FoundTable, ImportAnswers, Imported,
            ImportedTable, Mending, NewCamp, Operation, Origins, PersonalColumn, Preview, Reading, Settings,
            TableAnswers, TableChange, TableMapping, Treatment,
        )
    }
)  # fmt: skip
"""Everything a preview is made of, beside tables and what JSON has."""
_PLAIN = (type(None), bool, int, float, str)
_TABLE = "table"
_LENGTH = struct.Struct(">Q")


def packed(preview: Preview) -> bytes:
    """A preview as bytes, without the files it was read from.

    Raises
    ------
    TypeError
        If it holds a value of another class than those of a preview.
    """
    tables: dict[int, pd.DataFrame] = {}
    values = _taken_apart(dataclasses.replace(preview, sources={}), tables)
    parts = [json.dumps(values).encode(), *map(_table_bytes, tables.values())]
    return b"".join(piece for part in parts for piece in (_LENGTH.pack(len(part)), part))


def unpacked(data: bytes, files: Mapping[str, bytes]) -> Preview:
    """The preview that ``packed`` packed, with the files it was read from.

    Raises
    ------
    DataError
        If the bytes are no preview.
    """
    try:
        text, *tables = _parts(data)
        preview = _put_together(json.loads(bytes(text)), tables)
    except (ValueError, KeyError, TypeError, IndexError, struct.error, pa.ArrowException) as error:
        raise DataError("What the process that reads files sent is no preview.", "Read the files again.") from error
    if not isinstance(preview, Preview):
        raise DataError("What the process that reads files sent is no preview.", "Read the files again.")
    return dataclasses.replace(preview, sources=dict(files))


def _taken_apart(value: Any, tables: dict[int, pd.DataFrame]) -> Any:
    """A value as JSON; tables are put aside and named by their place, one that stands twice once."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is pd.DataFrame:
        tables.setdefault(id(value), value)
        columns = [[_taken_apart(column, tables), str(dtype)] for column, dtype in value.dtypes.items()]
        return [_TABLE, list(tables).index(id(value)), columns]
    if _KINDS.get(kind.__name__) is not kind:
        raise TypeError(f"Expected a value of a preview, got one of {kind.__module__}.{kind.__name__}.")
    return [kind.__name__, _content(value, tables)]


def _content(value: Any, tables: dict[int, pd.DataFrame]) -> Any:
    """What a value of one of the kinds is made of, as JSON."""
    match value:
        case tuple() | list() | frozenset():
            return [_taken_apart(one, tables) for one in value]
        case dict() | MappingProxyType():
            return [[_taken_apart(one, tables) for one in pair] for pair in value.items()]
        case dt.date():
            return value.isoformat()
        case Enum():
            return value.value
        case BaseModel():
            names = list(type(value).model_fields)
        case _:
            names = [field.name for field in dataclasses.fields(value)]
    return {name: _taken_apart(getattr(value, name), tables) for name in names}


def _put_together(value: Any, tables: list[memoryview]) -> Any:
    if not isinstance(value, list):
        return value
    name, content, *columns = value
    if name == _TABLE:
        return _table(tables[content], [(_put_together(column, tables), dtype) for column, dtype in columns[0]])
    kind = _KINDS[name]
    if issubclass(kind, (tuple, list, frozenset)):
        return kind(_put_together(one, tables) for one in content)
    if issubclass(kind, (dict, MappingProxyType)):
        return kind({_put_together(key, tables): _put_together(one, tables) for key, one in content})
    if issubclass(kind, (dt.date, Enum)):
        return kind.fromisoformat(content) if issubclass(kind, dt.date) else kind(content)
    return kind(**{field: _put_together(one, tables) for field, one in content.items()})


def _table_bytes(table: pd.DataFrame) -> bytes:
    """A table in Arrow's format; its columns are numbered there, for their names may be any text."""
    numbered = pa.Table.from_pandas(table.set_axis([str(n) for n in range(table.shape[1])], axis="columns"))
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, numbered.schema) as writer:
        writer.write_table(numbered)
    return sink.getvalue().to_pybytes()


def _table(data: memoryview, columns: list[tuple[Any, str]]) -> pd.DataFrame:
    with pa.ipc.open_stream(data) as reader:
        table = reader.read_all().to_pandas()
    other = {str(n): dtype for n, (_, dtype) in enumerate(columns) if str(table[str(n)].dtype) != dtype}
    return table.astype(other).set_axis(pd.Index([column for column, _ in columns]), axis="columns")


def _parts(data: bytes) -> list[memoryview]:
    """Parts of the bytes, each behind its length."""
    view, parts, at = memoryview(data), [], 0
    while at < len(view):
        (length,) = _LENGTH.unpack_from(view, at)
        at += _LENGTH.size
        if at + length > len(view):
            raise ValueError(f"A part of {length:,} bytes is cut off.")
        parts.append(view[at : at + length])
        at += length
    return parts
