"""What the text of one cell looks like: a number, a date, words, or a sign for "nothing"."""

import re
from typing import Literal

CellKind = Literal["", "number", "date", "text"]

COMMA_DECIMAL = re.compile(r"[+-]?\d+,\d+")
NOTHING = frozenset(
    {
        *("na", "n/a", "n.a.", "n.a", "nan", "null", "none", "nil", "nd", "n.d.", "s/d", "s.d.", "s.o.", "unknown"),
        *("tbd", "-", "--", "---", "–", "—", "…", "...", "..", ".", "*", "?"),
    }
)
"""How tables write that a cell has no value, in small letters."""

_NUMBER = re.compile(
    r"[+\-−]?(?:\d{1,3}(?:[  \u202f'’,.]\d{3})+|\d+)?(?:[.,]\d+)?(?:[eE][+-]?\d{1,3})?\s?%?|\(\d[\d.,]*\)"
)
_DATE = re.compile(
    r"\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?(?:[T ]\d{1,2}:\d{2}.*)?"
    r"|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?: \d{1,2}:\d{2}.*)?"
    r"|\d{1,2}[-/ .][^\W\d_]{3,10}\.?[-/ .,]{1,2}\d{2,4}"
    r"|[^\W\d_]{3,10}\.?[-/ ]\d{1,2},? ?\d{2,4}"
)
_TRUTH = frozenset(("true", "false"))


def kind_of_cell(cell: str | None) -> CellKind:
    """Its kind; empty for a blank cell or one that says that there is no value.

    Examples
    --------
    >>> [kind_of_cell(cell) for cell in ("1 234,5", "2015-05-15", "3/4/16", "Nduta", "n/a", None, "true")]
    ['number', 'date', 'date', 'text', '', '', 'number']
    """
    text = (cell or "").strip()[:80]
    if not text or text.lower() in NOTHING:
        return ""
    if text.lower() in _TRUTH or (any(sign.isdigit() for sign in text) and _NUMBER.fullmatch(text)):
        return "number"
    return "date" if _DATE.fullmatch(text) else "text"


def is_year(cell: str | None) -> bool:
    """Whether it is a year, as columns of wide tables are named."""
    text = (cell or "").strip()
    return len(text) == 4 and text.isdigit() and 1900 <= int(text) <= 2100
