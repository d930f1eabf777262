"""What a person decides about a column with personal data, and the table that comes of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

import numpy as np
import pandas as pd

from core.domain.sensitivity import SMALL_COUNT
from core.errors import InvalidTable
from core.intake.found import FoundTable
from core.privacy.coding import codes_of
from core.privacy.home_places import GEOPOINT
from core.privacy.personal_data import PersonalData, PersonalKind

DECIMALS_KEPT = 1
"""Of coordinates of homes; a tenth of a degree is about 11 km."""


class Treatment(StrEnum):
    """What is done with a column before anything of it is kept."""

    DROP = "drop"
    CODE = "code"
    SUPPRESS = "suppress"
    KEEP = "keep"


POSSIBLE: Mapping[PersonalKind, tuple[Treatment, ...]] = MappingProxyType(
    {
        PersonalKind.NAME: (Treatment.DROP, Treatment.CODE, Treatment.KEEP),
        PersonalKind.EMAIL: (Treatment.DROP, Treatment.CODE, Treatment.KEEP),
        PersonalKind.PHONE: (Treatment.DROP, Treatment.CODE, Treatment.KEEP),
        PersonalKind.NUMBER: (Treatment.DROP, Treatment.CODE, Treatment.KEEP),
        PersonalKind.BIRTH: (Treatment.DROP, Treatment.SUPPRESS, Treatment.KEEP),
        PersonalKind.HOME: (Treatment.DROP, Treatment.SUPPRESS, Treatment.KEEP),
        PersonalKind.TEXT: (Treatment.DROP, Treatment.KEEP),
        PersonalKind.SENSITIVE: (Treatment.DROP, Treatment.KEEP),
        PersonalKind.SMALL: (Treatment.SUPPRESS, Treatment.DROP, Treatment.KEEP),
    }
)
"""Choices by kind, the one offered first in front. Words of few kinds or sentences cannot be coded: how often a code
occurs tells what stands behind it, or nobody could use it."""


@dataclass(frozen=True)
class Choice:
    """What a person chose for one column.

    Attributes
    ----------
    treatment
        What is done.
    reason
        Why a column is kept as it is, as in "names of camps, not of persons"; recorded with the data.
    """

    treatment: Treatment
    reason: str = ""


def possible_treatments(personal: Sequence[PersonalData], column: str) -> tuple[Treatment, ...]:
    """What can be done with a column, whatever it was found to hold."""
    sets = [POSSIBLE[one.kind] for one in personal if one.column == column]
    return tuple(t for t in Treatment if sets and all(t in allowed for allowed in sets))


def treat(
    found: FoundTable, personal: Sequence[PersonalData], choices: Mapping[str, Choice], key: bytes = b""
) -> FoundTable:
    """The table as it may be kept: every column with personal data treated as chosen.

    Parameters
    ----------
    personal
        What ``find_personal_data`` found in it.
    choices
        Column to choice; every column in ``personal`` needs one.
    key
        Secret of this installation (``coding.coding_key``), needed where anything is coded.

    Returns
    -------
    FoundTable
        ``how`` says what was done with which column, and how many cells it concerned.

    Raises
    ------
    InvalidTable
        If a choice is missing, not possible for what the column holds, lacks its reason, or names another column;
        every fault is listed.
    """
    faults = _faults(found, personal, choices, key)
    if faults:
        raise InvalidTable(
            f"{found.place} cannot be kept yet: {' '.join(faults)}",
            hint="Choose for each column: drop, code, suppress, or keep with a reason.",
        )
    cells, how = found.cells.copy(deep=False), list(found.how)
    dropped: set[str] = set()
    for column, choice in choices.items():
        held = [one for one in personal if one.column == column]
        shown, words = held[0].shown_column, " and ".join(one.kind for one in held)
        count = max(one.cells for one in held)
        if choice.treatment is Treatment.DROP:
            dropped.add(column)
            how.append(f"Column “{shown}” was left out: {words} in {count:,} cells.")
        elif choice.treatment is Treatment.CODE:
            cells[column] = codes_of(cells[column], key)
            how.append(f"Column “{shown}” was replaced by codes: {words} in {count:,} cells.")
        elif choice.treatment is Treatment.SUPPRESS:
            for one in held:
                cells[column], done = _suppressed(cells[column], one.kind, found.decimal)
                how.append(f"Column “{shown}”: {done}")
        else:
            how.append(
                f"Column “{shown}” was kept as it is ({words} supposed in {count:,} cells): {choice.reason.strip()}"
            )
    kept = {column for column, choice in choices.items() if choice.treatment is Treatment.KEEP}
    renamed = {one.column: one.shown_column for one in personal if one.column not in kept}
    return _renamed(_without(replace(found, cells=cells, how=tuple(how)), dropped), renamed)


def _faults(
    found: FoundTable, personal: Sequence[PersonalData], choices: Mapping[str, Choice], key: bytes
) -> list[str]:
    faults = []
    for column, shown in dict.fromkeys((one.column, one.shown_column) for one in personal):
        possible = possible_treatments(personal, column)
        choice = choices.get(column)
        if choice is None:
            faults.append(f"Nothing was chosen for column “{shown}” ({', '.join(possible)}).")
        elif choice.treatment not in possible:
            faults.append(f"“{choice.treatment}” does not fit column “{shown}” ({', '.join(possible)} do).")
        elif choice.treatment is Treatment.KEEP and not choice.reason.strip():
            faults.append(f"Column “{shown}” is to be kept, and no reason was given.")
        elif choice.treatment is Treatment.CODE and not key:
            faults.append(f"Column “{shown}” is to be coded, and there is no key.")
        if column not in found.cells.columns:
            faults.append(f"Column “{shown}” is not in the table.")
    known = {one.column for one in personal}
    strange = sum(column not in known for column in choices)
    if strange:
        faults.append(f"{strange} choices are for columns in which nothing was found.")
    return faults


def _suppressed(cells: pd.Series, kind: PersonalKind, decimal: str) -> tuple[pd.Series, str]:
    """Cells with what points to persons taken out, and what was done in words."""
    if kind is PersonalKind.SMALL:
        text = cells.str.replace(",", ".", regex=False) if decimal == "," else cells
        numbers = pd.to_numeric(text, errors="coerce")
        small = (numbers > 0) & (numbers < SMALL_COUNT)
        return cells.mask(small), f"{int(small.sum()):,} counts under {SMALL_COUNT} were left blank (<{SMALL_COUNT})."
    if kind is PersonalKind.BIRTH:
        years = cells.str.extract(r"(?<!\d)((?:19|20)\d{2})(?!\d)", expand=False)
        lost = int((years.isna() & cells.notna()).sum())
        blank = f"; {lost:,} without a year are blank" if lost else ""
        return years, f"dates of birth were cut down to the year{blank}."
    rounded = _coarse(cells, decimal)
    return rounded, f"coordinates were rounded to {DECIMALS_KEPT} decimal, about 11 km."


def _coarse(cells: pd.Series, decimal: str) -> pd.Series:
    """Coordinates rounded; a cell of several numbers keeps latitude and longitude, one that is none is blank."""
    values = cells.dropna().unique()
    return cells.map({value: _coarse_text(value, decimal) for value in values}).astype("str")


def _coarse_text(value: str, decimal: str) -> str | float:
    parts = re.split(r"[ ,;]+", value.strip())[:2] if re.search(GEOPOINT, value.strip()) else [value]
    try:
        numbers = [float(part.replace(",", ".") if decimal == "," else part) for part in parts]
    except ValueError:
        return np.nan
    text = " ".join(f"{number:.{DECIMALS_KEPT}f}" for number in numbers)
    return text.replace(".", ",") if decimal == "," and len(parts) == 1 else text


def _without(found: FoundTable, dropped: set[str]) -> FoundTable:
    kept = [column for column in found.cells.columns if column not in dropped]
    return replace(
        found,
        cells=found.cells[kept],
        positions=MappingProxyType({c: p for c, p in found.positions.items() if c not in dropped}),
        hxl=MappingProxyType({c: t for c, t in found.hxl.items() if c not in dropped}),
    )


def _renamed(found: FoundTable, names: Mapping[str, str]) -> FoundTable:
    """The table with columns whose names tell of persons under names that do not."""
    return replace(
        found,
        cells=found.cells.rename(columns=dict(names)),
        positions=MappingProxyType({names.get(c, c): p for c, p in found.positions.items()}),
        hxl=MappingProxyType({names.get(c, c): t for c, t in found.hxl.items()}),
    )
