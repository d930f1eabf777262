"""Two thousand files changed at random through the reader of found files.

Prints for each format how many were read, read with questions or refused, the slowest and the most memory. Bounds:
whatever comes is a table or a finding, no file takes 10 s, the process stays under 2 GiB.
"""

import random
import resource
import time
import warnings
from collections import Counter, defaultdict

from core.intake.found import read_found
from tests.hostile_files import changed, originals

FILES = 2_000
SEED = 20_150_515
SLOWEST_SECONDS = 10.0
MOST_MIB = 2_048


def main() -> bool:
    """Read them all and print the table."""
    rng = random.Random(SEED)
    good = originals()
    outcomes: dict[str, Counter] = defaultdict(Counter)
    slowest: dict[str, float] = defaultdict(float)
    crashes: list[str] = []
    for number in range(FILES):
        name = list(good)[number % len(good)]
        data = changed(name, good[name], rng)
        start = time.perf_counter()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                outcome = _outcome(read_found(name, data))
        except BaseException as error:  # a crash is what is looked for, whatever its class
            if isinstance(error, KeyboardInterrupt):
                raise
            outcome = "crash"
            crashes.append(f"file {number}, {name}: {type(error).__name__}: {str(error)[:100]}")
        slowest[name] = max(slowest[name], time.perf_counter() - start)
        outcomes[name][outcome] += 1
    print(f"{'file':<14} {'read':>6} {'asked':>6} {'refused':>8} {'crash':>6} {'slowest s':>10}")
    for name, counts in outcomes.items():
        row = f"{counts['read']:>6} {counts['asked']:>6} {counts['refused']:>8} {counts['crash']:>6}"
        print(f"{name:<14} {row} {slowest[name]:>10.2f}")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{FILES} files, {len(crashes)} crashes, slowest {max(slowest.values()):.2f} s, most memory {most:,.0f} MiB")
    print("\n".join(crashes[:20]))
    return not crashes and max(slowest.values()) < SLOWEST_SECONDS and most < MOST_MIB


def _outcome(found) -> str:
    for table in found.tables:
        # what cannot be stored or shown is a crash later on
        assert table.cells.columns.is_unique
        assert table.cells.index.is_unique
        table.cells.to_csv().encode("utf-8")
    if not found.tables:
        assert any(finding.level == "error" for finding in found.findings)
        return "refused"
    return "asked" if any(finding.level != "note" for finding in found.findings) else "read"
