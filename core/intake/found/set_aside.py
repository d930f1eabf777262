"""Rows that stand in a table and are none of it: titles, footnotes, totals, the header once more. Each is named."""

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from core.domain.finding import Finding
from core.intake.found.listed_rows import listed_rows
from core.intake.limits import MOST_FINDINGS

_TAIL_ROWS = 40
_LONG = 60
_LONGEST_SHOWN = 300

TOTAL = (
    r"^(?:(?:grand|sub|sous|gran|gros)?[\s-]*tota(?:l|ux|les|ls)\b.{0,40}"
    r"|(?:المجموع|الإجمالي|مجموع|إجمالي).{0,40})$"
)
"""First cell of a row of totals, in English, French, Spanish and Arabic."""

FOOTNOTE = re.compile(
    r"(?:sources?|notes?|notas?|fuentes?|remarques?|n\.?b\.?|disclaimer|data as of|as of|last updated?|updated"
    r"|mise à jour|prepared|created|for more|المصدر|ملاحظة)\b|[*©¹²³†]|\(?\[?\d\]?\)\s",
    re.IGNORECASE,
)
"""How a line below a table begins."""


def titles_above(place: str, rows: Sequence[tuple[int, Sequence[str | None]]]) -> list[Finding]:
    """A note for each row above the header."""
    return [_note(place, number, cells, "title_row", "it stands above the table") for number, cells in rows]


def set_aside_rows(place: str, body: pd.DataFrame, names: Sequence[str]) -> tuple[pd.DataFrame, list[Finding]]:
    """The rows of the table, and a note for each row that is none.

    Parameters
    ----------
    place
        Name of the table, for the findings.
    body
        Rows below the header.
    names
        The last header row as found; none where there is none.

    Returns
    -------
    tuple
        The rows left; notes, and a question where rows within the table read as totals: those are kept.
    """
    findings: list[Finding] = []
    body, again = _without_headers(place, body, names)
    findings += again
    first = _first_cells(body)
    matched = pc.match_substring_regex(pa.array(first, type=pa.large_string()), TOTAL, ignore_case=True)
    total = matched.fill_null(False).to_numpy(zero_copy_only=False)
    few = total.sum() <= 2
    keep = np.ones(len(body), dtype=bool)
    for at in range(len(body) - 1, max(-1, len(body) - 1 - _TAIL_ROWS), -1):
        if at == 0 and not keep[1:].any():
            break  # a table of one row keeps it, whatever it says
        cells = _cells(body, at)
        gap = at > 0 and int(body.index[at]) - int(body.index[at - 1]) > 1
        if total[at] and few:
            why = "it holds totals, which are not added to what they total"
            findings.append(_note(place, int(body.index[at]) + 2, cells, "totals_row", why))
        elif _is_footnote(cells, gap or not keep[at + 1 : at + 2].all()):
            why = "it stands below the table"
            findings.append(_note(place, int(body.index[at]) + 2, cells, "footnote_row", why))
        else:
            break
        keep[at] = False
    if len(body) > 1 and total[0] and few and keep[0] and keep[1:].any():
        why = "it holds totals, which are not added to what they total"
        findings.append(_note(place, int(body.index[0]) + 2, _cells(body, 0), "totals_row", why))
        keep[0] = False
    body, total = body[keep], total[keep]
    if total.any():
        rows = body.index[total]
        words = f"{listed_rows(rows)} “Total” or the like in the first cell; they are kept as rows."
        suggestion = "Say whether they are sums of other rows; sums must not be added to what they total."
        findings.append(Finding("question", place, int(rows[0]) + 2, None, "totals_row", words, suggestion))
    return body, _listed(place, findings)


def _without_headers(place: str, body: pd.DataFrame, names: Sequence[str]) -> tuple[pd.DataFrame, list[Finding]]:
    """The rows without those that repeat the header, as tables printed on several pages have."""
    filled = [column for column, name in enumerate(names) if name and column < body.shape[1]]
    if len(filled) < 2:
        return body, []
    same = np.ones(len(body), dtype=bool)
    for column in filled:
        same &= body.iloc[:, column].eq(names[column]).fillna(False).to_numpy(dtype=bool)
        if not same.any():
            return body, []
    rows = body.index[same]
    words = f"{listed_rows(rows)} the header once more; set aside."
    return body[~same], [Finding("note", place, int(rows[0]) + 2, None, "header_again", words, "")]


def _first_cells(body: pd.DataFrame) -> pd.Series:
    """The first cell of each row that is not blank, of the first three columns."""
    first = body.iloc[:, 0] if body.shape[1] else pd.Series(index=body.index, dtype="str")
    for column in range(1, min(3, body.shape[1])):
        first = first.fillna(body.iloc[:, column])
    return first.astype("str")


def _cells(body: pd.DataFrame, at: int) -> list[str | None]:
    return [None if pd.isna(cell) else str(cell) for cell in body.iloc[at]]


def _is_footnote(cells: Sequence[str | None], apart: bool) -> bool:
    """Whether a row at the end is a remark: one cell of a wider table that says so, is long, or stands apart."""
    filled = [cell for cell in cells if cell is not None]
    if len(cells) < 2 or not filled or len(filled) > 2 or (len(filled) == 2 and len(cells) < 4):
        return False
    says_so = FOOTNOTE.match(filled[0]) is not None
    return says_so or (len(filled) == 1 and (len(filled[0]) > _LONG or apart))


def _note(place: str, row: int, cells: Sequence[str | None], rule: str, why: str) -> Finding:
    text = " | ".join(" ".join(cell.split()) for cell in cells if cell is not None)
    shown = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
    return Finding("note", place, row, None, rule, f"Row {row} is set aside, {why}: “{shown}”.", "")


def _listed(place: str, findings: list[Finding]) -> list[Finding]:
    if len(findings) <= MOST_FINDINGS:
        return findings
    more = len(findings) - MOST_FINDINGS
    counted = Finding(
        "note", place, None, None, "footnote_row", f"{more:,} more rows are set aside.", "", unlisted=more
    )
    return [*findings[:MOST_FINDINGS], counted]
