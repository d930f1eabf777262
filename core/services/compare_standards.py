"""Every item's standard beside that of a known profile, and the items table with the profile's values put in."""

from pathlib import Path

import numpy as np
import pandas as pd

from core.domain.bases import BASIS_WORDS
from core.domain.finding import Finding, errors_of
from core.domain.known_standards import STANDARD_KEY, match_items, summed
from core.domain.operation import Operation
from core.domain.schemas import Items, Standards
from core.errors import InvalidTable
from core.needs import KnownStandards, load_standards

DIGITS = 6
"""Significant figures of a value that is turned into an item's unit and basis."""


def known_standards(folder: Path) -> KnownStandards:
    """Profiles of a folder that passed their check, and what was found in the others."""
    return load_standards(folder)


def standards_of(known: KnownStandards, profile: str, phase: str) -> pd.DataFrame:
    """Standards of one profile in one phase.

    Raises
    ------
    InvalidTable
        If the profile is refused (its findings are in the error) or not there.
    """
    if profile in known.refused():
        faults = [finding for finding in known.findings if finding.table == f"standards/{profile}"]
        first = errors_of(faults)[0]
        words = f"The profile {profile} is refused. {first.place()}: {first.message}"
        raise InvalidTable(words, faults, first.suggestion)
    if profile not in known.profiles():
        there = ", ".join(known.profiles()) or "none"
        raise InvalidTable(f"There is no profile “{profile}”; found {there}.", hint="Name one of them.")
    return known.of(profile, phase)


def refused_profiles(known: KnownStandards) -> tuple[Finding, ...]:
    """A question for each profile that is not used, with its first fault."""
    asked = []
    for name in known.refused():
        faults = [f for f in errors_of(known.findings) if f.table == f"standards/{name}"]
        more = f" And {len(faults) - 1} more." if len(faults) > 1 else ""
        words = f"The profile is not used. {faults[0].message}{more}"
        asked.append(
            Finding(
                "question", faults[0].table, faults[0].row, faults[0].column, "refused_profile", words,
                faults[0].suggestion,
            )
        )  # fmt: skip
    return tuple(asked)


def compare_standards(operation: Operation, standards: pd.DataFrame) -> pd.DataFrame:
    """Items beside the standards of one profile and phase.

    Parameters
    ----------
    standards
        ``KnownStandards.of`` a profile and phase.

    Returns
    -------
    pandas.DataFrame
        A row for each known standard that items match, the largest difference first, then one for each item that
        matches none: names (of its items), quantity, item_unit, item_basis (blank where several items share a
        standard), here, value, unit, basis in words, difference (share of the profile's
        value; blank where it cannot be compared), outside (of the hard bounds), least, most, why, matched_by, source,
        page, date. Blank where nothing matches.
    """
    items = operation.items
    pairs = match_items(items, operation.nutrients, standards, operation.settings.household_size, guess=True)
    sums = summed(pairs)
    names = pairs.groupby(STANDARD_KEY, sort=False)["name"].agg(list) if len(pairs) else pd.Series(dtype=object)
    told = sums.set_index(STANDARD_KEY)
    own = items.loc[told["row"].to_numpy()] if len(told) else items.iloc[:0]
    alone = (told["items"] == 1).to_numpy(dtype=bool)
    compared = pd.DataFrame(
        {
            "row": told["row"].to_numpy(),
            "names": names.reindex(told.index).to_numpy() if len(told) else [],
            "quantity": np.where(alone, own[Items.need_quantity].to_numpy(float), np.nan),
            "item_unit": np.where(alone, own[Items.unit].to_numpy(object), None),
            "item_basis": np.where(alone, own[Items.need_basis].map(BASIS_WORDS).to_numpy(object), None),
            "here": told["here"].to_numpy(float),
            "value": told[Standards.value].to_numpy(float),
            "unit": told[Standards.unit].to_numpy(object),
            "basis": told[Standards.basis].map(BASIS_WORDS).to_numpy(object),
            "least": told[Standards.least].to_numpy(float),
            "most": told[Standards.most].to_numpy(float),
            "why": told["why"].to_numpy(object),
            "matched_by": told["matched_by"].to_numpy(object),
            "source": told[Standards.source].to_numpy(object),
            "page": told[Standards.page].to_numpy(object),
            "date": told[Standards.date].to_numpy(object),
        }
    )
    compared["difference"] = compared["here"] / compared["value"] - 1.0
    compared["outside"] = (compared["here"] < compared["least"]) | (compared["here"] > compared["most"])
    furthest = compared["difference"].abs().fillna(-1.0)
    compared = compared.assign(furthest=furthest).sort_values("furthest", ascending=False, kind="stable")
    rest = items[~items.index.isin(pairs["row"])]
    unmatched = pd.DataFrame(
        {
            "row": rest.index,
            "names": [[name] for name in rest[Items.name]],
            "quantity": rest[Items.need_quantity],
            "item_unit": rest[Items.unit],
            "item_basis": rest[Items.need_basis].map(BASIS_WORDS),
            "outside": False,
        }
    )
    compared = compared.drop(columns="furthest")
    parts = [part for part in (compared, unmatched) if len(part)]
    return pd.concat(parts, ignore_index=True).reindex(columns=compared.columns) if parts else compared


def items_with_standards(operation: Operation, standards: pd.DataFrame) -> pd.DataFrame:
    """The items table with the values of one profile and phase, to look at, change and upload; nothing is stored.

    An item that names a standard of the profile, or matches one by its name, gets that value in its own unit and basis,
    the standard's name and, where the value changes or the item names no source, its source. Items that share a
    standard keep their proportion. Everything else stays, foods that only together give energy included.
    """
    items = operation.filled("items")
    pairs = match_items(operation.items, operation.nutrients, standards, operation.settings.household_size, guess=True)
    pairs = pairs[pairs["matched_by"] != "contents"]
    whole = (
        pairs.groupby(STANDARD_KEY)["here"].transform(lambda v: v.sum(skipna=False)) if len(pairs) else pairs["here"]
    )
    count = pairs.groupby(STANDARD_KEY)["here"].transform("size") if len(pairs) else pairs["here"]
    value, worth = pairs[Standards.value].to_numpy(float), pairs["worth"].to_numpy(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        scaled = np.where(whole > 0, pairs["quantity"] * value / whole, value / worth / count)
    usable = np.isfinite(scaled)
    differs = usable & ~np.isclose(scaled, pairs["quantity"].to_numpy(float), rtol=1e-9)
    for column in (Items.standard, Items.source):
        if column not in items:
            items[column] = pd.Series(pd.NA, index=items.index, dtype="str")
    items.loc[pairs.loc[differs, "row"], Items.need_quantity] = [float(f"{v:.{DIGITS}g}") for v in scaled[differs]]
    items.loc[pairs.loc[usable, "row"], Items.standard] = pairs.loc[usable, Standards.standard].to_numpy(object)
    cited = pairs[differs | (usable & items.loc[pairs["row"], Items.source].isna().to_numpy())]
    items.loc[cited["row"], Items.source] = [_cited(row) for row in cited.to_dict("records")]
    return items


def _cited(row: dict) -> str:
    parts = [row[Standards.source], row[Standards.page], row[Standards.date]]
    said = [str(part) for part in parts if not pd.isna(part)]
    if not pd.isna(row[Standards.page]) and str(row[Standards.page]).isdecimal():
        said[1] = f"page {said[1]}"
    return ", ".join(said)
