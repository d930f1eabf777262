"""Tables as CSV for people, in which no spreadsheet takes a cell for a formula."""

import pandas as pd

from core.domain.tabular import csv_bytes
from core.intake.apostrophes import guard_name, guard_text


def table_csv(table: pd.DataFrame) -> bytes:
    """A table as a CSV file for people: UTF-8 with byte order mark, text guarded by ``apostrophes.guard_text``."""
    out = table.copy()
    for name in out.columns:
        if pd.api.types.is_string_dtype(out[name].dtype):
            out[name] = guard_text(out[name].astype("str"))
    out.columns = pd.Index([guard_name(str(name)) for name in out.columns], dtype="str")
    return b"\xef\xbb\xbf" + csv_bytes(out)
