"""What was found in one file."""

from dataclasses import dataclass

from core.domain.finding import Finding
from core.intake.found.found_table import FoundTable


@dataclass(frozen=True, eq=False)
class Found:
    """Tables of a file, and what was odd in it.

    Attributes
    ----------
    tables
        Every table, in the order of the file.
    findings
        ``error`` where a file, sheet or member could not be read as a table; ``question`` where it was read but a
        person should look; ``note`` where something was set aside. The table of a finding is the ``place`` of a
        found table, or the file.
    """

    tables: tuple[FoundTable, ...] = ()
    findings: tuple[Finding, ...] = ()
