"""Findings of one kind told once: the first in full, the rows of the next ones, and how many there are."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.domain.finding import LEVELS, Finding, Level

MOST_ROWS = 5
"""Rows that are named beside the first one."""
HEADER = 1
"""Row of the file whose faults are each of their own kind: each is about another column."""


@dataclass(frozen=True)
class FindingGroup:
    """Findings of one rule about one column of one table.

    Attributes
    ----------
    findings
        Those that are listed one by one, in the order they came; at least one.
    faults
        How many there are, with those that are counted and not listed.
    """

    findings: tuple[Finding, ...]
    faults: int

    @property
    def first(self) -> Finding:
        """The one that is told in full."""
        return self.findings[0]

    def also(self) -> str:
        """Where else, in words: ``Also in rows 4, 7 and 112 more.``; empty where there is only one.

        Rows of another file than the first one's have its name behind them.
        """
        shown = self.findings[1 : MOST_ROWS + 1]
        more = self.faults - 1 - len(shown)
        places = [f"{f.row}" if f.file == self.first.file else f"{f.row} ({f.file})" for f in shown]
        places += [f"{more:,} more"] if more else []
        if not places:
            return ""
        listed = places[0] if len(places) == 1 else f"{', '.join(places[:-1])} and {places[-1]}"
        return f"Also in {'row' if len(shown) == self.faults - 1 == 1 else 'rows'} {listed}."

    def told(self) -> str:
        """One line: level, place, what was expected and came, how to mend it, where else."""
        first = self.first
        words = [f"{first.level}: {first.place()}: {first.message}", first.suggestion, self.also()]
        return " ".join(word for word in words if word)


def grouped(findings: Iterable[Finding]) -> list[FindingGroup]:
    """Findings by level, table, column and rule, in the order of the first of each.

    What is said about a whole table, and each fault of a header, stands alone; what counts rows that are not listed
    goes to those that are.
    """
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for number, finding in enumerate(findings):
        of_rows = finding.unlisted > 0 or finding.row not in (None, HEADER)
        own = None if of_rows else number
        groups.setdefault((finding.level, finding.table, finding.column, finding.rule, own), []).append(finding)
    return [_group(group) for group in groups.values()]


def faults_of(findings: Iterable[Finding], level: Level) -> int:
    """Faults, questions or notes of one level, with those that are counted and not listed."""
    return sum(finding.faults for finding in findings if finding.level == level)


def faults_by_level(findings: Iterable[Finding]) -> dict[Level, int]:
    """The same for every level."""
    every = tuple(findings)
    return {level: faults_of(every, level) for level in LEVELS}


def _group(group: list[Finding]) -> FindingGroup:
    listed = [finding for finding in group if not finding.unlisted] or group[:1]
    return FindingGroup(tuple(listed), sum(finding.faults for finding in group))
