"""Rows of an answer as a CSV file, which goes the way of every file."""

import csv
import io
from collections.abc import Sequence

from core.connectors.kind import Kind, Row


def rows_as_csv(kind: Kind, rows: Sequence[Row]) -> bytes:
    """A table with every column that any row has, in the order they first came.

    Parameters
    ----------
    rows
        At least one.
    """
    tidied = [kind.tidy(row, number) for number, row in enumerate(rows)]
    columns = list(dict.fromkeys(name for row in tidied for name in row))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in tidied)
    return text.getvalue().encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
