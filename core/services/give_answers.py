"""Answers to an import, one after the other: given, told in words, taken back; every step a new value."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pydantic import ValidationError

from core.domain.plain_faults import plain_fault
from core.domain.validation import quote
from core.errors import DataError
from core.intake.mapping import CARRY_ALONG, LEAVE_ASIDE, LEAVE_OUT, ImportAnswers, NewCamp, TableAnswers
from core.intake.mapping.answers import ColumnTreatment
from core.privacy import Treatment
from core.services.column_words import column_words, table_words
from core.services.import_questions import KINDS, Asks, ImportQuestion

COUNT_OF_CAMP = "population.camp_id"
"""What a file's own camp is answered as: one value for every row."""

_FIELD = {Asks.DATES: "dates", Asks.CHOICE: "choices", Asks.UNIT: "units"}


@dataclass(frozen=True)
class Given:
    """An answer that was given.

    Attributes
    ----------
    path
        By which ``take_back`` finds it.
    about, words
        What it is about, and what was said.
    """

    path: tuple[str, ...]
    about: str
    words: str


def answer(answers: ImportAnswers, question: ImportQuestion, said: str) -> ImportAnswers:
    """The answers with one more.

    Raises
    ------
    DataError
        If the answer is none of the question's options.
    """
    if said not in question.options:
        raise DataError(f"“{quote(said)}” is no answer to “{quote(question.words)}”.", "Choose one of those offered.")
    place, subject = question.place, question.subject
    match question.asks:
        case Asks.PLACE:
            answers = answers.model_copy(update={"places": {**answers.places, subject: said}})
        case Asks.KIND:
            answers = answers.model_copy(update={"place_kinds": {**answers.place_kinds, subject: said}})
        case Asks.TABLE:
            answers = say_table(answers, place, (said,))
        case Asks.DECIMAL:
            answers = _about(answers, place, decimal=said)
        case Asks.CAMP:
            answers = _with(answers, place, "fixed", COUNT_OF_CAMP, said)
        case Asks.COLUMN | Asks.RIVALS:
            answers = say_column(answers, place, said, subject)
        case _:
            answers = _with(answers, place, _FIELD[question.asks], subject, said)
    return answers


def say_value(answers: ImportAnswers, question: ImportQuestion, value: str) -> ImportAnswers:
    """The answers with one value for every row of what no column tells."""
    if not value.strip():
        raise DataError("Nothing was given for every row.", "Write the value, as in 2015-10-04 or TZA.")
    return _with(answers, question.place, "fixed", question.subject, value.strip())


def say_new_camp(answers: ImportAnswers, question: ImportQuestion, camp: Mapping[str, object]) -> ImportAnswers:
    """The answers with a camp that no file describes, and that the question means it.

    Parameters
    ----------
    camp
        ``name``, ``country`` (ISO 3166 alpha-3) and, where known, ``latitude`` and ``longitude`` in degrees.

    Raises
    ------
    DataError
        If it cannot be a camp; every fault is named.
    """
    try:
        new = NewCamp.model_validate(camp)
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {plain_fault(fault)}" for fault in error.errors())
        raise DataError(
            f"This cannot be a new camp: {faults}.", "A name, and three capital letters for the country, as in TZA."
        ) from error
    others = tuple(other for other in answers.new_camps if other.name != new.name)
    with_camp = answers.model_copy(update={"new_camps": (*others, new)})
    if question.asks is Asks.CAMP:
        return _with(with_camp, question.place, "fixed", COUNT_OF_CAMP, new.name)
    if new.name == question.subject:
        return with_camp
    raise DataError(
        f"The new camp must be called “{quote(question.subject)}”, as the file calls it.",
        "Rename it in the file first.",
    )


def say_table(answers: ImportAnswers, place: str, tables: tuple[str, ...] | None) -> ImportAnswers:
    """The answers with what a found table is: ours, ``()`` to leave it out, None to let the program say."""
    return _about(answers, place, tables=tables)


def say_column(answers: ImportAnswers, place: str, column: str, targets: str) -> ImportAnswers:
    """The answers with what a found column is, as ``TableAnswers.columns`` takes it."""
    taken = {target.strip() for target in targets.split(",") if target.strip()} - {LEAVE_ASIDE}
    held = answers.about(place).columns
    # one of our columns is filled by one found column: whoever said another one before has changed their mind
    kept = {
        other: said
        for other, said in held.items()
        if other != column and not taken & {target.strip() for target in said.split(",")}
    }
    return _about(answers, place, columns={**kept, column: targets})


