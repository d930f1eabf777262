"""Prices of what camps share, read off a few camps that get their share of it."""

import numpy as np

from core.allocation.array_problem import ArrayProblem
from core.allocation.decompose.blocks import Blocks, matrix_of, part_of
from core.allocation.decompose.watch import Watch

SAMPLES = 3
"""Prices of so many samples are averaged: alone they were 1.1 to 2.0 % from the best bound, together 0.5 %."""

SAMPLE_SHARE = 0.067
"""Blocks in a sample, as a share of all."""

OPTIMALITY = 1e-4
"""Share of the optimum to which a sample is solved; its prices are nearer than the sample is to the whole."""


def sampled_prices(blocks: Blocks, watch: Watch) -> list[np.ndarray]:
    """Prices of the shared rows by each sample; fewer samples where time runs out, shape (n_shared_rows,) each."""
    order = np.random.default_rng(1).permutation(blocks.count)
    size = max(1, round(SAMPLE_SHARE * blocks.count))
    watch.tell(0.1, "Looking at some of the camps first")
    chosen = [np.isin(np.arange(blocks.count), order[n * size : (n + 1) * size]) for n in range(SAMPLES)]
    found = watch.at_once(lambda sample: _prices_of(blocks, sample, watch), chosen)
    return [prices for prices in found if prices is not None]


def _prices_of(blocks: Blocks, chosen: np.ndarray, watch: Watch) -> np.ndarray | None:
    program = blocks.program
    columns = np.concatenate([blocks.free_columns, *(blocks.columns[b] for b in np.flatnonzero(chosen))])
    rows = np.concatenate([blocks.shared_rows, *(blocks.rows[b] for b in np.flatnonzero(chosen))])
    n_shared = blocks.shared_rows.size
    lower, upper = program.row_lower[rows], program.row_upper[rows]
    share = _share_of_rows(blocks, chosen)
    for bounds in (lower, upper):
        limited = np.flatnonzero(np.isfinite(bounds[:n_shared]))
        bounds[limited] *= share[limited]
    matrix = matrix_of(program)[:, columns].tocsr()[rows].tocsc()
    part = ArrayProblem(part_of(matrix, program.cost[columns], program.upper[columns], lower, upper))
    options = {"solver": "ipx", "run_crossover": "off", "ipm_optimality_tolerance": OPTIMALITY}
    # Prices near the optimum are as good as those at it: whatever they are, the bound they give is proved afterwards.
    watch.solve(part, proved=False, **options)
    found = part.solverModel.getSolution() if part.solverModel is not None else None
    return np.asarray(found.row_dual)[:n_shared] if found is not None and found.dual_valid else None


def _share_of_rows(blocks: Blocks, chosen: np.ndarray) -> np.ndarray:
    """Of the weight of all blocks that stand in a shared row, the share of those chosen."""
    cells = blocks.sharing.tocoo()
    of_cell = blocks.of_column[cells.col]
    inside = of_cell >= 0
    pairs = np.unique(cells.row[inside].astype(np.int64) * blocks.count + of_cell[inside])
    row, block = pairs // blocks.count, pairs % blocks.count
    n_rows = blocks.shared_rows.size
    total = np.bincount(row, blocks.weight[block], minlength=n_rows)
    mine = np.bincount(row, np.where(chosen[block], blocks.weight[block], 0.0), minlength=n_rows)
    everywhere = blocks.weight[chosen].sum() / max(blocks.weight.sum(), 1e-300)
    return np.divide(mine, total, out=np.full(n_rows, everywhere), where=mine > 0)
