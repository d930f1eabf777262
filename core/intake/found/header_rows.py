"""Which rows of a grid name its columns, which stand above them, and where its rows begin."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil

from core.domain.schemas import OPERATION_TABLES
from core.intake.found.cell_kinds import CellKind, is_year, kind_of_cell
from core.intake.found.grid import Merged
from core.intake.found.hxl_tags import LAST_TAG_ROW, is_tag_row

HEAD_ROWS = 250
"""Rows at the top that are looked at."""

MOST_HEADER_ROWS = 4
Cells = Sequence[str | None]


@dataclass(frozen=True)
class HeaderRows:
    """Places in the rows that were looked at, the first being 0.

    Attributes
    ----------
    titles
        Rows above the table.
    names
        Rows that name the columns, from the top; none where the file has no header.
    tags
        The HXL tag row.
    body
        First row below them.
    why
        How they were found, in sentences.
    """

    titles: tuple[int, ...]
    names: tuple[int, ...]
    tags: int | None
    body: int
    why: str


def find_header_rows(rows: Sequence[tuple[int, Cells]], merged: tuple[Merged, ...] | None) -> HeaderRows:
    """Titles, header, tags and the start of the body.

    Parameters
    ----------
    rows
        Number in the file (the first is 1) and cells of each row at the top that holds anything.
    merged
        Merged cells, None where the format cannot say.
    """
    tags = next(
        (at for at, (row, cells) in enumerate(rows) if row <= LAST_TAG_ROW and is_tag_row(cells, at > 0)),
        None,
    )
    if tags is not None:
        return _above_tags(rows, tags, merged)
    own = next((at for at, (row, cells) in enumerate(rows) if row <= LAST_TAG_ROW and _is_own(cells)), None)
    if own is not None:
        why = f"Row {rows[own][0]} holds the names of columns as our own tables have them."
        return HeaderRows(tuple(range(own)), (own,), None, own + 1, why)
    counts = [_filled(cells) for _, cells in rows]
    usual = sorted(counts[len(counts) // 2 :])[len(counts[len(counts) // 2 :]) // 2]
    least = max(2, ceil(usual / 2)) if usual > 1 else 1
    first = next((at for at, count in enumerate(counts) if count >= least), 0)
    kinds = body_kinds([cells for _, cells in rows[first + 1 :]], least)
    # a line of two cells above a table may be as wide as half of it; the header is the row that looks unlike the body
    while first + 1 < len(rows) and counts[first] < counts[first + 1] and names_values(rows[first + 1][1], kinds):
        first += 1
    last = first
    if not _is_header(rows[first][1], kinds, [cells for _, cells in rows[first + 1 :]]):
        why = f"Row {rows[first][0]} looks like the rows below it, so the file has no header."
        return HeaderRows(tuple(range(first)), (), None, first, why)
    while last + 1 < len(rows) and last - first + 1 < MOST_HEADER_ROWS and names_values(rows[last + 1][1], kinds):
        last += 1
    top = _group_rows(rows, first, merged)
    why = f"Row {rows[first][0]} names the columns: it is the first full row and unlike the rows below it."
    if top < last:
        why = f"Rows {rows[top][0]} to {rows[last][0]} name the columns together: the rows below are unlike them."
    return HeaderRows(tuple(range(top)), tuple(range(top, last + 1)), None, last + 1, why)


def _is_own(cells: Cells) -> bool:
    """Whether a row is the header of one of our own tables: all its required columns, or nothing but its columns."""
    names = {cell.strip() for cell in cells if cell}
    return len(names) > 1 and any(set(required) <= names or names <= columns for required, columns in _own_headers())


@cache
def _own_headers() -> tuple[tuple[tuple[str, ...], frozenset[str]], ...]:
    return tuple((tuple(t.required_names()), frozenset(t.column_names())) for t in OPERATION_TABLES.values())


def _above_tags(rows: Sequence[tuple[int, Cells]], tags: int, merged: tuple[Merged, ...] | None) -> HeaderRows:
    """The header above a row of tags."""
    width = _filled(rows[tags][1])
    why = f"Row {rows[tags][0]} holds HXL tags"
    if tags == 0 or 2 * _filled(rows[tags - 1][1]) < width:
        return HeaderRows(tuple(range(tags)), (), tags, tags + 1, f"{why} and no header stands above it.")
    top = _group_rows(rows, tags - 1, merged)
    named = f"row {rows[tags - 1][0]} above it names"
    if top < tags - 1:
        named = f"rows {rows[top][0]} to {rows[tags - 1][0]} above it name"
    return HeaderRows(tuple(range(top)), tuple(range(top, tags)), tags, tags + 1, f"{why}; {named} the columns.")


def _filled(cells: Cells) -> int:
    return sum(cell is not None for cell in cells)


def body_kinds(body: Sequence[Cells], least: int) -> dict[int, CellKind]:
    """Column to what its cells are in most rows of the lower half.

    Parameters
    ----------
    body
        Rows that are no header, most of them.
    least
        Cells that a row must have to count.
    """
    wide = [cells for cells in body if _filled(cells) >= least]
    lower = wide[len(wide) // 2 :]
    kinds: dict[int, CellKind] = {}
    for column in range(max(map(len, lower), default=0)):
        seen = Counter(kind_of_cell(cells[column]) for cells in lower if column < len(cells))
        del seen[""]
        if seen:
            kind, times = seen.most_common(1)[0]
            kinds[column] = kind if times > 0.6 * seen.total() else "text"
    return kinds


def _values(kinds: dict[int, CellKind]) -> list[int]:
    return [column for column, kind in kinds.items() if kind != "text"]


def names_values(cells: Cells, kinds: dict[int, CellKind]) -> bool:
    """Whether a row has words where the body has numbers and dates.

    Parameters
    ----------
    cells
        The row.
    kinds
        As ``body_kinds`` gives them.
    """
    at = [cells[column] for column in _values(kinds) if column < len(cells)]
    words = sum(kind_of_cell(cell) == "text" for cell in at)
    return words > 0 and 2 * words >= len(at) and not any(kind_of_cell(cell) in ("number", "date") for cell in at)


def _is_header(cells: Cells, kinds: dict[int, CellKind], below: Sequence[Cells]) -> bool:
    """Whether the first full row names columns rather than being one of the rows."""
    values = _values(kinds)
    own = {column: kind_of_cell(cells[column]) for column in values if column < len(cells)}
    filled = {column: kind for column, kind in own.items() if kind}
    if filled:
        unlike = [column for column, kind in filled.items() if kind != kinds[column]]
        years = [cells[column] for column in filled if column not in unlike]
        if not unlike and len(years) > 1 and all(map(is_year, years)) and len(set(years)) == len(years):
            return not all(is_year(row[column]) for row in below[-3:] for column in filled if column < len(row))
        return 2 * len(unlike) >= len(filled) or (len(unlike) > 0 and all(map(is_year, years)))
    if not below:
        return not any(kind_of_cell(cell) in ("number", "date") for cell in cells)
    # words everywhere: names of columns do not come back as cells of their own columns
    again = sum(
        any(column < len(row) and row[column] == cell for row in below if tuple(row) != tuple(cells))
        for column, cell in enumerate(cells)
        if cell is not None
    )
    return 2 * again < max(1, _filled(cells))


def _group_rows(rows: Sequence[tuple[int, Cells]], first: int, merged: tuple[Merged, ...] | None) -> int:
    """The topmost row that names groups of columns above the header."""
    top = first
    names = [cell for cell in rows[first][1] if cell is not None]
    needs_groups = len(set(names)) < len(names)
    while top > 0 and first - top + 1 < MOST_HEADER_ROWS and rows[top - 1][0] == rows[top][0] - 1:
        number, cells = rows[top - 1]
        filled = [column for column, cell in enumerate(cells) if cell is not None]
        if any(kind_of_cell(cells[column]) in ("number", "date") for column in filled):
            break
        width = max(len(cells) for _, cells in rows[first : first + 2])
        spans = [m for m in merged or () if m.top <= number <= m.bottom and m.right > m.left]
        grouped = any(m.right - m.left + 1 < _filled(rows[first][1]) for m in spans)
        # without merged cells, groups are told from a title by filling half of the row, or by names that need them
        reaches = len(filled) > 1 and filled[-1] + 1 >= width / 2 and (2 * len(filled) >= width or needs_groups)
        if not (grouped if spans else reaches):
            break
        top -= 1
    return top
