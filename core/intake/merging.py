"""Put uploaded tables into an operation: in place of a table, or added to it by key."""

from collections.abc import Mapping
from typing import Literal

import numpy as np
import pandas as pd

from core.domain.finding import errors_of
from core.domain.operation import Operation
from core.domain.schemas import OPERATION_TABLES
from core.domain.validation import typed_table
from core.errors import InvalidTable

How = Literal["replace", "add"]

STORED_FROM = 1 << 40
"""Labels from here on are rows that were stored before; below stands the file's row - 2, as everywhere."""


def merge_upload(
    current: Operation | None, uploaded: Mapping[str, pd.DataFrame], how: How = "replace"
) -> dict[str, pd.DataFrame]:
    """Raw tables of the operation as the upload would make it, ready for ``check_tables``.

    Parameters
    ----------
    current
        The operation the upload changes; None for a first one.
    uploaded
        Raw tables as read from files.
    how
        ``replace``: an uploaded table stands in place of the one of its name. ``add``: its rows are added; a row whose
        key is already there replaces that row, columns the upload does not have keep their values, and a blank cell
        of the upload makes the cell blank. Tables without a key (stock, arrivals, expected, offers, deliveries...) only
        grow; a row that equals one already there is not added twice.

    Returns
    -------
    dict
        Name to table; ``describe_change`` counts every row that vanishes. Where rows are added, those of the file keep
        its labels (row - 2) and those stored before have labels from ``STORED_FROM`` on, so that findings tell them
        apart: ``is_row_of_file``, ``stored_row``.

    Raises
    ------
    InvalidTable
        With ``add`` only: where an uploaded table has errors of its own, since its rows cannot be matched then.
    """
    tables = {} if current is None else {n: current.filled(n) for n in OPERATION_TABLES if current.has(n)}
    for name, rows in uploaded.items():
        tables[name] = _added(name, tables[name], rows) if how == "add" and name in tables else rows
    return tables


def is_row_of_file(row: int) -> bool:
    """Whether a finding's row is one of the uploaded file; else it is one that was stored before."""
    return row < STORED_FROM


def stored_row(row: int) -> int:
    """The number of a row that was stored before, in its table as it is downloaded."""
    return row - STORED_FROM if row >= STORED_FROM else row


def _added(name: str, present: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    schema = OPERATION_TABLES[name]
    typed, findings = typed_table(name, rows, schema)
    errors = errors_of(findings)
    if errors:
        raise InvalidTable(
            f"The uploaded table holds {len(errors)} errors. {errors[0].place()}: {errors[0].message}",
            findings,
            errors[0].suggestion,
        )
    given = [column for column in typed.columns if column in rows.columns]
    typed = typed[given]
    key = list(schema.key_columns())
    present = present.set_axis(pd.RangeIndex(STORED_FROM, STORED_FROM + len(present)))
    if not key:
        both = pd.concat([present, typed])
        again = both.duplicated(keep="first")
        again.iloc[: len(present)] = False
        # a row that the upload itself repeats is a second row, as in the file
        repeats = typed.duplicated(keep="first").to_numpy()
        again.iloc[len(present) :] &= ~repeats
        return both[~again]
    old = present.set_index(key)
    new = typed.set_index(key)
    known = new.index.isin(old.index)
    fresh = new[~known].reset_index()
    kept = old.copy()
    labels = pd.Series(present.index, index=old.index)
    labels.loc[new.index[known]] = typed.index[known]
    for column in new.columns:
        values = new.loc[known, column]
        if column not in kept.columns:
            kept[column] = values.reindex(kept.index)
        else:
            kept.loc[values.index, column] = values
    merged = pd.concat([kept.reset_index(), fresh], ignore_index=True) if len(fresh) else kept.reset_index()
    order = [*present.columns, *(column for column in merged.columns if column not in present.columns)]
    return merged[order].set_axis(np.r_[labels.to_numpy(), typed.index[~known].to_numpy()])
