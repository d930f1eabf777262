"""Public benchmark files: read as their authors meant them, and solved close to the best known."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from core.dispatch import read_benchmark, solve_benchmark
from core.errors import InvalidScenario, InvalidTable, SourceUnavailable
from core.services.solve_benchmark import solve_benchmark_file
from tests.benchmark.routes import BEST_KNOWN, FILES

PLACES = np.array([[0, 0], [0, 10], [10, 10], [10, 0], [7, 7]])
TINY = """NAME : tiny
TYPE : CVRP
DIMENSION : 5
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 0 10
3 10 10
4 10 0
5 7 7
DEMAND_SECTION
1 0
2 4
3 5
4 6
5 2
DEPOT_SECTION
1
-1
EOF
"""
SEVERAL_DEPOTS = (
    TINY.replace("CAPACITY", "VEHICLES : 4\nCAPACITY")
    .replace("2 4\n", "2 0\n")
    .replace("DEPOT_SECTION\n1\n", "VEHICLES_DEPOT_SECTION\n1 1\n2 1\n3 2\n4 2\nDEPOT_SECTION\n1\n2\n")
)


def whole(distance: float) -> float:
    """A distance rounded as VRPLIB rounds it."""
    return float(np.floor(distance + 0.5))


def cost_of(solved, where, rounded, depots=(0,)) -> float:
    """The cost of routes added up anew; each from the depot that is best for it."""
    total = 0.0
    for route in solved.routes:
        ways = []
        for depot in depots:
            laps = itertools.pairwise([depot, *route, depot])
            ways.append(sum(rounded(float(np.hypot(*(where[a] - where[b])))) for a, b in laps))
        total += min(ways) if route else 0.0
    return total


def test_a_capacity_problem_is_solved_and_its_cost_adds_up(tmp_path):
    (tmp_path / "tiny.vrp").write_text(TINY)
    solved = solve_benchmark(read_benchmark(tmp_path / "tiny.vrp"), 0.5)
    assert solved.is_feasible
    assert sorted(visit for route in solved.routes for visit in route) == [1, 2, 3, 4]
    assert solved.cost == cost_of(solved, PLACES, whole)
    text = solved.as_text().splitlines()
    assert text[0].startswith("Route #1: ")
    assert text[-1] == f"Cost {solved.cost:.0f}"


def test_a_file_of_several_depots_numbers_customers_after_them(tmp_path):
    (tmp_path / "several.vrp").write_text(SEVERAL_DEPOTS)
    solved = solve_benchmark(read_benchmark(tmp_path / "several.vrp"), 0.5)
    assert sorted(visit for route in solved.routes for visit in route) == [2, 3, 4]
    assert len(solved.routes) == 4
    assert solved.cost == cost_of(solved, PLACES, whole, depots=(0, 1))


def test_distances_of_windows_are_cut_to_one_decimal():
    solved = solve_benchmark_file(FILES / "RC208.txt", 1.5)
    lines = [line.split() for line in (FILES / "RC208.txt").read_text().splitlines()]
    rows = np.array([list(map(float, line)) for line in lines if len(line) == 7 and line[0].isdigit()])
    assert solved.cost == pytest.approx(cost_of(solved, rows[:, 1:3], lambda km: int(km * 10 + 1e-7) / 10), abs=1e-6)
    assert solved.as_text().splitlines()[-1] == f"Cost {solved.cost:.1f}"
    assert solved.is_feasible
    assert solved.cost < 1.1 * BEST_KNOWN["RC208.txt"]


def test_a_problem_of_cordeau_is_exact_and_keeps_its_depots():
    solved = solve_benchmark_file(FILES / "p01.txt", 2)
    rows = [line.split() for line in (FILES / "p01.txt").read_text().splitlines() if line.strip()]
    lines = [list(map(float, row)) for row in rows[5:59]]
    where = np.array([line[1:3] for line in [*lines[50:], *lines[:50]]])
    assert solved.cost == pytest.approx(cost_of(solved, where, float, depots=(0, 1, 2, 3)), abs=0.05)
    assert sorted(visit for route in solved.routes for visit in route) == list(range(4, 54))
    assert solved.cost <= 1.02 * BEST_KNOWN["p01.txt"]


@pytest.mark.parametrize("name", sorted(BEST_KNOWN))
def test_every_file_shipped_is_read(name):
    assert read_benchmark(FILES / name).data.num_clients >= 50


@pytest.mark.parametrize(
    "text", ["", "hello", "1 2 3", "2 4 50 4\n0 80", "DIMENSION : 3\nTYPE : CVRP", "9 4 5 1\n0 1\n0 1\n"]
)
def test_a_file_of_something_else_is_refused_by_name(tmp_path, text):
    (tmp_path / "odd.vrp").write_text(text)
    with pytest.raises(InvalidTable, match=r"odd\.vrp is no benchmark"):
        read_benchmark(tmp_path / "odd.vrp")


def test_a_problem_beyond_what_can_be_held_is_refused_before_it_is_built(tmp_path):
    (tmp_path / "huge.vrp").write_text("NAME : huge\nDIMENSION : 2000000\n")
    with pytest.raises(InvalidTable, match="2,000,000 places, and 10,000 at most"):
        read_benchmark(tmp_path / "huge.vrp")


def test_a_missing_file_and_odd_seconds_are_refused():
    with pytest.raises(SourceUnavailable):
        read_benchmark(Path("nowhere.vrp"))
    with pytest.raises(InvalidScenario, match="seconds"):
        solve_benchmark_file(FILES / "p01.txt", 0)
