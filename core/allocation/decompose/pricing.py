"""What each camp would do if shared goods had a price, and the bound that this proves."""

import numpy as np

from core.allocation.array_problem import ArrayProblem
from core.allocation.decompose.blocks import Blocks, matrix_of, part_of
from core.allocation.decompose.watch import Watch


class Pricing:
    """Live problems of all blocks, solved again at each set of prices."""

    def __init__(self, blocks: Blocks, watch: Watch) -> None:
        program, matrix = blocks.program, matrix_of(blocks.program)
        self._blocks, self._watch = blocks, watch
        self._lower = program.row_lower[blocks.shared_rows]
        self._upper = program.row_upper[blocks.shared_rows]
        self._parts = []
        for columns, rows in zip(blocks.columns, blocks.rows, strict=True):
            inner = matrix[:, columns].tocsr()[rows].tocsc()
            bounds = program.row_lower[rows], program.row_upper[rows]
            self._parts.append(ArrayProblem(part_of(inner, program.cost[columns], program.upper[columns], *bounds)))

    def allowed(self, prices: np.ndarray) -> np.ndarray:
        """Prices with the sign that a row's limit gives them."""
        prices = np.where(np.isneginf(self._lower), np.minimum(prices, 0.0), prices)
        return np.where(np.isposinf(self._upper), np.maximum(prices, 0.0), prices)

    def answer(self, prices: np.ndarray) -> tuple[float, np.ndarray] | None:
        """What no plan can cost less than, and the columns of all blocks at these prices; None if time ran out.

        The bound holds for any prices: shared limits at their price, and for every block and every other column the
        least it can cost at these prices.
        """
        program, blocks = self._blocks.program, self._blocks
        prices = self.allowed(prices)
        limits = np.where(prices > 0, self._lower, self._upper)
        bound = float(np.sum(prices[prices != 0] * limits[prices != 0]))
        reduced = program.cost - blocks.sharing.T @ prices
        free = blocks.free_columns
        bound += float(np.sum(np.where(reduced[free] < 0, reduced[free] * blocks.most[free], 0.0)))
        values = np.zeros(program.n_columns)

        def least(block: int) -> float | None:
            columns, part = blocks.columns[block], self._parts[block]
            part.minimise(reduced[columns])
            if not self._watch.solve(part, proved=True, presolve="off", solver="simplex") or part.column_values is None:
                return None
            values[columns] = part.column_values
            return float(part.solverModel.getInfo().objective_function_value)

        found = self._watch.at_once(least, range(blocks.count))
        return None if None in found else (bound + float(sum(least for least in found if least is not None)), values)

    def row_prices(self, prices: np.ndarray) -> np.ndarray:
        """Prices of all rows: of the shared ones as given, of those inside blocks as last answered."""
        found = np.zeros(self._blocks.program.n_rows)
        found[self._blocks.shared_rows] = self.allowed(prices)
        for rows, part in zip(self._blocks.rows, self._parts, strict=True):
            if part.column_values is not None:
                found[rows] = np.asarray(part.solverModel.getSolution().row_dual)
        return found

    def least(self, most: np.ndarray) -> np.ndarray | None:
        """What every block does at no price within upper bounds of its columns; None if time ran out."""
        program = self._blocks.program
        values = np.zeros(program.n_columns)

        def plan(block: int) -> bool:
            columns, part = self._blocks.columns[block], self._parts[block]
            part.minimise(program.cost[columns])
            part.allow_at_most(most[columns])
            done = self._watch.solve(part, proved=True, presolve="off", solver="simplex")
            part.allow_at_most(program.upper[columns])
            if done and part.column_values is not None:
                values[columns] = part.column_values
                return True
            return False

        return values if all(self._watch.at_once(plan, range(self._blocks.count))) else None
