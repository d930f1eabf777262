"""What the cells of a column look like: shares of numbers, dates, coordinates, countries, P-codes among them."""

from dataclasses import dataclass
from functools import cache

import pandas as pd

from core.domain.countries import iso3_of
from core.intake.mapping.blanks import is_blank_mark
from core.intake.mapping.months import MONTH_WORDS

MOST_LOOKED_AT = 500
"""Different cells of a column that tell what it holds; all cells are checked when they are converted."""

UNIX_DAYS, SPREADSHEET_DAYS = (7305, 29219), (32874, 54788)
"""1990 to 2049 as days since 1970-01-01 and as spreadsheets count them."""

_NUMBER = r"[+-]?\d[\d\s.,'\u00a0\u2009\u202f\u066b\u066c]*(?:[eE][+-]?\d+)?"
_DATE = r"\d{4}-\d{2}(?:-\d{2})?(?:[T\s].*)?|\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}(?:[T\s].*)?|(?:1[89]|20)\d\d"
_PCODE = r"[A-Z]{2,3}\d{2,12}"


@dataclass(frozen=True)
class CellKinds:
    """Shares (0 to 1) of the different cells of a column that look like something; ``cells`` is how many there are."""

    cells: int
    number: float = 0.0
    whole: float = 0.0
    serial: float = 0.0
    date: float = 0.0
    latitude: float = 0.0
    longitude: float = 0.0
    country: float = 0.0
    code: float = 0.0
    pcode: float = 0.0

    def share(self, kind: str) -> float:
        """How much of the column fits a kind of ``meanings.toml``; 1 where it is blank, which contradicts nothing."""
        if not self.cells:
            return 1.0
        if kind == "code":
            return 1.0
        if kind == "text":
            return 1.0 - 0.8 * min(self.number, 1.0 - self.pcode)
        if kind == "date":
            return max(self.date, 0.6 * self.serial)
        shares = {
            "count": self.number,
            "number": self.number,
            "latitude": self.latitude,
            "longitude": self.longitude,
            "country": self.country,
            "pcode": self.pcode,
        }
        return shares[kind]


def cell_kinds(cells: pd.Series, decimal: str = ".") -> CellKinds:
    """What a column holds, told by its first different cells.

    Parameters
    ----------
    cells
        Text, blank ones missing.
    decimal
        The decimal mark of the file's numbers.
    """
    unique = pd.Series(cells.dropna().head(50 * MOST_LOOKED_AT).unique()[:MOST_LOOKED_AT], dtype="str").str.strip()
    unique = unique[~is_blank_mark(unique)]
    if unique.empty:
        return CellKinds(0)
    short = unique.str.slice(0, 100)
    is_number = short.str.fullmatch(_NUMBER).astype(bool)
    plain = short.str.replace(r"[\s'\u00a0\u2009\u202f]", "", regex=True)
    plain = plain.str.replace(decimal, ".", regex=False) if decimal == "," else plain
    number = pd.to_numeric(plain.where(is_number), errors="coerce")
    # of two small numbers only the header can say which is which, so a bound alone proves nothing
    has_fraction = plain.str.contains(".", regex=False)
    country = short.map(lambda text: iso3_of(text) is not None)
    return CellKinds(
        cells=len(unique),
        number=float(is_number.mean()),
        whole=float((is_number & number.notna() & ~has_fraction).mean()),
        serial=float((number.between(*UNIX_DAYS) | number.between(*SPREADSHEET_DAYS)).mean()),
        date=float((short.str.fullmatch(_DATE) | _has_month(short)).mean()),
        latitude=float(number.between(-90, 90).mean()),
        longitude=float(number.between(-180, 180).mean()),
        country=float(country.mean()),
        code=float((country & short.str.len().eq(3) & short.str.isupper()).mean()),
        pcode=float(short.str.fullmatch(_PCODE).mean()),
    )


@cache
def _month_pattern() -> str:
    words = "|".join(sorted(MONTH_WORDS, key=len, reverse=True))
    return rf"(?:\d{{1,4}}\W+)?(?:{words})\W*\s*\d{{1,4}}(?:\W+\d{{2,4}})?"


def _has_month(cells: pd.Series) -> pd.Series:
    return cells.str.lower().str.fullmatch(_month_pattern()).astype(bool)
