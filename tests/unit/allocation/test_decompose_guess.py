"""The guess at a large plan, what is made of it, and that neither breaks a limit nor claims too much."""

import tracemalloc

import numpy as np
import pytest

from core.allocation.array_problem import ArrayProblem, HiGHSArrays
from core.allocation.decompose import blocks as blocks_module, can_be_split, solve_in_parts, watch as watch_module
from core.allocation.decompose.blocks import Blocks, matrix_of, split
from core.allocation.decompose.by_item import ByItem, goes_by_item
from core.allocation.decompose.first_order import FirstOrder
from core.allocation.decompose.pricing import Pricing
from core.allocation.decompose.repair import Repair
from core.allocation.decompose.watch import Watch
from core.allocation.linear_program import LinearProgram
from core.allocation.model import build_model
from core.allocation.problem import Problem, build_problem
from core.allocation.solve import Session
from core.allocation.solve_plan import plan_of
from core.audit import audit_plan
from tests.benchmark._instances import START, Size, draw_instance
from tests.random_operations import START as START_OF_RANDOM, random_case

SMALL = Size(camps=24, depots=3, items=4, weeks=4, links=2)
WITHIN = 1e-6

RANDOM = (2, 11, 14, 20)
"""Draws with several lots, leads, offers, both ways, and (14) a store nothing can reach."""


@pytest.fixture(scope="module")
def small() -> tuple[Problem, LinearProgram, Blocks]:
    drawn = draw_instance(SMALL)
    problem = build_problem(drawn.operation(), drawn.needs, drawn.scenario, START)
    program = build_model(problem)
    blocks = split(problem, program)
    assert blocks is not None
    return problem, program, blocks


@pytest.fixture(scope="module")
def optimum(small: tuple[Problem, LinearProgram, Blocks]) -> np.ndarray:
    problem, program, _ = small
    return Session(problem, program, time_limit_seconds=60.0).minimise(program.cost, "")


def worst_breach(program: LinearProgram, values: np.ndarray) -> float:
    """How far any limit is broken, as a share of the largest amount in the plan."""
    taken = matrix_of(program) @ values
    beyond = (program.row_lower - taken, taken - program.row_upper, -values, values - program.upper)
    return max(float(each.max()) for each in beyond) / max(float(np.abs(values).max()), 1.0)


def whole_scenario_of(seed: int) -> tuple | None:
    """A random operation that may be taken apart: with lots, leads, offers, earmarks, both ways, junctions."""
    operation, needs, scenario = random_case(seed)
    plain = scenario.model_copy(update={"fairness": "efficiency", "trips": "continuous", "limits": (), "decisions": ()})
    problem = build_problem(operation, needs, plain, START_OF_RANDOM)
    program = build_model(problem)
    return (operation, needs, plain, problem, program) if can_be_split(problem, program) else None


@pytest.mark.parametrize("seed", RANDOM)
def test_no_operation_has_its_optimum_under_the_bound_or_over_the_plan(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks_module, "FEWEST_BLOCKS", 1)
    case = whole_scenario_of(seed)
    if case is None:
        pytest.skip("This draw counts in whole units or trips.")
    operation, needs, scenario, problem, program = case
    best = float(program.cost @ Session(problem, program, time_limit_seconds=60.0).minimise(program.cost, ""))
    found = solve_in_parts(problem, program, time_limit_seconds=2.0)
    assert found is not None
    cost = float(program.cost @ found.values)
    assert cost * (1.0 - found.gap) <= best * (1 + WITHIN) + WITHIN
    assert cost >= best * (1 - WITHIN) - WITHIN
    report = audit_plan(operation, plan_of(problem, program, found, needs, scenario, {}))
    assert report.passed, report


def test_guess_comes_near_the_optimum_from_nothing(
    small: tuple[Problem, LinearProgram, Blocks], optimum: np.ndarray
) -> None:
    _, program, _ = small
    whole = ArrayProblem(program)
    guess = FirstOrder(np.zeros(program.n_columns), np.zeros(program.n_rows))
    guess.most_steps = 4000
    whole.solve(guess)
    assert whole.column_values is not None
    assert program.cost @ whole.column_values == pytest.approx(program.cost @ optimum, rel=0.02)
    assert worst_breach(program, whole.column_values) < 0.01


def test_guess_at_figures_far_apart_is_none_or_finite(small: tuple[Problem, LinearProgram, Blocks]) -> None:
    _, program, _ = small
    whole = ArrayProblem(program)
    whole.minimise(program.cost * 1e38)
    guess = FirstOrder(np.full(program.n_columns, 1e30), np.full(program.n_rows, 1e30))
    guess.most_steps = 20
    whole.solve(guess)
    assert whole.column_values is None or np.isfinite(whole.column_values).all()


