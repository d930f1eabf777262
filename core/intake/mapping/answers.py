"""What a person says about files that are brought in: which table, which column, how dates are written, whose camp."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from core.domain.plain_faults import plain_fault
from core.domain.schemas import OPERATION_TABLES
from core.domain.validation import quote
from core.errors import DataError

LEAVE_OUT = ""
"""Answer for a kind of places that are not wanted."""
CARRY_ALONG = ""
"""Answer for a column that is kept as it is and means nothing to us."""
LEAVE_ASIDE = "leave aside"
"""Answer for a column that goes into no table."""
PLACE_KIND = "place_kind"
"""Not a column of ours: says which table a place belongs to."""

Text = Annotated[str, Field(max_length=500)]
LONGEST_ANSWERS = 1_000_000
"""Characters of a file of answers."""


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ColumnTreatment(_Answer):
    """What is done with a column that seems to hold personal data, and why it may stay where it stays."""

    treatment: Literal["drop", "code", "suppress", "keep"]
    reason: Text = ""


class TableAnswers(_Answer):
    """Answers about one found table.

    Attributes
    ----------
    tables
        Our tables it feeds; ``None`` leaves the choice to the program, an empty list leaves the found table out.
    columns
        Found column to ``table.column`` (several with commas between), ``""`` to carry it along as it is, or
        ``"leave aside"`` to have it in no table.
    dates
        Found column to how its dates are written.
    decimal
        What stands before decimals.
    fixed
        ``table.column`` to the value of every row, for what the file does not say: its camp, country, date of count.
    choices
        Answers to what a ready importer asked, by its key.
    personal
        Found column that seems to hold personal data to what is done with it.
    units
        Found column to the unit whose name may stand behind its numbers: ``{"Qty": "KG"}`` reads ``46 KG`` as 46.
    """

    tables: tuple[str, ...] | None = None
    columns: Mapping[Text, Text] = Field(default_factory=dict)
    dates: Mapping[Text, Literal["day first", "month first", "excel", "unix days"]] = Field(default_factory=dict)
    decimal: Literal[".", ","] | None = None
    fixed: Mapping[Text, Text] = Field(default_factory=dict)
    units: Mapping[Text, Text] = Field(default_factory=dict)
    choices: Mapping[Text, Text] = Field(default_factory=dict)
    personal: Mapping[Text, ColumnTreatment] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_of_ours(self) -> "TableAnswers":
        for table in self.tables or ():
            if table not in OPERATION_TABLES:
                raise ValueError(f"there is no table “{quote(table)}”; there are {', '.join(OPERATION_TABLES)}")
        targets = [target for said in self.columns.values() if said != LEAVE_ASIDE for target in _parted(said)]
        for target in [*targets, *self.fixed]:
            table, _, column = target.partition(".")
            known = (*OPERATION_TABLES[table].column_names(), PLACE_KIND) if table in OPERATION_TABLES else ()
            if column not in known:
                raise ValueError(f"“{quote(target)}” is no column of ours; write it as in population.date")
        return self

    def speaks_of_columns(self) -> bool:
        """Whether a person said which table it is or what a column holds: no importer then decides."""
        return self.tables is not None or bool(self.columns)

    def targets(self, column: str) -> tuple[tuple[str, str], ...] | None:
        """(table, column) pairs that a person gave a found column; None where they said nothing of it."""
        if column not in self.columns:
            return None
        if self.leaves_aside(column):
            return ()
        pairs = (target.partition(".") for target in _parted(self.columns[column]))
        return tuple((table, name) for table, _, name in pairs)

    def leaves_aside(self, column: str) -> bool:
        """Whether a person wants a found column in no table."""
        return self.columns.get(column) == LEAVE_ASIDE


class NewCamp(_Answer):
    """A camp that no file describes."""

    name: Text
    country: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None


class ImportAnswers(_Answer):
    """Everything a person answered about one import; empty by default.

    Attributes
    ----------
    tables
        ``FoundTable.place`` to the answers about it.
    places
        Name of a place as it stands in a file to the id of the camp or depot that is meant.
    new_camps
        Camps to be made beside those of the files.
    place_kinds
        Kind of place as it stands in a file to what it becomes; ``""`` leaves such places aside.
    """

    tables: Mapping[Text, TableAnswers] = Field(default_factory=dict)
    places: Mapping[Text, Text] = Field(default_factory=dict)
    new_camps: tuple[NewCamp, ...] = ()
    place_kinds: Mapping[Text, Literal["camp", "depot", "junction", "supplier", ""]] = Field(default_factory=dict)

    def places_named(self) -> bool:
        """Whether any answer names a camp, a depot or an item by its id."""
        return bool(self.places) or any(about.fixed for about in self.tables.values())

    def about(self, place: str) -> TableAnswers:
        """Answers about one found table."""
        return self.tables.get(place, TableAnswers())


def read_answers(text: str) -> ImportAnswers:
    """Answers from JSON.

    Raises
    ------
    DataError
        If they cannot be used; every fault is named.
    """
    try:
        if len(text) > LONGEST_ANSWERS:
            raise DataError("The answers are too long.", f"At most {LONGEST_ANSWERS:,} characters are read.")
        return ImportAnswers.model_validate_json(text)
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc'])) or 'answers'}: {plain_fault(fault)}" for fault in error.errors()]
        raise DataError(f"The answers cannot be used: {'; '.join(faults)}.", "Correct this and try again.") from error


def _parted(targets: str) -> list[str]:
    return [target.strip() for target in targets.split(",") if target.strip()]
