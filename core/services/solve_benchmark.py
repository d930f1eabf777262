"""A public benchmark file of vehicle routing solved, so that anybody can hold the planner's routes against others."""

import time
from collections.abc import Callable
from pathlib import Path

from core.dispatch import Solved, read_benchmark, solve_benchmark
from core.errors import InvalidScenario

MOST_SECONDS = 86_400


def solve_benchmark_file(
    path: Path,
    seconds: float,
    seed: int = 0,
    progress: Callable[[float], None] = lambda share: None,
    clock: Callable[[], float] = time.monotonic,
) -> Solved:
    """Routes for a VRPLIB, Solomon, Homberger or Cordeau file, the best found within seconds of a clock.

    Raises
    ------
    SourceUnavailable, InvalidTable
        If the file cannot be read as one of these.
    InvalidScenario
        If the seconds are out of bounds.
    """
    if not 0 < seconds <= MOST_SECONDS:
        raise InvalidScenario(f"{seconds:g} seconds were given; above 0 to {MOST_SECONDS:,} can be.")
    return solve_benchmark(read_benchmark(path), seconds, seed, progress=progress, clock=clock)
