"""Items that name a known standard: outside its hard bounds, not comparable with it, or naming one nobody knows."""

from collections.abc import Mapping

import pandas as pd

from core.domain.bases import BASIS_WORDS
from core.domain.finding import Finding
from core.domain.known_standards import STANDARD_KEY, match_items, summed
from core.domain.schemas import Items, Standards
from core.domain.settings import Settings
from core.intake.checks.listing import findings_of_rows


def check_known_standards(
    tables: Mapping[str, pd.DataFrame], settings: Settings, known: pd.DataFrame
) -> tuple[list[Finding], pd.Index]:
    """Questions about the column ``standard`` of ``items``, and the rows that a known standard has judged.

    An item is asked about where it lies outside the hard bounds of every profile and phase that knows its standard;
    items that share a standard are added up first.

    Parameters
    ----------
    known
        ``Standards``: every profile that may be used.
    """
    items = tables["items"]
    named = items[items[Items.standard].notna()]
    if named.empty or known.empty:
        return [], pd.Index([])
    pairs = match_items(named, tables["nutrients"], known, settings.household_size)
    sums = summed(pairs)
    judged = sums[sums["here"].notna()]
    keys = pd.MultiIndex.from_frame(pairs[STANDARD_KEY])
    compared = keys.isin(pd.MultiIndex.from_frame(judged[STANDARD_KEY]))
    rows = pd.Index(pairs.loc[compared, "row"].unique())
    return [*_unknown(named, known), *_incomparable(pairs, named), *_outside(judged)], rows


def _unknown(named: pd.DataFrame, known: pd.DataFrame) -> list[Finding]:
    names = sorted(known[Standards.standard].unique())
    unknown = named[~named[Items.standard].isin(names)]
    return findings_of_rows(
        "question",
        "items",
        unknown,
        Items.standard,
        "unknown_standard",
        lambda row: f"{row[Items.name]}: no profile knows the standard “{row[Items.standard]}”.",
        f"Name one of {', '.join(names)}, or leave the cell blank.",
    )


def _incomparable(pairs: pd.DataFrame, named: pd.DataFrame) -> list[Finding]:
    """Items that no profile's standard of that name can be compared with."""
    blank = pairs["here"].isna().groupby(pairs["row"]).all()
    rows = blank.index[blank.to_numpy(dtype=bool)]
    reasons = pairs.groupby("row")["why"].first().reindex(rows)
    rows = named.loc[rows].assign(why=reasons.to_numpy())
    return findings_of_rows(
        "question",
        "items",
        rows,
        Items.standard,
        "standard_not_comparable",
        lambda row: f"{row[Items.name]} cannot be compared with the standard “{row[Items.standard]}”: {row['why']}.",
        "Correct unit, basis, group or the name of the standard.",
    )


def _outside(judged: pd.DataFrame) -> list[Finding]:
    share = 1e-9
    beyond = (judged["here"] < judged[Standards.least] * (1 - share)) | (
        judged["here"] > judged[Standards.most] * (1 + share)
    )
    everywhere = beyond.groupby([judged[Standards.standard], judged[Standards.group]]).transform("all")
    rows = judged[everywhere].drop_duplicates([Standards.standard, Standards.group]).set_index("row").sort_index()
    return findings_of_rows(
        "question",
        "items",
        rows,
        Items.need_quantity,
        "outside_standard",
        lambda row: (
            f"{row['name']}{_and_others(row['items'])}: {row['here']:,.4g} {row[Standards.unit]} "
            f"{BASIS_WORDS[row[Standards.basis]]}; {row[Standards.least]:g} to {row[Standards.most]:g} are the hard "
            f"bounds of “{row[Standards.standard]}”, whose standard is {row[Standards.value]:g} "
            f"({row[Standards.source]})."
        ),
        "Check quantity, unit, weight and basis.",
    )


def _and_others(items: int) -> str:
    return "" if items == 1 else f" and {items - 1} more together"
