"""P-codes applied to camps: blanks are filled where one area fits; codes that ended or are unknown are asked about."""

import pandas as pd

from core.domain.finding import Finding
from core.domain.schemas import Camps
from core.intake.checks.listing import findings_of_rows
from core.sources.place_names import keys

POSITION = "position"
AREA_MIDDLE = "middle of the admin area"
"""What the carried column says where coordinates are those of the area, not of the camp."""


def apply_pcodes(
    camps: pd.DataFrame, pcodes: pd.DataFrame, today: pd.Timestamp, table: str = "camps"
) -> tuple[pd.DataFrame, list[Finding]]:
    """Camps with P-codes and provinces filled in by name, within their country and only where one area fits.

    Parameters
    ----------
    camps
        Text cells with at least camp_id, name and country.
    pcodes
        Reference table ``pcodes``; several may be concatenated.
    today
        Day on which a code must be valid.
    table
        How findings name the camps.

    Returns
    -------
    tuple
        The camps with the columns admin1, pcode, latitude and longitude, and ``position`` where coordinates are the
        middle of an area; and the findings. What a camp already says is never changed.
    """
    columns = [Camps.admin1, Camps.pcode, Camps.latitude, Camps.longitude]
    filled = camps.assign(**{c: pd.Series(pd.NA, index=camps.index, dtype="str") for c in columns if c not in camps})
    filled = filled.assign(**{c: filled[c].astype("str") for c in columns})
    ended = pcodes["valid_to"].notna() & (pd.to_datetime(pcodes["valid_to"], errors="coerce") <= today)
    live = pcodes[~ended].drop_duplicates(["country", "pcode"])
    findings = [
        *_ended_codes(filled, pcodes[ended & ~pcodes["pcode"].isin(live["pcode"])], live, table),
        *_unknown_codes(filled, pcodes, table),
    ]
    filled, more = _filled_names(filled, live, table)
    findings += more
    filled, more = _filled_positions(filled, live, table)
    return filled, [*findings, *more]


def _ended_codes(camps: pd.DataFrame, ended: pd.DataFrame, live: pd.DataFrame, table: str) -> list[Finding]:
    codes = ended.drop_duplicates("pcode").set_index("pcode")
    of_camps = camps[camps[Camps.pcode].isin(codes.index)]
    area = of_camps[Camps.pcode].map(codes["name"])
    now = _only_ones(live, ["country", "admin_level"])
    wanted = pd.MultiIndex.from_arrays(
        [of_camps[Camps.country], of_camps[Camps.pcode].map(codes["admin_level"]), keys(area)]
    )
    successor = now["pcode"].reindex(wanted).to_numpy()
    rows = of_camps[[Camps.name, Camps.pcode]].assign(
        until=of_camps[Camps.pcode].map(codes["valid_to"]), successor=successor
    )
    return findings_of_rows(
        "question",
        table,
        rows,
        Camps.pcode,
        "retired_pcode",
        lambda row: (
            f"“{row['pcode']}” of “{row['name']}” ended on {row['until']}"
            + (f"; the area of this name is now “{row['successor']}”." if isinstance(row["successor"], str) else ".")
        ),
        "Use the code that holds now.",
    )


def _unknown_codes(camps: pd.DataFrame, pcodes: pd.DataFrame, table: str) -> list[Finding]:
    listed = camps[Camps.country].isin(pcodes["country"].dropna())
    strange = listed & camps[Camps.pcode].notna() & ~camps[Camps.pcode].isin(pcodes["pcode"])
    return findings_of_rows(
        "question",
        table,
        camps.loc[strange, [Camps.name, Camps.pcode]],
        Camps.pcode,
        "unknown_pcode",
        lambda row: f"“{row['pcode']}” of “{row['name']}” is not in the list of P-codes of its country.",
        "Correct the code, unless it is the code of a site and not of an area.",
    )


def _only_ones(areas: pd.DataFrame, within: list[str]) -> pd.DataFrame:
    """Areas by country (and level) and name in any language, only names that one area has."""
    areas = areas.dropna(subset=["country"])
    other = areas.assign(name=areas["other_names"].str.split("|")).explode("name")
    named = pd.concat([areas, other.dropna(subset=["name"])])
    named = named.assign(key=keys(named["name"])).dropna(subset=["key"]).drop_duplicates([*within, "key", "pcode"])
    return named.drop_duplicates([*within, "key"], keep=False).set_index([*within, "key"])


def _filled_names(camps: pd.DataFrame, live: pd.DataFrame, table: str) -> tuple[pd.DataFrame, list[Finding]]:
    """Code of the province that a camp names or of the area called like it; province of the area whose code it has."""
    anywhere, first = _only_ones(live, ["country"]), _only_ones(live[live["admin_level"].eq("1")], ["country"])
    blank_code, blank_admin1 = camps[Camps.pcode].isna(), camps[Camps.admin1].isna()
    by_admin1 = pd.MultiIndex.from_arrays([camps[Camps.country], keys(camps[Camps.admin1])])
    by_name = pd.MultiIndex.from_arrays([camps[Camps.country], keys(camps[Camps.name])])
    code = pd.Series(first["pcode"].reindex(by_admin1).to_numpy(), index=camps.index, dtype="str")
    code = code.where(
        ~blank_admin1, pd.Series(anywhere["pcode"].reindex(by_name).to_numpy(), index=camps.index, dtype="str")
    )
    new_code = camps[Camps.pcode].where(~blank_code, code)
    areas = live.drop_duplicates("pcode").set_index("pcode")
    new_admin1 = camps[Camps.admin1].where(~blank_admin1, new_code.map(areas["admin1"]))
    count = {
        Camps.pcode: int((blank_code & new_code.notna()).sum()),
        Camps.admin1: int((blank_admin1 & new_admin1.notna()).sum()),
    }
    filled = camps.assign(**{Camps.pcode: new_code, Camps.admin1: new_admin1})
    found = [
        Finding(
            "note",
            table,
            None,
            column,
            "filled_from_pcodes",
            f"{number:,} camps had no {column}; it is filled in where one area of that name is in the country.",
            "",
        )
        for column, number in count.items()
        if number
    ]
    return filled, found


def _filled_positions(camps: pd.DataFrame, live: pd.DataFrame, table: str) -> tuple[pd.DataFrame, list[Finding]]:
    areas = live.drop_duplicates("pcode").set_index("pcode")
    blank = camps[[Camps.latitude, Camps.longitude]].isna().all(axis=1)
    latitude, longitude = camps[Camps.pcode].map(areas["latitude"]), camps[Camps.pcode].map(areas["longitude"])
    use = blank & latitude.notna() & longitude.notna()
    if not use.any():
        return camps, []
    before = camps[POSITION] if POSITION in camps else pd.Series(pd.NA, index=camps.index, dtype="str")
    filled = camps.assign(
        **{
            Camps.latitude: camps[Camps.latitude].where(~use, latitude),
            Camps.longitude: camps[Camps.longitude].where(~use, longitude),
            POSITION: before.where(~use, AREA_MIDDLE),
        }
    )
    words = f"{int(use.sum()):,} camps without coordinates are shown at the middle of their admin area."
    return filled, [
        Finding("question", table, None, Camps.latitude, "middle_of_area", words, "Fill in where the camp really is.")
    ]
