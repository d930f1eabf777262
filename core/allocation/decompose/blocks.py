"""A program taken apart: rows that join camps, and blocks of columns that nothing else joins."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from core.allocation.linear_program import Block, Family, LinearProgram
from core.allocation.problem import Problem

SHARED = -1
"""Block of columns that stand in shared rows only."""

FEWEST_BLOCKS = 20
"""With fewer the parts are hardly smaller than the whole."""


@dataclass(frozen=True, eq=False)
class Blocks:
    """A program by blocks.

    Attributes
    ----------
    program
        The whole.
    count
        Number of blocks.
    of_column
        Block of each column, ``SHARED`` for those in shared rows only, shape (n_columns,).
    shared_rows
        Numbers of the rows that join blocks.
    sharing
        Coefficients of all columns in shared rows, shape (n_shared_rows, n_columns).
    columns, rows
        Of each block, one array a block.
    weight
        What it would cost to leave all need of a block unmet, shape (count,).
    most
        Upper bounds that some best plan keeps, finite for every column that is in no block, shape (n_columns,).
    """

    program: LinearProgram
    count: int
    of_column: np.ndarray
    shared_rows: np.ndarray
    sharing: sparse.csc_matrix
    columns: list[np.ndarray]
    rows: list[np.ndarray]
    weight: np.ndarray
    most: np.ndarray

    @property
    def free_columns(self) -> np.ndarray:
        """Columns in no block."""
        return np.flatnonzero(self.of_column == SHARED)

    def use(self, values: np.ndarray) -> sparse.csc_matrix:
        """What each block takes of each shared row, shape (n_shared_rows, count)."""
        cells = self.sharing.tocoo()
        block = self.of_column[cells.col]
        inside = block >= 0
        amounts = cells.data[inside] * values[cells.col[inside]]
        shape = (self.shared_rows.size, self.count)
        return sparse.coo_matrix((amounts, (cells.row[inside], block[inside])), shape=shape).tocsc()

    def costs(self, values: np.ndarray) -> np.ndarray:
        """What the plan of each block costs, shape (count,)."""
        inside = self.of_column >= 0
        return np.bincount(
            self.of_column[inside], self.program.cost[inside] * values[inside], minlength=self.count
        ).astype(float)


def can_be_split(problem: Problem, program: LinearProgram) -> bool:
    """Whether nothing binds camps that the search in parts does not know: whole numbers, fixed choices, promises."""
    plain = problem.promised is None and problem.spread is None
    return plain and not program.is_mixed_integer() and problem.limits.empty and problem.decisions.empty


def split(problem: Problem, program: LinearProgram) -> Blocks | None:
    """Blocks of a program, or None where too few come apart."""
    by_row = matrix_of(program).tocsr()
    # A row without columns, as the store of a camp nothing can reach, is no block of its own.
    own = _rows_of_camps(problem, program) & (np.diff(by_row.indptr) > 0)
    inner, sharing = by_row[own], by_row[~own].tocsc()
    joined = sparse.bmat([[None, inner], [inner.T, None]], format="csr")
    _, label = connected_components(joined, directed=False)
    of_row, of_column = label[: inner.shape[0]], label[inner.shape[0] :]
    names, row_block = np.unique(of_row, return_inverse=True)
    if names.size < FEWEST_BLOCKS:
        return None
    at = np.minimum(np.searchsorted(names, of_column), names.size - 1)
    column_block = np.where(names[at] == of_column, at, SHARED)
    unmet = program.columns["unmet"]
    worth = program.cost[unmet] * program.upper[unmet]
    return Blocks(
        program=program,
        count=names.size,
        of_column=column_block,
        shared_rows=np.flatnonzero(~own),
        sharing=sharing,
        columns=_positions(column_block, names.size),
        rows=[np.flatnonzero(own)[rows] for rows in _positions(row_block, names.size)],
        weight=np.bincount(column_block[unmet], worth, minlength=names.size).astype(float),
        most=_most(problem, program),
    )


def _positions(block: np.ndarray, count: int) -> list[np.ndarray]:
    order = np.argsort(block, kind="stable")
    return np.split(order, np.searchsorted(block[order], np.arange(count + 1)))[1:-1]


def matrix_of(program: LinearProgram) -> sparse.csc_matrix:
    """Coefficients, rows down, columns across."""
    return sparse.csc_matrix((program.value, program.index, program.start), shape=(program.n_rows, program.n_columns))


def _rows_of_camps(problem: Problem, program: LinearProgram) -> np.ndarray:
    """Whether a row is about one camp: its goods, its need, its store, the trips on a road to it; shape (n_rows,)."""
    network, n_camps = problem.network, problem.n_camps
    at_camp = (network.origin < n_camps) | (network.destination < n_camps)
    of_route = np.zeros(len(network.routes), bool)
    of_route[network.route[at_camp]] = True
    own = np.zeros(program.n_rows, bool)
    for name, place in program.rows.items():
        keys = program.families[name].keys
        if name == "need":
            own[place] = True
        elif name == "balance":
            own[place] = problem.commodities.site_place[keys["site"]] < n_camps
        elif name == "storage":
            own[place] = keys["place"] < n_camps
        elif name in ("payload", "trip_volume"):
            own[place] = at_camp[keys["arc"]]
        elif name == "shared_trips":
            own[place] = of_route[keys["route"]]
    return own


def _most(problem: Problem, program: LinearProgram) -> np.ndarray:
    """No best plan buys more than all need; so in a week no more of an item moves or lies than all there is."""
    goods, network = problem.commodities, problem.network
    n_items = len(problem.items)
    units = np.bincount(goods.item[goods.supply_commodity], goods.supply_quantity, minlength=n_items)
    units = units + np.bincount(problem.pair_item, problem.due.sum(axis=1), minlength=n_items)
    b = program.blocks
    loads = np.zeros((n_items, network.n_arcs))
    for amount, room in ((problem.weight_kg, network.payload_kg), (problem.volume_m3, network.volume_m3)):
        loads += np.divide(amount[:, None], room[None, :], out=np.zeros_like(loads), where=(room > 0)[None, :])
    caps = {
        "ship": units[goods.item[b["ship"]["commodity"]]],
        "hold": units[goods.item[goods.site_commodity[b["hold"]["site"]]]],
        "dispose": units[goods.item[goods.site_commodity[b["dispose"]["site"]]]],
        "buy": units[goods.offer_item[b["buy"]["offer"]]],
        "trips": (units @ loads)[b["trips"]["arc"]],
    }
    most = program.upper.copy()
    for name, cap in caps.items():
        most[program.columns[name]] = np.minimum(most[program.columns[name]], cap)
    return most


def part_of(
    matrix: sparse.csc_matrix,
    cost: np.ndarray,
    upper: np.ndarray,
    row_lower: np.ndarray,
    row_upper: np.ndarray,
) -> LinearProgram:
    """A continuous program of its own, columns from 0, under plain names."""
    n_rows, n_columns = matrix.shape
    lower, nothing = np.zeros(n_columns), np.zeros(n_columns)
    integer = np.zeros(n_columns, bool)
    block = Block("part", n_columns, {"column": np.arange(n_columns)}, lower, upper, cost, nothing, integer)
    family = Family("joined", n_rows, {"row": np.arange(n_rows)}, row_lower, row_upper)
    return LinearProgram(
        cost=cost,
        lower=lower,
        upper=upper,
        integer=integer,
        row_lower=row_lower,
        row_upper=row_upper,
        start=matrix.indptr.astype(np.int32),
        index=matrix.indices.astype(np.int32),
        value=np.asarray(matrix.data, float),
        blocks={"part": block},
        columns={"part": slice(0, n_columns)},
        families={"joined": family},
        rows={"joined": slice(0, n_rows)},
    )
