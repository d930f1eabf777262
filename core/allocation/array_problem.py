"""A PuLP problem backed by arrays, and the solver that hands the arrays to HiGHS in one call.

Built the usual way, a PuLP problem costs 170 to 300 times the build and transfer time of HiGHS itself, nearly all of it
in Python objects per variable and per coefficient. Here the arrays are the problem; variables and constraints are made
only when somebody asks for them, for another solver or a file.
"""

from dataclasses import replace
from typing import Any

import highspy
import numpy as np
import pulp
from pulp.apis.core import LpSolver

from core.allocation.linear_program import LinearProgram


class ArrayProblem(pulp.LpProblem):
    """A PuLP minimisation problem whose variables and constraints are made lazily from arrays.

    Overrides ``_constraints``, ``_variables``, ``_variable_ids`` and ``objective`` of PuLP 3.3, where ``LpProblem``
    keeps its objects. Bounds on both sides of a row are not part of PuLP; a row is an equality or has one bound.
    """

    def __init__(self, program: LinearProgram, name: str = "allocation") -> None:
        self.program = program
        self.costs = program.cost
        self.column_values: np.ndarray | None = None
        self._made: _Objects | None = None
        super().__init__(name, pulp.LpMinimize)

    def minimise(self, costs: np.ndarray) -> None:
        """Exchange the objective: a cost per column."""
        self.costs = costs
        self._made = None

    def allow_at_most(self, upper: np.ndarray) -> None:
        """Exchange the upper bound of every column in the live solver, where there is one, and in the problem."""
        self.program = replace(self.program, upper=upper)
        self._made = None
        if self.solverModel is not None:
            every = np.arange(upper.size, dtype=np.int32)
            self.solverModel.changeColsBounds(every.size, every, self.program.lower, upper)

    def solve(self, solver: LpSolver | None = None, **kwargs: Any) -> int:
        """Solve; with a solver that ``takes_arrays`` no object is made."""
        if solver is None or not getattr(solver, "takes_arrays", False):
            return super().solve(solver, **kwargs)
        self.startClock()
        status = solver.actualSolve(self)
        self.stopClock()
        self.solver = solver
        return status

    def take_values(self, values: np.ndarray) -> None:
        """Keep the solution; variables made now or later carry it."""
        self.column_values = values
        if self._made is not None:
            self._made.take_values(values)

    def isMIP(self) -> int:
        """1 if a column must be whole."""
        return int(self.program.is_mixed_integer())

    def numVariables(self) -> int:
        """Columns."""
        return self.program.n_columns

    def numConstraints(self) -> int:
        """Rows."""
        return self.program.n_rows

    def _objects(self) -> "_Objects":
        if self._made is None:
            self._made = _Objects(self)
            if self.column_values is not None:
                self._made.take_values(self.column_values)
        return self._made

    # LpProblem.__init__ sets these to empty containers: what it sets is dropped, the arrays are the content.

    @property
    def _constraints(self) -> dict[str, pulp.LpConstraint]:
        return self._objects().constraints

    @_constraints.setter
    def _constraints(self, value: object) -> None:
        pass

    @property
    def _variables(self) -> list[pulp.LpVariable]:
        return self._objects().variables

    @_variables.setter
    def _variables(self, value: object) -> None:
        pass

    @property
    def _variable_ids(self) -> dict[int, pulp.LpVariable]:
        return self._objects().variable_ids

    @_variable_ids.setter
    def _variable_ids(self, value: object) -> None:
        pass

    @property
    def objective(self) -> pulp.LpAffineExpression | None:
        """What is minimised, as an expression."""
        return None if "program" not in self.__dict__ else self._objects().objective

    @objective.setter
    def objective(self, value: pulp.LpAffineExpression | None) -> None:
        if value is not None:
            self._objects().objective = value


