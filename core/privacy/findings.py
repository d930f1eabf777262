"""What stands in the way of an import: personal data for which nobody has chosen what to do."""

from collections.abc import Collection, Sequence

from core.domain.finding import Finding
from core.intake.found import FoundTable
from core.privacy.personal_data import PersonalData, PersonalKind
from core.privacy.treatment import Treatment, possible_treatments

RULE = "personal_data"
_WORDS = {
    Treatment.DROP: "drop the column",
    Treatment.CODE: "put codes in place of its values",
    Treatment.KEEP: "keep it, with the reason why it is not personal",
}
_SUPPRESS = {
    PersonalKind.SMALL: "leave the small counts blank",
    PersonalKind.BIRTH: "keep the year alone",
    PersonalKind.HOME: "round the coordinates",
}


def personal_data_findings(
    found: FoundTable, personal: Sequence[PersonalData], chosen: Collection[str] = ()
) -> list[Finding]:
    """One error per column that nobody has chosen for, with its kinds, cells and choices; no value of it is told.

    Parameters
    ----------
    chosen
        Columns for which a person has chosen.
    """
    findings = []
    for column in dict.fromkeys(one.column for one in personal if one.column not in chosen):
        held = [one for one in personal if one.column == column]
        words = " and ".join(f"{one.kind} in {one.cells:,} cells" for one in held)
        why = " ".join(dict.fromkeys(one.why for one in held))
        choices = [_said(treatment, held) for treatment in possible_treatments(personal, column)]
        findings.append(
            Finding(
                "error",
                found.place,
                None,
                held[0].shown_column,
                RULE,
                f"Seems to hold {words}. {why}",
                f"Nothing of the file is kept before you choose: {', or '.join(choices)}.",
            )
        )
    return findings


def _said(treatment: Treatment, held: Sequence[PersonalData]) -> str:
    if treatment is Treatment.SUPPRESS:
        return " and ".join(_SUPPRESS[one.kind] for one in held if one.kind in _SUPPRESS)
    return _WORDS[treatment]
