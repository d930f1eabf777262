"""P-codes of camps: malformed, of another country than stated, of several admin levels."""

import pandas as pd

from core.domain.finding import Finding
from core.domain.schemas import Camps
from core.intake.checks.listing import findings_of_rows

FORM = r"[A-Z]{2,3}[A-Z]{0,2}\d[A-Z0-9]{1,16}"
"""A P-code: the country's two or three letters, then digits (a few countries put letters between)."""

FILLERS = ("NA", "N/A", "NONE", "NULL", "UNKNOWN", "-")


def check_pcodes(camps: pd.DataFrame) -> list[Finding]:
    """Questions and notes about the column ``pcode`` of ``camps``; which codes are retired only a list can tell."""
    coded = camps[camps[Camps.pcode].notna()]
    if coded.empty:
        return []
    code = coded[Camps.pcode].str.strip()
    formed = code.str.fullmatch(FORM).fillna(False).astype(bool)
    return [
        *_malformed(coded[~formed]),
        *_of_another_country(coded[formed]),
        *_levels(coded[formed]),
    ]


def _malformed(camps: pd.DataFrame) -> list[Finding]:
    filler = camps[Camps.pcode].str.upper().isin(FILLERS)
    return findings_of_rows(
        "question",
        "camps",
        camps.assign(filler=filler),
        Camps.pcode,
        "pcode_form",
        lambda row: (
            f"{row[Camps.name]}: “{row[Camps.pcode]}” is no P-code"
            f"{'' if row['filler'] else ', which begins with the letters of the country and goes on with digits'}."
        ),
        "Write it as in TZ16 or TZ1605; a spreadsheet may have cut zeros. Leave it blank if it is not known.",
    )


def _of_another_country(camps: pd.DataFrame) -> list[Finding]:
    stated = camps[Camps.country]
    two = stated.map({code: _two_letters(code) for code in stated.dropna().unique()})
    code = camps[Camps.pcode].str.strip()
    own = [
        not isinstance(letters, str) or text.startswith((letters, country))
        for text, letters, country in zip(code, two, stated, strict=True)
    ]
    rows = camps[~pd.Series(own, index=camps.index, dtype=bool)]
    return findings_of_rows(
        "question",
        "camps",
        rows,
        Camps.pcode,
        "pcode_of_other_country",
        lambda row: f"{row[Camps.name]}: the P-code {row[Camps.pcode]} is not of {row[Camps.country]}, its country.",
        "Correct the P-code or the country.",
    )


def _two_letters(alpha_3: str) -> str | None:
    import pycountry  # only where there are P-codes: loading it takes a while

    country = pycountry.countries.get(alpha_3=alpha_3)
    return None if country is None else str(country.alpha_2)


def _levels(camps: pd.DataFrame) -> list[Finding]:
    """A note for each country whose codes are of several lengths: some name a province, others a district in it."""
    size = camps[Camps.pcode].str.strip().str.len()
    lengths = size.groupby(camps[Camps.country]).agg(["min", "max", "nunique"])
    mixed = lengths[lengths["nunique"] > 1]
    first = camps[~camps[Camps.country].duplicated() & camps[Camps.country].isin(mixed.index)]
    return findings_of_rows(
        "note",
        "camps",
        first.join(mixed, on=Camps.country),
        Camps.pcode,
        "pcode_levels",
        lambda row: (
            f"P-codes of {row[Camps.country]} have {row['min']} to {row['max']} characters: they name units of "
            "several admin levels."
        ),
        "",
    )
