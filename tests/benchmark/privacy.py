"""How much of the personal data in found tables is found, and how little else is taken for it.

    python -m tests.benchmark privacy

Tables are drawn anew from Faker's names and numbers in four languages; the published files beside the project and the
demonstration, none of which is about single persons, are looked through too. Last, a file of a million rows.
"""

import time
from collections import Counter

import numpy as np
import pandas as pd

from core.intake.found import FoundTable
from core.privacy import PersonalKind as Kind, find_personal_data
from core.settings import PROJECT
from tests.benchmark._personal_corpus import corpus

SEEDS = range(10)
LEAST_RECALL = 0.95
"""Of each kind."""
LEAST_PRECISION = 0.95
ROWS = 1_000_000
MOST_SECONDS = 10.0


def main() -> bool:
    """Print a table by kind, the real files, the time; whether every bound holds."""
    table, wrong = scores()
    print(table.to_string(float_format=lambda value: f"{value:.3f}"))
    print("\nnot right:", dict(wrong.most_common(12)) or "nothing")
    real, flagged = real_files()
    print(f"\n{real} real and demonstration files: {len(flagged)} columns taken for personal {flagged or ''}")
    seconds, found = million_rows()
    print(f"{ROWS:,} rows, {len(found)} findings: {seconds:.1f} s of computing (at most {MOST_SECONDS:g})")
    right = bool((table["recall"] >= LEAST_RECALL).all() and (table["precision"] >= LEAST_PRECISION).all())
    return right and not flagged and seconds <= MOST_SECONDS


def scores() -> tuple[pd.DataFrame, Counter]:
    """Columns by kind: held, found, recall, precision; and what was not right, by table and column."""
    held, hit, said = Counter(), Counter(), Counter()
    wrong: Counter = Counter()
    for seed in SEEDS:
        for case in corpus(seed):
            found = {(one.column, one.kind) for one in find_personal_data(case.found)}
            truth = set(case.holds.items())
            held.update(str(kind) for _, kind in truth)
            said.update(str(kind) for _, kind in found)
            hit.update(str(kind) for _, kind in truth & found)
            wrong.update(f"missed {case.name}: {c}, {k}" for c, k in truth - found)
            wrong.update(f"taken {case.name}: {c}, {k}" for c, k in found - truth)
    table = pd.DataFrame(
        {"held": held, "found": said, "right": hit}, index=pd.Index(list(map(str, Kind)), name="kind")
    ).fillna(0)
    table["recall"] = table["right"] / table["held"]
    table["precision"] = table["right"] / table["found"].clip(lower=1)
    return table.astype({"held": int, "found": int, "right": int}), wrong


def real_files() -> tuple[int, list[str]]:
    """How many files were looked through, and columns taken for personal."""
    beside = PROJECT.parent / "shared" / "data"
    files = [*sorted(beside.rglob("*.csv")), *sorted((PROJECT / "data").rglob("*.csv"))]
    if not beside.is_dir():
        print("SKIPPED: published files are not beside the project; only the demonstration was looked through")
    flagged = []
    for file in files:
        cells = pd.read_csv(file, dtype="str")
        flagged += [f"{file.name}: {one.column}" for one in find_personal_data(FoundTable(file.name, "", cells))]
    return len(files), flagged


def million_rows() -> tuple[float, tuple]:
    """Seconds of computing for a table of a million rows, all different, of twelve columns."""
    chance = np.random.default_rng(1)
    numbers = pd.Series(np.arange(ROWS)).astype("str")
    words = pd.Series(chance.choice(["Nduta", "Mtendeli", "Mahama", "Kakuma"], ROWS), dtype="str")
    cells = pd.DataFrame(
        {
            "date": pd.Series(pd.date_range("2020-01-01", periods=400).astype("str")).sample(ROWS, replace=True).array,
            "camp": words,
            "full name": "Amina " + numbers,
            "email": numbers + "@example.org",
            "phone": "+2557" + numbers.str.zfill(8),
            "case number": "123-45C" + (chance.integers(10000, 99999, ROWS).astype(str).astype(object)),
            "card": pd.Series(chance.integers(4 * 10**15, 5 * 10**15, ROWS)).astype("str"),
            "latitude": pd.Series(chance.uniform(3, 4, ROWS).round(6)).astype("str"),
            "longitude": pd.Series(chance.uniform(34, 35, ROWS).round(6)).astype("str"),
            "remarks": "the household asked for more water at the tap " + numbers,
            "household id": numbers,
            "quantity": pd.Series(chance.uniform(0, 1e5, ROWS).round(3)).astype("str"),
        }
    ).astype("str")
    start = time.process_time()  # on a machine that does nothing else it is the time that passes
    found = find_personal_data(FoundTable("large.csv", "", cells))
    return time.process_time() - start, found
