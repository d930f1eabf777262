"""A million rows of separated text as found, in three forms, each in a process of its own.

Bounds: under 10 s and under 1 GiB.
"""

import resource
import subprocess
import sys
import time

import numpy as np
import pandas as pd

from core.intake.found import read_found

ROWS = 1_000_000
CAMPS = 5_000
MOST_SECONDS = 10.0
MOST_MIB = 1_024
FORMS = {"UTF-8, commas": ("utf-8", ",", "."), "Latin-1, semicolons, decimal commas": ("latin-1", ";", ","),
         "UTF-16, tabs": ("utf-16", "\t", ".")}  # fmt: skip


def main() -> bool:
    """Read each form and print what it took."""
    print(f"{'form':<38} {'MB':>6} {'seconds':>8} {'MiB':>7}")
    fits = True
    for form in FORMS:
        size, seconds, most = map(float, _measured(form))
        print(f"{form:<38} {size:>6.0f} {seconds:>8.1f} {most:>7.0f}")
        fits = fits and seconds < MOST_SECONDS and most < MOST_MIB
    return fits


def _measured(form: str) -> list[str]:
    data = _file(*FORMS[form])
    command = [sys.executable, "-m", "tests.benchmark.reading_found"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode().split()


def _file(encoding: str, separator: str, decimal: str) -> bytes:
    rng = np.random.default_rng(0)
    dates = pd.date_range("2015-01-04", periods=ROWS // CAMPS, freq="W").strftime("%Y-%m-%d")
    camps = np.arange(ROWS) % CAMPS
    table = pd.DataFrame(
        {
            "camp": pd.Series(camps).map("C{}".format),
            "nom": pd.Series(camps).map("Réfugiés du site {}".format),
            "date": dates.repeat(CAMPS),
            "people": rng.integers(0, 99_999, ROWS),
            "women": rng.integers(0, 9_999, ROWS),
            "latitude": rng.uniform(-10, 10, ROWS).round(5),
            "longitude": rng.uniform(10, 40, ROWS).round(5),
            "kind": "registration",
            "share": rng.uniform(0, 1, ROWS).round(3),
        }
    )
    return table.to_csv(index=False, sep=separator, decimal=decimal).encode(encoding)


def _read_one() -> None:
    data = sys.stdin.buffer.read()
    start = time.perf_counter()
    found = read_found("camps.csv", data)
    seconds = time.perf_counter() - start
    assert len(found.tables[0].cells) == ROWS
    assert found.findings == ()
    print(len(data) / 1e6, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    _read_one()
