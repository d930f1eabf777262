"""How long a million counts take from a file to an operation, and how much memory; our own form and a foreign one.

    python -m tests.benchmark imports

Each case runs in a process of its own, so that its peak memory is its own. Counts are made up; only how many there are
matters.
"""

import io
import resource
import subprocess
import sys
import time

import numpy as np
import pandas as pd

from core.domain.finding import errors_of
from core.services.upload_tables import preview_tables
from tests.builders import small_operation

ROWS = 1_000_000
CAMPS = 400
MOST_SECONDS = 60.0
MOST_GIB = 2.0
LARGEST_BYTES = 200_000_000
CASES = {"own form": ROWS, "foreign form": ROWS, "one key": 0}
"""Case to rows that become an operation: the largest file that is taken, all of it rows of one key, becomes none."""


def main() -> bool:
    """Print seconds and peak memory of each case; whether both bounds hold."""
    print(f"{'case':14}{'rows':>12}{'MB':>8}{'seconds':>10}{'peak GiB':>10}")
    held = True
    for case, expected in CASES.items():
        run = subprocess.run(
            [sys.executable, "-m", "tests.benchmark.imports", case], capture_output=True, text=True, check=True
        )
        rows, size, seconds, peak = map(float, run.stdout.split())
        held &= seconds < MOST_SECONDS and peak < MOST_GIB and rows == expected
        print(f"{case:14}{int(rows):12,}{size:8.0f}{seconds:10.1f}{peak:10.2f}")
    largest = f"{LARGEST_BYTES / 1e6:.0f} MB"
    print(f"bounds: under {MOST_SECONDS:.0f} s and {MOST_GIB:.0f} GiB for {ROWS:,} rows, and for {largest}")
    return held


def _files(case: str) -> dict[str, bytes]:
    """A list of camps and a file of counts: weekly for each camp, one after the other."""
    if case == "one key":
        return {"population.csv": _one_key()}
    names = [f"Camp {number}" for number in range(CAMPS)]
    days = pd.date_range("2017-01-01", periods=ROWS // CAMPS).strftime("%Y-%m-%d").to_numpy()
    people = np.random.default_rng(0).integers(1_000, 90_000, ROWS)
    camps = pd.DataFrame({"camp_id": [f"camp-{n}" for n in range(CAMPS)], "name": names, "country": "TZA"})
    camps = camps.assign(latitude=-3.0, longitude=np.linspace(29, 40, CAMPS))
    own = case == "own form"
    counts = pd.DataFrame(
        {
            "camp_id" if own else "Nom du camp": np.repeat(camps["camp_id"] if own else names, len(days)),
            "date" if own else "Date du comptage": np.tile(days if own else _as_french(days), CAMPS),
            "population" if own else "Nombre de réfugiés": people,
        }
    )
    stream = io.BytesIO()
    counts.to_csv(stream, index=False, sep="," if own else ";", encoding="utf-8" if own else "latin-1")
    return {"camps.csv": camps.to_csv(index=False).encode(), "comptages.csv": stream.getvalue()}


def _one_key() -> bytes:
    """Our own form: 2.6 million rows that all count the same camp on the same day."""
    header, row = b"camp_id,date,population,kind,remark\n", b"north,2025-06-30,12000,registration,"
    row += b"a remark that is as long as it is to be\n"
    return header + row * ((LARGEST_BYTES - len(header)) // len(row))


def _as_french(days: np.ndarray) -> np.ndarray:
    return pd.Series(days).str.replace(r"(\d+)-(\d+)-(\d+)", r"\3/\2/\1", regex=True).to_numpy()


def _run(case: str) -> None:
    """One case: prints rows, megabytes, seconds and the peak of memory in GiB."""
    files = _files(case)
    size = sum(map(len, files.values())) / 1e6
    began = time.perf_counter()
    preview = preview_tables(small_operation() if case == "one key" else None, files, "add")
    seconds = time.perf_counter() - began
    if preview.operation is None and CASES[case]:
        raise SystemExit(str(errors_of(preview.findings)[:3]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(len(preview.operation.population) if preview.operation else 0, size, seconds, peak)


if __name__ == "__main__":
    _run(sys.argv[1])
