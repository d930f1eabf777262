"""Files and folders to raw tables: every cell as text, a blank one as missing, rows numbered as in the file."""

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import pandas as pd

from core.domain.finding import Finding, errors_of
from core.domain.schemas import OPERATION_TABLES
from core.domain.validation import quote
from core.errors import InvalidTable, SourceUnavailable
from core.intake.apostrophes import unguard_text
from core.intake.csv_text import looks_like, read_csv_text
from core.intake.limits import LARGEST_FILE
from core.intake.parquet import read_parquet_text
from core.intake.recognition import table_by_name, which_table
from core.intake.spreadsheet import read_workbook

EXPLANATIONS = ("columns", "read me", "readme")
"""Sheets of our own templates that explain and hold no table."""


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


def read_upload(name: str, data: bytes, table: str | None = None) -> Reading:
    """Tables in one file that a person gives: CSV, XLSX or parquet.

    Sheets and files are matched to tables by their names, else by their columns. In CSV an apostrophe that guards
    text against spreadsheets is taken away; cells of a workbook or of parquet are typed and need none.

    Parameters
    ----------
    name
        File name as given; only its ending and stem are used.
    data
        The whole file.
    table
        Which table it is, where a person has said so; a workbook must then have one sheet of rows.
    """
    plain = PurePosixPath(name.replace("\\", "/")).name
    stem, _, ending = plain.rpartition(".")
    stem, ending = (stem, ending.lower()) if stem else (plain, "")
    found: dict[str, pd.DataFrame]
    packed = data.startswith(b"PK\x03\x04")
    if ending in ("xlsx", "xlsm") and not packed and looks_like(data) is None:
        words = f"{quote(plain)} ends as a workbook but is not one."
        return Reading({}, [Finding("error", quote(stem), None, None, "not_a_table", words, "Save it again.")])
    if packed and ending in ("xlsx", "xlsm"):
        found, findings = read_workbook(quote(stem), data)
        found = {sheet: cells for sheet, cells in found.items() if sheet.strip().lower() not in EXPLANATIONS}
        if len(found) == 1 and table_by_name(next(iter(found))) is None and table_by_name(stem):
            found = {stem: next(iter(found.values()))}
    else:
        typed = data.startswith(b"PAR1") and ending == "parquet"
        reader = read_parquet_text if typed else read_csv_text
        one, findings = reader(table or table_by_name(stem) or quote(stem), data)
        found = {} if one is None else {stem: one if typed else _unguarded(one)}
    tables: dict[str, pd.DataFrame] = {}
    for source, cells in found.items():
        target, question = (table, None) if table and len(found) == 1 else which_table(source, list(cells.columns))
        if target is None:
            # a sheet of notes is no fault as long as it holds no rows
            findings += [question] if question and len(cells) else []
            continue
        rows = _answered(cells) if target == "settings" else cells
        if rows.empty:
            words = f"{quote(source)} has a header but no rows; it changes nothing."
            findings.append(Finding("note", target, None, None, "no_rows", words, ""))
        elif target in tables:
            words = f"Two sheets are the table {target}."
            findings.append(Finding("error", target, None, None, "two_files", words, "Keep one of the two."))
        else:
            tables[target] = rows
    if not tables and not errors_of(findings):
        words = f"{quote(plain)} holds no rows below its header."
        findings.append(Finding("error", quote(stem), None, None, "no_rows", words, "Fill in at least one row."))
    return Reading(tables, findings)


def _answered(settings: pd.DataFrame) -> pd.DataFrame:
    """Settings that have a value: a template lists every key, and one left blank is not asked to be erased."""
    return settings.dropna(subset=["value"]) if "value" in settings.columns else settings


def read_table_file(name: str, data: bytes, table: str | None = None) -> dict[str, pd.DataFrame]:
    """Tables of one given file, as ``read_upload`` finds them.

    Raises
    ------
    InvalidTable
        If anything of it cannot be read or matched to a table; every fault is listed.
    """
    return read_upload(name, data, table).or_raise(quote(PurePosixPath(name.replace("\\", "/")).name))


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


def _unguarded(raw: pd.DataFrame) -> pd.DataFrame:
    cells = raw.apply(unguard_text) if len(raw.columns) else raw
    cells.columns = pd.Index(unguard_text(pd.Series(list(raw.columns), dtype="str")).tolist(), dtype="str")
    return cells
