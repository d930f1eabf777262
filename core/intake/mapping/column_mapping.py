"""The mapping of one found table: what each column goes into, how sure that is, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from core.intake.mapping.answers import LEAVE_ASIDE

Target = tuple[str, str]
"""Our table and column."""


@dataclass(frozen=True)
class Candidate:
    """One thing a found column may be.

    Attributes
    ----------
    target
        Our table and column.
    confidence
        0 to 1; from ``LEAST_SURE`` on it is taken.
    reason
        Why, in words.
    kind
        What the cells must look like, one of ``meanings.KINDS``.
    """

    target: Target
    confidence: float
    reason: str
    kind: str


@dataclass(frozen=True)
class ColumnProposal:
    """A found column and what it goes into.

    Where ``targets`` is empty, it is carried along as it is, or in no table at all where it is not ``kept``.
    """

    column: str
    targets: tuple[Target, ...]
    confidence: float
    reason: str
    kept: bool = True

    def answer(self) -> str:
        """The same as ``TableAnswers.columns`` takes it."""
        return ", ".join(f"{table}.{column}" for table, column in self.targets) if self.kept else LEAVE_ASIDE


@dataclass(frozen=True)
class TableMapping:
    """How one found table is understood.

    Attributes
    ----------
    tables
        Our tables it feeds, the first being what it mostly is; empty where nobody can say.
    columns
        A proposal for every found column, in the order of the file.
    camp_of_file
        Whether the camp is the one that the name of the file tells.
    remembered
        Whether a person's earlier correction is in it.
    questions
        What keeps it from being sure: (rule, message, suggestion), each an error unless it is answered.
    notes
        What is worth knowing: (rule, message, suggestion).
    rivals
        Columns that could both be one of ours and differ: (target, the one taken, the other).
    """

    tables: tuple[str, ...]
    columns: tuple[ColumnProposal, ...]
    camp_of_file: bool = False
    remembered: bool = False
    questions: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[tuple[str, str, str], ...] = field(default=())
    rivals: tuple[tuple[Target, str, str], ...] = ()

    def into(self, table: str) -> Mapping[str, str]:
        """Our column to the found column that fills it, for one table."""
        pairs = {
            column: proposal.column for proposal in self.columns for into, column in proposal.targets if into == table
        }
        return MappingProxyType(pairs)

    def answers(self) -> Mapping[str, str]:
        """Found column to ``table.column``, as ``TableAnswers.columns`` takes it."""
        return MappingProxyType({c.column: c.answer() for c in self.columns})
