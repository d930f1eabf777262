"""HDX HAPI figures of internally displaced people."""

import pandas as pd

from core.intake.found import FoundTable, Understood
from core.sources.displacement import choices_of, understood_areas
from core.sources.headers import Roles, columns_of, fit, text_cells
from core.sources.source import Choice, Source, SourceContext
from core.sources.understanding import Understanding

ROLES: Roles = {
    "country": ("location_code", "#country+code"),
    "name1": ("admin1_name", "#adm1+name", "provider_admin1_name"),
    "code1": ("admin1_code", "#adm1+code"),
    "name2": ("admin2_name", "#adm2+name", "provider_admin2_name"),
    "code2": ("admin2_code", "#adm2+code"),
    "level": ("admin_level", "#adm+level"),
    "operation": ("operation", "#operation+name"),
    "assessment": ("assessment_type", "#assessment+type"),
    "people": ("population", "#affected+idps"),
    "round": ("reporting_round", "#round+code"),
    "date": ("reference_period_start", "#date+start"),
    "until": ("reference_period_end", "#date+end"),
    "warning": ("warning", "#meta+warning"),
    "error": ("error", "#meta+error"),
}


class HapiIdps(Source):
    """``camps`` (admin areas) and ``population``; what HAPI warns of becomes findings."""

    identifier = "hapi_idps"
    title = "HDX HAPI figures of displaced people"

    def recognise(self, found: FoundTable) -> float:
        """Needs country, people, reporting round and the reference period."""
        usual = ("assessment", "operation", "level", "until", "warning", "error")
        return fit(columns_of(found, ROLES), ("country", "people", "round", "date"), usual)

    def understand(self, found: FoundTable, context: SourceContext) -> Understood:
        """One grain per country; rows with an error of HAPI are left aside."""
        at = columns_of(found, ROLES)
        told = Understanding(found, self.identifier)
        return understood_areas(without_errors(found, at, told), at, context, told)

    def choices(self, found: FoundTable, context: SourceContext) -> tuple[Choice, ...]:
        """Which operation, assessment type and admin level, for each country that has several."""
        at = columns_of(found, ROLES)
        return choices_of(without_errors(found, at, Understanding(found, "")), at, context)


def without_errors(found: FoundTable, at: dict[str, str], told: Understanding) -> FoundTable:
    """The table without the rows that HAPI marks as wrong; a finding for each of these and for each warning."""
    for role, level, rule, then in (
        ("error", "question", "hapi_error", "it is left aside"),
        ("warning", "note", "hapi_warning", "it is used"),
    ):
        words = text_cells(found, at.get(role))
        told.says_of_rows(
            level,  # type: ignore[arg-type]
            pd.DataFrame({"words": words[words.notna()]}),
            at.get(role),
            rule,
            lambda row, then=then: f"HDX HAPI says of this row: {row['words']}; {then}.",  # type: ignore[misc]
            "Look at the source of the figure.",
        )
    wrong = text_cells(found, at.get("error")).notna()
    if not wrong.any():
        return found
    return FoundTable(
        found.file,
        found.sheet,
        found.cells[~wrong],
        found.positions,
        found.hxl,
        found.has_header,
        found.decimal,
        found.how,
    )
