"""Public benchmark files of vehicle routing: read, solved, written as a ``.sol``.

VRPLIB files of type CVRP and of several depots have distances rounded to whole numbers; where there are time windows
(VRPLIB, Solomon, Homberger) distances and times are cut to one decimal; Cordeau's files of several depots are exact.
Costs of best-known solutions follow the same conventions.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyvrp
import vrplib
from pyvrp import Client, Depot, Location, ProblemData, VehicleType

from core.dispatch.search import Stopping, searched
from core.errors import InvalidTable, SourceUnavailable

EXACT = 10_000
"""Parts of a unit of distance in which exact distances are counted."""
MOST_ITERATIONS = 10**9
"""The seconds end a benchmark, not the steps."""
LONGEST = 10**9
LARGEST_FILE = 100_000_000
"""Bytes; a full table of the distances of a few thousand places has fewer."""
MOST_PLACES = 10_000
"""Distances between all of them fill a gigabyte."""


@dataclass(frozen=True, eq=False)
class Benchmark:
    """A benchmark problem.

    Attributes
    ----------
    scale
        Parts of a unit in which it is counted: 1, 10 or ``EXACT``.
    has_empty_routes
        Whether a solution lists vehicles that stay, for their number says at which depot a route begins.
    """

    name: str
    data: ProblemData
    scale: int
    has_empty_routes: bool


@dataclass(frozen=True)
class Solved:
    """Routes as numbers of customers, and what they cost in the units of the file."""

    name: str
    routes: tuple[tuple[int, ...], ...]
    cost: float
    decimals: int
    is_feasible: bool
    steps: int

    def as_text(self) -> str:
        """The text of a ``.sol`` file."""
        lines = [
            f"Route #{number}: {' '.join(map(str, route))}".rstrip() for number, route in enumerate(self.routes, 1)
        ]
        return "\n".join([*lines, f"Cost {self.cost:.{self.decimals}f}"]) + "\n"


def read_benchmark(path: Path) -> Benchmark:
    """A benchmark from a VRPLIB, Solomon, Homberger or Cordeau file.

    Raises
    ------
    SourceUnavailable
        If the file cannot be read.
    InvalidTable
        If it is none of these, is too large, or lacks what a problem needs.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InvalidTable(
                f"{path.name} has more than {LARGEST_FILE / 1e6:,.0f} MB.", hint="Give a smaller problem."
            )
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise SourceUnavailable(f"{path} cannot be read: {error.strerror}.", hint="Name a benchmark file.") from error
    try:
        dimension = re.search(r"^\s*DIMENSION\s*:?\s*(\d{1,12})", text, re.M)
        places = int(dimension[1]) if dimension else text.count("\n")
        if places > MOST_PLACES:
            raise ValueError(f"it has {places:,} places, and {MOST_PLACES:,} at most can be solved")
        if dimension:
            return _vrplib(path, text)
        if re.search(r"^\s*VEHICLE\s*$", text, re.M) and "CUSTOMER" in text.upper():
            return _solomon(path)
        return _cordeau(path, text)
    except (ValueError, KeyError, IndexError, TypeError, RuntimeError, MemoryError) as error:
        raise InvalidTable(
            f"{path.name} is no benchmark file that is known: {error}",
            hint="Give a VRPLIB, Solomon, Homberger or Cordeau (several depots) file.",
        ) from error


def solve_benchmark(
    benchmark: Benchmark,
    seconds: float,
    seed: int = 0,
    cancelled: Callable[[], bool] = lambda: False,
    progress: Callable[[float], None] = lambda share: None,
    clock: Callable[[], float] = time.monotonic,
) -> Solved:
    """The best routes found within the seconds of a clock.

    Raises
    ------
    SolveCancelled
        If a person stopped it.
    """
    stop = Stopping(MOST_ITERATIONS, seconds, cancelled, progress, clock)
    best, data = searched(benchmark.data, stop, seed), benchmark.data
    # locations are numbered as in the file: depots first, customers after them
    depots, clients = data.depots(), data.clients()
    by_type: dict[int, list[tuple[int, ...]]] = {}
    for route in best.routes():
        visits = [depots[a.idx].location if a.is_depot() else clients[a.idx].location for a in list(route)[1:-1]]
        by_type.setdefault(route.vehicle_type(), []).append(tuple(visits))
    routes: list[tuple[int, ...]] = []
    for number, kind in enumerate(data.vehicle_types()):
        driven = by_type.get(number, [])
        idle = kind.num_available - len(driven) if benchmark.has_empty_routes else 0
        routes += [*driven, *[()] * idle]
    value = best.distance_cost() + best.duration_cost() + best.fixed_vehicle_cost() + best.uncollected_prizes()
    decimals = {1: 0, 10: 1}.get(benchmark.scale, 2)
    return Solved(benchmark.name, tuple(routes), value / benchmark.scale, decimals, best.is_feasible(), stop.steps)


