"""Two thousand files changed at random through the whole import: read, understood, checked, written, given back.

    python -m tests.benchmark fuzz_import

Every other file goes into an operation that is there, the others begin one. Prints for each good file what became of
its changed ones. Bounds: no crash, no file over 10 s of a core, under 2 GiB, no fault told twice, no formula in the
annotated workbook, and what is written of an accepted file is what is read.
"""

import resource
from collections import Counter, defaultdict

from tests.mutated_imports import LONGEST_SECONDS, either_operation, mutated, outcome_of

FILES = 2_000
SEED = 20_261_127
TELL_EVERY = 100
"""Files between two lines of how far it is: a long run that is ended early has figures then."""
MOST_MIB = 2_048


def main() -> bool:
    """Import them all and print the table."""
    outcomes: dict[str, Counter] = defaultdict(Counter)
    slowest: dict[str, float] = defaultdict(float)
    faults: Counter = Counter()
    for number, (name, data) in enumerate(mutated(FILES, SEED)):
        outcome = outcome_of(name, data, either_operation(number // 3))
        outcomes[name][outcome.what] += 1
        slowest[name] = max(slowest[name], outcome.seconds)
        if outcome.detail:
            faults[outcome.detail] += 1
            print(f"file {number}: {outcome.detail}", flush=True)
        if (number + 1) % TELL_EVERY == 0:
            print(f"after {number + 1:,} files: {_told(outcomes)}; {sum(faults.values())} faults", flush=True)
    print(f"{'file':<28} {'accepted':>9} {'asked':>6} {'refused':>8} {'crash':>6} {'hang':>5} {'slowest s':>10}")
    for name, counts in outcomes.items():
        row = f"{counts['accepted']:>9} {counts['asked']:>6} {counts['refused']:>8} {counts['crash']:>6}"
        row += f" {counts['hang']:>5}"
        print(f"{name:<28} {row} {slowest[name]:>10.2f}")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{FILES} files: {_told(outcomes)}; slowest {max(slowest.values()):.2f} s, most memory {most:,.0f} MiB")
    print("\n".join(f"{times} x {detail}" for detail, times in faults.most_common(25)))
    return not faults and max(slowest.values()) < LONGEST_SECONDS and most < MOST_MIB


def _told(outcomes: dict[str, Counter]) -> str:
    total = sum(outcomes.values(), Counter())
    return ", ".join(f"{count:,} {what}" for what, count in total.most_common())
