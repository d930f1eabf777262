"""Names for the columns of a found table: joined over several header rows, unique, none left blank."""

from collections.abc import Sequence

from core.domain.finding import Finding
from core.domain.validation import quote
from core.intake.found.grid import Merged

JOINT = " / "
"""Stands between the name of a group and of a column in it."""


def joined_names(rows: Sequence[tuple[int, Sequence[str | None]]], merged: tuple[Merged, ...] | None) -> list[str]:
    """One name per column from the header rows, the group before the column; empty where there is none.

    Parameters
    ----------
    rows
        Number in the file and cells of each header row, from the top.
    merged
        Merged cells; where the format cannot say, the name of a group counts until the next one.

    Examples
    --------
    >>> joined_names([(1, ["Camp", "People", None]), (2, [None, "women", "men"])], None)
    ['Camp', 'People / women', 'People / men']
    """
    width = max((len(cells) for _, cells in rows), default=0)
    parts: list[list[str]] = [[] for _ in range(width)]
    for at, (number, cells) in enumerate(rows):
        spread = list(cells) + [None] * (width - len(cells))
        if at < len(rows) - 1:
            spread = _spread(number, spread, merged, below=[rows[at + 1][1]])
        for column, cell in enumerate(spread):
            name = " ".join((cell or "").split())
            if name and name not in parts[column]:
                parts[column].append(name)
    return [JOINT.join(part) for part in parts]


def _spread(
    number: int, cells: list[str | None], merged: tuple[Merged, ...] | None, below: Sequence[Sequence[str | None]]
) -> list[str | None]:
    """A row of groups with each name over all columns of its group."""
    out = list(cells)
    if merged:
        for span in merged:
            if span.top <= number <= span.bottom and span.left <= len(out):
                name = out[span.left - 1]
                for column in range(span.left, min(span.right, len(out))):
                    out[column] = out[column] or name
        return out
    for column in range(1, len(out)):
        has_own = column < len(below[0]) and below[0][column] is not None
        # a group is open only below a name that has a column's name under it
        if out[column] is None and has_own and column - 1 < len(below[0]) and below[0][column - 1] is not None:
            out[column] = out[column - 1]
    return out


def unique_names(
    place: str, row: int, names: Sequence[str], holds: Sequence[bool], first_cells: Sequence[str]
) -> tuple[list[str | None], list[Finding]]:
    """A name of its own for every column that has a name or holds anything; None for the others.

    Parameters
    ----------
    place
        Name of the table, for the findings.
    row
        Row of the file that names the columns.
    names
        Names as found, empty where there is none.
    holds
        Whether the column holds anything.
    first_cells
        A cell of each column, to show it.
    """
    used = {name for name in names if name}
    given: set[str] = set()
    out: list[str | None] = []
    findings: list[Finding] = []
    for position, (name, filled) in enumerate(zip(names, holds, strict=True)):
        if not name and not filled:
            out.append(None)
            continue
        own = name
        if not name:
            own = _free(f"column {position + 1}", used | given)
            words = (
                f"Column {position + 1} has no name but holds “{quote(first_cells[position])}”; it is called “{own}”."
            )
            findings.append(Finding("question", place, row, own, "unnamed_column", words, "Say what it holds."))
        elif name in given:
            own = _free(name, used | given)
            words = f"More than one column is named “{quote(name)}”; column {position + 1} is called “{quote(own)}”."
            suggestion = "Say which of them is meant."
            findings.append(Finding("question", place, row, own, "repeated_column", words, suggestion))
        given.add(own)
        out.append(own)
    return out, findings


def _free(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name} ({number})" in taken:
        number += 1
    return f"{name} ({number})"
