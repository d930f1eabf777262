"""Routes for public benchmark files beside the best known: within 1 % in 30 s up to 500 stops, 3 % at 1,000.

    python -m tests.benchmark routes

Best-known costs and where they come from: ``tests/data/routes/README.md``. The seconds are those of the processor, so
that other work on the machine changes nothing; the steps say how fast it is.
"""

import time
from pathlib import Path

from core.services.solve_benchmark import solve_benchmark_file

FILES = Path(__file__).parents[1] / "data" / "routes"
SECONDS = 30.0
BEST_KNOWN = {
    "X-n101-k25.vrp": 27591.0,
    "X-n200-k36.vrp": 58578.0,
    "X-n502-k39.vrp": 69226.0,
    "X-n1001-k43.vrp": 72355.0,
    "RC208.txt": 776.1,
    "C1_2_1.txt": 2698.6,
    "RC2_2_1.txt": 2797.4,
    "p01.txt": 576.87,
    "p08.txt": 4372.78,
    "p23.txt": 6078.75,
}
LARGE = ("X-n1001-k43.vrp",)
GAP, GAP_OF_LARGE = 0.01, 0.03


def main() -> bool:
    """Print best-known and found costs; whether every gap is within its bound."""
    print(f"{'file':18} {'best known':>12} {'found':>12} {'gap':>8} {'bound':>6} {'steps':>9}  in {SECONDS:g} s each")
    good = True
    for name, best in BEST_KNOWN.items():
        found = solve_benchmark_file(FILES / name, SECONDS, clock=time.process_time)
        gap, bound = found.cost / best - 1, GAP_OF_LARGE if name in LARGE else GAP
        holds = found.is_feasible and gap <= bound
        good &= holds
        print(
            f"{name:18} {best:12,.2f} {found.cost:12,.2f} {gap:8.2%} {bound:6.0%} {found.steps:9,}"
            + ("" if holds else "  BEYOND THE BOUND"),
            flush=True,
        )
    return good
