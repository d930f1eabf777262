"""Units that goods are sold in, as kg; what counts things or litres is no mass and is refused."""

import re
from collections.abc import Hashable

import pandas as pd

from core.domain.measures import measure

MASSES_KG = {"mt": 1000.0, "tonne": 1000.0, "pound": 0.45359237, "pounds": 0.45359237, "lb": 0.45359237}
"""Units of mass in price lists beside those known everywhere: the metric ton, and the international pound of 1959."""

_WRITTEN = re.compile(r"(\d+(?:[.,]\d+)?)?\s*([^\W\d_]+)", re.UNICODE)


def kilograms(unit: str) -> float | None:
    """Mass of one unit of sale in kg; None for a unit that is no mass.

    Examples
    --------
    >>> kilograms("46 KG"), kilograms("MT"), kilograms("Pound"), kilograms("400 G"), kilograms("Dozen"), kilograms("L")
    (46.0, 1000.0, 0.45359237, 0.4, None, None)
    """
    parts = _WRITTEN.fullmatch(unit.strip())
    if parts is None:
        return None
    many, word = float((parts[1] or "1").replace(",", ".")), parts[2].casefold()
    known = measure(word)
    one = MASSES_KG.get(word) or (known[1] if known is not None and known[0] == "mass" else None)
    return many * one if one is not None and many > 0 else None


def masses_kg(units: pd.Series) -> pd.Series:
    """``kilograms`` of every cell of a column; missing where it is no mass."""
    known: dict[Hashable, float | None] = {unit: kilograms(unit) for unit in units.dropna().unique()}
    return units.map(known).astype(float)
