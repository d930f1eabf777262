"""Camps put into regions: few at a time, that draw on the same depots."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from core.allocation.decompose.blocks import Blocks

MOST_BLOCKS = 63
"""In a region: with 500 camps a region of 63 took 8 s, one of 125 took 23 s."""

DIMENSIONS, TURNS = 3, 40
"""Of the picture in which camps that share depots lie close, the first of them the same for all; turns of the power
method, which need not be exact."""


@dataclass(frozen=True, eq=False)
class Region:
    """Blocks planned anew together.

    Attributes
    ----------
    columns, rows
        Of the blocks, as numbers of the program.
    shared
        Which shared rows the region plans: those its blocks stand in and all that what lies there leads to, shape
        (n_shared_rows,).
    free
        Columns of no block that go with them.
    """

    columns: np.ndarray
    rows: np.ndarray
    shared: np.ndarray
    free: np.ndarray


def regions_of(blocks: Blocks, *, is_turned: bool = False) -> list[Region]:
    """All blocks in regions of at most ``MOST_BLOCKS``, each halved across its longer side.

    Parameters
    ----------
    is_turned
        Whether to cut at half a right angle, so that other camps come together.
    """
    where = _picture(blocks) if blocks.count > MOST_BLOCKS else np.zeros((blocks.count, 2))
    if is_turned:
        where = where @ np.array([[1.0, -1.0], [1.0, 1.0]])
    label, of_free = _what_goes_together(blocks)
    return [_region(blocks, members, label, of_free) for members in _halved(where, np.arange(blocks.count))]


def share_of_goods(blocks: Blocks, regions: list[Region]) -> float:
    """Of the shared rows, how many a region plans on the average."""
    return float(np.mean([region.shared.mean() for region in regions]))


def in_pairs(blocks: Blocks, regions: list[Region]) -> list[tuple[Region, ...]]:
    """Regions two by two where they share no goods, so that both can be planned at a time."""
    left = list(regions)
    pairs: list[tuple[Region, ...]] = []
    while left:
        first = left.pop(0)
        second = next((n for n, other in enumerate(left) if not np.isin(first.free, other.free).any()), None)
        pairs.append((first,) if second is None else (first, left.pop(second)))
    return pairs


def _picture(blocks: Blocks) -> np.ndarray:
    """A place in the plane for each block, near to those that stand in the same shared rows, shape (count, 2)."""
    cells = blocks.sharing.tocoo()
    block = blocks.of_column[cells.col]
    inside = block >= 0
    stands = sparse.csr_matrix(
        (np.ones(inside.sum()), (block[inside], cells.row[inside])), shape=(blocks.count, blocks.shared_rows.size)
    )
    stands.data[:] = 1.0
    by_block, by_row = (np.sqrt(np.maximum(np.asarray(stands.sum(axis=axis)).ravel(), 1.0)) for axis in (1, 0))
    even = sparse.diags(1.0 / by_block) @ stands @ sparse.diags(1.0 / by_row)
    place = np.random.default_rng(2).normal(size=(blocks.count, DIMENSIONS))
    for _ in range(TURNS):
        place, _ = np.linalg.qr(even @ (even.T @ place))
    return place[:, 1:] / by_block[:, None]


def _halved(where: np.ndarray, members: np.ndarray) -> list[np.ndarray]:
    if members.size <= MOST_BLOCKS:
        return [members]
    longer = int(np.argmax(np.ptp(where[members], axis=0)))
    order = members[np.argsort(where[members, longer], kind="stable")]
    half = order.size // 2
    return _halved(where, order[:half]) + _halved(where, order[half:])


def _what_goes_together(blocks: Blocks) -> tuple[np.ndarray, np.ndarray]:
    """Label of each shared row and free column: what lies in one week and in the next, here and one road on."""
    of_free = blocks.sharing[:, blocks.free_columns]
    joined = sparse.bmat([[None, of_free], [of_free.T, None]], format="csr")
    _, label = connected_components(joined, directed=False)
    n_rows = blocks.shared_rows.size
    return label[:n_rows], label[n_rows:]


def _region(blocks: Blocks, members: np.ndarray, label: np.ndarray, of_free: np.ndarray) -> Region:
    columns = np.concatenate([blocks.columns[block] for block in members])
    touched = np.diff(blocks.sharing[:, columns].tocsr().indptr) > 0
    together = np.unique(label[touched])
    return Region(
        columns=columns,
        rows=np.concatenate([blocks.rows[block] for block in members]),
        shared=np.isin(label, together),
        free=blocks.free_columns[np.isin(of_free, together)],
    )
