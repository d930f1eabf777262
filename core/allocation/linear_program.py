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


@dataclass(eq=False)
class Block:
    """Columns of one kind.

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
    entries: list[tuple[np.ndarray, npt.ArrayLike]] = field(default_factory=list)

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

    def enter(self, rows: npt.ArrayLike, values: npt.ArrayLike) -> None:
        """Give every column a coefficient in one row each; ``NO_ROW`` leaves a column out."""
        self.entries.append((np.broadcast_to(np.asarray(rows, np.int32), (self.size,)), values))


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
            lower=np.zeros(size),
            upper=np.broadcast_to(np.asarray(upper, float), (size,)).copy(),
            cost_usd=np.zeros(size),
            tie_break=np.zeros(size),
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
        parts = [_by_column(block) for block in blocks]
        columns: dict[str, slice] = {}
        at = 0
        for block in blocks:
            columns[block.name] = slice(at, at + block.size)
            at += block.size
        start = np.zeros(at + 1, np.int32)
        np.cumsum(_joined([count for _, _, count in parts], np.int32), out=start[1:])
        families = list(self._families.values())
        return LinearProgram(
            cost=_joined([block.cost_usd + block.tie_break for block in blocks]),
            lower=_joined([block.lower for block in blocks]),
            upper=_joined([block.upper for block in blocks]),
            integer=_joined([block.integer for block in blocks], bool),
            row_lower=_joined([family.lower for family in families]),
            row_upper=_joined([family.upper for family in families]),
            start=start,
            index=_joined([rows for rows, _, _ in parts], np.int32),
            value=_joined([values for _, values, _ in parts]),
            blocks=self.blocks,
            columns=columns,
            families=self._families,
            rows=self._rows,
        )


def _joined(parts: list[np.ndarray], dtype: npt.DTypeLike = np.float64) -> np.ndarray:
    return np.concatenate([np.zeros(0, dtype), *parts], dtype=dtype)


def _by_column(block: Block) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Row numbers and values of a block, column after column, and how many each column has."""
    slots = []
    for row, value in block.entries:
        values = np.asarray(value, float)
        present = row != NO_ROW
        if not values.all():
            present &= values != 0
        n_present = np.count_nonzero(present)
        if n_present:
            slots.append((row, values, present, n_present == block.size))
    shape = (block.size, len(slots))
    rows, coefficients = np.empty(shape, np.int32), np.empty(shape)
    for slot, (row, values, _, _) in enumerate(slots):
        rows[:, slot], coefficients[:, slot] = row, values
    if all(everywhere for *_, everywhere in slots):
        return rows.ravel(), coefficients.ravel(), np.full(block.size, len(slots), np.int32)
    there = np.column_stack([present for _, _, present, _ in slots])
    return rows[there], coefficients[there], there.sum(axis=1, dtype=np.int32)
