"""Global lists of P-codes, as OCHA publishes them: a row per admin area."""

import pandas as pd

from core.intake.found import FoundTable, Understood
from core.sources.headers import Roles, columns_of, days, fit, text_cells
from core.sources.source import Source, SourceContext
from core.sources.understanding import Understanding

ROLES: Roles = {
    "country": ("Location", "#country+code"),
    "level": ("Admin Level", "#geo+admin_level"),
    "pcode": ("P-Code", "#adm+code"),
    "name": ("Name", "#adm+name"),
    "parent": ("Parent P-Code", "#adm+code+parent"),
    "from": ("Valid from date", "#date+start"),
    "to": ("Valid to date", "#date+end"),
}
PCODE_COLUMNS = (
    "country",
    "admin_level",
    "pcode",
    "name",
    "other_names",
    "admin1",
    "parent_pcode",
    "valid_from",
    "valid_to",
    "latitude",
    "longitude",
)
"""Columns of the reference table ``pcodes``; ``other_names`` are separated by ``|``, coordinates are of the middle."""


class PcodeList(Source):
    """The reference table ``pcodes``; no table of the operation by itself."""

    identifier = "pcode_list"
    title = "List of P-codes"

    def recognise(self, found: FoundTable) -> float:
        """Needs country, admin level, P-code and name."""
        return fit(columns_of(found, ROLES), ("country", "level", "pcode", "name"), ("parent", "from"))

    def understand(self, found: FoundTable, context: SourceContext) -> Understood:
        """A row per area, with the first-level area it lies in."""
        at = columns_of(found, ROLES)
        told = Understanding(found, self.identifier)
        cells = {role: text_cells(found, at.get(role)) for role in ("country", "level", "pcode", "name", "parent")}
        blank = pd.Series(pd.NA, index=found.cells.index, dtype="str")
        pcodes = pd.DataFrame(
            {
                "country": cells["country"],
                "admin_level": cells["level"],
                "pcode": cells["pcode"],
                "name": cells["name"],
                "other_names": blank,
                "admin1": _first_level(cells["pcode"], cells["name"], cells["level"], cells["parent"]),
                "parent_pcode": cells["parent"],
                "valid_from": days(found, at.get("from")),
                "valid_to": days(found, at.get("to")),
                "latitude": blank,
                "longitude": blank,
            }
        )
        for role, ours in zip(
            ROLES, ("country", "admin_level", "pcode", "name", "parent_pcode", "valid_from", "valid_to"), strict=True
        ):
            told.went(at.get(role), "pcodes", ours)
        told.because("P-codes check and complete the camps; they are no table of the operation.")
        return told.done({"pcodes": pcodes[cells["pcode"].notna()]})


def _first_level(pcode: pd.Series, name: pd.Series, level: pd.Series, parent: pd.Series) -> pd.Series:
    """Name of the first-level area of each row, found by going up from parent to parent."""
    once = ~pcode.duplicated() & pcode.notna()
    names, levels, parents = (cells[once].set_axis(pcode[once]) for cells in (name, level, parent))
    here = pcode
    for _ in range(4):
        above = here.map(levels).ne("1") & here.map(levels).notna()
        if not above.any():
            break
        here = here.where(~above, here.map(parents))
    return here.map(names).where(here.map(levels).eq("1")).astype("str")
