"""Two hundred thousand rows given back as a workbook with notes: seconds and memory.

python -m tests.benchmark annotated
"""

import resource
import time

from core.intake.annotated_workbook import annotated_workbook
from core.intake.cell_notes import CellNote

ROWS = 200_000
COLUMNS = 6
NOTES = 10_000
MOST_SECONDS = 60.0
"""On the wall, as a person waits; the seconds of a core beside it tell how much of that other programs took."""


def main() -> bool:
    """Print the times; whether both formats end within ``MOST_SECONDS``."""
    rows = [f"camp-{k},2025-06-29,{1000 + k},registration,{k % 500},note" for k in range(ROWS)]
    text = "\n".join([",".join(f"column {k}" for k in range(COLUMNS)), *rows]).encode()
    notes = [
        CellNote("", 2 + k * (ROWS // NOTES), 1 + k % COLUMNS, "question", "step\nsomething") for k in range(NOTES)
    ]
    print("| file | MB | seconds of a core | on the wall |")
    print("|---|---|---|---|")
    waited = []
    data = text
    for name in ("counts.csv", "counts.xlsx"):
        begin, began = time.process_time(), time.perf_counter()
        size = len(data) / 1e6
        data = annotated_workbook(name, data, notes)
        waited.append(time.perf_counter() - began)
        print(f"| {name} | {size:.1f} | {time.process_time() - begin:.1f} | {waited[-1]:.1f} |")
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{ROWS:,} rows of {COLUMNS} cells, {NOTES:,} notes; most memory of the process: {memory_mb:,.0f} MB")
    return max(waited) < MOST_SECONDS
