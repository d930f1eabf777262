"""Who does what where (3W) with HXL tags: which organisation carries out which activity in which area."""

import pandas as pd

from core.domain.countries import iso3
from core.intake.found import FoundTable, Understood
from core.sources.headers import Roles, as_text, columns_of, days, fit, numbers, text_cells
from core.sources.source import Source, SourceContext
from core.sources.understanding import Understanding

ROLES: Roles = {
    "organisation": ("#org", "#org+name", "#org+impl", "#org+impl+name", "#org+implementing", "#org+partner"),
    "funder": ("#org+funder", "#org+funder+name", "#org+funding", "#org+donor", "#org+donor+name", "#org+prog"),
    "sector": ("#sector", "#sector+name", "#sector+cluster", "#sector+en"),
    "activity": ("#activity", "#activity+name", "#activity+type", "#activity+description"),
    "country": ("#country", "#country+name", "#country+code", "#country+code+v_iso3"),
    "admin1": ("#adm1", "#adm1+name"),
    "admin1_pcode": ("#adm1+code", "#adm1+code+v_pcode"),
    "admin2": ("#adm2", "#adm2+name"),
    "place": ("#loc", "#loc+name", "#loc+camp+name"),
    "item": ("#item", "#item+name"),
    "status": ("#status", "#activity+status"),
    "start": ("#date+start", "#activity+start", "#date+activity+start"),
    "end": ("#date+end", "#activity+end", "#date+activity+end"),
    "reached": ("#reached", "#affected", "#beneficiary"),
    "quantity": ("#output", "#output+delivered+num"),
}
NUMBERS = ("reached", "quantity")


class WhoDoesWhat(Source):
    """The reference table ``partners``: presence, which no table of an operation holds."""

    identifier = "who_does_what"
    title = "Who does what where (3W)"

    def recognise(self, found: FoundTable) -> float:
        """Needs tags of an organisation, of what it does and of where."""
        at = columns_of(found, ROLES)
        what, where = {"sector", "activity"} & set(at), {"admin1", "admin1_pcode", "country", "place"} & set(at)
        if not found.hxl or not what or not where:
            return 0.0
        return fit(at, ("organisation",), ("sector", "activity", "admin1", "start", "status"))

    def understand(self, found: FoundTable, context: SourceContext) -> Understood:
        """Every row with an organisation; what is not ours is carried along."""
        at = columns_of(found, ROLES)
        told = Understanding(found, self.identifier)
        rows = pd.DataFrame({role: _cells(found, at, role) for role in ROLES if role in at})
        nameless = rows["organisation"].isna()
        told.says_of_rows(
            "note", pd.DataFrame({"row": rows.index[nameless]}, index=rows.index[nameless]), at["organisation"],
            "no_organisation", lambda _: "The row names no organisation; it is left aside.", "Write who it is.",
        )  # fmt: skip
        rows = rows[~nameless]
        for role in rows.columns:
            told.went(at[role], "partners", role)
        named = rows["organisation"].nunique()
        told.because(f"{named:,} organisations and what they do where; it changes no need, no plan and no forecast.")
        own = set(at.values())
        return told.done({"partners": told.carry("partners", rows, [c for c in found.cells.columns if c not in own])})


def _cells(found: FoundTable, at: dict[str, str], role: str) -> pd.Series:
    if role in NUMBERS:
        return as_text(numbers(found, at[role]))
    if role in ("start", "end"):
        return days(found, at[role])
    cells = text_cells(found, at[role])
    if role != "country":
        return cells
    code = iso3(cells)
    return code.where(code.notna(), cells)
