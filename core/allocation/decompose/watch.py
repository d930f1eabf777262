"""Time limit, cancelling and progress of a search in parts, also while a part is being solved."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import highspy

from core.allocation.array_problem import ArrayProblem, HiGHSArrays
from core.errors import SolveCancelled

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")

AT_ONCE = 2
"""Parts solved at a time: the solver lets other threads run. Fixed, so that a plan does not hang on the machine."""

SURE_WAY = {"presolve": "on", "run_crossover": "on", "ipm_optimality_tolerance": 1e-8}


class Watch:
    """Solves parts and looks at the clock and at whoever waits."""

    def __init__(
        self,
        time_limit_seconds: float,
        cancelled: Callable[[], bool] | None,
        progress: Callable[[float, str], None] | None,
    ) -> None:
        self._began = time.perf_counter()
        self._limit = time_limit_seconds
        self._cancelled = cancelled or (lambda: False)
        self.tell = progress or (lambda share, words: None)

    def is_over(self, kept_share: float = 0.0) -> bool:
        """Whether the time is used up, but for a share of it that is kept for something else.

        Raises
        ------
        SolveCancelled
            If a person stopped it.
        """
        if self._cancelled():
            raise SolveCancelled("The plan was cancelled.")
        return time.perf_counter() - self._began >= self._limit * (1.0 - kept_share)

    def at_once(self, answer: Callable[[Asked], Answered], asked: Sequence[Asked]) -> list[Answered]:
        """Answers in the order of what was asked, ``AT_ONCE`` of them worked out at a time."""
        if len(asked) < AT_ONCE:
            return [answer(each) for each in asked]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(answer, asked))

    def solve(self, part: ArrayProblem, *, proved: bool, **options: Any) -> bool:
        """Solve a part; whether an answer was found before the time was used up.

        A point that keeps every limit is an answer, unless its optimum has to be ``proved``. Without an answer the
        solver is asked once more, from nothing and by a way that ends at a corner.
        """
        for way in (options, options | SURE_WAY):
            if self.is_over():
                return False
            if part.solverModel is not None and way is not options:
                part.solverModel.clearSolver()
            if self._run(part, **way) or (not proved and part.column_values is not None):
                return True
        return False

    def _run(self, part: ArrayProblem, **options: Any) -> bool:
        left = self._limit - (time.perf_counter() - self._began)
        solver = HiGHSArrays(threads=1, **options)
        is_new = part.solverModel is None
        highs = solver.load(part)
        if is_new and options.get("solver") == "ipx":
            # Small parts are not listened to: a listener costs 35 ms a run.
            highs.cbIpmInterrupt.subscribe(self._on_event)
        # HiGHS counts the time of all runs of one object together.
        highs.setOptionValue("time_limit", left + highs.getRunTime())
        part.column_values = None
        part.solve(solver)
        self.is_over()
        return bool(highs.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    def _on_event(self, event: Any) -> None:
        if self._cancelled():
            event.interrupt()
