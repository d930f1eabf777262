"""The search in parts: prices, the bound they prove, a guess, plans made of the guess, until the gap is small."""

from collections.abc import Callable

import numpy as np

from core.allocation.array_problem import ArrayProblem
from core.allocation.decompose.blocks import Blocks, matrix_of, part_of, split
from core.allocation.decompose.by_item import ByItem, goes_by_item
from core.allocation.decompose.by_region import ByRegion
from core.allocation.decompose.first_order import FirstOrder
from core.allocation.decompose.mixing import Mixing
from core.allocation.decompose.pricing import Pricing
from core.allocation.decompose.regions import regions_of, share_of_goods
from core.allocation.decompose.repair import Repair
from core.allocation.decompose.sample import sampled_prices
from core.allocation.decompose.watch import Watch
from core.allocation.linear_program import LinearProgram
from core.allocation.problem import Problem
from core.allocation.solve import TIME_LIMIT, Solution
from core.domain.plan import CANCELLED
from core.errors import SolveCancelled, SolverFailed

WANTED_GAP = 0.01
"""A plan proved to be within this share of the best possible is good enough."""

KEPT_OF_BEST_PRICES = 0.9
"""The mix's own prices jump; so much of those with the best bound is kept. With 0.5 the gap stayed larger."""

STEPS_A_ROUND = 1400
"""Steps of the guess between two looks at what plan it makes: enough for 0.6 % with 300 camps."""

STEPS_FROM_A_PLAN = 700
"""The same where the guess starts from a good plan: with 500 camps its bound came from 1.1 % to 0.3 % of the optimum in
so many steps, to 0.1 % in twice as many; from its own standing it was 1.1 % away after 2,800."""

MOST_ROUNDS = 60

MOST_OF_GOODS = 0.75
"""Where a region draws on more of all there is at depots than this, items part a problem better than regions do."""


def solve_in_parts(
    problem: Problem,
    program: LinearProgram,
    *,
    time_limit_seconds: float,
    wanted_gap: float = WANTED_GAP,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float, str], None] | None = None,
    best_so_far: bool = False,
) -> Solution | None:
    """The best plan found, and how far from the best possible it can be at most; None where nothing comes apart.

    Raises
    ------
    SolveCancelled
        If a person stopped it and there was no plan yet, or ``best_so_far`` was not asked for.
    SolverFailed
        If no plan was found in time.
    """
    blocks = split(problem, program)
    if blocks is None:
        return None
    search = _Search(problem, blocks, Watch(time_limit_seconds, cancelled, progress))
    try:
        return search.until(wanted_gap)
    except SolveCancelled:
        if best_so_far and search.has_plan():
            return search.solution(CANCELLED)
        raise


