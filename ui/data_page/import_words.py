"""The words of bringing files in: how sure a column is, what is asked, what personal data may become."""

from collections.abc import Mapping, Sequence

from core.locale import message
from core.services.give_answers import Given
from core.services.import_files import Imported, ImportedTable
from core.services.import_questions import ImportQuestion
from core.services.persons_in_files import PersonalColumn
from ui import text
from ui.language import say

SURE, LIKELY = 0.9, 0.7
"""Confidence of a column, 0 to 1, from which these words are used; under the second a person should look."""
CARRIED = message("Carried along, not used")
ASIDE = message("Leave it aside: in no table")
AS_IT_CAME = message("As it was understood")
LEFT_OUT = message("Leave this table out")
TREATMENTS: Mapping[str, str] = {
    "drop": message("Drop the column"),
    "code": message("Put codes in its place"),
    "suppress": message("Keep it coarse"),
    "keep": message("It is not personal, because ..."),
}
TREATMENTS_MEAN = message(
    "Dropped: not kept at all. Codes: the same person has the same code in every file. "
    "Coarse: small counts blank, coordinates to about 11 km, births to the year. Until you "
    "choose, no value of these columns is shown or stored."
)
REMEMBERED = message("What you say about columns is remembered for the next files with the same header once you save.")


def what_waits(columns: Sequence[PersonalColumn]) -> str:
    """The headline while somebody must say what is done with personal data."""
    number = sum(column.chosen is None for column in columns)
    verb = "seems" if number == 1 else "seem"
    return say(
        "{counted} {verb} to hold personal data: nothing is kept until you choose",
        counted=text.counted(number, "column"),
        verb=verb,
    )


def whose(column: PersonalColumn) -> tuple[str, str]:
    """A column with personal data: where it is, what it holds, in how many cells, by what that was recognised."""
    held = say("{list} in {counted}", list=text.joined(list(column.kinds)), counted=text.counted(column.cells, "cell"))
    return say("{place}, column “{column}”:", place=column.place, column=column.column), f"{held}. {column.why}"


def questions_heading(number: int, needed: int) -> str:
    """How many questions are open about the files."""
    if not number:
        return ""
    asked = say("Questions about the files: {number}", number=number)
    return (
        say("{asked}, {needed} must be answered", asked=asked, needed=needed)
        if needed
        else say("{asked}, none must be answered", asked=asked)
    )


def must_be_answered(questions: Sequence[ImportQuestion], rows: int) -> str:
    """The headline while questions stand in the way."""
    needed = sum(question.needed for question in questions)
    stop, they = ("stops", say("it is")) if needed == 1 else ("stop", say("they are"))
    of_rows = say(" of {counted}", counted=text.counted(rows, "row")) if rows else ""
    return say(
        "{counted} {stop} this upload{of_rows} until {they} answered",
        counted=text.counted(needed, "question"),
        stop=stop,
        of_rows=of_rows,
        they=they,
    )


MUST_LEAD = message("Each answer shows its effect at once. Nothing was saved.")


def sureness(confidence: float, reason: str, *, used: bool) -> str:
    """How sure it is that a column is what it is taken for, in words, and why."""
    if reason == "as answered":
        return say("As you answered")
    if reason.startswith("remembered"):
        return say("As remembered for this header")
    if not used:
        return reason[:1].upper() + reason[1:]
    how = say("Sure") if confidence >= SURE else say("Likely") if confidence >= LIKELY else say("Look at it")
    return f"{how}: {reason}"


def is_sure(table: ImportedTable) -> bool:
    """Whether it is clear what a found table and its columns are; what else it asks stands among the questions."""
    if table.mapping is None:
        return bool(table.tables)
    likely = all(column.confidence >= LIKELY for column in table.mapping.columns if column.targets)
    return bool(table.tables) and not table.mapping.questions and likely


def understood(imported: Imported) -> str:
    """One line about every found table."""
    unsure = [table for table in imported.tables if not is_sure(table)]
    every = len(imported.tables)
    if not unsure:
        return (
            say("The table was understood surely.")
            if every == 1
            else say("All {every} tables were understood surely.", every=every)
        )
    looked = say("Look at it below.") if len(unsure) == 1 else say("Look at them below.")
    if every == 1:
        return say("Not everything in the table is sure. {looked}", looked=looked)
    return say(
        "In {unsure} of {every} tables not everything is sure. {looked}", unsure=len(unsure), every=every, looked=looked
    )


def table_line(table: ImportedTable) -> tuple[str, str]:
    """One found table: its place, what it was taken for and what it gave."""
    gave = text.joined(
        [
            say("{counted} of {name}", counted=text.counted(rows, "row"), name=name)
            for name, rows in table.tables.items()
        ]
    )
    title = table.title[:1].upper() + table.title[1:]
    return f"{table.found.place}:", f"{title}. {gave[:1].upper() + gave[1:] if gave else 'It gave nothing'}."


def given_line(given: Given) -> tuple[str, str]:
    """An answer that was given."""
    return f"{given.about}:", f"{given.words}."
