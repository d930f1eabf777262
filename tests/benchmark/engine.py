"""Build and transfer of the allocation beside direct highspy, stock PuLP and linopy; plans in parts beside the whole.

Run on a quiet machine: ``python -m tests.benchmark engine``. CPU seconds of one thread. ``AID_BENCH_SIZES=S`` runs one
size; ``AID_BENCH_SOLVE=M,L`` solves those in parts too, and the whole of M, which takes minutes.
"""

import os
import resource
import statistics
import subprocess
import time
import venv
from pathlib import Path

import numpy as np
import pulp

from core.allocation.array_problem import ArrayProblem, HiGHSArrays
from core.allocation.decompose import solve_in_parts
from core.allocation.model import build_model
from core.allocation.problem import build_problem
from core.domain.operation import Operation
from core.domain.weeks import planning_weeks
from core.settings import PROJECT
from tests.benchmark._direct import direct_arrays, direct_model
from tests.benchmark._instances import SIZES, START, Instance, draw_instance

ROUNDS = {"S": 15, "M": 5, "L": 1}
MOST_TIMES_DIRECT = 1.3
WANTED_GAP = {"S": 0.01, "M": 0.01, "L": 0.02}
SECONDS = {"S": 60.0, "M": 300.0, "L": 600.0}
SHARE_OF_WHOLE = 0.25
LARGEST_FOR_STOCK_PULP = "S"
LINOPY = PROJECT / "var" / "linopy"


def main() -> bool:
    """Print the tables; whether every bound holds."""
    sizes = os.environ.get("AID_BENCH_SIZES", "S,M,L").split(",")
    held = [report_build(size) for size in sizes]
    held += [report_plan(size) for size in os.environ.get("AID_BENCH_SOLVE", "").split(",") if size]
    return all(held)


def report_build(size: str) -> bool:
    """One line of build and transfer; whether ours is within ``MOST_TIMES_DIRECT``."""
    instance = draw_instance(SIZES[size])
    direct, ours, parts = [], [], []
    for _ in range(ROUNDS[size]):
        operation = instance.operation()
        direct.append(direct_seconds(operation, instance))
        parts.append(our_seconds(operation, instance))
        ours.append(sum(parts[-1]))
    ratio = statistics.median(own / other for own, other in zip(ours, direct, strict=True))
    tables, build, transfer = np.median(parts, axis=0)
    stock = f"{pulp_seconds(operation, instance):.2f}" if size == LARGEST_FOR_STOCK_PULP else "-"
    linopy = linopy_seconds(operation, instance, min(ROUNDS[size], 3))
    print(
        f"{size}: direct {statistics.median(direct):.4f} s, ours {statistics.median(ours):.4f} s (tables {tables:.4f}, "
        f"build {build:.4f}, transfer {transfer:.4f}), times direct {ratio:.2f}; stock PuLP {stock} s; linopy "
        f"{'-' if linopy is None else f'{linopy:.2f}'} s; peak {peak_mib():.0f} MiB",
        flush=True,
    )
    return ratio <= MOST_TIMES_DIRECT


def direct_seconds(operation: Operation, instance: Instance) -> float:
    """Tables to a live solver by the program written for it alone."""
    weeks = planning_weeks(START, instance.scenario.weeks)
    began = time.process_time()
    direct_model(operation, instance.needs, instance.scenario.penalty_usd, weeks)
    return time.process_time() - began


def our_seconds(operation: Operation, instance: Instance) -> tuple[float, float, float]:
    """Tables to arrays, arrays to a program, program to a live solver."""
    clock = [time.process_time()]
    problem = build_problem(operation, instance.needs, instance.scenario, START)
    clock.append(time.process_time())
    program = build_model(problem)
    clock.append(time.process_time())
    HiGHSArrays().load(ArrayProblem(program))
    clock.append(time.process_time())
    return clock[1] - clock[0], clock[2] - clock[1], clock[3] - clock[2]


def pulp_seconds(operation: Operation, instance: Instance) -> float:
    """The program as PuLP's own objects, built row by row as the tests' oracle does, and handed over by PuLP itself."""
    from tests.plain_pulp import plain_problem

    began = time.process_time()
    plain = plain_problem(operation, instance.needs, instance.scenario, START)
    solver = pulp.HiGHS(msg=False)
    solver.createAndConfigureSolver(plain.prob)
    solver.buildSolverModel(plain.prob)
    return time.process_time() - began


def linopy_seconds(operation: Operation, instance: Instance, rounds: int) -> float | None:
    """Arrays to a live solver in linopy, in its own environment; None where that cannot be made."""
    python, given = LINOPY / "bin" / "python", LINOPY.with_suffix(".npz")
    try:
        if not python.is_file():
            venv.create(LINOPY, with_pip=True)
            subprocess.run([python, "-m", "pip", "install", "-q", "linopy", "highspy"], check=True)
        weeks = planning_weeks(START, instance.scenario.weeks)
        np.savez(given, **direct_arrays(operation, instance.needs, instance.scenario.penalty_usd, weeks))
        script = Path(__file__).with_name("_linopy_build.py")
        done = subprocess.run(
            [python, script, given, str(rounds)],
            check=True,
            capture_output=True,
            text=True,
            env=os.environ | {"OMP_NUM_THREADS": "1"},
        )
        return float(done.stdout.split()[-1])
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"linopy: {error} {getattr(error, 'stderr', '')}")
        return None


def report_plan(size: str) -> bool:
    """The plan in parts and, of S and M, the whole; whether gap and time are as wanted and the gap is honest."""
    instance = draw_instance(SIZES[size])
    problem = build_problem(instance.operation(), instance.needs, instance.scenario, START)
    program = build_model(problem)
    began, wall = time.process_time(), time.perf_counter()
    told: list[tuple[float, str]] = []
    found = solve_in_parts(
        problem,
        program,
        time_limit_seconds=SECONDS[size],
        wanted_gap=WANTED_GAP[size],
        progress=lambda share, words: told.append((time.process_time() - began, words)),
    )
    seconds, wall = time.process_time() - began, time.perf_counter() - wall
    assert found is not None
    for at, words in told:
        print(f"   {at:7.1f} s {words}")
    cost = float(program.cost @ found.values)
    print(
        f"{size}: plan {cost:,.0f} USD, proved within {found.gap:.2%}, {seconds:.1f} CPU s, {wall:.1f} s; "
        f"peak {peak_mib():.0f} MiB",
        flush=True,
    )
    held = found.gap <= WANTED_GAP[size] and wall <= SECONDS[size]
    if size == "L":
        return held and peak_mib() <= 6 * 1024
    began = time.process_time()
    whole = ArrayProblem(program)
    whole.solve(HiGHSArrays(solver="ipx", run_crossover="off", threads=1))
    whole_seconds, best = time.process_time() - began, whole.solverModel.getInfo().objective_function_value
    print(f"{size}: whole {best:,.0f} USD, {whole_seconds:.1f} CPU s; the plan is {cost / best - 1:.2%} above it")
    honest = cost * (1 - found.gap) <= best * (1 + 1e-6) and cost >= best * (1 - 1e-6)
    return held and honest and (size == "S" or seconds <= SHARE_OF_WHOLE * whole_seconds)


def peak_mib() -> float:
    """Most memory this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    raise SystemExit(not main())
