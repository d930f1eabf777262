"""What tells of single persons in a found table, told without any value of it."""

from dataclasses import dataclass
from enum import StrEnum


class PersonalKind(StrEnum):
    """What a column holds of persons; the value is how it is said."""

    NAME = "names of persons"
    EMAIL = "e-mail addresses"
    PHONE = "phone numbers"
    NUMBER = "registration or bank numbers"
    BIRTH = "dates of birth"
    HOME = "coordinates of households"
    TEXT = "free text"
    SENSITIVE = "health, protection, religion or ethnicity of persons"
    SMALL = "small counts of a group"


@dataclass(frozen=True)
class PersonalData:
    """One kind of personal data in one column; no value of the data is in it.

    Attributes
    ----------
    column
        Name of the column as found; where the name itself tells of a person, say ``shown_column`` instead.
    kind
        What it holds.
    why
        By what it was recognised, in a sentence.
    cells
        Cells concerned.
    shown_column
        Name of the column that may be shown and kept.
    """

    column: str
    kind: PersonalKind
    why: str
    cells: int
    shown_column: str = ""

    def __post_init__(self) -> None:
        """A column whose name is harmless is shown by it."""
        object.__setattr__(self, "shown_column", self.shown_column or self.column)
