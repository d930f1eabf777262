"""Rows that sum up the others: a camp named Total would be fed twice over."""

import re
import unicodedata
from collections.abc import Mapping

import pandas as pd

from core.domain.finding import Finding
from core.domain.schemas import Camps, Population

NAMES = (
    "total", "totals", "grand total", "sub total", "subtotal", "sous total", "total general", "total generale",
    "totaux", "totale", "total camps", "total camp", "total sites", "all camps", "all sites", "ensemble", "sum",
    "somme", "suma", "suma total", "gesamt", "المجموع", "الاجمالي", "اجمالي", "مجموع",
)  # fmt: skip
"""Names that only a sum has, in plain form."""

WORDS = ("total", "subtotal", "totaux", "المجموع", "اجمالي", "الاجمالي")
"""A name with one of these may be a sum; it is asked about where the figures agree."""

AGREE_SHARE = 0.01


def total_rows(tables: Mapping[str, pd.DataFrame]) -> list[Finding]:
    """Camps that are a sum by their name (an error), or by a word of it and their count (a question).

    A camp is compared with the sum of all others, of its country and of its region, on the last day on which it and any
    other were counted.
    """
    camps = tables["camps"]
    # where every cell is blank, or no row is left, what a map gives is no text
    name, key = (
        camps[column].map(plain_name, na_action="ignore").astype("str") for column in (Camps.name, Camps.camp_id)
    )
    sure = name.isin(NAMES) | key.isin(NAMES)
    has_word = name.str.contains(rf"\b(?:{'|'.join(WORDS)})\b", regex=True, na=False) & ~sure
    if not (sure | has_word).any():
        return []
    sums = _sums(camps, tables["population"], camps.index[sure | has_word])
    findings = []
    for row in camps.index[sure]:
        told = f"“{camps.at[row, Camps.name]}” is the name of a sum, not of a camp{_beside(sums.get(row))}."
        mend = "Take the row and its counts out; they would be added to the camps they sum up."
        findings.append(Finding("error", "camps", int(row) + 2, Camps.name, "total_row", told, mend))
    for row in camps.index[has_word]:
        if row in sums and _agree(*sums[row]):
            told = f"“{camps.at[row, Camps.name]}” may be a sum{_beside(sums[row])}."
            mend = "Take the row and its counts out if it is one; until then it is a camp like the others."
            findings.append(Finding("question", "camps", int(row) + 2, Camps.name, "total_row_like", told, mend))
    return findings


def plain_name(text: str) -> str:
    """A name in small letters, without accents and signs: ``Sous-Total (Général)`` is ``sous total general``."""
    letters = unicodedata.normalize("NFKD", text).casefold()
    letters = "".join(c for c in letters if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())


def _sums(camps: pd.DataFrame, population: pd.DataFrame, rows: pd.Index) -> dict[int, tuple[float, float]]:
    """By row of camps: its count, and the sum of others on that day that is nearest to it."""
    known = population.dropna(subset=[Population.camp_id, Population.date, Population.population])
    known = known.drop_duplicates([Population.camp_id, Population.date])
    out: dict[int, tuple[float, float]] = {}
    own_ids = camps.loc[rows, Camps.camp_id]
    others = known[~known[Population.camp_id].isin(own_ids)]
    at = camps.dropna(subset=[Camps.camp_id]).drop_duplicates(Camps.camp_id).set_index(Camps.camp_id)
    for row, camp in own_ids.items():
        own = known[(known[Population.camp_id] == camp) & known[Population.date].isin(others[Population.date])]
        if own.empty:
            continue
        last = own.loc[own[Population.date].idxmax()]
        day = others[others[Population.date] == last[Population.date]]
        within = [pd.Series(True, index=day.index)]
        for column in (Camps.country, Camps.admin1):
            place = camps.at[row, column]
            if pd.notna(place):
                within.append(day[Population.camp_id].map(at[column]) == place)
        sums = [float(day.loc[mask, Population.population].sum()) for mask in within if mask.any()]
        count = float(last[Population.population])
        out[int(row)] = (count, min(sums, key=lambda total: abs(total - count)))
    return out


def _agree(count: float, total: float) -> bool:
    return count > 0 and abs(count - total) <= AGREE_SHARE * count


def _beside(sums: tuple[float, float] | None) -> str:
    if sums is None:
        return ""
    count, total = sums
    if _agree(count, total):
        return f": its {count:,.0f} people are the {total:,.0f} of the others"
    return f": its {count:,.0f} people are not the {total:,.0f} of the others; a camp is missing or counted twice"