def test_camps_kept_to_what_there_is_break_no_shared_limit(small: tuple[Problem, LinearProgram, Blocks]) -> None:
    _, program, blocks = small
    watch = Watch(60.0, None, None)
    greedy = np.full(program.n_columns, 1e5)
    most = Repair(blocks, watch).at_most(greedy, np.zeros(blocks.shared_rows.size))
    assert most is not None
    plan = Pricing(blocks, watch).least(most)
    assert plan is not None
    taken = np.asarray(blocks.use(plan).sum(axis=1)).ravel()
    throughput = np.isin(blocks.shared_rows, np.arange(*program.rows["throughput"].indices(program.n_rows)))
    assert throughput.any()
    assert (taken <= program.row_upper[blocks.shared_rows] * (1 + WITHIN))[throughput].all()


def test_prices_near_others_give_a_far_better_bound(
    small: tuple[Problem, LinearProgram, Blocks], optimum: np.ndarray
) -> None:
    _, program, blocks = small
    watch = Watch(60.0, None, None)
    pricing = Pricing(blocks, watch)
    draw = np.random.default_rng(3)
    prices = pricing.allowed(-np.abs(draw.normal(1.0, 0.1, blocks.shared_rows.size)))
    near = Repair(blocks, watch).prices_near(optimum, prices)
    bounds = [pricing.answer(each) for each in (prices, near)]
    assert bounds[0] is not None
    assert bounds[1] is not None
    assert bounds[0][0] < bounds[1][0] <= program.cost @ optimum * (1 + WITHIN)


def test_going_through_the_items_betters_a_plan_and_keeps_every_limit(
    small: tuple[Problem, LinearProgram, Blocks], optimum: np.ndarray
) -> None:
    problem, program, _ = small
    watch = Watch(60.0, None, None)
    assert goes_by_item(program)
    start = np.where(np.isin(np.arange(program.n_columns), _columns_without_goods_sent(program)), 0.0, optimum)
    start = _with_unmet(program, start)
    by_item = ByItem(problem, program, watch)
    found = by_item.bettered(start, np.zeros(program.n_rows))
    assert program.cost @ found < program.cost @ start
    assert program.cost @ found >= program.cost @ optimum * (1 - 1e-4)
    assert worst_breach(program, found) < 1e-4


def _columns_without_goods_sent(program: LinearProgram) -> np.ndarray:
    """Goods from one depot in the first week are left there and missed by the people: a plan far from the best."""
    ship = program.blocks["ship"]
    return program.columns["ship"].start + np.flatnonzero(ship["week"] == 0)


def _with_unmet(program: LinearProgram, values: np.ndarray) -> np.ndarray:
    """The nearest plan that sends no more than ``values``."""
    sent = ArrayProblem(program)
    upper = program.upper.copy()
    ship = program.columns["ship"]
    upper[ship] = values[ship]
    sent.allow_at_most(upper)
    sent.solve(HiGHSArrays())
    assert sent.column_values is not None
    return sent.column_values


def test_when_time_runs_out_half_way_the_best_plan_so_far_is_given(
    small: tuple[Problem, LinearProgram, Blocks], monkeypatch: pytest.MonkeyPatch
) -> None:
    problem, program, _ = small
    clock = watch_module.time.perf_counter
    late = [0.0]
    monkeypatch.setattr(watch_module.time, "perf_counter", lambda: clock() + late[0])

    def progress(share: float, words: str) -> None:
        if "items" in words:
            late[0] = 1000.0

    found = solve_in_parts(problem, program, time_limit_seconds=500.0, wanted_gap=0.0, progress=progress)
    assert late[0] > 0
    assert found is not None
    assert found.termination == "Time limit reached"
    assert 0 < found.gap < 0.5
    assert worst_breach(program, found.values) < WITHIN


def test_building_takes_a_few_times_the_room_of_its_coefficients() -> None:
    drawn = draw_instance(Size(camps=120, depots=6, items=8, weeks=8, links=None))
    problem = build_problem(drawn.operation(), drawn.needs, drawn.scenario, START)
    tracemalloc.start()
    program = build_model(problem)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 120 * program.n_nonzeros


def test_guess_makes_no_objects_of_pulp(small: tuple[Problem, LinearProgram, Blocks]) -> None:
    _, program, _ = small
    whole = ArrayProblem(program)
    guess = FirstOrder(np.zeros(program.n_columns), np.zeros(program.n_rows))
    guess.most_steps = 1
    whole.solve(guess)
    assert whole._made is None
