"""Read an operation from a folder, or one list of dates, with every fault named."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from pandera.typing import Series

from core.domain.finding import Finding, errors_of
from core.domain.operation import Operation
from core.domain.schemas import Camps, Table
from core.domain.schemas.column import column
from core.domain.validation import typed_table, unknown_names
from core.errors import InvalidTable
from core.intake import Reading, check_folder as checked_folder, read_folder, read_folder_with_findings, read_table
from core.services.compare_standards import known_standards, refused_profiles

FORECAST_TABLES = ("camps", "population", "expected", "settings")
"""What a forecast needs; other tables of the folder are not read for it."""


class Cutoffs(Table):
    """Camps and the days from which to forecast them."""

    _references = {"camp_id": "camp"}

    camp_id: Series[str] = column("Camp")
    cutoff: Series[pd.Timestamp] = column("Cutoff")


@dataclass(frozen=True, eq=False)
class Checked:
    """An operation, None where errors stop it, and every finding."""

    operation: Operation | None
    findings: tuple[Finding, ...]


def check_folder(folder: Path, today: pd.Timestamp | None = None, standards: Path | None = None) -> Checked:
    """Every finding about the tables of a folder.

    Parameters
    ----------
    today
        Counts dated after it are asked about.
    standards
        Folder of the profiles that items may name; a profile that is broken is asked about and not used.
    """
    known = None if standards is None else known_standards(standards)
    operation, findings = checked_folder(folder, today, None if known is None else known.table)
    return Checked(operation, (*findings, *(refused_profiles(known) if known else ())))


def load_folder(folder: Path) -> Operation:
    """The operation of a folder.

    Raises
    ------
    SourceUnavailable, InvalidTable
        If it cannot be read or holds errors.
    """
    return Operation.build(read_folder(folder))


def load_for_forecast(folder: Path) -> Operation:
    """The operation of a folder with only what a forecast needs; faults in other tables do not stop it."""
    read = read_folder_with_findings(folder)
    wanted = Reading(
        {name: table for name, table in read.tables.items() if name in FORECAST_TABLES},
        [finding for finding in read.findings if finding.table in FORECAST_TABLES],
    )
    return Operation.build(wanted.or_raise(str(folder)))


def read_cutoffs(path: Path, operation: Operation) -> pd.DataFrame:
    """Rows of ``camp_id,cutoff``."""
    table, findings = typed_table(path.name, read_table(path), Cutoffs)
    known = operation.camps[Camps.camp_id]
    findings += unknown_names(path.name, Cutoffs.camp_id, table[Cutoffs.camp_id], "camp", known)
    refuse_errors(path, findings)
    return table


def refuse_errors(path: Path, findings: list[Finding]) -> None:
    """Raise if any finding about a file is an error, with all of them."""
    errors = errors_of(findings)
    if errors:
        first = errors[0]
        raise InvalidTable(
            f"{path.name} holds {len(errors)} errors. {first.place()}: {first.message}", findings, first.suggestion
        )
