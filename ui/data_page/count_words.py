"""The words of questions about counts: what is asked, what stands around it, what may be answered."""

import pandas as pd

from core.locale import message
from core.services.count_questions import CountQuestion
from ui import text
from ui.language import say

CHOICES = {
    "recount": message("A re-count: the register was corrected"),
    "movement": message("People moved: the change is real"),
    "copied": message("Copied: nobody counted"),
    "error": message("An error: the count is not known"),
    "right": message("It is right as it is"),
}
EFFECTS = message(
    "A re-count moves the level and gives no trend; where people moved, the forecast follows "
    "them; a copied figure is no count; an error becomes “not known”, and the figure found "
    "is kept beside it."
)

LOOK_AGAIN = message("Look at the questions again")


def heading(number: int) -> str:
    """How many questions are open."""
    asked = say("{number} {rest} open", number=number, rest="is" if number == 1 else "are")
    return say("Questions about counts: {asked}{rest}", asked=asked, rest=", the worst first" if number > 1 else "")


def asked(question: CountQuestion) -> tuple[str, str]:
    """Camp and day, and what is asked."""
    place = f"{question.name}, {_day(question.date)}"
    if question.rule == "copied_forward":
        place = say(
            "{name}, {first} to {last}", name=question.name, first=_day(question.date), last=_day(question.through)
        )
        people = text.whole(question.count)
        return f"{place}:", say(
            "{people} people {times} times in a row. Counted again, or copied?",
            people=people,
            times=text.whole(question.times),
        )
    if question.rule == "outlier":
        return f"{place}:", say("one count stands apart from the two around it, which agree. An error?")
    by = question.count - (question.before or 0)
    days = (question.date - question.before_date).days if question.before_date is not None else 0
    way = "coming" if by > 0 else "leaving"
    words = say(
        "{signed} people in {days}. A re-count, or people {way}?",
        signed=text.signed(by),
        days=text.days_long(days),
        way=way,
    )
    return f"{place}:", f"{words}{_mirror(question)}"


def around(question: CountQuestion) -> pd.DataFrame:
    """The counts before and after, and the one that is asked about."""
    own = say("This count") if question.times == 1 else say("These counts")
    own_day = (
        _day(question.date)
        if question.times == 1
        else say("{first} to {last}", first=_day(question.date), last=_day(question.through))
    )
    columns = {
        message("Count before"): (
            question.before,
            None if question.before_date is None else _day(question.before_date),
        ),
        own: (question.count, own_day),
        message("Count after"): (question.after, None if question.after_date is None else _day(question.after_date)),
    }
    return pd.DataFrame({name: [_figure(count, day)] for name, (count, day) in columns.items()})


def save_label(number: int) -> str:
    """Words of the button."""
    return say("Save {counted}", counted=text.counted(number, "answer")) if number else say("Save the answers")


def saved(number: int, version: int, operation: str) -> str:
    """What was done."""
    return f"{text.counted(number, 'answer')} saved: version {version} of {operation}."


def _mirror(question: CountQuestion) -> str:
    if question.mirror is None:
        return ""
    other = question.mirror
    way = "gained" if other.people > 0 else "lost"
    return say(
        " {name}, {km}\u00a0km away, {way} {people} by {day}: people may have moved between the two.",
        name=other.name,
        km=text.whole(other.km),
        way=way,
        people=text.whole(abs(other.people)),
        day=_day(other.date),
    )


def _figure(count: float | None, day: str | None) -> str:
    return "none" if count is None else f"{text.whole(count)}, {day}"


def _day(date: pd.Timestamp) -> str:
    return text.date(date, year=True)
