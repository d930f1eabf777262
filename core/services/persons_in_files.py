"""Personal data in files that are brought in: found first, treated as a person decided, else the table waits."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from core.domain.finding import Finding
from core.domain.validation import quote
from core.intake.found import FoundTable
from core.intake.mapping import ImportAnswers, TableAnswers
from core.privacy import (
    Choice,
    PersonalData,
    Treatment,
    find_personal_data,
    personal_data_findings,
    possible_treatments,
    treat,
)


@dataclass(frozen=True)
class PersonalColumn:
    """A column that seems to hold personal data, and what was decided about it; no value of the data is in it.

    Attributes
    ----------
    place
        ``FoundTable.place``.
    column
        Name that may be shown and kept, by which it is answered.
    kinds
        What it seems to hold, in words.
    why
        By what that was recognised.
    cells
        Cells concerned, the most of any kind.
    possible
        What may be done with it, the first being what is offered first.
    chosen
        What a person decided; None while nobody did.
    reason
        Why it is kept as it is, as answered.
    """

    place: str
    column: str
    kinds: tuple[str, ...]
    why: str
    cells: int
    possible: tuple[Treatment, ...]
    chosen: Treatment | None = None
    reason: str = ""


@dataclass(frozen=True, eq=False)
class WithoutPersons:
    """Tables as they may be kept, and what was found in those that may not yet.

    Attributes
    ----------
    kept
        Tables with nothing personal, or with what was decided done.
    treated
        Files in which anything was treated or left out.
    columns
        Every column in question.
    waiting
        Tables about which somebody must still decide: nothing of them is looked at further.
    findings
        One error per column that nobody decided about.
    """

    kept: tuple[FoundTable, ...]
    treated: frozenset[str]
    columns: tuple[PersonalColumn, ...]
    waiting: frozenset[str]
    findings: tuple[Finding, ...]


def without_persons(
    found: Sequence[FoundTable], answers: ImportAnswers, coding_key: Callable[[], bytes]
) -> WithoutPersons:
    """Look for personal data in found tables and treat it as answered; a table with any left open waits.

    Parameters
    ----------
    answers
        ``TableAnswers.personal`` by the name of a column, or by the one it is shown under.
    coding_key
        Secret for codes in place of values; asked for only where somebody chose codes.
    """
    kept: list[FoundTable] = []
    treated: set[str] = set()
    columns: list[PersonalColumn] = []
    waiting: set[str] = set()
    findings: list[Finding] = []
    for table in found:
        about = answers.about(table.place)
        personal = find_personal_data(table)
        if about.tables == () and personal:
            treated.add(table.file)  # what is left out must not stay in the raw file
            words = f"{quote(table.place)} is left out, as answered; nothing of it is kept."
            findings.append(Finding("note", table.place, None, None, "left_out", words, ""))
            continue
        choices = _choices(personal, about)
        columns += _columns(table.place, personal, choices)
        open_ones = personal_data_findings(table, personal, choices)
        if open_ones:
            findings += open_ones
            waiting.add(table.place)
            continue
        if any(choice.treatment is not Treatment.KEEP for choice in choices.values()):
            treated.add(table.file)
        kept.append(_treated(table, personal, choices, coding_key) if personal else table)
    return WithoutPersons(tuple(kept), frozenset(treated), tuple(columns), frozenset(waiting), tuple(findings))


def harmless(findings: Iterable[Finding], private: WithoutPersons) -> list[Finding]:
    """What was odd in reading, without what may show a cell of a column with personal data.

    Findings about a file with a table that waits are told once somebody has decided; those about a treated column are
    not.
    """
    waiting = {*private.waiting, *(place.partition(", ")[0] for place in private.waiting)}
    gone = {(one.place, one.column) for one in private.columns if one.chosen not in (None, Treatment.KEEP)}
    return [f for f in findings if f.table not in waiting and (f.table, f.column) not in gone]


def _choices(personal: Sequence[PersonalData], about: TableAnswers) -> dict[str, Choice]:
    """Decisions by the column's own name; one that tells of a person is answered by the name it is shown under."""
    choices = {}
    for one in personal:
        chosen = about.personal.get(one.column) or about.personal.get(one.shown_column)
        if chosen is not None:
            choices[one.column] = Choice(Treatment(chosen.treatment), chosen.reason)
    return choices


def _columns(place: str, personal: Sequence[PersonalData], choices: dict[str, Choice]) -> list[PersonalColumn]:
    columns = []
    for column in dict.fromkeys(one.column for one in personal):
        held = [one for one in personal if one.column == column]
        choice = choices.get(column)
        columns.append(
            PersonalColumn(
                place,
                held[0].shown_column,
                tuple(str(one.kind) for one in held),
                " ".join(dict.fromkeys(one.why for one in held)),
                max(one.cells for one in held),
                possible_treatments(personal, column),
                choice.treatment if choice else None,
                choice.reason if choice else "",
            )
        )
    return columns


def _treated(
    table: FoundTable, personal: Sequence[PersonalData], choices: dict[str, Choice], coding_key: Callable[[], bytes]
) -> FoundTable:
    codes = any(choice.treatment is Treatment.CODE for choice in choices.values())
    hidden = {column for column, choice in choices.items() if choice.treatment is not Treatment.KEEP}
    # a sentence of how the table was read may show a cell of the column it names
    how = tuple(words for words in table.how if not any(f"“{quote(column)}”" in words for column in hidden))
    return treat(replace(table, how=how), personal, choices, coding_key() if codes else b"")
