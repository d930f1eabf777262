"""Quantities written with their unit (``46 KG``, ``2 Dozen``, ``1,500 l``): how much that is in kg, litres or pieces.

The text is kept. What can be read in several ways (``1,500``, a ton, a gallon) is not computed with; why is told.
"""

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.domain.measures import AMBIGUOUS, measure
from core.errors import InvalidTable

BASE_UNITS = {"mass": "kg", "volume": "l", "energy": "kcal", "count": "piece"}
"""What a unit measures to the unit that it is normalised to."""

OF_PACK = re.compile(r"(?:bale|box|carton|pack|packet|case|bag|sack|bundle|kit|set)s?\s+of\s+(\d+)", re.IGNORECASE)
"""Packs that tell how many pieces they hold."""

WITH_UNIT = r"^\s*([+-]?\d[\d,.'\u00a0\u202f ]*?)\s*([^\W\d_](?:[^\W\d_]|[ .])*[23³]?)\s*$"
LONGEST_QUANTITY = 60
"""Characters of a quantity; longer text is none."""

_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([, '\u00a0\u202f])\d{3})(?:\1\d{3})*(?:\.\d+)?")
_ONE_COMMA = re.compile(r"([+-]?\d+),(\d+)")


@dataclass(frozen=True)
class Quantity:
    """A quantity as somebody wrote it.

    Attributes
    ----------
    source
        The text.
    amount, unit
        The number and the unit as written; the number is NaN where its comma may be a decimal mark or part thousands.
    measures
        ``mass``, ``volume``, ``energy``, ``count``; empty where the unit is not known or means several amounts.
    base
        The amount in ``BASE_UNITS[measures]``; NaN where it is not known.
    why
        Why ``base`` is not known; empty where it is.
    """

    source: str
    amount: float
    unit: str
    measures: str
    base: float
    why: str

    def in_unit(self, unit: str) -> float:
        """The amount in another unit.

        Raises
        ------
        InvalidTable
            If it is not known how much this is, or the unit measures something else: a dozen has no weight.

        Examples
        --------
        >>> read_quantity("2 MT").in_unit("kg")
        2000.0
        """
        wanted = measure(unit)
        if self.why:
            raise InvalidTable(f"“{self.source}”: {self.why}.", hint=f"Write the amount in {unit}.")
        if wanted is None or wanted[0] != self.measures:
            told = f"{unit} measures {wanted[0]}" if wanted else f"{unit} is not a unit that is known"
            raise InvalidTable(
                f"“{self.source}” is a {self.measures}, and {told}; one cannot be turned into the other.",
                hint=f"Write how much it is in {unit}.",
            )
        return self.base / wanted[1]


def read_quantity(text: str) -> Quantity | None:
    """A number with a unit behind it; None where the text is not of this form.

    Examples
    --------
    >>> read_quantity("46 KG").base, read_quantity("2 Dozen").base, read_quantity("3 bales of 30").base
    (46.0, 24.0, 90.0)
    >>> read_quantity("1,500 l").why
    '“1,500” is 1500 or 1.5'
    >>> read_quantity("46") is None
    True
    """
    if len(text) > LONGEST_QUANTITY:
        return None
    packs = re.fullmatch(r"\s*([\d.,]+)\s*(.+?)\s*", text)
    pack = OF_PACK.fullmatch(packs[2]) if packs else None
    if packs and pack:
        amount, why = _number(packs[1])
        return Quantity(text, amount, packs[2], "" if why else "count", amount * float(pack[1]), why)
    parts = re.match(WITH_UNIT, text)
    if parts is None:
        return None
    amount, why = _number(parts[1])
    unit = " ".join(parts[2].split())
    word = unit.lower().rstrip(".")
    measured = measure(unit)
    if word in AMBIGUOUS:
        why = why or f"{unit} may be {AMBIGUOUS[word]}"
    elif measured is None:
        why = why or f"how much a {unit} is, is not known"
    if measured is None or why:
        return Quantity(text, amount, unit, "", np.nan, why)
    return Quantity(text, amount, unit, measured[0], amount * measured[1], "")


def read_quantities(cells: pd.Series) -> pd.DataFrame:
    """Quantities of a column, by its index: ``source, amount, unit, measures, base, why``; blank where it holds none.

    Each different text is read once.
    """
    columns = ["source", "amount", "unit", "measures", "base", "why"]
    short = cells[cells.str.len().le(LONGEST_QUANTITY).fillna(False).astype(bool)]
    likely = short[short.str.match(WITH_UNIT, na=False) | short.str.contains(r"\sof\s\d", regex=True, na=False)]
    read = {text: read_quantity(text) for text in likely.unique()}
    rows = {text: [getattr(q, name) for name in columns] for text, q in read.items() if q is not None}
    by_text = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return by_text.reindex(cells).set_axis(cells.index)


def _number(text: str) -> tuple[float, str]:
    """The number, or NaN and why it is not known."""
    text = text.strip()
    if _PLAIN.fullmatch(text):
        return float(text), ""
    comma = _ONE_COMMA.fullmatch(text)
    if comma and len(comma[2]) == 3 and comma[1].lstrip("+-") != "0":
        return np.nan, f"“{text}” is {comma[1]}{comma[2]} or {float(f'{comma[1]}.{comma[2]}'):g}"
    if comma:
        return float(f"{comma[1]}.{comma[2]}"), ""
    if _GROUPED.fullmatch(text):
        return float(re.sub(r"[, '\u00a0\u202f]", "", text)), ""
    return np.nan, f"“{text}” is not a number that can be read in one way"
