"""The array-backed problem is the plain PuLP problem, row by row and in what it answers."""

import warnings

import numpy as np
import pulp
import pytest

from core.allocation import solve_plan
from core.allocation.array_problem import ArrayProblem
from core.allocation.model import build_model
from core.allocation.problem import Problem, build_problem
from core.domain.scenario import Scenario
from tests.plain_pulp import PlainProblem, plain_problem
from tests.random_operations import START, random_case, small_needs, small_operation

SEEDS = range(12)


def cbc(gap: float | None = None) -> pulp.LpSolver:
    """CBC as it comes with PuLP, whose class warns that it will move."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pulp.PULP_CBC_CMD(msg=False, gapRel=gap)


def commodity_name(problem: Problem, commodity: int) -> tuple:
    goods = problem.commodities
    expires = goods.expires[commodity]
    return (
        problem.items[goods.item[commodity]],
        goods.lots[goods.lot[commodity]] if goods.lot[commodity] >= 0 else "",
        "" if expires is not expires or str(expires) == "NaT" else str(expires.date()),
        problem.places[goods.earmark[commodity]] if goods.earmark[commodity] >= 0 else "",
    )


def as_plain_key(problem: Problem, name: str, key: dict[str, int]) -> tuple:
    """What the plain problem calls a column or row."""
    network, goods = problem.network, problem.commodities
    parts: list = [name]
    for field, value in key.items():
        if field == "arc":
            parts.append((network.routes[network.route[value]], "back" if network.backward[value] else "forth"))
        elif field == "commodity":
            parts.append(commodity_name(problem, value))
        elif field == "site":
            parts += [problem.places[goods.site_place[value]], commodity_name(problem, goods.site_commodity[value])]
        elif field == "pair" and name != "deliver":
            parts += [problem.places[problem.pair_camp[value]], problem.items[problem.pair_item[value]]]
        elif field == "place":
            parts.append(problem.places[value])
        elif field == "route":
            parts.append(network.routes[value])
        elif field not in ("pair", "all"):
            parts.append(value)
    return tuple(parts)


def assert_equal_row_by_row(problem: Problem, plain: PlainProblem) -> None:
    program = build_model(problem)
    keys = [as_plain_key(problem, *program.column_label(n)) for n in range(program.n_columns)]
    assert set(keys) == set(plain.variables)
    costs = {v.name: c for v, c in plain.prob.objective.items()}
    rows: dict[int, dict[str, float]] = {n: {} for n in range(program.n_rows)}
    for n, key in enumerate(keys):
        twin = plain.variables[key]
        assert twin.lowBound == program.lower[n]
        assert (np.inf if twin.upBound is None else twin.upBound) == pytest.approx(program.upper[n])
        assert (twin.cat == pulp.LpInteger) == program.integer[n]
        assert costs.get(twin.name, 0.0) == pytest.approx(program.cost[n])
        for at in range(program.start[n], program.start[n + 1]):
            rows[program.index[at]][twin.name] = program.value[at]
    seen = set()
    for n, coefficients in rows.items():
        key = as_plain_key(problem, *program.row_label(n))
        if not coefficients:
            assert program.row_lower[n] <= 0 <= program.row_upper[n] or key[0] == "decisions"
            continue
        twin = plain.rows[key]
        seen.add(key)
        expected = {v.name: c for v, c in twin.items() if c != 0}
        assert expected == pytest.approx(coefficients)
        assert (-np.inf if twin.getLb() is None else twin.getLb()) == pytest.approx(program.row_lower[n])
        assert (np.inf if twin.getUb() is None else twin.getUb()) == pytest.approx(program.row_upper[n])
    assert {key for key, row in plain.rows.items() if any(c != 0 for c in row.values())} == seen


@pytest.mark.parametrize("seed", SEEDS)
def test_array_problem_equals_plain_problem_row_by_row(seed):
    operation, needs, scenario = random_case(seed)
    assert_equal_row_by_row(
        build_problem(operation, needs, scenario, START), plain_problem(operation, needs, scenario, START)
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_plan_has_the_optimum_of_the_plain_problem(seed):
    operation, needs, scenario = random_case(seed)
    plan = solve_plan(operation, needs, scenario, START)
    # what the fast problem leaves out changes no optimum
    plain = plain_problem(operation, needs, scenario, START, everywhere=True)
    plain.prob.solve(pulp.HiGHS(msg=False) if seed % 2 else cbc())
    assert plain.prob.sol_status == pulp.LpSolutionOptimal
    assert plan.summary["objective"] == pytest.approx(plain.objective(), rel=1e-6, abs=1e-4)


@pytest.mark.parametrize("scenario", [Scenario(weeks=4), Scenario(weeks=4, trips="whole")], ids=["continuous", "whole"])
def test_small_operation_equals_its_plain_problem(scenario):
    operation, needs = small_operation(), small_needs()
    problem, plain = (make(operation, needs, scenario, START) for make in (build_problem, plain_problem))
    assert_equal_row_by_row(problem, plain)
    close = 2e-3 if scenario.trips == "whole" else 1e-6
    plain.prob.solve(cbc(close))
    plan = solve_plan(operation, needs, scenario, START)
    bound = plan.summary["objective"] * (1 - plan.report.gap)
    assert bound * (1 - 1e-6) <= plain.objective() <= plan.summary["objective"] * (1 + close)


def test_objects_made_on_demand_give_another_solver_the_same_problem():
    operation, needs = small_operation(), small_needs()
    scenario = Scenario(weeks=4)
    problem = ArrayProblem(build_model(build_problem(operation, needs, scenario, START)))
    assert problem._made is None
    problem.solve(cbc())
    assert pulp.LpStatus[problem.status] == "Optimal"
    reported = solve_plan(operation, needs, scenario, START).summary["objective"]
    assert pulp.value(problem.objective) == pytest.approx(reported, rel=1e-6)
    assert problem.numVariables() == len(problem.variables())
