"""The only place a problem is solved: stages of a fairness rule, time limit, cancelling, and what came of it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from core.allocation.array_problem import ArrayProblem, HiGHSArrays
from core.allocation.infeasible import limits_in_conflict
from core.allocation.linear_program import LinearProgram
from core.allocation.problem import Problem
from core.allocation.starting_basis import basis_of, starting_basis
from core.domain.plan import Basis, Status
from core.errors import Infeasible, SolveCancelled, SolverFailed

RELATIVE_GAP = 5e-3
"""Integer plans may be this share from the best possible when the search stops; every plan says how far it may be."""

CLOSED_GAP = 1e-6
"""A gap up to this counts as none."""

WHOLE_TOLERANCE = 1e-9
"""Distance from a whole number that counts as whole; the solver's own 1e-6 of a 20 t trip is 20 g for free."""

TIME_LIMIT = "Time limit reached"

SECONDS_BETWEEN_REPORTS = 0.2

MOST_SIMPLEX_COLUMNS = 15_000
"""Up to this size the simplex method from nothing was measured quicker than the interior point method: 0.2 to 0.4 s
against 0.4 to 0.9 s with 10,000 columns, 0.9 s and more against 0.7 s with 18,000."""

MOST_WARM_ITERATIONS = 700
"""A start that is not at the optimum after so many steps was far from it; then solving anew is quicker. Of 22 what-ifs
of the demonstration the slowest two reach it, and cost 1.1 and 1.3 times a fresh solve; the others need 673 at most."""

MOST_STEPS_ON = 20_000
"""The same after a bound of the very problem was changed: with 34 camps, 15 floors took 19 s so, 27 s where 2,000 steps
sent the search back to the start, 32 s with each of them solved anew."""

MOST_ITERATIONS_ON = 2_000
"""Steps from the answer before until solving anew is taken to be quicker, for questions about one live model."""

LARGEST_LIMIT = 1e6
"""Units to which limits are shrunk where the solver fails: with 1e12 in stock it called sound problems unbounded."""

CHOSEN_WEIGHTS, DEVEX_WEIGHTS = -1, 1
"""How the dual simplex method weighs its rows. Exact weights of a basis that is laid down cost a solve a row before the
first step, 4 to 8 of 15 ms of a what-if; Devex starts without them."""

DUAL, PRIMAL = 1, 4
"""Strategies of the simplex method; where a bound was eased or the costs changed, the answer before is still a plan."""

NO_LIMIT = highspy.kHighsIInf


@dataclass(frozen=True)
class Solution:
    """Values of the columns, and how they were found."""

    values: np.ndarray
    status: Status
    termination: str
    gap: float

    def is_closed(self) -> bool:
        """Whether no better values exist, of this stage and those before."""
        return self.gap <= CLOSED_GAP


