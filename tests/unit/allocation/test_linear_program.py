"""Blocks of columns put together to one matrix."""

import numpy as np
from scipy import sparse

from core.allocation import linear_program
from core.allocation.linear_program import NO_ROW, LinearProgram, ProgramBuilder


def _matrix(program: LinearProgram) -> list[list[float]]:
    shape = (program.n_rows, program.n_columns)
    return sparse.csc_matrix((program.value, program.index, program.start), shape=shape).toarray().tolist()


def _program() -> LinearProgram:
    builder = ProgramBuilder()
    x = builder.add_columns("x", {"n": np.arange(3)})
    y = builder.add_columns("y", {"n": np.arange(2)}, upper=4.0)
    first = builder.add_rows("few", {"n": np.arange(2)}, upper=1.0)
    x.enter(
        first + np.array([[0, NO_ROW, 1]]),
        np.array([5.0, 7.0]),
        rows_at=np.array([2, 1, 0]),
        values_at=np.array([1, 0, 0]),
    )
    last = builder.add_rows("all", {"n": np.arange(1)}, lower=0.0, upper=2.0)
    x.enter(last, np.array([1.0, 0.0, 3.0]))
    y.enter(last, -1.0)
    y.cost_usd = np.array([2.0, 3.0])
    return builder.assemble()


def test_columns_have_the_rows_and_values_they_point_at():
    assert _matrix(_program()) == [[0, 0, 5, 0, 0], [7, 0, 0, 0, 0], [1, 0, 3, -1, -1]]


def test_how_many_columns_are_put_together_at_once_changes_nothing(monkeypatch):
    whole = _program()
    monkeypatch.setattr(linear_program, "COLUMNS_AT_ONCE", 2)
    parts = _program()
    for name in ("start", "index", "value"):
        assert np.array_equal(getattr(whole, name), getattr(parts, name))


def test_bounds_and_costs_are_those_of_the_blocks():
    program = _program()
    assert program.cost.tolist() == [0, 0, 0, 2, 3]
    assert program.upper.tolist() == [np.inf] * 3 + [4.0] * 2
    assert program.row_lower.tolist() == [-np.inf, -np.inf, 0.0]
