"""What an importer of one provider's files is, and what it may look at besides the table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

import pandas as pd

from core.intake.found import FoundTable, Understood


@dataclass(frozen=True)
class Choice:
    """Something about a table that only a person knows.

    Attributes
    ----------
    key
        Name of the answer in ``SourceContext.answers``.
    question
        What is asked.
    options
        Answer to what it stands for, in words.
    used
        The option taken: the answer given, else the one that loses least.
    answered
        Whether a person gave it.
    column
        Found column that holds the options, if one does.
    rule
        Rule of the finding that asks.
    """

    key: str
    question: str
    options: Mapping[str, str]
    used: str
    answered: bool
    column: str | None
    rule: str


@dataclass(frozen=True, eq=False)
class SourceContext:
    """What is known beside the table itself.

    Attributes
    ----------
    camps, depots, items
        Tables of the operation that the import goes into; None where there is none yet.
    others
        The other found tables of the same import.
    answers
        Key of a choice to the answer that a person gave.
    """

    camps: pd.DataFrame | None = None
    depots: pd.DataFrame | None = None
    items: pd.DataFrame | None = None
    others: tuple[FoundTable, ...] = ()
    answers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class Source(Protocol):
    """An importer; the only code that knows the outside names of one kind of file.

    Attributes
    ----------
    identifier
        Short name, kept with what was imported.
    title
        What a person calls such a file.
    """

    identifier: str
    title: str

    def recognise(self, found: FoundTable) -> float:
        """How surely the table is of this kind, 0 to 1, from its headers and HXL tags, never from the file's name."""
        ...

    def understand(self, found: FoundTable, context: SourceContext) -> Understood:
        """What the table says in our words; called where ``recognise`` is above 0."""
        ...

    def choices(self, found: FoundTable, context: SourceContext) -> tuple[Choice, ...]:
        """What can be asked about the table; none in most kinds."""
        return ()