class _Search:
    """What is known so far: the best bound with its prices, plans of all blocks, the best plan of the whole."""

    def __init__(self, problem: Problem, blocks: Blocks, watch: Watch) -> None:
        self._blocks, self._watch = blocks, watch
        self._pricing, self._mixing, self._repair = Pricing(blocks, watch), Mixing(blocks, watch), Repair(blocks, watch)
        program = blocks.program
        self._by_region = ByRegion(blocks, watch)
        self._regions = [regions_of(blocks, is_turned=is_turned) for is_turned in (False, True)]
        is_local = share_of_goods(blocks, self._regions[0]) <= MOST_OF_GOODS
        self._by_item = ByItem(problem, program, watch) if goes_by_item(program) and not is_local else None
        self._bound = -np.inf
        self._prices, self._row_prices = np.zeros(blocks.shared_rows.size), np.zeros(program.n_rows)
        self._answers: list[np.ndarray] = []
        self._plan: np.ndarray | None = None
        self._mixed_prices = self._prices

    def until(self, wanted_gap: float) -> Solution:
        """Look until the gap is as small as wanted or time is over.

        Raises
        ------
        SolverFailed
            If there is no plan by then.
        """
        alone = _nothing_sent(self._blocks, self._watch)
        if alone is not None:
            self._mixing.add(alone)
            self._mix()
            self._start_guessing()
            for number in range(MOST_ROUNDS):
                if self._gap() <= wanted_gap or self._watch.is_over():
                    break
                if number and self._by_item is not None:
                    self._mix_in_answers()
                    self._learn(KEPT_OF_BEST_PRICES * self._prices + (1.0 - KEPT_OF_BEST_PRICES) * self._mixed_prices)
                self._round(wanted_gap, number)
        if not self.has_plan():
            raise SolverFailed(
                "No plan was found before the time limit.", hint="Allow more time, or plan fewer weeks or camps."
            )
        return self.solution("Within the gap" if self._gap() <= wanted_gap else TIME_LIMIT)

    def has_plan(self) -> bool:
        """Whether there is a plan, and a bound that says how good it is."""
        return self._plan is not None and bool(np.isfinite(self._gap()))

    def solution(self, termination: str) -> Solution:
        """The best plan so far and its gap, and why the search ended there."""
        assert self._plan is not None
        return Solution(self._plan, "best_found", termination, self._gap())

    def _start_guessing(self) -> None:
        sampled = sampled_prices(self._blocks, self._watch)
        values = self._learn(np.mean(sampled, axis=0) if sampled else self._prices)
        start = values if values is not None else np.zeros(self._blocks.program.n_columns)
        self._whole = ArrayProblem(self._blocks.program)
        self._guess = FirstOrder(start, self._row_prices)
        self._guess.most_steps, self._guess.is_over = STEPS_A_ROUND, self._watch.is_over

    def _round(self, wanted_gap: float, number: int) -> None:
        """Go on with the guess; take its prices and what plans it makes."""
        self._tell(number, "Sharing what there is among all camps")
        self._whole.solve(self._guess)
        values = self._whole.column_values
        if values is None or self._watch.is_over():
            return
        shared = self._pricing.allowed(self._guess.prices[self._blocks.shared_rows])
        self._learn(self._repair.prices_near(values, shared))
        if self._gap() <= wanted_gap:
            return
        self._tell(number, "Making a plan of it")
        self._add_plans_of(values)
        if self._plan is None or self._gap() <= wanted_gap:
            return
        if self._by_item is not None:
            self._tell(number, "Going through the items, one after the other")
            self._add_plans_of(self._by_item.bettered(self._plan, self._row_prices))
        else:
            self._tell(number, "Going through the regions, one after the other")
            self._add_plans_of(self._by_region.bettered(self._plan, self._regions[number % 2]))
            self._guess.start_from(self._plan, self._row_prices)
            self._guess.most_steps = STEPS_FROM_A_PLAN

    def _learn(self, prices: np.ndarray) -> np.ndarray | None:
        """What every block does at these prices; the bound if it is better than the best."""
        answer = self._pricing.answer(prices)
        if answer is None:
            return None
        if self._by_item is not None:
            self._answers.append(answer[1])
        if answer[0] > self._bound:
            self._bound, self._prices = answer[0], self._pricing.allowed(prices)
            self._row_prices = self._pricing.row_prices(prices)
        return answer[1]

    def _mix_in_answers(self) -> None:
        """Mixed later than the plans: most of a mix's time is theirs, and seldom are they needed."""
        for answer in self._answers:
            self._mixing.add(answer)
        self._answers.clear()
        self._mix()

    def _add_plans_of(self, values: np.ndarray) -> None:
        most = self._repair.at_most(values, self._prices)
        plan = self._pricing.least(most) if most is not None else None
        if plan is not None:
            self._mixing.add(plan)
            self._mix()

    def _mix(self) -> None:
        mixed = self._mixing.best()
        if mixed is None:
            return
        values, self._mixed_prices = mixed
        cost = self._blocks.program.cost
        if self._plan is None or cost @ values < cost @ self._plan:
            self._plan = values

    def _gap(self) -> float:
        if self._plan is None:
            return np.inf
        cost = float(self._blocks.program.cost @ self._plan)
        return max(cost - self._bound, 0.0) / max(abs(cost), 1e-12)

    def _tell(self, number: int, words: str) -> None:
        gap = self._gap()
        if gap < 1.0:
            words = f"A plan at most {gap:.1%} from the best; {words[0].lower()}{words[1:]}"
        self._watch.tell(0.4 + 0.5 * number / (number + 5), words)


def _nothing_sent(blocks: Blocks, watch: Watch) -> np.ndarray | None:
    """The plan of every camp with what it has itself."""
    program = blocks.program
    takes = np.diff(blocks.sharing.indptr) > 0
    inside = np.flatnonzero((blocks.of_column >= 0) & ~takes)
    rows = np.concatenate(blocks.rows)
    matrix = matrix_of(program)[:, inside].tocsr()[rows].tocsc()
    part = ArrayProblem(
        part_of(matrix, program.cost[inside], program.upper[inside], program.row_lower[rows], program.row_upper[rows])
    )
    if not watch.solve(part, proved=False, solver="ipx", run_crossover="off") or part.column_values is None:
        return None
    values = np.zeros(program.n_columns)
    values[inside] = part.column_values
    return values
