"""A plan bettered region by region: some camps and their depots planned anew, all other camps as they are."""

from collections.abc import Iterable

import numpy as np
from scipy import sparse

from core.allocation.array_problem import ArrayProblem
from core.allocation.decompose.blocks import Blocks, matrix_of, part_of
from core.allocation.decompose.regions import Region, in_pairs
from core.allocation.decompose.watch import Watch

OPTIMALITY = 1e-3
"""Share of the optimum to which a region is solved."""

KEPT_FOR_REPAIR = 0.15
"""Share of all time in which no region is begun any more: without the repair all that was bettered would be lost."""

HAIR = 1e-7
"""Share by which a shared limit may be broken by the plan that is bettered; a repair follows."""


class ByRegion:
    """The program of each region, given the plans of all camps elsewhere."""

    def __init__(self, blocks: Blocks, watch: Watch) -> None:
        self._blocks, self._watch = blocks, watch
        self._matrix = matrix_of(blocks.program)
        self._sharing = blocks.sharing.tocsr()
        program = blocks.program
        self._lower, self._upper = program.row_lower[blocks.shared_rows], program.row_upper[blocks.shared_rows]

    def bettered(self, values: np.ndarray, regions: list[Region]) -> np.ndarray:
        """Values that cost no more, after every region was planned anew; as many as time allows."""
        values, cost = values.copy(), self._blocks.program.cost
        for pair in in_pairs(self._blocks, regions):
            used = self._sharing @ values
            asked = [(region, *self._left(values, used, region, pair)) for region in pair]
            for region, found in zip(pair, self._watch.at_once(self._planned, asked), strict=True):
                columns = _columns(region)
                if found is not None and cost[columns] @ found < cost[columns] @ values[columns]:
                    values[columns] = found
            if self._watch.is_over(KEPT_FOR_REPAIR):
                break
        return values

    def _left(
        self, values: np.ndarray, used: np.ndarray, region: Region, pair: Iterable[Region]
    ) -> tuple[np.ndarray, np.ndarray]:
        """Limits of the shared rows less what others use; of what two may use at a time, half of what is over."""
        columns = _columns(region)
        others = used - self._sharing[:, columns] @ values[columns]
        hair = HAIR * (1.0 + np.abs(others))
        lower, upper = self._lower - others - hair, self._upper - others + hair
        for partner in pair:
            if partner is not region:
                both = region.shared & partner.shared
                over = np.maximum(np.where(both & np.isfinite(self._upper), self._upper - used, 0.0), 0.0)
                upper -= over / 2.0
        return lower[region.shared], upper[region.shared]

    def _planned(self, asked: tuple[Region, np.ndarray, np.ndarray]) -> np.ndarray | None:
        region, lower, upper = asked
        program, columns = self._blocks.program, _columns(region)
        matrix = sparse.vstack(
            [self._sharing[region.shared][:, columns], self._matrix[:, columns].tocsr()[region.rows]], format="csc"
        )
        part = ArrayProblem(
            part_of(
                matrix,
                program.cost[columns],
                program.upper[columns],
                np.concatenate([lower, program.row_lower[region.rows]]),
                np.concatenate([upper, program.row_upper[region.rows]]),
            )
        )
        options = {"solver": "ipx", "run_crossover": "off", "ipm_optimality_tolerance": OPTIMALITY}
        if not self._watch.solve(part, proved=False, **options) or part.column_values is None:
            return None
        return np.clip(part.column_values, 0.0, program.upper[columns])


def _columns(region: Region) -> np.ndarray:
    return np.concatenate([region.free, region.columns])
