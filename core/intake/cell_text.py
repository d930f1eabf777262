"""What a cell of a spreadsheet says, as text: ISO dates, ``true`` and ``false``, numbers with the fewest digits."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from core.domain.validation import quote


def cell_text(value: Any, *, is_error: bool = False) -> tuple[str | None, str]:
    """A stored value as text, None where there is none, and what is wrong with it, empty where nothing is.

    Examples
    --------
    >>> cell_text(dt.datetime(2015, 5, 15)), cell_text(3.0), cell_text("#N/A", is_error=True)
    (('2015-05-15', ''), ('3', ''), (None, 'the error value #N/A'))
    """
    if is_error:
        return None, f"the error value {quote(value)}"
    if value is None or isinstance(value, str):
        return value, ""
    for kind, write in _WRITTEN:
        if isinstance(value, kind):
            return write(value), ""
    return None, f"a value of a kind that is not read ({type(value).__name__})"


def _moment(value: dt.datetime) -> str:
    whole_day = value.time() == dt.time(0)
    return value.date().isoformat() if whole_day else value.isoformat(sep=" ", timespec="seconds")


_WRITTEN: tuple[tuple[type | tuple[type, ...], Callable[[Any], str]], ...] = (
    (bool, lambda value: "true" if value else "false"),
    ((int, float), lambda value: repr(value).removesuffix(".0")),
    (dt.datetime, _moment),
    (dt.date, lambda value: value.isoformat()),
    (dt.time, lambda value: value.strftime("%H:%M")),
)
"""How each kind of value that a spreadsheet stores is written; the order matters, as True is an int."""
