"""A linear or integer program as arrays, and the builder that fills it block by block.

Columns come in blocks (one per kind of decision variable), rows in families (one per kind of constraint). A constraint
enters a whole block at once: one row number and one value per column. The matrix is put together by column from these
slots, without sorting.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

NO_ROW = -1
"""Row number of a column that does not take part in a constraint."""

COLUMNS_AT_ONCE = 8192
"""Columns that are put together at once: few enough for what is being worked on to stay in the processor's cache."""


@dataclass(eq=False)
class Block:
    """Columns of one kind; bounds and costs are changed by putting another array in their place.

    Attributes
    ----------
    name
        What the variable is.
    keys
        What each column stands for: arrays of positions, shape (size,).
    lower, upper
        Bounds, shape (size,).
    cost_usd
        What one unit adds to the objective.
    tie_break
        A cost far below every real one, which keeps goods from moving for nothing; never reported.
    integer
        Columns that take whole numbers only.
    """

    name: str
    size: int
    keys: Mapping[str, np.ndarray]
    lower: np.ndarray
    upper: np.ndarray
    cost_usd: np.ndarray
    tie_break: np.ndarray
    integer: np.ndarray
    entries: list["Entry"] = field(default_factory=list)

    def __getitem__(self, key: str) -> np.ndarray:
        return self.keys[key]

    def enter_at(self, columns: np.ndarray, rows: np.ndarray, values: np.ndarray) -> None:
        """Give some columns coefficients, any number each: one entry per position of the three arrays."""
        order = np.argsort(columns, kind="stable")
        columns, rows, values = columns[order], rows[order], values[order]
        turn = np.arange(columns.size) - np.searchsorted(columns, columns)
        for n in range(int(turn.max(initial=-1)) + 1):
            of_column, amount = np.full(self.size, NO_ROW), np.zeros(self.size)
            of_column[columns[turn == n]] = rows[turn == n]
            amount[columns[turn == n]] = values[turn == n]
            self.enter(of_column, amount)

    def enter(
        self,
        rows: npt.ArrayLike,
        values: npt.ArrayLike,
        *,
        rows_at: np.ndarray | None = None,
        values_at: np.ndarray | None = None,
    ) -> None:
        """Give every column a coefficient in one row each; ``NO_ROW`` leaves a column out.

        Parameters
        ----------
        rows, values
            Of each column, or one for all.
        rows_at, values_at
            Where many columns share few rows or values: whose each column's is, as positions in ``rows`` and
            ``values`` laid out flat, shape (size,).
        """
        self.entries.append(Entry(np.asarray(rows, np.int32), np.asarray(values, float), rows_at, values_at))

    def taking_part(self) -> list[tuple["Entry", np.ndarray | None]]:
        """Entries that any column has, and which columns have each; None for every column."""
        found = [(entry, entry.present()) for entry in self.entries]
        return [
            (entry, present if present is None else np.broadcast_to(present, (self.size,)))
            for entry, present in found
            if present is None or present.any()
        ]


@dataclass(frozen=True, eq=False)
class Entry:
    """A coefficient of each column of a block as it was entered; see ``Block.enter``."""

    rows: np.ndarray
    values: np.ndarray
    rows_at: np.ndarray | None
    values_at: np.ndarray | None

    def row(self, columns: slice) -> np.ndarray:
        """Row of some columns, or of all."""
        return _at(self.rows, self.rows_at, columns)

    def value(self, columns: slice) -> np.ndarray:
        """Value of some columns, or of all."""
        return _at(self.values, self.values_at, columns)

    def present(self) -> np.ndarray | None:
        """Which columns have it; None for every column."""
        has_row, has_value = self.rows != NO_ROW, self.values != 0
        if has_row.all() and has_value.all():
            return None
        return _at(has_row, self.rows_at, slice(None)) & _at(has_value, self.values_at, slice(None))


def _at(values: np.ndarray, positions: np.ndarray | None, columns: slice) -> np.ndarray:
    if positions is not None:
        return np.take(values, positions[columns])
    return values[columns] if values.ndim else values


@dataclass(frozen=True, eq=False)
class Family:
    """Rows of one kind: what each row stands for, and its bounds."""

    name: str
    size: int
    keys: Mapping[str, np.ndarray]
    lower: np.ndarray
    upper: np.ndarray


@dataclass(frozen=True, eq=False)
class LinearProgram:
    """Minimise cost @ x with row_lower <= A x <= row_upper, lower <= x <= upper; A stored by column."""

    cost: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    integer: np.ndarray
    row_lower: np.ndarray
    row_upper: np.ndarray
    start: np.ndarray
    index: np.ndarray
    value: np.ndarray
    blocks: Mapping[str, Block]
    columns: Mapping[str, slice]
    families: Mapping[str, Family]
    rows: Mapping[str, slice]

    @property
    def n_columns(self) -> int:
        """Decision variables."""
        return len(self.cost)

    @property
    def n_rows(self) -> int:
        """Constraints."""
        return len(self.row_lower)

    @property
    def n_nonzeros(self) -> int:
        """Coefficients."""
        return len(self.value)

    def is_mixed_integer(self) -> bool:
        """Whether any column must be whole."""
        return bool(self.integer.any())

    def column_label(self, position: int) -> tuple[str, dict[str, int]]:
        """Block of a column and what the column stands for."""
        return _label(position, self.columns, self.blocks)

    def row_label(self, position: int) -> tuple[str, dict[str, int]]:
        """Family of a row and what the row stands for."""
        return _label(position, self.rows, self.families)


