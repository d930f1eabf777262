"""A ration as a folder of files, for people and other programs to read; it appears whole or not at all."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

from core.domain.finding import Finding
from core.domain.ration import RATION_TABLES, RationDesign, RationQuestion
from core.domain.validation import typed_table
from core.errors import InvalidTable, SourceUnavailable
from core.whole_folder import csv_text, json_text, refuse_foreign, write_whole

MARKER_FILE, SUMMARY_FILE = "ration.csv", "summary.json"

NEEDED = ("ration", "purchases", "flows")
"""Tables an audit needs; the others tell more and may be missing in a ration of another program."""


def refuse_other_than_ration(folder: Path) -> None:
    """Refuse to write a ration over anything but a ration.

    Raises
    ------
    SourceUnavailable
        If the folder holds other things, or is none.
    """
    own = {f"{name}.csv" for name in RATION_TABLES} | {SUMMARY_FILE}
    refuse_foreign(folder, own, MARKER_FILE, "ration")


def is_ration_folder(folder: Path) -> bool:
    """Whether a folder holds a ration, not a plan."""
    return (folder / MARKER_FILE).is_file()


def write_ration(design: RationDesign, folder: Path) -> None:
    """Write a ration; tables have the columns of ``RATION_TABLES`` in order, and numbers that read back equal.

    Raises
    ------
    SourceUnavailable
        If the folder cannot be written, or holds something that is no ration.
    """
    refuse_other_than_ration(folder)
    files = {f"{name}.csv": csv_text(design.tables[name][s.column_names()]) for name, s in RATION_TABLES.items()}
    write_whole(folder, files | {SUMMARY_FILE: json_text(design.summary)}, "ration")


def read_ration(folder: Path) -> RationDesign:
    """Read a ration from its folder.

    Raises
    ------
    SourceUnavailable
        If a file is missing or cannot be read.
    InvalidTable
        If a cell is not what its column should hold.
    InvalidScenario
        If the question in its summary cannot be asked.
    """
    tables, findings = {}, list[Finding]()
    for name, schema in RATION_TABLES.items():
        path = folder / f"{name}.csv"
        if name in NEEDED or path.is_file():
            tables[name], found = typed_table(path.name, _cells(path), schema)
            findings += [f for f in found if f.level == "error" and not _may_lack(f)]
    if findings:
        first = findings[0]
        raise InvalidTable(
            f"The ration in {folder} cannot be used. {first.place()}: {first.message}", findings, first.suggestion
        )
    summary = _summary(folder / SUMMARY_FILE)
    return RationDesign(_question(summary), tables, summary)


def _may_lack(finding: Finding) -> bool:
    return finding.rule == "missing_column" and finding.column in ("origin_id", "destination_id")


def _cells(path: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise SourceUnavailable(
            f"The ration has no {path.name} in {path.parent}.", hint="Make it again with aid ration."
        ) from error
    except (OSError, ValueError) as error:
        raise SourceUnavailable(f"{path} is not a table of CSV: {error}", hint="Make it again.") from error


def _summary(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise SourceUnavailable(f"{path} cannot be read as JSON: {error}", hint="Make it again.") from error
    if not isinstance(values, dict):
        raise SourceUnavailable(f"{path} is not a set of keys and values.", hint="Make it again with aid ration.")
    return values


def _question(summary: dict[str, Any]) -> RationQuestion:
    try:
        return RationQuestion.from_values(summary.get("question") or {"days": summary["days"]})
    except (KeyError, TypeError, AttributeError) as error:
        raise InvalidTable(
            f"{SUMMARY_FILE} does not say what was asked: {error}.", hint="Make the ration again with aid ration."
        ) from error
