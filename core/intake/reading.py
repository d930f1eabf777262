"""Files and folders to raw tables: every cell as text, a blank one as missing, rows numbered as in the file."""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from core.domain.finding import Finding, errors_of
from core.domain.schemas import OPERATION_TABLES
from core.domain.validation import quote
from core.errors import InvalidTable, SourceUnavailable
from core.intake.csv_text import read_csv_text
from core.intake.limits import LARGEST_FILE
from core.intake.parquet import read_parquet_text


@dataclass(frozen=True, eq=False)
class Reading:
    """What files gave.

    Attributes
    ----------
    tables
        Name of the table to its text cells; the index is the file's row - 2.
    findings
        What was wrong or is worth knowing.
    """

    tables: dict[str, pd.DataFrame]
    findings: list[Finding] = field(default_factory=list)

    def or_raise(self, what: str) -> dict[str, pd.DataFrame]:
        """The tables.

        Raises
        ------
        InvalidTable
            If any finding is an error; all are listed in it.
        """
        errors = errors_of(self.findings)
        if errors:
            more = f" And {len(errors) - 1} more." if len(errors) > 1 else ""
            raise InvalidTable(
                f"{what} cannot be read. {errors[0].place()}: {errors[0].message}{more}",
                self.findings,
                errors[0].suggestion,
            )
        return self.tables


def read_folder_with_findings(path: Path) -> Reading:
    """Every table of an operation folder, and what could not be read.

    Raises
    ------
    SourceUnavailable
        If the folder is not there or cannot be listed.
    """
    folder = Path(path)
    if not folder.is_dir():
        was = "is a file" if folder.is_file() else "does not exist"
        raise SourceUnavailable(
            f"Expected the folder of an operation; {folder} {was}.", "Give the folder that holds camps.csv."
        )
    tables: dict[str, pd.DataFrame] = {}
    findings: list[Finding] = []
    files = {file.name: file for file in sorted(folder.iterdir()) if file.suffix in (".csv", ".parquet")}
    for file in files.values():
        name = file.stem
        if name not in OPERATION_TABLES:
            words = f"{quote(file.name)} is not a table of an operation; it is not used."
            findings.append(Finding("note", quote(name), None, None, "unknown_table", words, ""))
            continue
        if file.suffix == ".parquet" and f"{name}.csv" in files:
            words = f"Both {name}.csv and {name}.parquet are here."
            findings.append(Finding("error", name, None, None, "two_files", words, "Keep one of the two."))
            continue
        table, faults = _read_file(name, file)
        findings += faults
        if table is not None:
            tables[name] = table
    return Reading(tables, findings)


def read_folder(path: Path) -> dict[str, pd.DataFrame]:
    """Raw tables of an operation folder: one CSV or parquet file per table, named after it.

    Raises
    ------
    SourceUnavailable
        If the folder or a file cannot be opened.
    InvalidTable
        If a file is not a table; lists every fault of every file.
    """
    return read_folder_with_findings(path).or_raise("The folder")


def read_table(path: Path) -> pd.DataFrame:
    """Raw cells of one CSV or parquet file, whatever its table.

    Raises
    ------
    SourceUnavailable
        If it cannot be opened.
    InvalidTable
        If it is not a table.
    """
    file = Path(path)
    table, findings = _read_file(file.name, file)
    read = Reading({} if table is None else {file.name: table}, findings)
    return read.or_raise(file.name)[file.name]


def _read_file(name: str, file: Path) -> tuple[pd.DataFrame | None, list[Finding]]:
    try:
        size = file.stat().st_size
        if size > LARGEST_FILE:
            words = f"{quote(file.name)} has {size / 1e6:,.0f} MB; at most {LARGEST_FILE / 1e6:,.0f} MB are read."
            return None, [Finding("error", name, None, None, "too_large", words, "Split it into several files.")]
        data = file.read_bytes()
    except OSError as error:
        raise SourceUnavailable(
            f"{file.name} cannot be opened: {error.strerror or error}.", "Check the path and the permissions."
        ) from error
    return (read_parquet_text if file.suffix == ".parquet" else read_csv_text)(name, data)
