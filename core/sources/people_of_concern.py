"""Groups of people that UNHCR counts: which of them live at a place at a time and may be added, and their ages."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from core.domain.schemas import Population
from core.sources.understanding import Understanding

PRESENT = {
    "REF": "refugees",
    "ROC": "people in refugee-like situations",
    "ASY": "asylum-seekers",
    "OIP": "other people in need of international protection",
    "VDA": "Venezuelans displaced abroad",
    "IDP": "internally displaced people",
    "IOC": "people in situations like internal displacement",
    "OOC": "others of concern",
}
"""Codes of people who are at the place; no person is in two of them, so they are added."""

NOT_ADDED = {
    "STA": "stateless people, some of whom are counted as refugees too",
    "HST": "host community, who are not displaced",
    "RET": "refugees who went home in the year, a movement",
    "RDP": "displaced people who went home in the year, a movement",
    "RRI": "refugees who came back, a movement",
    "NAT": "people naturalised in the year, a movement",
    "RST": "people resettled in the year, a movement",
}
"""Codes that are never added to the people present, and why."""

KNOWN_SHARE = 0.95
"""Least share of the people of a row whose age is known for its groups to stand for all of them. Below it a group
counts some of the people only, and read as a share of all it would take need away from children."""

GROUP_AGES = {
    Population.women: (("f", "18-59"),),
    Population.children_under_5: (("f", "0-4"), ("m", "0-4")),
    Population.children_5_17: (("f", "5-11"), ("f", "12-17"), ("m", "5-11"), ("m", "12-17")),
    Population.older_people: (("f", "60+"), ("m", "60+")),
}
"""Group of ours to the published sexes and ages that make it up exactly."""

AGES = ("0-4", "5-11", "12-17", "18-59", "60+")
"""Published ages; together everybody whose age is known."""

YEAR = r"(?:19|20)\d{2}"
"""A year that such a table can be of."""


def group_counts(counts: Mapping[tuple[str, str], np.ndarray], total: np.ndarray) -> tuple[pd.DataFrame, np.ndarray]:
    """Our groups from published sexes and ages.

    Parameters
    ----------
    counts
        Sex (``f``, ``m``) and age to people, each of shape (rows,); missing ones are 0.
    total
        People of each row, whatever is known of them.

    Returns
    -------
    tuple
        The groups, missing where ages are known of less than ``KNOWN_SHARE`` of the people; and the share of people
        whose age and sex are known, 0 to 1, missing where there are no people.
    """
    known = sum((counts.get((sex, age), 0.0) for sex in "fm" for age in AGES), np.zeros(len(total)))
    share = np.divide(known, total, out=np.full(len(total), np.nan), where=total > 0)
    nothing_to_say = (share < KNOWN_SHARE) | np.isnan(share)
    groups = {
        group: np.where(nothing_to_say, np.nan, sum((counts.get(part, 0.0) for part in parts), np.zeros(len(total))))
        for group, parts in GROUP_AGES.items()
    }
    return pd.DataFrame(groups), share


def say_what_is_known(told: Understanding, share: pd.Series, total: pd.Series, columns: Sequence[str]) -> None:
    """Findings for counts whose ages are not, or only partly, known; index: the file's row - 2."""
    first = columns[0] if columns else None
    none, some = share.eq(0), share.gt(0) & share.lt(KNOWN_SHARE)
    told.says_of_rows(
        "note",
        pd.DataFrame({"people": total[none]}),
        first,
        "not_disaggregated",
        lambda row: (
            f"All ages are 0 and {row['people']:,.0f} people were counted: the zeros mean “not known by age”, so "
            "the groups stay blank."
        ),
        "Nothing to do, unless you know the ages.",
    )
    told.says_of_rows(
        "note",
        pd.DataFrame({"people": total[some], "share": share[some]}),
        first,
        "partly_disaggregated",
        lambda row: (
            f"The age is known of {100 * row['share']:.0f} % of {row['people']:,.0f} people, less than "
            f"{100 * KNOWN_SHARE:.0f} %; the groups stay blank."
        ),
        "Fill in the groups if you know them.",
    )


def say_codes(told: Understanding, codes: pd.Series, column: str) -> pd.Series:
    """Whether each row counts people who are present; a finding for each code that is not added or not known."""
    for code, rows in codes.fillna("blank").value_counts().items():
        if str(code) in PRESENT:
            continue
        why = NOT_ADDED.get(str(code))
        if why:
            told.says("note", "not_added", f"{rows:,} rows count {why} ({code}); they are left aside.", "", column)
        else:
            words = f"{rows:,} rows are of the group “{code}”, which is not known; they are left aside."
            told.says("question", "unknown_group", words, f"Use one of {', '.join(PRESENT)}.", column)
    return codes.isin(PRESENT)


def of_place_and_year(told: Understanding, rows: pd.DataFrame, column: str) -> pd.Series:
    """Whether ``country`` and ``year`` of each row name a place and a year; a finding for each that does not."""
    whole = rows["country"].str.fullmatch(r"[A-Z]{3}", na=False) & rows["year"].str.fullmatch(YEAR, na=False)
    told.says_of_rows(
        "note",
        rows.loc[~whole, ["country", "year"]].fillna("blank"),
        column,
        "no_place_or_year",
        lambda row: (
            f"Country “{row['country']}” and year “{row['year']}” name no place and year; the row is left aside."
        ),
        "Write the code of three letters and the year.",
    )
    return whole
