"""A row of a database table as one line of JSON, the same for SQLite and PostgreSQL, and back."""

import base64
import datetime as dt
import json
import math
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import DateTime, Table

from core.errors import StoreError

_TAGS: dict[str, Callable[[Any], Any]] = {
    "bytes": lambda text: base64.b64decode(text, validate=True),
    "time": dt.datetime.fromisoformat,
    "date": dt.date.fromisoformat,
    "clock": dt.time.fromisoformat,
    "float": float,
    "decimal": Decimal,
    "json": lambda value: value,
}
"""What JSON cannot say is an object of one of these names."""


def row_line(table: Table, row: Mapping[str, Any]) -> bytes:
    """A row as a line of JSON; times that the store keeps in UTC carry their zone, whatever the database gave back.

    Raises
    ------
    StoreError
        If a value is of a kind that no copy can hold.
    """
    values = {column.name: _told(table.name, column.name, row[column.name], column.type) for column in table.columns}
    return (json.dumps(values, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n").encode("utf-8")


def row_of(line: bytes) -> dict[str, Any]:
    """The row of ``row_line``.

    Raises
    ------
    ValueError
        If the line is not one.
    """
    values = json.loads(line)
    if not isinstance(values, dict):
        raise ValueError("Expected the cells of a row by column.")
    return {str(name): _value(cell) for name, cell in values.items()}


def _told(table: str, column: str, value: Any, kind: Any) -> Any:
    if value is None or isinstance(value, (bool, int, str)) or (isinstance(value, float) and math.isfinite(value)):
        return value
    # a datetime is a date too: the order decides
    for types, name, tell in _TOLD:
        if isinstance(value, types):
            return {name: tell(_in_utc(value, kind))}
    raise StoreError(
        f"{table}.{column} holds a value of kind {type(value).__name__}, which no safety copy can hold.",
        "Report it; nothing was written.",
    )


_TOLD: tuple[tuple[Any, str, Callable[[Any], Any]], ...] = (
    (float, "float", repr),
    ((bytes, bytearray, memoryview), "bytes", lambda value: base64.b64encode(bytes(value)).decode("ascii")),
    (dt.datetime, "time", dt.datetime.isoformat),
    (dt.date, "date", dt.date.isoformat),
    (dt.time, "clock", dt.time.isoformat),
    (Decimal, "decimal", str),
    ((dict, list), "json", lambda value: value),
)


def _in_utc(value: Any, kind: Any) -> Any:
    """SQLite gives times back without their zone; all that have one are stored in UTC."""
    if isinstance(value, dt.datetime) and isinstance(kind, DateTime) and kind.timezone:
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)
    return value


def _value(cell: Any) -> Any:
    if not isinstance(cell, dict):
        return cell
    if len(cell) != 1 or next(iter(cell)) not in _TAGS:
        raise ValueError("Expected one value with its kind.")
    kind, told = next(iter(cell.items()))
    return _TAGS[kind](told)
