"""A PuLP problem that is arrays until somebody asks for objects."""

import numpy as np
import pulp
import pytest

from core.allocation.array_problem import ArrayProblem, HiGHSArrays
from core.allocation.linear_program import ProgramBuilder


def diet() -> ArrayProblem:
    """Two foods, two nutrients: 3 of the first and 1 of the second are best, at 11."""
    builder = ProgramBuilder()
    food = builder.add_columns("food", {"item": np.arange(2)}, upper=[3.0, np.inf])
    food.cost_usd = np.array([3.0, 2.0])
    first = builder.add_rows("nutrient", {"nutrient": np.arange(2)}, lower=[10.0, 4.0], upper=np.inf)
    food.enter(first, [3.0, 1.0])
    food.enter(first + 1, 1.0)
    return ArrayProblem(builder.assemble())


def test_matrix_is_stored_by_column():
    program = diet().program
    assert program.start.tolist() == [0, 2, 4]
    assert program.index.tolist() == [0, 1, 0, 1]
    assert program.value.tolist() == [3, 1, 1, 1]


def test_solving_makes_no_object():
    problem = diet()
    assert problem.solve(HiGHSArrays()) == pulp.LpStatusOptimal
    assert problem._made is None
    assert problem.column_values == pytest.approx([3, 1])
    assert (problem.numVariables(), problem.numConstraints(), problem.isMIP()) == (2, 2, 0)


def test_objects_carry_the_solution_and_pulp_reads_them():
    problem = diet()
    problem.solve(HiGHSArrays())
    assert [v.varValue for v in problem.variables()] == pytest.approx([3, 1])
    assert pulp.value(problem.objective) == pytest.approx(11)
    assert problem.get_constraint_by_name("nutrient_0").value() == pytest.approx(0)
    assert problem.valid(eps=1e-6)


def test_stock_pulp_solver_gives_the_same_answer():
    problem = diet()
    problem.solve(pulp.HiGHS(msg=False))
    assert pulp.value(problem.objective) == pytest.approx(11)
    assert "food_0" in repr(problem)


def test_exchanging_the_objective_keeps_the_live_solver_and_its_bounds():
    problem = diet()
    problem.solve(HiGHSArrays())
    live = problem.solverModel
    live.changeColBounds(0, 0.0, 2.0)
    problem.minimise(np.array([1.0, 5.0]))
    problem.solve(HiGHSArrays())
    assert problem.solverModel is live
    assert problem.column_values == pytest.approx([2, 4])


def test_columns_and_rows_say_what_they_stand_for():
    program = diet().program
    assert program.column_label(1) == ("food", {"item": 1})
    assert program.row_label(0) == ("nutrient", {"nutrient": 0})
    with pytest.raises(IndexError):
        program.column_label(2)


def test_infeasible_is_said():
    problem = diet()
    HiGHSArrays().load(problem).changeColsBounds(2, np.arange(2, dtype=np.int32), np.zeros(2), np.ones(2))
    assert problem.solve(HiGHSArrays()) == pulp.LpStatusInfeasible
