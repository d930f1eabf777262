"""Which mark stands before the decimals of a table, proved by whole columns and never by one cell.

``1,5`` and ``0,125`` can only be decimals, ``1,234,567`` only thousands; ``1,234`` can be both and proves nothing.
"""

from typing import Literal

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.domain.finding import Finding
from core.domain.validation import quote
from core.intake.found.cell_kinds import kind_of_cell

Mark = Literal[".", ","]
_SAMPLE = 500
_END = r"\s?%?$"
_GROUPED = {",": r"^[+-]?\d{1,3}([.\s'’]\d{3})*", ".": r"^[+-]?\d{1,3}([,\s'’]\d{3})*"}


def decimal_mark(place: str, cells: pd.DataFrame) -> tuple[Mark, str, list[Finding]]:
    """The decimal mark, how it was proved (empty where there was nothing to prove), and what is doubtful.

    Parameters
    ----------
    place
        Name of the table, for the findings.
    cells
        Text cells, named.
    """
    numbers = {str(column): text for column in cells.columns if (text := _numbers(cells[column])) is not None}
    with_comma = [column for column, text in numbers.items() if pc.any(pc.match_substring(text, ",")).as_py()]
    if not with_comma:
        return ".", "", []
    commas = [column for column in with_comma if _proves(numbers[column], ",")]
    points = [column for column, text in numbers.items() if _proves(text, ".")]
    both = [column for column in commas if column in points]
    if both or (commas and points):
        first, second = (both[0], both[0]) if both else (commas[0], points[0])
        where = f"column “{quote(first)}”" if first == second else f"columns “{quote(first)}” and “{quote(second)}”"
        words = f"Commas and points both stand before decimals, in {where}."
        mark: Mark = "," if len(commas) > len(points) else "."
        question = Finding("question", place, None, first, "decimal_mark", words, "Say which mark each column uses.")
        return mark, "", [question]
    if commas:
        example = quote(_example(numbers[commas[0]], ","))
        return ",", f"Commas stand before decimals: “{example}” in column “{quote(commas[0])}” can be nothing else.", []
    if points:
        example = quote(_example(numbers[points[0]], "."))
        return ".", f"Points stand before decimals: “{example}” in column “{quote(points[0])}” can be nothing else.", []
    thousands = [c for c in with_comma if pc.any(pc.match_substring_regex(numbers[c], r",\d{3},\d{3}")).as_py()]
    if thousands:
        return ".", f"Commas stand between thousands in column “{quote(thousands[0])}”.", []
    column = with_comma[0]
    example = pc.filter(numbers[column], pc.match_substring(numbers[column], ","))[0].as_py()
    words = f"“{quote(example)}” in column “{quote(column)}” can be thousands or decimals; no cell proves which."
    return ".", "", [Finding("question", place, None, column, "decimal_mark", words, "Say which it is.")]


def _numbers(column: pd.Series) -> pa.Array | None:
    """Cells of a column of numbers, None for any other column."""
    head = column.dropna().head(_SAMPLE)
    kinds = [kind for cell in head if (kind := kind_of_cell(cell))]
    if not kinds or kinds.count("number") < 0.9 * len(kinds):
        return None
    return pa.array(column.dropna(), type=pa.large_string())


def _pattern(mark: Mark) -> str:
    sign = "," if mark == "," else r"\."
    return rf"({_GROUPED[mark]}|^[+-]?\d*){sign}(\d{{1,2}}|\d{{4,}}){_END}|^[+-]?0*{sign}\d+{_END}"


def _proves(text: pa.Array, mark: Mark) -> bool:
    return bool(pc.any(pc.match_substring_regex(text, _pattern(mark))).as_py())


def _example(text: pa.Array, mark: Mark) -> str:
    return str(pc.filter(text, pc.match_substring_regex(text, _pattern(mark)))[0].as_py())
