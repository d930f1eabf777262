"""A grid to a found table: header, tags, names, rows and decimal mark, each with the reason."""

from collections.abc import Sequence
from types import MappingProxyType

import pandas as pd

from core.domain.finding import Finding
from core.domain.validation import quote
from core.intake.found.column_names import joined_names, unique_names
from core.intake.found.decimal_mark import decimal_mark
from core.intake.found.found_table import FoundTable
from core.intake.found.grid import Grid
from core.intake.found.header_rows import HEAD_ROWS, HeaderRows, find_header_rows
from core.intake.found.hxl_tags import is_tag, tag_of
from core.intake.found.listed_rows import listed_rows
from core.intake.found.merged_cells import filled_down
from core.intake.found.set_aside import set_aside_rows, titles_above
from core.intake.found.stacked_tables import ask_about_stacked

Rows = Sequence[tuple[int, Sequence[str | None]]]


def as_table(file: str, sheet: str, grid: Grid) -> tuple[FoundTable, list[Finding]]:
    """The table of a grid that holds at least one row, and what was odd about it.

    Parameters
    ----------
    file, sheet
        As the table names them.
    grid
        Cells as they lie in the file.
    """
    place = f"{file}, {sheet}" if sheet else file
    rows = _head(grid.cells)
    header = find_header_rows(rows, grid.merged)
    findings = [*grid.findings, *titles_above(place, [rows[at] for at in header.titles])]
    names = joined_names([rows[at] for at in header.names], grid.merged)
    names += [""] * (grid.cells.shape[1] - len(names))
    tags, bad_tags = _tags(place, header, rows)
    findings += bad_tags
    names = [name or tags.get(position, "") for position, name in enumerate(names)]
    last_header = [cell or "" for cell in rows[header.names[-1]][1]] if header.names else []
    body, set_aside = set_aside_rows(place, grid.cells.iloc[header.body :], last_header)
    findings += set_aside
    findings += ask_about_stacked(place, body)
    body, from_merged = filled_down(place, body, grid.merged)
    findings += [*from_merged, *_uneven(place, body.index, grid)]
    has_header = bool(header.names or tags)
    filled = body.notna()
    holds = filled.any().tolist()
    examples = [str(body.loc[filled[column].idxmax(), column]) if holds[column] else "" for column in body.columns]
    if has_header:
        row = rows[header.names[-1] if header.names else header.tags or 0][0]
        given, odd_names = unique_names(place, row, names, holds, examples)
        findings += odd_names
    else:
        given = [f"column {position + 1}" if held else None for position, held in enumerate(holds)]
    kept = [position for position, name in enumerate(given) if name is not None]
    cells = body.iloc[:, kept]
    cells.columns = pd.Index([given[position] for position in kept], dtype="str")
    if cells.empty:
        findings.append(Finding("note", place, None, None, "no_rows", "It has a header but no rows.", ""))
    mark, proof, doubts = decimal_mark(place, cells)
    findings += doubts
    table = FoundTable(
        file=file,
        sheet=sheet,
        cells=cells,
        positions=MappingProxyType({str(given[position]): position + 1 for position in kept}),
        hxl=MappingProxyType({str(given[at]): tag for at, tag in tags.items() if given[at] is not None}),
        has_header=has_header,
        decimal=mark,
        how=tuple(
            sentence for sentence in (*grid.how, header.why, *_comment_mark(last_header, tags), proof) if sentence
        ),
    )
    return table, findings


def _head(cells: pd.DataFrame) -> Rows:
    """Row of the file and cells of the first rows."""
    head = cells.head(HEAD_ROWS).astype("object")
    values = head.where(head.notna(), None).to_numpy().tolist()
    return [(int(row) + 2, row_cells) for row, row_cells in zip(head.index, values, strict=True)]


def _tags(place: str, header: HeaderRows, rows: Rows) -> tuple[dict[int, str], list[Finding]]:
    """Column to tag, and a question for each cell of the tag row that is none."""
    if header.tags is None:
        return {}, []
    number, cells = rows[header.tags]
    tags = {position: tag_of(cell) for position, cell in enumerate(cells) if cell is not None and is_tag(cell)}
    bad = [(position, cell) for position, cell in enumerate(cells) if cell is not None and not is_tag(cell)]
    return tags, [
        Finding(
            "question",
            place,
            number,
            None,
            "hxl_tag",
            f"“{quote(cell)}” in row {number}, column {position + 1}, is not an HXL tag; it is not used.",
            "A tag is # and a letter, then letters, digits or _; attributes follow, each after a +.",
        )
        for position, cell in bad
    ]


def _uneven(place: str, rows: pd.Index, grid: Grid) -> list[Finding]:
    """A question for rows of text that are shorter or longer than the others."""
    odd = rows[rows.isin(list(grid.lengths))] if grid.lengths else rows[:0]
    if not len(odd):
        return []
    words = (
        f"{listed_rows(odd)} another number of cells than the other rows. Cells that are missing are read as blank, "
        "surplus ones stand in columns of their own."
    )
    suggestion = "Look for a missing or surplus separator; put text that holds one into double quotes."
    return [Finding("question", place, int(odd[0]) + 2, None, "ragged_row", words, suggestion)]


def _comment_mark(header: Sequence[str], tags: dict[int, str]) -> list[str]:
    """A sentence where a ``#`` is no tag."""
    if tags or not any(name.startswith("#") for name in header):
        return []
    return ["A # before the name of a column is a comment mark here: the row has no HXL tags."]