def _label(
    position: int, slices: Mapping[str, slice], parts: Mapping[str, Block] | Mapping[str, Family]
) -> tuple[str, dict[str, int]]:
    for name, place in slices.items():
        if place.start <= position < place.stop:
            keys = parts[name].keys
            return name, {key: int(values[position - place.start]) for key, values in keys.items()}
    raise IndexError(position)


class ProgramBuilder:
    """Collects blocks and families, then assembles them."""

    def __init__(self) -> None:
        self.blocks: dict[str, Block] = {}
        self._families: dict[str, Family] = {}
        self._rows: dict[str, slice] = {}
        self._n_rows = 0

    def add_columns(
        self,
        name: str,
        keys: Mapping[str, np.ndarray],
        *,
        upper: npt.ArrayLike = np.inf,
        integer: npt.ArrayLike = False,
    ) -> Block:
        """Add a block of columns from 0 to ``upper``; ``keys`` say what each stands for."""
        size = len(next(iter(keys.values())))
        block = Block(
            name=name,
            size=size,
            keys=keys,
            lower=np.broadcast_to(0.0, (size,)),
            upper=np.broadcast_to(np.asarray(upper, float), (size,)),
            cost_usd=np.broadcast_to(0.0, (size,)),
            tie_break=np.broadcast_to(0.0, (size,)),
            integer=np.broadcast_to(np.asarray(integer, bool), (size,)),
        )
        self.blocks[name] = block
        return block

    def add_rows(
        self, name: str, keys: Mapping[str, np.ndarray], *, lower: npt.ArrayLike = -np.inf, upper: npt.ArrayLike
    ) -> int:
        """Add a family of rows; returns the number of its first row."""
        size = len(next(iter(keys.values())))
        bounds = (np.broadcast_to(np.asarray(b, float), (size,)) for b in (lower, upper))
        first = self._n_rows
        self._families[name] = Family(name, size, keys, *bounds)
        self._rows[name] = slice(first, first + size)
        self._n_rows += size
        return first

    def family(self, name: str) -> tuple[Family, int] | None:
        """Rows of one kind that were added and the number of the first; None where there are none."""
        return (self._families[name], self._rows[name].start) if name in self._families else None

    def assemble(self) -> LinearProgram:
        """Put all blocks side by side."""
        blocks = list(self.blocks.values())
        ends = np.cumsum([0, *(block.size for block in blocks)])
        columns = {block.name: slice(*ends[n : n + 2].tolist()) for n, block in enumerate(blocks)}
        entries = {block.name: block.taking_part() for block in blocks}
        start = np.zeros(ends[-1] + 1, np.int32)
        for name, of_block in entries.items():
            counts = start[1:][columns[name]]
            for _, present in of_block:
                counts += True if present is None else present
        np.cumsum(start, out=start)
        index, value = np.empty(start[-1], np.int32), np.empty(start[-1])
        for block in blocks:
            mine = slice(start[columns[block.name].start], start[columns[block.name].stop])
            _fill(block.size, entries.pop(block.name), index[mine], value[mine])
            block.entries.clear()
        families = list(self._families.values())
        return LinearProgram(
            cost=_joined([block.cost_usd + block.tie_break for block in blocks]),
            lower=_joined([block.lower for block in blocks]),
            upper=_joined([block.upper for block in blocks]),
            integer=_joined([block.integer for block in blocks], bool),
            row_lower=_joined([family.lower for family in families]),
            row_upper=_joined([family.upper for family in families]),
            start=start,
            index=index,
            value=value,
            blocks=self.blocks,
            columns=columns,
            families=self._families,
            rows=self._rows,
        )


def _joined(parts: list[np.ndarray], dtype: npt.DTypeLike = np.float64) -> np.ndarray:
    return np.concatenate([np.zeros(0, dtype), *parts], dtype=dtype)


def _fill(size: int, entries: list[tuple[Entry, np.ndarray | None]], index: np.ndarray, value: np.ndarray) -> None:
    """Write rows and values of a block, column after column, into their places."""
    at, everywhere = 0, all(present is None for _, present in entries)
    for first in range(0, size, COLUMNS_AT_ONCE):
        columns = slice(first, min(first + COLUMNS_AT_ONCE, size))
        shape = (columns.stop - first, len(entries))
        rows, values, there = np.empty(shape, np.int32), np.empty(shape), np.ones(shape, bool)
        for n, (entry, present) in enumerate(entries):
            rows[:, n], values[:, n] = entry.row(columns), entry.value(columns)
            if present is not None:
                there[:, n] = present[columns]
        end = at + (rows.size if everywhere else int(np.count_nonzero(there)))
        index[at:end], value[at:end] = (rows.ravel(), values.ravel()) if everywhere else (rows[there], values[there])
        at = end
