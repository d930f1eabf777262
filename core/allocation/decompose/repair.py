"""A guess at all columns made into plans that share no more than there is."""

import numpy as np
from scipy import sparse

from core.allocation.array_problem import ArrayProblem
from core.allocation.decompose.blocks import Blocks, part_of
from core.allocation.decompose.watch import Watch

LEAST_WORTH = 1e-9
"""Of goods whose price is 0, so that they are not held back for nothing."""


class Repair:
    """Cuts what camps take of each depot, item and week to what there is."""

    def __init__(self, blocks: Blocks, watch: Watch) -> None:
        self._blocks, self._watch = blocks, watch
        sharing, balance = blocks.sharing, blocks.program.rows["balance"]
        takes = np.flatnonzero((np.diff(sharing.indptr) > 0) & (blocks.of_column >= 0))
        first = sharing.indices[sharing.indptr[takes]]
        of_goods = blocks.shared_rows[first] < balance.stop
        self._columns, self._row = takes[of_goods], first[of_goods]
        self._cut = np.zeros(blocks.program.n_columns, bool)
        self._cut[self._columns] = True

    def at_most(self, values: np.ndarray, prices: np.ndarray) -> np.ndarray | None:
        """Upper bounds of all columns: no camp takes more of a depot than in ``values``, and there is enough for all.

        All that is taken from a depot of an item in a week is cut alike; which is cut, a small program decides by the
        prices of the shared rows. Money that goods need but that is spent on other columns (trips) is left to
        whoever mixes plans. None if time ran out.
        """
        blocks, program = self._blocks, self._blocks.program
        free, columns = blocks.free_columns, self._columns
        rows, group = np.unique(self._row, return_inverse=True)
        taken = np.maximum(values[columns], 0.0)
        by_group = sparse.csc_matrix((taken, (np.arange(columns.size), group)), shape=(columns.size, rows.size))
        worth = np.maximum(-(blocks.sharing[:, columns].T @ prices), LEAST_WORTH)
        part = ArrayProblem(
            part_of(
                sparse.hstack([blocks.sharing[:, free], blocks.sharing[:, columns] @ by_group]).tocsc(),
                np.concatenate([program.cost[free], -(by_group.T @ worth)]),
                np.concatenate([program.upper[free], np.ones(rows.size)]),
                program.row_lower[blocks.shared_rows],
                program.row_upper[blocks.shared_rows],
            )
        )
        if not self._watch.solve(part, proved=False, solver="simplex") or part.column_values is None:
            return None
        most = program.upper.copy()
        kept = np.clip(part.column_values[free.size :], 0.0, 1.0)
        most[columns] = np.minimum(most[columns], taken * kept[group])
        return most

    def prices_near(self, values: np.ndarray, prices: np.ndarray) -> np.ndarray:
        """The nearest prices at which no column outside the camps could gain without end.

        Distance is weighed by what is taken of each row. The prices are the duals of: free columns, and as much more
        or less of each row as is taken of it, bought and sold at the prices given. Without it a price that falls by a
        hair from week to week would have all goods of the operation stored for gain, and the bound would be worth
        nothing. The prices given if time ran out.
        """
        blocks, program = self._blocks, self._blocks.program
        free, lower, upper = (
            blocks.free_columns,
            program.row_lower[blocks.shared_rows],
            program.row_upper[blocks.shared_rows],
        )
        weight = abs(blocks.sharing[:, self._columns]) @ np.maximum(values[self._columns], 0.0)
        weight = np.maximum(weight, 1e-3 * float(weight.mean()) + LEAST_WORTH)
        once = sparse.identity(lower.size, format="csc")
        part = ArrayProblem(
            part_of(
                sparse.hstack([blocks.sharing[:, free], once, -once]).tocsc(),
                np.concatenate([program.cost[free], prices, -prices]),
                np.concatenate([blocks.most[free], weight, weight]),
                np.where(np.isneginf(lower), -np.inf, 0.0),
                np.where(np.isposinf(upper), np.inf, 0.0),
            )
        )
        if not self._watch.solve(part, proved=True, solver="simplex"):
            return prices
        return np.asarray(part.solverModel.getSolution().row_dual)
