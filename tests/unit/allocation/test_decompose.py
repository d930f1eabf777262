"""Large problems in parts: the gap a plan states holds, and the plan keeps every limit."""

import numpy as np
import pytest

from core.allocation import solve_plan
from core.allocation.decompose import can_be_split, solve_in_parts
from core.allocation.decompose.blocks import SHARED, split
from core.allocation.decompose.pricing import Pricing
from core.allocation.decompose.watch import Watch
from core.allocation.linear_program import LinearProgram
from core.allocation.model import build_model
from core.allocation.problem import Problem, build_problem
from core.audit import audit_plan
from core.domain.scenario import Scenario
from core.errors import SolveCancelled, SolverFailed
from tests.benchmark._instances import START, Instance, Size, draw_instance
from tests.random_operations import START as START_OF_SMALL, small_needs, small_operation

SMALL = Size(camps=24, depots=3, items=4, weeks=4, links=2)
WITHIN = 1e-6


@pytest.fixture(scope="module")
def instance() -> Instance:
    return draw_instance(SMALL)


def taken_apart(instance: Instance) -> tuple[Problem, LinearProgram]:
    problem = build_problem(instance.operation(), instance.needs, instance.scenario, START)
    return problem, build_model(problem)


def optimum(instance: Instance) -> float:
    return solve_plan(instance.operation(), instance.needs, instance.scenario, START).summary["objective"]


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_optimum_lies_between_the_bound_and_the_plan(seed: int) -> None:
    drawn = draw_instance(SMALL, seed)
    problem, program = taken_apart(drawn)
    found = solve_in_parts(problem, program, time_limit_seconds=60.0, wanted_gap=0.02)
    assert found is not None
    cost = float(program.cost @ found.values)
    bound = cost * (1 - found.gap)
    assert found.gap <= 0.02
    assert bound <= optimum(drawn) * (1 + WITHIN)
    assert cost >= optimum(drawn) * (1 - WITHIN)


def test_any_prices_give_a_bound(instance: Instance) -> None:
    problem, program = taken_apart(instance)
    blocks = split(problem, program)
    assert blocks is not None
    pricing = Pricing(blocks, Watch(60.0, None, None))
    draw = np.random.default_rng(5)
    best = optimum(instance)
    for scale in (0.0, 1e-3, 1.0, 100.0):
        answer = pricing.answer(draw.normal(0.0, scale, blocks.shared_rows.size))
        assert answer is not None
        assert answer[0] <= best * (1 + WITHIN)


def test_every_camp_is_a_block_and_depots_are_in_none(instance: Instance) -> None:
    problem, program = taken_apart(instance)
    blocks = split(problem, program)
    assert blocks is not None
    assert blocks.count == SMALL.camps
    hold = program.columns["hold"]
    place = problem.commodities.site_place[program.blocks["hold"]["site"]]
    np.testing.assert_array_equal(blocks.of_column[hold] == SHARED, place >= problem.n_camps)
    inner = np.concatenate(blocks.rows)
    assert np.intersect1d(inner, blocks.shared_rows).size == 0
    assert inner.size + blocks.shared_rows.size == program.n_rows


def test_plan_in_parts_passes_the_audit_and_comes_out_the_same_twice(instance: Instance) -> None:
    operation = instance.operation()
    plans = [solve_plan(operation, instance.needs, instance.scenario, START, most_columns_at_once=0) for _ in range(2)]
    assert plans[0].report.status == "best_found"
    assert 0 < plans[0].report.gap <= 0.01
    assert audit_plan(operation, plans[0]).passed
    for name, table in plans[0].tables.items():
        assert table.equals(plans[1].tables[name]), name


def test_a_plan_with_fixed_choices_or_whole_trips_is_not_taken_apart(instance: Instance) -> None:
    whole = instance.scenario.model_copy(update={"trips": "whole"})
    problem = build_problem(instance.operation(), instance.needs, whole, START)
    assert not can_be_split(problem, build_model(problem))


def test_what_does_not_come_apart_is_solved_whole() -> None:
    plan = solve_plan(small_operation(), small_needs(), Scenario(weeks=4), START_OF_SMALL, most_columns_at_once=0)
    assert plan.report.status == "optimal"


def test_no_time_is_told_as_no_plan(instance: Instance) -> None:
    with pytest.raises(SolverFailed):
        solve_in_parts(*taken_apart(instance), time_limit_seconds=0.0)


def test_search_can_be_cancelled_and_tells_how_far_the_plan_is(instance: Instance) -> None:
    told: list[str] = []
    with pytest.raises(SolveCancelled):
        solve_in_parts(
            *taken_apart(instance),
            time_limit_seconds=60.0,
            wanted_gap=0.0,
            cancelled=lambda: any("from the best" in words for words in told),
            progress=lambda share, words: told.append(words),
        )
    assert "from the best" in told[-1]


def test_a_cancelled_search_gives_the_best_plan_so_far_with_its_gap_where_that_is_asked_for(instance: Instance) -> None:
    told: list[str] = []
    operation = instance.operation()
    plan = solve_plan(
        operation,
        instance.needs,
        instance.scenario,
        START,
        most_columns_at_once=0,
        cancelled=lambda: any("from the best" in words for words in told),
        progress=lambda share, words: told.append(words),
        best_so_far=True,
    )
    assert plan.report.was_cancelled()
    assert (plan.report.status, plan.summary["termination"]) == ("best_found", "Cancelled")
    assert audit_plan(operation, plan).passed
    bound = plan.summary["objective"] * (1 - plan.report.gap)
    assert bound <= optimum(instance) * (1 + WITHIN)


def test_a_search_cancelled_before_there_is_a_plan_is_cancelled(instance: Instance) -> None:
    with pytest.raises(SolveCancelled):
        solve_in_parts(*taken_apart(instance), time_limit_seconds=60.0, cancelled=lambda: True, best_so_far=True)