class Session:
    """One live solve: fairness rules ask it to minimise one objective after another.

    Parameters
    ----------
    problem, program
        What is planned, in words and in numbers.
    time_limit_seconds
        For all stages together.
    start_from
        Bases of a question that differs a little, one per stage.
    keep_bases
        Whether ``bases`` is filled.
    is_live
        Whether each stage starts where the one before stood, for questions that differ in a bound or two.
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
        start_from: Sequence[Basis] = (),
        keep_bases: bool = False,
        is_live: bool = False,
        cancelled: Callable[[], bool] | None = None,
        progress: Callable[[float, str], None] | None = None,
    ) -> None:
        self.problem = problem
        self.program = program
        self.transfer_seconds = 0.0
        self.bases: list[Basis] = []
        self.conflict: tuple[tuple[str, int], ...] = ()
        self._start_from = start_from
        self._keep_bases = keep_bases
        self._is_live = is_live
        self._stages = 0
        self._goes_on = False
        self._deadline = time.perf_counter() + time_limit_seconds
        self._cancelled = cancelled or (lambda: False)
        self._progress = progress or (lambda share, words: None)
        self._stopped = False
        self._fault: BaseException | None = None
        self._share = 0.1
        self._reported = 0.0
        self._words = ""
        self._found_values = False
        self._array_problem = ArrayProblem(program)
        self._last: Solution | None = None

    @property
    def solution(self) -> Solution:
        """The answer of the last stage."""
        if self._last is None:
            raise SolverFailed("Nothing was solved yet.")
        return self._last

    def minimise(self, costs: np.ndarray, words: str, *, or_earlier: bool = True, go_on: bool = False) -> np.ndarray:
        """Values of all columns that minimise ``costs``.

        Parameters
        ----------
        costs
            Of each column.
        words
            What is being done.
        or_earlier
            Whether the answer of the stage before may serve where time runs out: it must keep to the rule by then.
        go_on
            Whether the simplex method goes on from where the last stage stood: after a bound or limit was changed and
            the costs were not.

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
        self._share, self._words = min(0.9, self._share + 0.1), words
        self._progress(self._share, words)
        if self.program.n_columns == 0:
            self._last = Solution(np.zeros(0), "optimal", "Empty", 0.0)
            return self._last.values
        self._goes_on = go_on
        self._array_problem.minimise(costs)
        earlier = self._last
        find = self._minimise_whole if self.program.is_mixed_integer() else self._minimise_continuous
        found = find()
        if found is None and earlier is not None and or_earlier:
            # Out of time in a later stage: the plan of the stage before keeps every limit, though not the best cost.
            found = Solution(earlier.values, "best_found", TIME_LIMIT, 1.0)
        if found is None:
            raise SolverFailed(
                "No plan was found before the time limit.",
                hint="Allow more time, plan fewer weeks, or let trips be continuous.",
            )
        if earlier is not None:
            # What an earlier stage left open stays open.
            gap = max(found.gap, earlier.gap)
            found = replace(found, gap=gap, status=_status(gap))
        self._last = found
        self._stages += 1
        return found.values

    def raise_lower_bound(self, column: int, lower: float) -> None:
        """Hold a column at least at a value from now on."""
        highs = self._array_problem.solverModel
        highs.changeColBounds(column, float(lower), float(self.program.upper[column]))

    def limit_columns(self, columns: np.ndarray, *, lower: npt.ArrayLike = 0.0, upper: npt.ArrayLike = np.inf) -> None:
        """Give columns other bounds from now on."""
        bounds = (np.broadcast_to(np.asarray(bound, float), columns.shape).copy() for bound in (lower, upper))
        self._live(HiGHSArrays()).changeColsBounds(columns.size, columns.astype(np.int32), *bounds)

    def limit_rows(self, rows: np.ndarray, *, lower: npt.ArrayLike = -np.inf, upper: npt.ArrayLike = np.inf) -> None:
        """Give rows other limits from now on."""
        bounds = (np.broadcast_to(np.asarray(limit, float), rows.shape).copy() for limit in (lower, upper))
        highs: Any = self._live(HiGHSArrays())
        highs.changeRowsBounds(rows.size, rows.astype(np.int32), *bounds)

    def prices(self, rows: np.ndarray) -> np.ndarray:
        """What one more unit of each row's limit would save in the last stage; 0 where quantities are whole."""
        if self.program.is_mixed_integer():
            return np.zeros(rows.size)
        return np.asarray(self._array_problem.solverModel.getSolution().row_dual)[rows]

    def standing(self) -> highspy.HighsBasis:
        """Where the solver stands after the last stage."""
        return self._array_problem.solverModel.getBasis()

    def go_back_to(self, basis: highspy.HighsBasis) -> None:
        """Let the next stage start from where the solver stood before, where each goes on from the last."""
        self._live(HiGHSArrays()).setBasis(basis)

    def reduced_costs(self, columns: np.ndarray) -> np.ndarray:
        """What one more unit of each column would add to the objective of the last stage; continuous problems only."""
        return np.asarray(self._array_problem.solverModel.getSolution().col_dual)[columns]

    def activity(self, rows: np.ndarray) -> np.ndarray:
        """What stands on the left of rows in the last stage."""
        return np.asarray(self._array_problem.solverModel.getSolution().row_value)[rows]

    def _minimise_continuous(self) -> Solution | None:
        """The optimum, or None if time ran out."""
        is_small = self.program.n_columns <= MOST_SIMPLEX_COLUMNS
        status = self._run_live() or self._run_warm() or self._run("simplex" if is_small else "ipx")
        if status not in _FINAL and not is_small:
            status = self._run("simplex")
        if status not in _FINAL:
            # what presolve leaves out can end at the optimum with prices that do not fit, and the solver then says
            # "unknown": seen with equal shares of no money at all
            status = self._run("simplex", presolve="off")
        status = self._answered(status, lambda: self._run("simplex", shrunk=True))
        if status in _NO_PLAN:
            self._refuse()
        if status != highspy.HighsModelStatus.kOptimal:
            self._refuse_all_but_time(status)
            return None
        if self._keep_bases and not self.program.is_mixed_integer():
            self.bases.append(basis_of(self.problem, self.program, self._array_problem.solverModel))
        return Solution(self._values(), "optimal", "Optimal", 0.0)

    def _run_live(self) -> highspy.HighsModelStatus | None:
        """The simplex method from where the stage before ended; None where there is none or it is too far away."""
        if not self._is_live or self._stages == 0 or self.program.is_mixed_integer():
            return None
        status = self._run("simplex", stands=True)
        return status if status in _FINAL or status in _NO_PLAN else None

    def _run_warm(self) -> highspy.HighsModelStatus | None:
        """The simplex method from the basis of this stage; None where there is none or it is too far away."""
        basis = None if self.program.is_mixed_integer() else self._basis_of_stage()
        if basis is None:
            return None
        status = self._run("simplex", basis=basis)
        return status if status in _FINAL or status in _NO_PLAN else None

    def _basis_of_stage(self) -> highspy.HighsBasis | None:
        if self._goes_on and self._last is not None:
            basis = self._array_problem.solverModel.getBasis()
            return basis if basis.valid else None
        if self._stages < len(self._start_from):
            return starting_basis(self.problem, self.program, self._start_from[self._stages])
        return None

    def _minimise_whole(self) -> Solution | None:
        """A plan in whole numbers within ``RELATIVE_GAP``, or the best one in time, or None.

        The continuous optimum bounds every plan from below. Its trips rounded up are a plan wherever money and roads
        are slack; that plan is taken only if the bound proves it good, otherwise it starts the search.
        """
        self._set_whole(False)
        relaxed = self._minimise_continuous()
        self._set_whole(True)
        if relaxed is None:
            return None
        bound = float(self._array_problem.costs @ relaxed.values)
        start = self._rounded_up(relaxed.values) if self._only_trips_are_whole() else None
        if start is not None:
            gap = _gap(float(self._array_problem.costs @ start), bound)
            if gap <= RELATIVE_GAP:
                return Solution(start, _status(gap), "Rounded up, within the gap", gap)
        status = self._run("choose", start)
        status = self._answered(status, lambda: self._run("choose", start, shrunk=True))
        highs = self._array_problem.solverModel
        if status in _NO_PLAN:
            self._refuse()
        gap = float(highs.getInfo().mip_gap) if highs is not None else np.inf
        if np.isfinite(gap) and self._found_values:
            return Solution(self._values(), _status(gap), highs.modelStatusToString(status), max(gap, 0.0))
        if start is None:
            self._refuse_all_but_time(status)
            return None
        gap = _gap(float(self._array_problem.costs @ start), bound)
        return Solution(start, _status(gap), TIME_LIMIT, gap)

    def _only_trips_are_whole(self) -> bool:
        trips = self.program.columns["trips"]
        return int(self.program.integer.sum()) == trips.stop - trips.start

    def _rounded_up(self, relaxed: np.ndarray) -> np.ndarray | None:
        """The best plan with the trips of a continuous one rounded up; None where that breaks a limit."""
        program, highs = self.program, self._array_problem.solverModel
        trips = program.columns["trips"]
        columns = np.arange(trips.start, trips.stop, dtype=np.int32)
        whole = np.minimum(np.ceil(relaxed[trips] - 1e-6), program.upper[trips])
        highs.changeColsBounds(columns.size, columns, whole, whole)
        self._set_whole(False)
        status = self._run("ipx")
        self._set_whole(True)
        highs.changeColsBounds(columns.size, columns, program.lower[trips], program.upper[trips])
        return self._values() if status == highspy.HighsModelStatus.kOptimal else None

    def _set_whole(self, whole: bool) -> None:
        columns = np.arange(self.program.n_columns, dtype=np.int32)
        kinds = (self.program.integer & whole).astype(np.uint8)
        self._live(HiGHSArrays()).changeColsIntegrality(columns.size, columns, kinds)

    def _values(self) -> np.ndarray:
        values = self._array_problem.column_values
        if values is None:
            raise SolverFailed("The solver gave no values.", hint="Try again; report it if it happens again.")
        return values

    def _answered(
        self, status: highspy.HighsModelStatus, try_shrunk: Callable[[], highspy.HighsModelStatus]
    ) -> highspy.HighsModelStatus:
        """What the solver ended with; where its arithmetic failed, what it ends with in larger units.

        That no plan exists is not believed of a second try: there the solver's tolerances are larger too.
        """
        if status in _FINAL or status in _NO_PLAN:
            return status
        status = try_shrunk()
        if status in _NO_PLAN:
            self._refuse_all_but_time(status)
        return status

    def _refuse_all_but_time(self, status: highspy.HighsModelStatus) -> None:
        if status != highspy.HighsModelStatus.kTimeLimit:
            word = self._array_problem.solverModel.modelStatusToString(status).lower()
            raise SolverFailed(
                f"The solver stopped without a plan: {word}. Its figures lie too far apart; the largest limit it was "
                f"given is {self._largest_limit():,.0f}.",
                hint="Look for an extreme cost or quantity and correct it, or let trips and units be parts.",
            )

    def _refuse(self) -> None:
        conflict, self.conflict = limits_in_conflict(self._array_problem.solverModel, self.program, self.problem)
        raise Infeasible(
            "These limits cannot hold together: " + "; ".join(conflict) + ".",
            limits=conflict,
            hint="Ease or remove one of them.",
        )

    def _live(self, solver: HiGHSArrays) -> highspy.Highs:
        """The live solver with its options set; the first time the arrays are passed and we listen to it."""
        if self._array_problem.solverModel is not None:
            return solver.load(self._array_problem)
        began = time.perf_counter()
        highs = solver.load(self._array_problem)
        self.transfer_seconds = time.perf_counter() - began
        for event in (highs.cbIpmInterrupt, highs.cbSimplexInterrupt, highs.cbMipInterrupt):
            event.subscribe(self._on_event)
        return highs

    def _run(
        self,
        method: str,
        start: np.ndarray | None = None,
        basis: highspy.HighsBasis | None = None,
        presolve: str = "choose",
        stands: bool = False,
        shrunk: bool = False,
    ) -> highspy.HighsModelStatus:
        """Run the live solver with one method, from values, a basis or where it stands; values are in the problem.

        ``shrunk`` has the solver count in larger units, which helps where quantities lie far apart.
        """
        left = self._deadline - time.perf_counter()
        self._found_values = False
        if left <= 0:
            return highspy.HighsModelStatus.kTimeLimit
        live = self._array_problem.solverModel
        # HiGHS holds its limit against the time of all its runs, not of this one.
        ran = live.getRunTime() if live is not None else 0.0
        most_steps = MOST_STEPS_ON if self._goes_on else MOST_WARM_ITERATIONS
        solver = HiGHSArrays(
            solver=method,
            presolve=presolve,
            mip_rel_gap=RELATIVE_GAP,
            mip_feasibility_tolerance=WHOLE_TOLERANCE,
            time_limit=float(left + ran),
            simplex_strategy=PRIMAL if stands else DUAL,
            simplex_dual_edge_weight_strategy=DEVEX_WEIGHTS if basis and not self._goes_on else CHOSEN_WEIGHTS,
            simplex_iteration_limit=most_steps if basis else MOST_ITERATIONS_ON if stands else NO_LIMIT,
            user_bound_scale=self._halvings() if shrunk else 0,
        )
        highs = self._live(solver)
        if not stands:
            # From scratch: after a change of objective the warm simplex was measured 25 times slower than ipx.
            highs.clearSolver()
        if start is not None:
            every = np.arange(start.size, dtype=np.int32)
            highs.setSolution(start.size, every, start)
        if basis is not None:
            highs.setBasis(basis)
        self._array_problem.column_values = None
        self._array_problem.solve(solver)
        if self._fault is not None:
            raise self._fault
        if self._stopped:
            raise SolveCancelled("The plan was cancelled.")
        self._found_values = self._array_problem.column_values is not None
        return highs.getModelStatus()

    def _halvings(self) -> int:
        """Power of two, 0 or less, by which the largest limit comes near ``LARGEST_LIMIT``."""
        return -max(0, int(np.log2(max(self._largest_limit(), LARGEST_LIMIT) / LARGEST_LIMIT)))

    def _largest_limit(self) -> float:
        program = self.program
        limits = np.abs(np.concatenate([program.upper, program.row_lower, program.row_upper]))
        return float(limits[np.isfinite(limits)].max(initial=0.0))

    def _on_event(self, event: Any) -> None:
        now = time.perf_counter()
        if now - self._reported < SECONDS_BETWEEN_REPORTS:
            return
        self._reported = now
        try:
            self._stopped = self._stopped or self._cancelled()
            self._share += (0.9 - self._share) * 0.03
            self._progress(self._share, self._words)
        except BaseException as fault:
            # Nothing may pass through the solver's own stack; it is raised when the solver has returned.
            self._fault = fault
        if self._stopped or self._fault is not None:
            event.interrupt()


def _gap(objective: float, bound: float) -> float:
    """Share of an objective by which a better plan could still be better."""
    return max(objective - bound, 0.0) / max(abs(objective), 1e-12)


def _status(gap: float) -> Status:
    return "optimal" if gap <= CLOSED_GAP else "best_found"


_FINAL = (
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kTimeLimit,
    highspy.HighsModelStatus.kInterrupt,
)

_NO_PLAN = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
