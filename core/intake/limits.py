"""How large a file may be before it is refused unread, so that no upload can exhaust the machine."""

LARGEST_FILE = 200_000_000
"""Bytes of one file."""

LARGEST_UNPACKED = 600_000_000
"""Bytes of a workbook or parquet file once unpacked."""

MOST_PACKED_FILES = 5_000
"""Parts of one workbook."""

MOST_COLUMNS = 500
"""Columns of one table."""

MOST_ROWS = 5_000_000
"""Rows of one table."""

MOST_SHEET_CELLS = 20_000_000
"""Cells of one workbook, all sheets together."""

MOST_MERGED = 20_000
"""Merged cells of one sheet that are looked at."""

MOST_MARKS = 8_000_000
"""Marks (``<``) in all parts of one workbook; a cell has four. Two million cells take about 20 seconds to read, and a
workbook of ten megabytes can unpack to ten times as many."""

LARGEST_OLD_WORKBOOK = 40_000_000
"""Bytes of an XLS workbook: its cells take 6 to 18 bytes each and are read whole before any can be looked at."""

LARGEST_MAP = 100_000_000
"""Bytes of a GeoJSON map: its coordinates take six times as much once read."""

MOST_FINDINGS = 50
"""Findings of one rule in one table that are listed one by one."""