def _vrplib(path: Path, text: str) -> Benchmark:
    has_windows = "TIME_WINDOW_SECTION" in text
    data = pyvrp.read(path, "dimacs" if has_windows else "round")
    return Benchmark(path.stem, data, 10 if has_windows else 1, data.num_depots > 1)


def _solomon(path: Path) -> Benchmark:
    told = vrplib.read_instance(path, instance_format="solomon")
    # cut, not rounded; a hair is added so that 28.3 x 10 is 283
    tenths: Any = (np.asarray(told["edge_weight"]) * 10 + 1e-7).astype(np.int64)
    windows, service = np.asarray(told["time_window"]) * 10, np.asarray(told["service_time"]) * 10
    where, demand = np.asarray(told["node_coord"], float), np.asarray(told["demand"])
    data = ProblemData(
        locations=[Location(float(x), float(y)) for x, y in where],
        clients=[
            Client(
                n,
                delivery=[int(demand[n])],
                service_duration=int(service[n]),
                tw_early=int(windows[n, 0]),
                tw_late=int(windows[n, 1]),
            )
            for n in range(1, len(where))
        ],
        depots=[Depot(0, tw_early=int(windows[0, 0]), tw_late=int(windows[0, 1]))],
        vehicle_types=[VehicleType(int(told["vehicles"]), [int(told["capacity"])], 0, 0)],
        distance_matrices=[tenths],
        duration_matrices=[tenths],
    )
    return Benchmark(path.stem, data, 10, False)


def _cordeau(path: Path, text: str) -> Benchmark:
    """Type 2: vehicles, customers, depots; a longest route and a load per depot; customers, then depots."""
    rows = [[float(word) for word in line.split()] for line in text.splitlines() if line.strip()]
    kind, vehicles, customers, depots = (int(value) for value in rows[0][:4])
    if kind not in (2, 6):
        raise ValueError(f"problems of type {kind} are not read, only those of several depots (2) and windows (6)")
    limits, lines = rows[1 : 1 + depots], rows[1 + depots : 1 + depots + customers + depots]
    if len(lines) != customers + depots:
        raise ValueError(f"{customers} customers and {depots} depots are announced, {len(lines)} lines follow")
    ordered = [*lines[customers:], *lines[:customers]]
    where = np.array([line[1:3] for line in ordered])
    exact = np.sqrt(((where[:, None] - where[None]) ** 2).sum(axis=2))
    matrix: Any = np.round(exact * EXACT).astype(np.int64)
    has_windows = kind == 6
    longest = [int(limit[0] * EXACT) or LONGEST * EXACT for limit in limits]
    data = ProblemData(
        locations=[Location(float(x), float(y)) for x, y in where],
        clients=[
            Client(
                depots + n,
                delivery=[int(line[4])],
                service_duration=int(line[3] * EXACT),
                tw_early=int(line[-2] * EXACT) if has_windows else 0,
                tw_late=int(line[-1] * EXACT) if has_windows else LONGEST * EXACT,
            )
            for n, line in enumerate(lines[:customers])
        ],
        depots=[
            Depot(n, tw_late=int(line[-1] * EXACT) if has_windows and line[-1] > 0 else LONGEST * EXACT)
            for n, line in enumerate(lines[customers:])
        ],
        vehicle_types=[
            VehicleType(vehicles, [int(limits[n][1])], n, n, shift_duration=longest[n]) for n in range(depots)
        ],
        distance_matrices=[matrix],
        duration_matrices=[matrix],
    )
    return Benchmark(path.stem or path.name, data, EXACT, True)
