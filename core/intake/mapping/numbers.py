"""Numbers as people write them to numbers with a point: ``-2,3009``, ``44.000``, ``1 234``, ``١٢٣``; proof is asked."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from core.domain.finding import Finding, Level
from core.domain.validation import NUMBER, quote
from core.intake.mapping.unique_cells import ASCII_DIGITS, UniqueCells, counted_cells

Mark = Literal[".", ","]

_SPACED_GROUPS = r"(?<=\d)[\s'’\u00a0\u2009\u202f](?=\d{3}(?!\d))"
_SIGN = r"[+-]?"
_SHAPE = {
    ",": rf"{_SIGN}[1-9]\d{{0,2}}(?:,\d{{3}})+",
    ".": rf"{_SIGN}[1-9]\d{{0,2}}(?:\.\d{{3}})+",
}
"""Numbers whose only marks may part thousands."""


@dataclass(frozen=True)
class Decision:
    """Which mark stands before decimals, why, and how sure that is; ``mark`` is None where nobody can say."""

    mark: Mark | None
    level: Level
    why: str


def convert_numbers(
    cells: pd.Series, table: str, column: str, *, is_count: bool, decimal: Mark | None, asks: bool = True
) -> tuple[pd.Series, list[Finding]]:
    """A column of numbers with points for decimals and nothing between thousands; other cells stay as they are.

    Parameters
    ----------
    cells
        Text; the index is the file's row less 2.
    table, column
        Our table and the found column, for the findings.
    is_count
        Whether it counts people: these have no decimals.
    decimal
        The mark that a person named or the file proves elsewhere; None where nothing is known.
    asks
        Whether a column that can be read in two ways is an error; without it the cells simply stay.
    """
    unique = UniqueCells.of(cells)
    text = unique.text.str.translate(ASCII_DIGITS).str.replace(_SPACED_GROUPS, "", regex=True)
    numeric = text.str.fullmatch(rf"{_SIGN}[\d.,]+(?:[eE][+-]?\d+)?").fillna(False).astype(bool)
    marked = numeric & text.str.contains("[.,]", regex=True)
    decided = _decide(text[marked], is_count, decimal)
    if decided.mark is None:
        if not asks:
            return cells, []
        row = unique.first_row(marked & text.str.contains("[.,]", regex=True))
        words = f"“{quote(column)}” can be read in two ways: {decided.why}."
        mend = "Answer whether a point or a comma stands before decimals, or write the numbers without marks."
        return cells, [Finding("error", table, row, column, "ambiguous_numbers", words, mend)]
    other = "," if decided.mark == "." else "."
    plain = text.where(~marked, text.str.replace(other, "", regex=False).str.replace(decided.mark, ".", regex=False))
    good = numeric & plain.str.fullmatch(NUMBER).fillna(False).astype(bool)
    result = plain.where(good, unique.text)
    changed = good & result.ne(unique.text)
    if not changed.any():
        return cells, []
    row = unique.first_row(changed)
    shown = int(changed.to_numpy().argmax())
    words = f"{counted_cells(unique.count(changed))} of “{quote(column)}” written in another way: "
    words += f"“{quote(unique.text[shown])}” is {result[shown]}"
    words += f" ({decided.why})." if decided.why else "."
    mend = (
        "" if decided.level == "note" else "Look whether this is right; else answer which mark stands before decimals."
    )
    return unique.put_back(result), [Finding(decided.level, table, row, column, "numbers_converted", words, mend)]


def _decide(text: pd.Series, is_count: bool, decimal: Mark | None) -> Decision:
    """The decimal mark of numbers that hold a point or a comma."""
    if text.empty:
        return Decision(decimal or ".", "note", "")
    has = {mark: text.str.contains(mark, regex=False) for mark in (".", ",")}
    both = has["."] & has[","]
    comma_last = text.str.rfind(",") > text.str.rfind(".")
    grouped = {mark: text.str.fullmatch(_SHAPE[mark]) & (text.str.count(rf"\{mark}") >= 1) for mark in (".", ",")}
    several = {mark: text.str.count(rf"\{mark}") > 1 for mark in (".", ",")}
    proves = {
        ",": (both & comma_last) | (has[","] & ~has["."] & ~grouped[","]) | (several["."] & grouped["."]),
        ".": (both & ~comma_last) | (has["."] & ~has[","] & ~grouped["."]) | (several[","] & grouped[","]),
    }
    shown = {mark: quote(text[proves[mark]].iloc[0]) for mark in (",", ".") if proves[mark].any()}
    if len(shown) == 2:
        return Decision(None, "error", f"“{shown['.']}” has a decimal point, “{shown[',']}” a decimal comma")
    if shown:
        mark: Mark = "," if "," in shown else "."
        return Decision(mark, "note", f"“{shown[mark]}” proves the decimal {_NAMES[mark]}")
    if decimal is not None:
        return Decision(decimal, "note", f"decimal {_NAMES[decimal]}, as elsewhere in the file or as answered")
    return _of_counts(text, has) if is_count else _of_quantities(text, has)


def _of_quantities(text: pd.Series, has: dict[str, pd.Series]) -> Decision:
    """A point is our own form; a comma before three digits is anybody's guess."""
    if has[","].any():
        return Decision(None, "error", _two_readings(text))
    return Decision(".", "note", "")


def _of_counts(text: pd.Series, has: dict[str, pd.Series]) -> Decision:
    """People have no decimals, so a mark before three digits parts thousands; 44.000 may yet be a decimal's noughts."""
    mark: Mark = "," if has["."].any() else "."
    only_noughts = mark == "," and bool(text.str.endswith("000").all())
    if only_noughts or (has["."].any() and has[","].any()):
        return Decision(None, "error", _two_readings(text))
    return Decision(mark, "question", "people have no decimals, so the mark parts thousands")


_NAMES = {".": "point", ",": "comma"}


def _two_readings(text: pd.Series) -> str:
    return f"“{quote(text.iloc[0])}” may have three decimals or be thousands, and no cell of the column proves which"
