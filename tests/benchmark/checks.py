"""A million counts checked: seconds and memory, by stage.

python -m tests.benchmark checks
"""

import resource
import time

import numpy as np
import pandas as pd

from core.domain.validation import typed_tables
from core.intake import check_tables

ROWS = 1_000_000
CAMPS = 5_000
MOST_SECONDS = 60.0
MOST_MB = 2_048.0


def main() -> bool:
    """Print what the check of a million counts takes, with groups, a ratio and a grain in carried columns.

    Returns whether it ends within ``MOST_SECONDS`` and ``MOST_MB``.
    """
    rng = np.random.default_rng(0)
    per_camp = ROWS // CAMPS
    camps = pd.DataFrame(
        {
            "camp_id": [f"c{k}" for k in range(CAMPS)],
            "name": [f"Camp {k}" for k in range(CAMPS)],
            "country": "TZA",
            "latitude": rng.uniform(-8, -4, CAMPS).round(4).astype(str),
            "longitude": rng.uniform(32, 37, CAMPS).round(4).astype(str),
        }
    )
    days = pd.date_range("2021-01-03", periods=per_camp, freq="7D").strftime("%Y-%m-%d")
    people = np.exp(rng.normal(9, 1, CAMPS))[:, None] * np.exp(rng.normal(0, 0.01, (CAMPS, per_camp)).cumsum(axis=1))
    population = pd.DataFrame(
        {
            "camp_id": np.repeat(camps["camp_id"].to_numpy(), per_camp),
            "date": np.tile(days, CAMPS),
            "population": people.ravel().round().astype(int).astype(str),
            "women": (people.ravel() * 0.5).round().astype(int).astype(str),
            "children_under_5": (people.ravel() * 0.15).round().astype(int).astype(str),
            "liters_per_person_per_day": rng.integers(0, 30, ROWS).astype(str),
            "adminLevel": "2",
        }
    ).astype("str")
    tables = {"camps": camps.astype("str"), "population": population}
    begin = time.perf_counter()
    typed_tables(tables)
    typed = time.perf_counter() - begin
    begin = time.perf_counter()
    operation, findings = check_tables(tables)
    whole = time.perf_counter() - begin
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{ROWS:,} counts of {CAMPS:,} camps: an operation was {'made' if operation else 'refused'}")
    print("| stage | seconds |")
    print("|---|---|")
    print(f"| types, bounds, keys, references | {typed:.1f} |")
    print(f"| the rest of the check | {whole - typed:.1f} |")
    print(f"findings: {len(findings):,}; most memory of the process, its own input included: {memory_mb:,.0f} MB")
    return operation is not None and whole < MOST_SECONDS and memory_mb < MOST_MB