class _Objects:
    """The PuLP variables, constraints and objective of an array problem."""

    def __init__(self, problem: ArrayProblem) -> None:
        program = problem.program
        self.columns = [
            problem.add_variable(
                name,
                None if np.isneginf(low) else float(low),
                None if np.isposinf(up) else float(up),
                pulp.LpInteger if whole else pulp.LpContinuous,
            )
            for name, low, up, whole in zip(
                _names(program.blocks), program.lower, program.upper, program.integer, strict=True
            )
        ]
        self.variables = list(self.columns)
        self.variable_ids = {variable.hash: variable for variable in self.columns}
        self.objective = pulp.LpAffineExpression(
            [(v, float(c)) for v, c in zip(self.columns, problem.costs, strict=True) if c != 0]
        )
        rows: list[list[tuple[pulp.LpVariable, float]]] = [[] for _ in range(program.n_rows)]
        for position, variable in enumerate(self.columns):
            entries = slice(program.start[position], program.start[position + 1])
            for row, value in zip(program.index[entries], program.value[entries], strict=True):
                rows[row].append((variable, float(value)))
        self.constraints = {
            name: _constraint(name, terms, low, up)
            for name, terms, low, up in zip(
                _names(program.families), rows, program.row_lower, program.row_upper, strict=True
            )
        }

    def take_values(self, values: np.ndarray) -> None:
        for variable, value in zip(self.columns, values.tolist(), strict=True):
            variable.varValue = value


def _names(parts: Any) -> list[str]:
    """``block_key_key``: a name per column or row, from what it stands for."""
    names: list[str] = []
    for name, part in parts.items():
        keys = zip(*(np.asarray(values).tolist() for values in part.keys.values()), strict=True)
        names += ["_".join((name, *map(str, key))) for key in keys]
    return names


def _constraint(name: str, terms: list[tuple[pulp.LpVariable, float]], low: float, up: float) -> pulp.LpConstraint:
    sense = pulp.LpConstraintEQ if low == up else pulp.LpConstraintLE if np.isfinite(up) else pulp.LpConstraintGE
    bound = low if sense == pulp.LpConstraintGE else up
    return pulp.LpConstraint(pulp.LpAffineExpression(terms), sense, name, float(bound))


class HiGHSArrays(LpSolver):
    """HiGHS in this process, given the arrays of an ``ArrayProblem`` by one ``passModel``.

    The live ``highspy.Highs`` stays in ``problem.solverModel``. A problem solved again keeps it: only the costs are
    exchanged, and bounds edited on the live object stay.
    """

    name = "HiGHSArrays"
    takes_arrays = True

    def __init__(self, **options: Any) -> None:
        super().__init__(mip=True, msg=False)
        self.highs_options = options

    def available(self) -> bool:
        """HiGHS is a dependency, so always."""
        return True

    def load(self, problem: ArrayProblem) -> highspy.Highs:
        """The live solver of a problem; the arrays are passed the first time."""
        program = problem.program
        highs = problem.solverModel
        if highs is None:
            highs = highspy.Highs()
            highs.setOptionValue("output_flag", False)
            highs.passModel(
                program.n_columns,
                program.n_rows,
                program.n_nonzeros,
                int(highspy.MatrixFormat.kColwise),
                int(highspy.ObjSense.kMinimize),
                0.0,
                problem.costs,
                program.lower,
                program.upper,
                program.row_lower,
                program.row_upper,
                program.start,
                program.index,
                program.value,
                program.integer.astype(np.int32),
            )
            problem.solverModel = highs
        else:
            every = np.arange(program.n_columns, dtype=np.int32)
            highs.changeColsCost(program.n_columns, every, problem.costs)
        for option, value in self.highs_options.items():
            highs.setOptionValue(option, value)
        return highs

    def actualSolve(self, lp: ArrayProblem, **kwargs: Any) -> int:
        """Run HiGHS and keep its solution as arrays."""
        highs = self.load(lp)
        highs.run()
        status = highs.getModelStatus()
        found = highs.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        # Beside quantities of 1e12 the last digits alone are more than the solver's absolute tolerance.
        found |= status == highspy.HighsModelStatus.kOptimal
        if found:
            lp.take_values(np.array(highs.getSolution().col_value))
        if status == highspy.HighsModelStatus.kOptimal:
            lp.assignStatus(pulp.LpStatusOptimal, pulp.LpSolutionOptimal)
        elif status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            lp.assignStatus(pulp.LpStatusInfeasible, pulp.LpSolutionInfeasible)
        elif found:
            lp.assignStatus(pulp.LpStatusOptimal, pulp.LpSolutionIntegerFeasible)
        else:
            lp.assignStatus(pulp.LpStatusNotSolved, pulp.LpSolutionNoSolutionFound)
        return lp.status
