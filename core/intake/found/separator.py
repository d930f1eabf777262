"""Which sign stands between the cells of a text file."""

import csv
from collections import Counter
from dataclasses import dataclass

from core.intake.found.cell_kinds import COMMA_DECIMAL

SEPARATORS = {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas"}
SAMPLE = 262_144
"""Bytes at the start of a file that are looked at."""
SAMPLE_ROWS = 300
# outlines written as text make cells longer than Python's own limit
csv.field_size_limit(max(csv.field_size_limit(), SAMPLE + 1))


@dataclass(frozen=True)
class Separator:
    """The sign between cells.

    Attributes
    ----------
    sign
        One character.
    width
        Cells of most rows at the start of the file.
    why
        How it was found, in a sentence.
    declared
        Whether the first line says so (``sep=;``), as spreadsheets write it; that line is no row of the table.
    """

    sign: str
    width: int
    why: str
    declared: bool = False


@dataclass(frozen=True)
class _Split:
    sign: str
    width: int
    share: float
    decimals: bool


def find_separator(data: bytes) -> Separator:
    """The sign that splits the first rows into the same number of cells.

    A comma is also a decimal mark and common in text, so another sign goes before it where it splits nine rows of ten
    alike. One column is no split at all; commas are then taken.

    Parameters
    ----------
    data
        The file in UTF-8.

    Raises
    ------
    csv.Error
        If a cell is longer than any real cell.
    """
    start = data[:SAMPLE]
    if len(data) > SAMPLE:
        start = start[: start.rfind(b"\n") + 1] or start
    text = start.decode("utf-8", errors="replace")
    lines = text.splitlines()
    first = lines[0].strip().strip('"').lower() if lines else ""
    if first.startswith("sep=") and len(first) == 5 and first[4] in SEPARATORS:
        width = _split(text, first[4]).width
        return Separator(first[4], width, f"The first line says that {SEPARATORS[first[4]]} stand between cells.", True)
    if first == "sep=" and lines[0].endswith("\t"):
        return Separator("\t", _split(text, "\t").width, "The first line says that tabs stand between cells.", True)
    splits = {sign: _split(text, sign) for sign in SEPARATORS}
    comma = splits[","]
    for sign in ("\t", ";", "|"):
        split = splits[sign]
        decimal = sign == ";" and split.decimals
        if split.width > 1 and split.share >= 0.9 and (decimal or split.width >= comma.width or comma.share < 0.5):
            return _found(split)
    best = max(splits.values(), key=lambda split: (split.share * (split.width - 1), split.sign == ","))
    return _found(best if best.width > 1 else comma)


def _found(split: _Split) -> Separator:
    if split.width < 2:
        return Separator(",", 1, "No sign splits its rows, so it has one column.")
    why = f"{SEPARATORS[split.sign].capitalize()} split {split.share:.0%} of its first rows into {split.width} cells."
    return Separator(split.sign, split.width, why)


def _split(text: str, sign: str) -> _Split:
    widths: Counter[int] = Counter()
    decimals = False
    for row in csv.reader(text.splitlines(keepends=True), delimiter=sign):
        if any(cell.strip() for cell in row):
            widths[len(row)] += 1
            decimals = decimals or any(COMMA_DECIMAL.fullmatch(cell.strip()) for cell in row)
        if widths.total() >= SAMPLE_ROWS:
            break
    if not widths:
        return _Split(sign, 1, 0.0, False)
    # of two that are as common, the wider one: titles above a table are narrow
    wide = {width: times for width, times in widths.items() if width > 1} or dict(widths)
    width = max(wide, key=lambda w: (wide[w], w))
    return _Split(sign, width, wide[width] / widths.total(), decimals)