def say_treatment(
    answers: ImportAnswers, place: str, column: str, treatment: Treatment, reason: str = ""
) -> ImportAnswers:
    """The answers with what is done with a column that seems to hold personal data.

    Raises
    ------
    DataError
        If it is to be kept and no reason is given.
    """
    if treatment is Treatment.KEEP and not reason.strip():
        raise DataError(
            f"Column “{quote(column)}” is to be kept as it is, and no reason was given.",
            "Say why it is not personal, as in “names of camps”.",
        )
    chosen = ColumnTreatment(treatment=treatment.value, reason=reason.strip())
    return _with(answers, place, "personal", column, chosen)


def given_answers(answers: ImportAnswers, names: Mapping[str, str] = MappingProxyType({})) -> tuple[Given, ...]:
    """Every answer, in words; ``names`` gives what camps, depots and items are called, by identifier."""
    given = []
    for place, about in answers.tables.items():
        if about.tables is not None:
            words = table_words(", ".join(about.tables)) or "left out"
            given.append(Given(("tables", place, "tables"), place, words))
        if about.decimal is not None:
            words = f"a {'comma' if about.decimal == ',' else 'point'} stands before decimals"
            given.append(Given(("tables", place, "decimal"), place, words))
        for column, said in about.columns.items():
            given.append(Given(("tables", place, "columns", column), place, f"“{column}” {_column_said(said)}"))
        for column, order in about.dates.items():
            given.append(Given(("tables", place, "dates", column), place, f"dates of “{column}”: {order}"))
        for target, value in about.fixed.items():
            given.append(
                Given(
                    ("tables", place, "fixed", target),
                    place,
                    f"{column_words(target)} is “{names.get(value, value)}” in every row",
                )
            )
        for column, unit in about.units.items():
            given.append(Given(("tables", place, "units", column), place, f"unit of “{column}”: {unit}"))
        for key, said in about.choices.items():
            given.append(Given(("tables", place, "choices", key), place, f"{key.replace('_', ' ')}: {said}"))
        for column, chosen in about.personal.items():
            why = f", because {chosen.reason}" if chosen.reason else ""
            given.append(Given(("tables", place, "personal", column), place, f"“{column}”: {chosen.treatment}{why}"))
    given += [Given(("places", name), name, f"is {names.get(said, said)}") for name, said in answers.places.items()]
    given += [Given(("place_kinds", kind), kind, _kind_words(said)) for kind, said in answers.place_kinds.items()]
    given += [Given(("new_camps", camp.name), camp.name, f"a new camp in {camp.country}") for camp in answers.new_camps]
    return tuple(given)


def take_back(answers: ImportAnswers, path: tuple[str, ...]) -> ImportAnswers:
    """The answers without one of them; what was not answered stays so."""
    match path:
        case ("tables", place, "tables" | "decimal" as name):
            return _about(answers, place, **{name: None})
        case ("tables", place, name, key):
            held = {of: said for of, said in getattr(answers.about(place), name).items() if of != key}
            return _about(answers, place, **{name: held})
        case ("new_camps", name):
            left = tuple(camp for camp in answers.new_camps if camp.name != name)
            return answers.model_copy(update={"new_camps": left})
        case (name, key):
            return answers.model_copy(
                update={name: {k: said for k, said in getattr(answers, name).items() if k != key}}
            )
        case _:
            return answers


def _column_said(said: str) -> str:
    if said == LEAVE_ASIDE:
        return "goes into no table"
    return "is carried along" if said == CARRY_ALONG else f"goes into {column_words(said)}"


def _kind_words(said: str) -> str:
    return KINDS[said].lower() if said != LEAVE_OUT else "left aside"


def _with(answers: ImportAnswers, place: str, name: str, key: str, said: object) -> ImportAnswers:
    return _about(answers, place, **{name: {**getattr(answers.about(place), name), key: said}})


def _about(answers: ImportAnswers, place: str, **said: object) -> ImportAnswers:
    about = answers.about(place).model_copy(update=said)
    others = {of: held for of, held in answers.tables.items() if of != place}
    if about == TableAnswers():
        return answers.model_copy(update={"tables": others})
    # checked anew: an answer made by a click is held to the same rules as one in a file
    return answers.model_copy(update={"tables": {**others, place: TableAnswers.model_validate(about.model_dump())}})
