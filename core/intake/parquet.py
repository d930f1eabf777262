"""A parquet file to text cells, of the same form a CSV file gives."""

import io

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from core.domain.finding import Finding
from core.domain.validation import quote
from core.intake.csv_text import repeated_columns
from core.intake.limits import LARGEST_FILE, LARGEST_UNPACKED, MOST_COLUMNS, MOST_ROWS


def read_parquet_text(name: str, data: bytes) -> tuple[pd.DataFrame | None, list[Finding]]:
    """One table from the bytes of a parquet file; numbers, dates and truth values become their CSV text."""
    if len(data) > LARGEST_FILE:
        return None, [_error(name, "too_large", f"The file has {len(data) / 1e6:,.0f} MB; 200 MB are read at most.")]
    try:
        file = pq.ParquetFile(io.BytesIO(data))
        meta = file.metadata
        unpacked = sum(meta.row_group(group).total_byte_size for group in range(meta.num_row_groups))
        if unpacked > LARGEST_UNPACKED or meta.num_rows > MOST_ROWS or meta.num_columns > MOST_COLUMNS:
            words = f"The table has {meta.num_rows:,} rows and {meta.num_columns:,} columns; that is more than is read."
            return None, [_error(name, "too_large", words)]
        table = file.read()
        faults = repeated_columns(name, table.column_names)
        if faults:
            return None, faults
        columns = {column: _text(table.column(column)) for column in table.column_names}
    except (pa.ArrowException, OSError, ValueError) as error:
        return None, [_error(name, "not_a_table", f"The parquet file cannot be read: {quote(error)}.")]
    nested = [column for column, cells in columns.items() if cells is None]
    if nested:
        return None, [_error(name, "cell", f"Column “{quote(nested[0])}” holds lists or bytes, not plain values.")]
    frame = pd.DataFrame({column: cells.to_pandas() for column, cells in columns.items() if cells is not None})
    return frame.astype("str").dropna(how="all"), []


def _error(name: str, rule: str, message: str) -> Finding:
    return Finding("error", name, None, None, rule, message, "Write the table as CSV or as a plain parquet file.")


def _text(cells: pa.ChunkedArray) -> pa.ChunkedArray | None:
    if pa.types.is_dictionary(cells.type):
        cells = cells.cast(cells.type.value_type)
    kind = cells.type
    if pa.types.is_timestamp(kind):
        text = pc.strftime(cells.cast(pa.timestamp("us", kind.tz), safe=False), format="%Y-%m-%d %H:%M:%S")
        return pc.replace_substring_regex(text, pattern=r" 00:00:00(\.0+)?$", replacement="")
    if pa.types.is_floating(kind):
        cells = pc.if_else(pc.is_nan(cells), pa.scalar(None, kind), cells)
    plain = (
        pa.types.is_integer(kind)
        or pa.types.is_floating(kind)
        or pa.types.is_decimal(kind)
        or pa.types.is_boolean(kind)
        or pa.types.is_date(kind)
        or pa.types.is_string(kind)
        or pa.types.is_large_string(kind)
        or pa.types.is_string_view(kind)
        or pa.types.is_null(kind)
    )
    return cells.cast(pa.string()) if plain else None
