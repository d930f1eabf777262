"""The one CSV form of our tables: UTF-8, commas, ISO dates, ``true`` and ``false``, blank for "not known".

Numbers are written with the fewest digits that read back to the same number, so that a table written and read is equal.
"""

import csv
import io
from collections.abc import Callable

import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv

LARGEST_BLOCK = 64 * 1024 * 1024
"""Bytes parsed at a time; also the longest row that can be read."""


def csv_bytes(table: pd.DataFrame) -> bytes:
    """A table as the bytes of a CSV file, rows and columns in their order."""
    written = text_cells(table)
    # Python's csv writer leaves a lone carriage return unquoted, and a reader would take it for the end of a row
    quoting = (
        csv.QUOTE_ALL if any(written[c].str.contains("\r", regex=False).any() for c in written) else csv.QUOTE_MINIMAL
    )
    return written.to_csv(index=False, lineterminator="\n", quoting=quoting).encode("utf-8")


def text_cells(table: pd.DataFrame) -> pd.DataFrame:
    """Every cell as the text it is written with, a blank one as missing."""
    return pd.DataFrame({name: _written(table[name]) for name in table.columns}, index=table.index)


def _written(cells: pd.Series) -> pd.Series:
    """Text of the cells of one column."""
    if pd.api.types.is_datetime64_any_dtype(cells.dtype):
        return cells.dt.strftime("%Y-%m-%d").astype("str")
    if pd.api.types.is_bool_dtype(cells.dtype):
        return cells.astype("boolean").map({True: "true", False: "false"}).astype("str")
    if pd.api.types.is_numeric_dtype(cells.dtype):
        shortest = pa.array(cells, from_pandas=True).cast(pa.string())
        return pd.Series(shortest.to_pandas().array, index=cells.index, dtype="str")
    return cells.astype("str")


def text_rows(data: bytes, columns: list[str], on_ragged: Callable[[int, int], None] | None = None) -> pd.DataFrame:
    """The rows of a CSV file below its header, every cell as text, a blank one as missing.

    Parameters
    ----------
    data
        The file, UTF-8 without byte order mark.
    columns
        Names to give to the columns; the first row of the file must have as many cells.
    on_ragged
        Called with the file's row (header = 1) and its number of cells for each row of another length, which is then
        left out; without it such a row raises ``pyarrow.ArrowInvalid``.

    Returns
    -------
    pd.DataFrame
        Columns of dtype ``str``; the index is the file's row - 2. Rows without any content are left out.
    """
    ragged: list[int] = []

    def note(row: arrow_csv.InvalidRow) -> str:
        if on_ragged is None:
            return "error"
        ragged.append(row.number)
        on_ragged(row.number, row.actual_columns)
        return "skip"

    cells = arrow_text(data, len(columns), on_row=note)
    if cells.num_columns != len(columns):
        raise pa.ArrowInvalid(f"row 1 has {cells.num_columns} cells where {len(columns)} were expected")
    table = cells.slice(1).to_pandas().astype("str")
    table.columns = pd.Index(columns, dtype="str")
    if ragged:
        skipped = set(ragged)
        table.index = pd.Index([r - 2 for r in range(2, len(table) + len(ragged) + 2) if r not in skipped])
    return table.dropna(how="all")


def arrow_text(
    data: bytes, width: int, separator: str = ",", on_row: Callable[[arrow_csv.InvalidRow], str] | None = None
) -> pa.Table:
    """Every row of separated text, cells as text, a blank one as null; the first row says how many columns there are.

    Parameters
    ----------
    data
        UTF-8 without byte order mark.
    width
        Columns that are kept as text.
    separator
        One character that stands between cells.
    on_row
        Called with each row of another length; answers ``skip`` or ``error``.
    """
    if b"\n" not in data and b"\r" not in data:
        data += b"\n"  # arrow takes a header alone on a line without an end for no file at all
    return arrow_csv.read_csv(
        io.BytesIO(data),
        # one thread: only then does a ragged row know its number
        read_options=arrow_csv.ReadOptions(
            use_threads=False,
            autogenerate_column_names=True,
            block_size=max(1024, min(len(data) + 1, LARGEST_BLOCK)),
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=separator, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=on_row
        ),
        convert_options=arrow_csv.ConvertOptions(
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            null_values=[""],
            column_types={f"f{position}": pa.string() for position in range(width)},
        ),
    )


def csv_header(data: bytes) -> list[str]:
    """Names in the first row of a CSV file."""
    return next(csv.reader(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")), [])
