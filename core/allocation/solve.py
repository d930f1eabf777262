"""The only place a problem is solved: stages of a fairness rule, time limit, cancelling, and what came of it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from core.allocation.array_problem import ArrayProblem, HiGHSArrays
from core.allocation.infeasible import limits_in_conflict
from core.allocation.linear_program import LinearProgram
from core.allocation.problem import Problem
from core.domain.plan import Status
from core.errors import Infeasible, SolveCancelled, SolverFailed

RELATIVE_GAP = 1e-3
"""Integer plans may be this share from the best possible when the search stops."""

CLOSED_GAP = 1e-6
"""A gap up to this counts as none."""

WHOLE_TOLERANCE = 1e-9
"""Distance from a whole number that counts as whole; the solver's own 1e-6 of a 20 t trip is 20 g for free."""

SECONDS_BETWEEN_REPORTS = 0.2


@dataclass(frozen=True)
class Solution:
    """Values of the columns, and how they were found."""

    values: np.ndarray
    status: Status
    termination: str
    gap: float


class Session:
    """One live solve: fairness rules ask it to minimise one objective after another.

    Parameters
    ----------
    problem, program
        What is planned, in words and in numbers.
    time_limit_seconds
        For all stages together.
    cancelled
        Asked while the solver runs; true stops it.
    progress
        Told a share in 0-1 and what is being done.
    """

    def __init__(
        self,
        problem: Problem,
        program: LinearProgram,
        *,
        time_limit_seconds: float,
        cancelled: Callable[[], bool] | None = None,
        progress: Callable[[float, str], None] | None = None,
    ) -> None:
        self.problem = problem
        self.program = program
        self.transfer_seconds = 0.0
        self.solve_seconds = 0.0
        self._deadline = time.perf_counter() + time_limit_seconds
        self._cancelled = cancelled or (lambda: False)
        self._progress = progress or (lambda share, words: None)
        self._stopped = False
        self._share = 0.1
        self._reported = 0.0
        self._array_problem = ArrayProblem(program)
        self._last: Solution | None = None

    @property
    def solution(self) -> Solution:
        """The answer of the last stage."""
        if self._last is None:
            raise SolverFailed("Nothing was solved yet.")
        return self._last

    def minimise(self, costs: np.ndarray, words: str) -> np.ndarray:
        """Values of all columns that minimise ``costs``.

        Raises
        ------
        Infeasible
            If limits and decisions of the scenario cannot hold together; names them.
        SolveCancelled
            If a person stopped it.
        SolverFailed
            If no plan was found in time.
        """
        if self._cancelled():
            raise SolveCancelled("The plan was cancelled.")
        self._share = min(0.9, self._share + 0.1)
        self._progress(self._share, words)
        if self.program.n_columns == 0:
            self._last = Solution(np.zeros(0), "optimal", "Empty", 0.0)
            return self._last.values
        self._array_problem.minimise(costs)
        mixed = self.program.is_mixed_integer()
        status = self._run("choose" if mixed else "ipx", words)
        if not mixed and status not in _FINAL:
            status = self._run("simplex", words)
        self._last = self._checked(status)
        return self._last.values

    def raise_lower_bound(self, column: int, lower: float) -> None:
        """Hold a column at least at a value from now on."""
        highs = self._array_problem.solverModel
        highs.changeColBounds(column, float(lower), float(self.program.upper[column]))

    def _run(self, method: str, words: str) -> highspy.HighsModelStatus:
        left = self._deadline - time.perf_counter()
        if left <= 0:
            return highspy.HighsModelStatus.kTimeLimit
        began = time.perf_counter()
        solver = HiGHSArrays(
            solver=method, mip_rel_gap=RELATIVE_GAP, mip_feasibility_tolerance=WHOLE_TOLERANCE, time_limit=float(left)
        )
        first = self._array_problem.solverModel is None
        highs = solver.load(self._array_problem)
        if first:
            for event in (highs.cbIpmInterrupt, highs.cbSimplexInterrupt, highs.cbMipInterrupt):
                event.subscribe(lambda e: self._on_event(e, words))
            self.transfer_seconds += time.perf_counter() - began
        # From scratch: after a change of objective the warm simplex was measured 25 times slower than ipx.
        highs.clearSolver()
        began = time.perf_counter()
        self._array_problem.solve(solver)
        self.solve_seconds += time.perf_counter() - began
        if self._stopped:
            raise SolveCancelled("The plan was cancelled.")
        return highs.getModelStatus()

    def _on_event(self, event: Any, words: str) -> None:
        now = time.perf_counter()
        if now - self._reported < SECONDS_BETWEEN_REPORTS:
            return
        self._reported = now
        if self._cancelled() or self._stopped:
            self._stopped = True
            event.interrupt()
            return
        self._share += (0.9 - self._share) * 0.03
        self._progress(self._share, words)

    def _checked(self, status: highspy.HighsModelStatus) -> Solution:
        values, highs = self._array_problem.column_values, self._array_problem.solverModel
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            conflict = limits_in_conflict(highs, self.program, self.problem)
            raise Infeasible(
                "These limits cannot hold together: " + "; ".join(conflict) + ".",
                limits=conflict,
                hint="Ease or remove one of them.",
            )
        word = highs.modelStatusToString(status) if highs is not None else "Time limit reached"
        if status == highspy.HighsModelStatus.kOptimal and values is not None:
            gap = float(highs.getInfo().mip_gap) if self.program.is_mixed_integer() else 0.0
            return Solution(values, "optimal" if gap <= CLOSED_GAP else "best_found", word, max(gap, 0.0))
        if values is not None and self.program.is_mixed_integer() and np.isfinite(highs.getInfo().mip_gap):
            return Solution(values, "best_found", word, float(highs.getInfo().mip_gap))
        raise SolverFailed(
            f"No plan was found: {word.lower()}.",
            hint="Allow more time, plan fewer weeks, or let trips be continuous.",
        )


_FINAL = (
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kTimeLimit,
    highspy.HighsModelStatus.kInterrupt,
)
