"""The search in parts: prices, the bound they prove, the best mix of plans, better prices, until the gap is small."""

from collections.abc import Callable

import numpy as np

from core.allocation.array_problem import ArrayProblem
from core.allocation.decompose.blocks import Blocks, matrix_of, part_of, split
from core.allocation.decompose.mixing import Mixing
from core.allocation.decompose.pricing import Pricing
from core.allocation.decompose.sample import sampled_prices
from core.allocation.decompose.watch import Watch
from core.allocation.linear_program import LinearProgram
from core.allocation.problem import Problem
from core.allocation.solve import TIME_LIMIT, Solution
from core.errors import SolverFailed

WANTED_GAP = 0.01
"""A plan proved to be within this share of the best possible is good enough."""

KEPT_OF_BEST_PRICES = 0.9
"""The mix's own prices jump; so much of those with the best bound is kept. With 0.5 the gap stayed larger."""

MOST_ROUNDS = 60


def solve_in_parts(
    problem: Problem,
    program: LinearProgram,
    *,
    time_limit_seconds: float,
    wanted_gap: float = WANTED_GAP,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[float, str], None] | None = None,
) -> Solution | None:
    """The best plan found, and how far from the best possible it can be at most; None where nothing comes apart.

    Raises
    ------
    SolveCancelled
        If a person stopped it.
    SolverFailed
        If no plan was found in time.
    """
    blocks = split(problem, program)
    if blocks is None:
        return None
    watch = Watch(time_limit_seconds, cancelled, progress)
    pricing, mixing = Pricing(blocks, watch), Mixing(blocks, watch)
    bound, best_prices = -np.inf, np.zeros(blocks.shared_rows.size)

    def learn(prices: np.ndarray) -> None:
        nonlocal bound, best_prices
        answer = pricing.answer(prices)
        if answer is not None:
            mixing.add(answer[1])
            if answer[0] > bound:
                bound, best_prices = answer[0], pricing.allowed(prices)

    nothing_sent = _nothing_sent(blocks, watch)
    if nothing_sent is not None:
        mixing.add(nothing_sent)
    sampled = sampled_prices(blocks, watch)
    for prices in ([np.mean(sampled, axis=0)] if sampled else []) + sampled:
        learn(prices)
    values, gap, termination = None, np.inf, TIME_LIMIT
    for number in range(MOST_ROUNDS):
        mixed = mixing.best() if nothing_sent is not None else None
        if mixed is None:
            break
        values, prices = mixed
        cost = float(program.cost @ values)
        gap = max(cost - bound, 0.0) / max(abs(cost), 1e-12)
        if gap <= wanted_gap:
            termination = "Within the gap"
            break
        watch.tell(0.4 + 0.5 * number / (number + 5), f"A plan at most {gap:.1%} from the best; looking further")
        learn(KEPT_OF_BEST_PRICES * best_prices + (1.0 - KEPT_OF_BEST_PRICES) * prices)
    if values is None or not np.isfinite(gap):
        raise SolverFailed(
            "No plan was found before the time limit.", hint="Allow more time, or plan fewer weeks or camps."
        )
    return Solution(values, "best_found", termination, gap)


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
