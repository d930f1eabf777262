"""The words of questions about counts: what is asked, what stands around it, what may be answered."""

import pandas as pd

from core.services.count_questions import CountQuestion
from ui import text

CHOICES = {
    "recount": "A re-count: the register was corrected",
    "movement": "People moved: the change is real",
    "copied": "Copied: nobody counted",
    "error": "An error: the count is not known",
    "right": "It is right as it is",
}
EFFECTS = (
    "A re-count moves the level and gives no trend; where people moved, the forecast follows them; a copied figure is "
    "no count; an error becomes “not known”, and the figure found is kept beside it."
)

LOOK_AGAIN = "Look at the questions again"


def heading(number: int) -> str:
    """How many questions are open."""
    asked = f"{number} {'is' if number == 1 else 'are'} open"
    return f"Questions about counts: {asked}{', the worst first' if number > 1 else ''}"


def asked(question: CountQuestion) -> tuple[str, str]:
    """Camp and day, and what is asked."""
    place = f"{question.name}, {_day(question.date)}"
    if question.rule == "copied_forward":
        place = f"{question.name}, {_day(question.date)} to {_day(question.through)}"
        people = text.whole(question.count)
        return f"{place}:", f"{people} people {text.whole(question.times)} times in a row. Counted again, or copied?"
    if question.rule == "outlier":
        return f"{place}:", "one count stands apart from the two around it, which agree. An error?"
    by = question.count - (question.before or 0)
    days = (question.date - question.before_date).days if question.before_date is not None else 0
    way = "coming" if by > 0 else "leaving"
    words = f"{text.signed(by)} people in {text.days_long(days)}. A re-count, or people {way}?"
    return f"{place}:", f"{words}{_mirror(question)}"


def around(question: CountQuestion) -> pd.DataFrame:
    """The counts before and after, and the one that is asked about."""
    own = "This count" if question.times == 1 else "These counts"
    own_day = _day(question.date) if question.times == 1 else f"{_day(question.date)} to {_day(question.through)}"
    columns = {
        "Count before": (question.before, None if question.before_date is None else _day(question.before_date)),
        own: (question.count, own_day),
        "Count after": (question.after, None if question.after_date is None else _day(question.after_date)),
    }
    return pd.DataFrame({name: [_figure(count, day)] for name, (count, day) in columns.items()})


def save_label(number: int) -> str:
    """Words of the button."""
    return f"Save {text.counted(number, 'answer')}" if number else "Save the answers"


def saved(number: int, version: int, operation: str) -> str:
    """What was done."""
    return f"{text.counted(number, 'answer')} saved: version {version} of {operation}."


def _mirror(question: CountQuestion) -> str:
    if question.mirror is None:
        return ""
    other = question.mirror
    way = "gained" if other.people > 0 else "lost"
    return (
        f" {other.name}, {text.whole(other.km)}{text.NBSP}km away, {way} {text.whole(abs(other.people))} by "
        f"{_day(other.date)}: people may have moved between the two."
    )


def _figure(count: float | None, day: str | None) -> str:
    return "none" if count is None else f"{text.whole(count)}, {day}"


def _day(date: pd.Timestamp) -> str:
    return text.date(date, year=True)
