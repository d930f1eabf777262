"""Values as JSON has them: keys are text, days ISO, and what is not a number is None."""

import dataclasses
import datetime as dt
import json
import math
from collections.abc import Mapping
from typing import Any

import pandas as pd


def plain_values(value: Any) -> Any:
    """The same as plain values; tables are lists of rows, anything unknown is its text.

    Examples
    --------
    >>> plain_values({1: float("nan"), "day": dt.date(2026, 11, 8), "pair": (1, 2.5)})
    {'1': None, 'day': '2026-11-08', 'pair': [1, 2.5]}
    """
    plain: Any
    if isinstance(value, Mapping):
        plain = {str(key): plain_values(inner) for key, inner in value.items()}
    elif isinstance(value, pd.DataFrame):
        plain = rows_of(value)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        plain = {field.name: plain_values(getattr(value, field.name)) for field in dataclasses.fields(value)}
    elif isinstance(value, list | tuple | set | frozenset):
        plain = [plain_values(inner) for inner in value]
    elif isinstance(value, float):
        plain = value if math.isfinite(value) else None
    elif isinstance(value, bool | int | str) or value is None:
        plain = value
    elif isinstance(value, dt.date):
        plain = value.isoformat()
    else:
        plain = plain_values(value.item()) if hasattr(value, "item") else str(value)
    return plain


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a table as plain values, days as ISO text, blanks as null."""
    rows: list[dict[str, Any]] = json.loads(table.to_json(orient="records", date_format="iso"))
    days = [name for name in table.columns if pd.api.types.is_datetime64_any_dtype(table[name].dtype)]
    for row in rows:
        for name in days:
            row[name] = row[name][:10] if row[name] else None
    return rows
