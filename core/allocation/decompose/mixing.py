"""Plans of the camps mixed into one that shares what there is: a small program over shares of known plans."""

import numpy as np
from scipy import sparse

from core.allocation.array_problem import ArrayProblem
from core.allocation.decompose.blocks import Blocks, part_of
from core.allocation.decompose.watch import Watch


class Mixing:
    """Known plans of all blocks, and the best mix of them: each block's shares add up to 1."""

    def __init__(self, blocks: Blocks, watch: Watch) -> None:
        self._blocks, self._watch = blocks, watch
        self._plans: list[np.ndarray] = []
        self._use: list[sparse.csc_matrix] = []
        self._costs: list[np.ndarray] = []

    def add(self, values: np.ndarray) -> None:
        """Remember a plan of every block."""
        self._plans.append(values)
        self._use.append(self._blocks.use(values))
        self._costs.append(self._blocks.costs(values))

    def best(self) -> tuple[np.ndarray, np.ndarray] | None:
        """Columns of the whole program in the best mix, and prices of the shared rows; None if time ran out."""
        blocks, program = self._blocks, self._blocks.program
        free, n_plans = blocks.free_columns, len(self._plans)
        once = sparse.hstack([sparse.identity(blocks.count, format="csc")] * n_plans)
        matrix = sparse.bmat(
            [
                [blocks.sharing[:, free], sparse.hstack(self._use)],
                [sparse.csc_matrix((blocks.count, free.size)), once],
            ],
            format="csc",
        )
        ones = np.ones(blocks.count)
        part = ArrayProblem(
            part_of(
                matrix,
                np.concatenate([program.cost[free], *self._costs]),
                np.concatenate([program.upper[free], np.full(n_plans * blocks.count, np.inf)]),
                np.concatenate([program.row_lower[blocks.shared_rows], ones]),
                np.concatenate([program.row_upper[blocks.shared_rows], ones]),
            )
        )
        if not self._watch.solve(part, proved=False, solver="ipx", run_crossover="off") or part.column_values is None:
            return None
        shares = part.column_values[free.size :].reshape(n_plans, blocks.count)
        values = np.zeros(program.n_columns)
        values[free] = part.column_values[: free.size]
        inside = np.flatnonzero(blocks.of_column >= 0)
        for share, plan in zip(shares, self._plans, strict=True):
            values[inside] += share[blocks.of_column[inside]] * plan[inside]
        return values, np.asarray(part.solverModel.getSolution().row_dual)[: blocks.shared_rows.size]
