"""IOM DTM figures of displaced people by admin area, as HDX publishes them: one file, many grains."""

from core.intake.found import FoundTable, Understood
from core.sources.displacement import choices_of, understood_areas
from core.sources.headers import Roles, columns_of, fit
from core.sources.source import Choice, Source, SourceContext
from core.sources.understanding import Understanding

ROLES: Roles = {
    "id": ("id", "#id+code"),
    "operation": ("operation", "#operation+name"),
    "country": ("admin0Pcode", "#country+code", "admin0Name", "#country+name"),
    "name1": ("admin1Name", "#adm1+name"),
    "code1": ("admin1Pcode", "#adm1+code"),
    "name2": ("admin2Name", "#adm2+name"),
    "code2": ("admin2Pcode", "#adm2+code"),
    "level": ("adminLevel", "#adm+level"),
    "people": ("numPresentIdpInd", "#affected+idps"),
    "date": ("reportingDate", "#date+reported"),
    "round": ("roundNumber", "#round+code"),
    "reason": ("displacementReason", "#cause+type"),
    "assessment": ("assessmentType", "#assessment+type"),
    "status": ("operationStatus", "#operation+status"),
}


class IomDtm(Source):
    """``camps`` (admin areas) and ``population`` of the operations that go on."""

    identifier = "iom_dtm"
    title = "IOM DTM figures of displaced people"

    def recognise(self, found: FoundTable) -> float:
        """Needs operation, country, people, reporting date and round."""
        needed = ("operation", "country", "people", "date", "round")
        return fit(columns_of(found, ROLES), needed, ("id", "assessment", "status", "name1"))

    def understand(self, found: FoundTable, context: SourceContext) -> Understood:
        """Admin levels, assessment types and operations are grains: one of each per country, asked where several."""
        return understood_areas(found, columns_of(found, ROLES), context, Understanding(found, self.identifier))

    def choices(self, found: FoundTable, context: SourceContext) -> tuple[Choice, ...]:
        """Which operation, assessment type and admin level, for each country that has several."""
        return choices_of(found, columns_of(found, ROLES), context)
