"""Common operational datasets of admin boundaries (COD-AB): tables of names and P-codes per level, in many headers."""

import re

import pandas as pd

from core.domain.countries import iso3, iso3_of_alpha_2
from core.intake.found import FoundTable, Understood
from core.sources.headers import columns_of, days, number_text, plain, text_cells
from core.sources.pcode_list import PCODE_COLUMNS
from core.sources.source import Source, SourceContext
from core.sources.understanding import Understanding

CODE = re.compile(r"(?:ocha)?adm(?:in)?([0-4])pcod(?:e|\d)?")
"""Header of a code, as ``plain`` writes it: ``ADM1_PCODE``, ``admin2Pcod``, ``ocha_ADM2_PCODE``, ``adm1_pcod2``."""

NAME = re.compile(
    r"(?:ocha)?adm(?:in)?([0-4])(name(?:en|fr|es|pt|ar|local|\d)?|[a-z]{2}|refn(?:ame)?|altn(?:ame)?\d*|alt\d[a-z]{2})"
)
"""Header of a name: ``ADM1_EN``, ``ADM2_FR``, ``adm1_name``, ``admin2Name``, ``admin1RefN``."""

FIRST_NAMES = ("nameen", "en", "name", "namefr", "fr", "es", "pt")
"""Endings of names in the order in which one becomes the name, the others being other names."""

ROLES = {
    "from": ("validOn", "valid_on", "valid_from", "date"),
    "to": ("validTo", "valid_to"),
    "latitude": ("center_lat", "latitude"),
    "longitude": ("center_lon", "longitude"),
}


class CodBoundaries(Source):
    """The reference table ``pcodes`` from one layer or sheet; its level is the finest that has a code."""

    identifier = "cod_boundaries"
    title = "Admin boundaries (COD-AB)"

    def recognise(self, found: FoundTable) -> float:
        """Needs a code and a name of one level; other admin columns make it surer, other columns less sure."""
        codes, names = _codes(found), _names(found)
        level = max(set(codes) & set(names), default=-1)
        if level < 0:
            return 0.0
        known = sum(map(len, names.values())) + len(codes) + len(columns_of(found, ROLES))
        usual = (
            "shapeleng",
            "shapelength",
            "shapearea",
            "areasqkm",
            "lang",
            "lang1",
            "lang2",
            "lang3",
            "version",
            "iso2",
            "iso3",
        )
        known += sum(plain(column) in usual for column in found.cells.columns)
        return 0.3 + 0.7 * known / max(len(found.cells.columns), known)

    def understand(self, found: FoundTable, context: SourceContext) -> Understood:
        """A row per area of the finest level; a code that is no longer valid keeps its last day."""
        told = Understanding(found, self.identifier)
        codes, names, at = _codes(found), _names(found), columns_of(found, ROLES)
        level = max(set(codes) & set(names))
        name, *others = _in_order(names[level])
        other = pd.concat([text_cells(found, c) for c in others], axis=1) if others else None
        pcodes = pd.DataFrame(
            {
                "country": _country(found, codes, names, text_cells(found, codes[level])),
                "admin_level": str(level),
                "pcode": text_cells(found, codes[level]),
                "name": text_cells(found, name),
                "other_names": _joined(other, found.cells.index),
                "admin1": text_cells(found, _in_order(names[1])[0] if 1 in names and level >= 1 else None),
                "parent_pcode": text_cells(found, codes.get(level - 1)),
                "valid_from": days(found, at.get("from")),
                "valid_to": days(found, at.get("to")),
                "latitude": number_text(found, at.get("latitude")),
                "longitude": number_text(found, at.get("longitude")),
            }
        ).reindex(columns=list(PCODE_COLUMNS))
        told.went(codes[level], "pcodes", "pcode")
        told.went(codes.get(level - 1), "pcodes", "parent_pcode")
        told.went(name, "pcodes", "name")
        for column in others:
            told.went(column, "pcodes", "other_names")
        for role, ours in (
            ("from", "valid_from"),
            ("to", "valid_to"),
            ("latitude", "latitude"),
            ("longitude", "longitude"),
        ):
            told.went(at.get(role), "pcodes", ours)
        told.because(f"The finest admin level with a code is {level}; coarser ones are read as what its areas lie in.")
        without = pcodes["pcode"].isna()
        if without.any():
            told.says(
                "note",
                "no_pcode",
                f"{int(without.sum()):,} areas have no P-code; they are left aside.",
                "",
                codes[level],
            )
        return told.done({"pcodes": pcodes[~without]})


def _codes(found: FoundTable) -> dict[int, str]:
    """Level to the column of its codes."""
    located: dict[int, str] = {}
    for column in found.cells.columns:
        match = CODE.fullmatch(plain(column))
        if match:
            located.setdefault(int(match[1]), column)
    for column, tag in found.hxl.items():
        match = re.fullmatch(r"#adm([0-4])\+code", tag)
        if match:
            located.setdefault(int(match[1]), column)
    return located


def _names(found: FoundTable) -> dict[int, dict[str, str]]:
    """Level to ending of the name to its column."""
    located: dict[int, dict[str, str]] = {}
    for column in found.cells.columns:
        match = NAME.fullmatch(plain(column))
        if match:
            located.setdefault(int(match[1]), {})[match[2]] = column
    return located


def _in_order(names: dict[str, str]) -> list[str]:
    first = [names[ending] for ending in FIRST_NAMES if ending in names]
    return [*first, *(column for column in names.values() if column not in first)]


def _joined(names: pd.DataFrame | None, index: pd.Index) -> pd.Series:
    if names is None:
        return pd.Series(pd.NA, index=index, dtype="str")
    joined = pd.Series("", index=index, dtype="str")
    for column in range(names.shape[1]):
        cells = names.iloc[:, column]
        joined = joined.where(cells.isna(), joined + "|" + cells.fillna(""))
    joined = joined.str.strip("|")
    return joined.where(joined.ne(""))


def _country(found: FoundTable, codes: dict[int, str], names: dict[int, dict[str, str]], pcode: pd.Series) -> pd.Series:
    """By the country's own code, else its name, else the letters that the P-code begins with."""
    code = text_cells(found, codes.get(0))
    country = iso3_of_alpha_2(code.where(code.str.len().eq(2)))
    country = country.where(country.notna(), code.where(code.str.fullmatch(r"[A-Z]{3}", na=False)))
    for column in _in_order(names.get(0, {})):
        country = country.where(country.notna(), iso3(text_cells(found, column)))
    letters = pcode.str.extract(r"^([A-Za-z]{2})\d", expand=False)
    return country.where(country.notna(), iso3_of_alpha_2(letters))
