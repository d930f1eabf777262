"""Two hundred thousand rows given back as a workbook with notes: seconds and memory.

python -m tests.benchmark annotated
"""

import resource
import time

from core.intake.annotated_workbook import annotated_workbook
from core.intake.cell_notes import CellNote

ROWS = 200_000
COLUMNS = 8
NOTES = 10_000
MOST_SECONDS = 60.0


def main() -> bool:
    """Print the times; whether both formats end within ``MOST_SECONDS``."""
    line = ",".join(f"cell {k}" for k in range(COLUMNS))
    text = ("\n".join([",".join(f"column {k}" for k in range(COLUMNS)), *[line] * ROWS])).encode()
    notes = [
        CellNote("", 2 + k * (ROWS // NOTES), 1 + k % COLUMNS, "question", "step\nsomething") for k in range(NOTES)
    ]
    print("| file | MB | seconds |")
    print("|---|---|---|")
    seconds = []
    data = text
    for name in ("counts.csv", "counts.xlsx"):
        begin = time.perf_counter()
        size = len(data) / 1e6
        data = annotated_workbook(name, data, notes)
        seconds.append(time.perf_counter() - begin)
        print(f"| {name} | {size:.1f} | {seconds[-1]:.1f} |")
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{ROWS:,} rows of {COLUMNS} cells, {NOTES:,} notes; most memory of the process: {memory_mb:,.0f} MB")
    return max(seconds) < MOST_SECONDS
